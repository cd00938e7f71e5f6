"""What the master decided, part by part."""

from __future__ import annotations

from collections import defaultdict

from routing.artefacts.season import COACH, SeasonFlow, SeasonProblem
from routing.model.season_plan import PartKind, SeasonAssignment, SeasonCoaches, SeasonLoad
from routing.season.frame import Frame
from routing.season.problem import Numbering
from routing.units import People

Where = tuple[int, PartKind, str]


def build_assignments(
    frame: Frame, numbering: Numbering, problem: SeasonProblem, flow: SeasonFlow
) -> tuple[SeasonAssignment, ...]:
    """One assignment for each day and city, and for each train or flight, in the order of days."""
    loads: dict[Where, list[SeasonLoad]] = defaultdict(list)
    for (d, day, lane), people in sorted(flow.people.items()):
        demand = problem.demands[d]
        if lane != COACH:
            where = day, PartKind.SERVICE, lane
        else:
            kind = PartKind.HOMEWARD if demand.homeward else PartKind.OUTWARD
            where = day, kind, numbering.cities[demand.city]
        loads[where].append(SeasonLoad(group=demand.group, people=People(people)))
    coaches = _coaches(numbering, flow)
    return tuple(
        SeasonAssignment(
            part=_part_id(frame, where),
            kind=where[1],
            day=frame.calendar.date_of(where[0]),
            subject=where[2],
            loads=tuple(loads[where]),
            coaches=coaches.get(where, ()),
        )
        for where in sorted(loads)
    )


def _coaches(numbering: Numbering, flow: SeasonFlow) -> dict[Where, tuple[SeasonCoaches, ...]]:
    numbers: dict[Where, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for kind, place, flows in (
        (PartKind.OUTWARD, 0, flow.returning),
        (PartKind.OUTWARD, 1, flow.staying),
        (PartKind.HOMEWARD, 1, flow.backs),
    ):
        for (r, city, day), number in flows.items():
            numbers[day, kind, numbering.cities[city]][r][place] += number
    return {
        where: tuple(
            SeasonCoaches(fleet=numbering.rows[r].id, returning=n[0], staying=n[1])
            for r, n in sorted(found.items())
        )
        for where, found in numbers.items()
    }


def _part_id(frame: Frame, where: Where) -> str:
    day, kind, subject = where
    date = frame.calendar.date_of(day).isoformat()
    if kind is PartKind.SERVICE:
        return f"{date}.{subject}"
    city = subject.replace("/", "-")
    return f"{date}.{city}" if kind is PartKind.OUTWARD else f"{date}.{city}.home"
