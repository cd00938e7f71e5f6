"""Which provinces a run passes through: by its road where it is known, else by straight lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.formats.map.outline import find_outline_folder, provinces_along
from routing.formats.map.polyline import Point
from routing.formats.plan_view import PlanView
from routing.model.runs import Run

STEP_DEG = 0.15
"""Samples of a straight line lie some 15 km apart; every province is wider."""


def province_of(place_id: str, view: PlanView) -> str:
    """The province in a place's ``admin``; empty where it has none."""
    place = view.find_place(place_id)
    return (place.admin or "").split("/")[0] if place is not None else ""


def transit_provinces(run: Run, view: PlanView) -> tuple[str, ...]:
    """Provinces between the first and the last one, in order; none without the outlines."""
    folder = find_outline_folder()
    if folder is None:
        return ()
    ends = {province_of(run.stops[0].place, view), province_of(run.stops[-1].place, view)}
    return tuple(name for name in provinces_along(folder, _way(run, view)) if name not in ends)


def has_road(run: Run) -> bool:
    """Whether the plan knows the road of every leg."""
    return all(leg.geometry for leg in run.legs)


def _way(run: Run, view: PlanView) -> Iterator[Point]:
    for (start, end), leg in zip(pairwise(run.stops), run.legs, strict=False):
        if leg.geometry:
            yield from ((point.lat, point.lon) for point in leg.geometry)
            continue
        ends = (_point(start.place, view), _point(end.place, view))
        if ends[0] is not None and ends[1] is not None:
            yield from _line(ends[0], ends[1])


def _line(start: Point, end: Point) -> Iterator[Point]:
    steps = 1 + int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / STEP_DEG)
    for step in range(steps + 1):
        share = step / steps
        yield (
            start[0] + share * (end[0] - start[0]),
            start[1] + share * (end[1] - start[1]),
        )


def _point(place_id: str, view: PlanView) -> Point | None:
    place = view.find_place(place_id)
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon
