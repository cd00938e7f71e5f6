"""The ways of all runs as shared segments: real roads where known, schematic curves elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.formats.map.document import MapSegment
from routing.formats.map.polyline import Point, decode, encode
from routing.formats.map.roads import cut_shared
from routing.formats.map.schematic import Ends, OnLand, draw_schematic

ROAD_BUDGET_CHARS = 600_000
"""All road geometry of a plan, encoded; keeps 1,000 routes well under 1.5 MB."""


@dataclass(frozen=True, slots=True)
class LegToDraw:
    """A leg's ends, and its road geometry or nothing."""

    ends: Ends
    geometry: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Distinct segments, and for each leg the indices of its segments in driving order."""

    segments: tuple[MapSegment, ...]
    legs: tuple[tuple[int, ...], ...]

    def sample_points(self) -> tuple[Point, ...]:
        """All vertices, for whoever must know where the ways run."""
        return tuple(point for segment in self.segments for point in decode(segment.line))


def build_ways(legs: Sequence[LegToDraw], *, on_land: OnLand | None) -> Ways:
    """Segments of all legs; ``on_land`` steers schematic curves away from the sea."""
    roads = [leg.geometry for leg in legs if _has_road(leg)]
    cuts = dict(zip(roads, cut_shared(roads, budget_chars=ROAD_BUDGET_CHARS), strict=True))
    curves = draw_schematic([leg.ends for leg in legs if not _has_road(leg)], on_land=on_land)
    numbers: dict[MapSegment, int] = {}
    walks = []
    for leg in legs:
        if _has_road(leg):
            pieces = [MapSegment(line, 0) for line in cuts[leg.geometry]]
        else:
            pieces = [MapSegment(encode(curve), 1) for curve in curves[leg.ends]]
        walks.append(tuple(numbers.setdefault(piece, len(numbers)) for piece in pieces))
    return Ways(tuple(numbers), tuple(walks))


def _has_road(leg: LegToDraw) -> bool:
    return len(leg.geometry) > 1
