"""Service areas on the way of a task."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RestPlace, RouteTask
from routing.model.places import PlaceKind

DETOUR_S = 300
"""A service area lies on the way when driving through it takes at most this much longer."""


def with_rest_places(problem: Problem, task: RouteTask) -> RouteTask:
    """The task with the scenario's service areas that lie on its legs, in the order of driving.

    An area's place on a leg is its share of the way through it, so that the leg keeps its time.
    """
    areas = sorted(p.id for p in problem.scenario.places if p.kind is PlaceKind.SERVICE_AREA)
    found = [
        RestPlace(leg, after_s, area)
        for leg, (start, end) in enumerate(pairwise(stop.place for stop in task.stops))
        for area in areas
        if (after_s := _reached_after_s(problem, start, area, end, task.drive_s[leg])) is not None
    ]
    found.sort(key=lambda rest: (rest.leg, rest.after_s, rest.place))
    return replace(task, rest_places=tuple(found))


def _reached_after_s(problem: Problem, start: str, area: str, end: str, drive_s: int) -> int | None:
    """Driving from the leg's start to an area, or None when it lies off the way."""
    there_s = problem.matrix.get_duration_s(start, area)
    on_s = problem.matrix.get_duration_s(area, end)
    if there_s + on_s > drive_s + DETOUR_S or there_s + on_s == 0:
        return None
    after_s = there_s * drive_s // (there_s + on_s)
    return after_s if 0 < after_s < drive_s else None
