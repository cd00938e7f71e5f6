"""Tile layers that an operator may allow: off unless named, with their own key where they ask one.

The map works without any. A layer's tiles are fetched by the reader's browser from that provider,
who thereby learns where the reader looks; that is why it is the operator's decision.
"""

from __future__ import annotations

from collections.abc import Sequence

from routing.errors import UnknownName
from routing.formats.map.document import TileLayer

_TIANDITU = (
    "https://t{s}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}"
    "&TILECOL={x}&tk="
)

OSM = TileLayer(
    name="OpenStreetMap",
    urls=("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
    attribution="© OpenStreetMap contributors (ODbL)",
    max_zoom=19,
)
AMAP = TileLayer(
    name=("高德地图", "AMap"),
    urls=(
        "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8"
        "&x={x}&y={y}&z={z}",
    ),
    subdomains="1234",
    attribution="© 高德 AMap",
    datum="gcj02",
)


def choose_tile_layers(names: Sequence[str], *, tianditu_key: str = "") -> tuple[TileLayer, ...]:
    """The layers of these names, in that order.

    Args:
        names: any of ``osm``, ``tianditu`` and ``amap``; none by default.
        tianditu_key: the operator's key (``tk``); Tianditu gives no tiles without one.

    Raises:
        UnknownName: there is no such layer, or Tianditu is named without a key.
    """
    known = {"osm": OSM, "amap": AMAP}
    if tianditu_key:
        known["tianditu"] = _tianditu(tianditu_key)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnknownName(", ".join(unknown))
    return tuple(known[name] for name in names)


def _tianditu(key: str) -> TileLayer:
    return TileLayer(
        name=("天地图", "Tianditu"),
        urls=tuple(_TIANDITU.replace("{layer}", layer) + key for layer in ("vec", "cva")),
        subdomains="01234567",
        attribution="© 天地图 Tianditu",
    )
