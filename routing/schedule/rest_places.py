"""Service areas on the way of a task."""

from __future__ import annotations

from dataclasses import replace

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RestPlace, RouteTask
from routing.duties.on_the_way import find_passed
from routing.model.places import PlaceKind


def with_rest_places(problem: Problem, task: RouteTask) -> RouteTask:
    """The task with the scenario's service areas that lie on its legs, in the order of driving."""
    areas = sorted(p.id for p in problem.scenario.places if p.kind is PlaceKind.SERVICE_AREA)
    found = find_passed(task, tuple(areas), matrix=problem.matrix)
    return replace(task, rest_places=tuple(RestPlace(p.leg, p.after_s, p.place) for p in found))
