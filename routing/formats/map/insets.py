"""Where the inset maps look: the home county and the city of arrival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, radians

from routing.formats.map.document import MapArea, MapPlace, Words
from routing.formats.map.polyline import Point, distance_km

REACH_KM = 110.0
"""Places farther than this from the busiest one are not in the inset."""
_LEAST_SPAN_KM = 12.0
_MARGIN = 0.12
_KM_PER_DEG = 111.2


def find_area(heads: Mapping[int, int], places: Sequence[MapPlace]) -> MapArea | None:
    """The window around the place that has most people within reach, with those places.

    Args:
        heads: people by place index.
        places: all places, by index.

    Returns:
        None when no two places lie within reach: one place needs no map of its own.
    """
    points = {index: (places[index].lat, places[index].lon) for index in heads}
    groups = (_within_reach(points[centre], points) for centre in sorted(points))
    members = max(
        (group for group in groups if len(group) > 1),
        key=lambda group: sum(heads[index] for index in group),
        default=(),
    )
    if not members:
        return None
    return _window(_name(members, heads, places), [points[index] for index in members])


def _within_reach(centre: Point, points: Mapping[int, Point]) -> tuple[int, ...]:
    return tuple(i for i in sorted(points) if distance_km(centre, points[i]) <= REACH_KM)


def _name(members: Sequence[int], heads: Mapping[int, int], places: Sequence[MapPlace]) -> Words:
    """The smallest area that holds them all; the busiest place's name where none does.

    Areas are known by their Chinese names only, so in English it is always the place's name.
    """
    busiest_place = places[max(members, key=lambda index: heads[index])].name
    areas = [places[index].area.split("/") for index in members]
    shared = [level for level, *others in zip(*areas, strict=False) if {level} >= set(others)]
    if not shared or not shared[-1]:
        return busiest_place
    return shared[-1], busiest_place if isinstance(busiest_place, str) else busiest_place[1]


def _window(name: Words, points: Sequence[Point]) -> MapArea:
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    least = _LEAST_SPAN_KM / _KM_PER_DEG
    pad_lat = max((north - south) * _MARGIN, (least - (north - south)) / 2)
    least /= max(0.1, cos(radians(south)))
    pad_lon = max((east - west) * _MARGIN, (least - (east - west)) / 2)
    return MapArea(
        name,
        round(south - pad_lat, 4),
        round(west - pad_lon, 4),
        round(north + pad_lat, 4),
        round(east + pad_lon, 4),
    )
