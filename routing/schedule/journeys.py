"""Door to gate: portions of groups as itineraries over the plan's runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from routing.artefacts.solution import Solution
from routing.model.plan import Itinerary
from routing.model.runs import Load, Run
from routing.units import People


@dataclass(frozen=True, slots=True)
class RunIndex:
    """The plan's runs, and the run that each coach or ride of the solution became."""

    runs: Mapping[str, Run]
    run_of: Mapping[str, str]


def build_itineraries(solution: Solution, index: RunIndex) -> tuple[Itinerary, ...]:
    """One itinerary per group, chain of runs and night, sorted by these."""
    people: dict[tuple[str, tuple[str, ...], str], int] = defaultdict(int)
    for portion in solution.portions:
        runs = tuple(index.run_of[key] for key in portion.chain)
        people[portion.group, runs, portion.hotel or ""] += portion.people
    return tuple(
        _itinerary(group, runs, hotel, count, index)
        for (group, runs, hotel), count in sorted(people.items())
        if count > 0
    )


def _itinerary(
    group: str, runs: tuple[str, ...], hotel: str, people: int, index: RunIndex
) -> Itinerary:
    departs: datetime | None = None
    arrives: datetime | None = None
    if runs:
        departs = _boards_at(index.runs[runs[0]], group)
        arrives = _alights_at(index.runs[runs[-1]], group)
    return Itinerary(
        group=group,
        people=People(people),
        runs=runs,
        departs=departs,
        arrives=arrives,
        night=hotel or None,
    )


def _boards_at(run: Run, group: str) -> datetime:
    return next(s.departs for s in run.stops if _has(s.board, group))


def _alights_at(run: Run, group: str) -> datetime:
    return next(s.arrives for s in run.stops if _has(s.alight, group))


def _has(loads: tuple[Load, ...], group: str) -> bool:
    return any(load.group == group for load in loads)
