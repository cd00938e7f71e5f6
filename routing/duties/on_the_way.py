"""Places that lie on a route's legs: where in its driving each is passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from routing.artefacts.route_task import RouteTask
from routing.artefacts.travel_matrix import TravelMatrix

DETOUR_S = 300
"""A place lies on the way when driving through it takes at most this much longer."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A place that a leg passes after so much driving."""

    leg: int
    after_s: int
    place: str


def find_passed(
    task: RouteTask, places: tuple[str, ...], *, matrix: TravelMatrix
) -> tuple[Passed, ...]:
    """Which places lie on which legs, in the order of driving.

    A place's position on a leg is its share of the way through it, so that the leg keeps its time.
    """
    return tuple(
        sorted(
            _passed(task, places, matrix), key=lambda found: (found.leg, found.after_s, found.place)
        )
    )


def _passed(task: RouteTask, places: tuple[str, ...], matrix: TravelMatrix) -> Iterator[Passed]:
    for leg, (start, end) in enumerate(pairwise(stop.place for stop in task.stops)):
        drive_s = task.drive_s[leg]
        for place in places:
            there_s = matrix.get_duration_s(start, place)
            on_s = matrix.get_duration_s(place, end)
            if there_s + on_s > drive_s + DETOUR_S or there_s + on_s == 0:
                continue
            after_s = there_s * drive_s // (there_s + on_s)
            if 0 < after_s < drive_s:
                yield Passed(leg, after_s, place)
