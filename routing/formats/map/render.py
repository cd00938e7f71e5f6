"""``map.html``: the plan on a map, as one file or as a page of the service."""

from __future__ import annotations

from collections.abc import Sequence

from routing.formats.map.data import build_map_data
from routing.formats.map.document import TileLayer
from routing.formats.map.outline import make_outlines_ready
from routing.formats.map.page import (
    build_linked_page,
    build_single_page,
    make_envelope_ready,
)
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.ports.renderer import Language


class MapRenderer:
    """Writes ``map.html``, a single file that works without any network."""

    def __init__(self, tiles: Sequence[TileLayer] = ()) -> None:
        self._tiles = tuple(tiles)

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The page in UTF-8; ``language`` is the one it opens in."""
        return build_single_page(build_map_data(scenario, plan, language, tiles=self._tiles))


def make_ready() -> None:
    """Load what the first map needs, so that whoever asks for it need not wait so long."""
    make_envelope_ready()
    make_outlines_ready()


def render_linked(
    scenario: Scenario, plan: Plan, *, language: Language, static_url: str, data_url: str
) -> bytes:
    """The page for a server with ``script-src 'self'``; see ``build_linked_page``."""
    data = build_map_data(scenario, plan, language)
    return build_linked_page(data, static_url=static_url, data_url=data_url)


def render_map_data(
    scenario: Scenario, plan: Plan, *, language: Language, tiles: Sequence[TileLayer] = ()
) -> bytes:
    """What the linked page reads from its ``data_url``: ``MapData`` as JSON."""
    return build_map_data(scenario, plan, language, tiles=tiles).model_dump_json().encode()
