"""The plan on a map: ``MapRenderer`` for a file, ``render_linked`` and its data for a server."""

from routing.formats.map.assets import STATIC
from routing.formats.map.data import build_map_data
from routing.formats.map.document import MapData, TileLayer
from routing.formats.map.render import MapRenderer, render_linked, render_map_data
from routing.formats.map.tiles import choose_tile_layers

__all__ = [
    "STATIC",
    "MapData",
    "MapRenderer",
    "TileLayer",
    "build_map_data",
    "choose_tile_layers",
    "render_linked",
    "render_map_data",
]
