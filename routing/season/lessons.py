"""What the days of one round teach the master of the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from routing.artefacts.season import RideOption, SeasonFlow, SeasonProblem, SeasonRow, SeasonWay
from routing.model.season_plan import PartKind, PartRecord, Trip
from routing.season.frame import Frame
from routing.season.problem import Numbering

STICKY_FEN = 20_000
"""What a repair pays for each person it moves, so that it only moves whom it must."""
LESS_FILL = 0.97
A_COACH = 50
"""People left by a part from whom on its coaches were too few; fewer did not fit on any of them."""


@dataclass(frozen=True)
class Days:
    """What the days of one round have come to.

    Attributes:
        planned: how many parts no round had before.
        missing: coaches that the master counted on and no vehicle could make, by row id and day.
        waited: rows and cities where no coach was rested in time to bring people home.
    """

    records: tuple[PartRecord, ...]
    trips: tuple[Trip, ...]
    planned: int
    missing: Mapping[tuple[str, date], int]
    waited: Set[tuple[str, str]]

    def left(self) -> Iterator[tuple[PartRecord, dict[str, int]]]:
        """Parts of days that lacked no coach, with the people of each group whom they left out.

        A part that lost coaches says nothing about whom they could have taken.
        """
        short = {day for _, day in self.missing}
        for record in self.records:
            left: dict[str, int] = defaultdict(int)
            for each in record.plan.left_out:
                left[each.group] += int(each.people)
            if left and record.assignment.day not in short:
                yield record, left


def taught(
    problem: SeasonProblem, flow: SeasonFlow, days: Days, *, frame: Frame, numbering: Numbering
) -> SeasonProblem:
    """The problem as the days have shown it to be; everything else stays as the flow had it.

    A day has fewer vehicles where they were not rested or their drivers had no hours left; coaches
    that wait in a city leave it a day later where they came too late to go home; a city's days can
    use fewer seats where a coach's people were left; a group of which a few were left does not go
    by coach that day; a train is no way for the groups that it left.
    """
    cities = {city: c for c, city in enumerate(numbering.cities)}
    return replace(
        problem,
        rows=tuple(_row(row, days.missing, frame) for row in problem.rows),
        ways=_ways(problem, {(row, cities[city]) for row, city in days.waited}),
        fill=_fill(problem, days, cities),
        shut=problem.shut | _shut(problem, days, frame),
        rides=tuple(_rides(problem, days)),
        kept=flow.people,
        move_fen=STICKY_FEN,
    )


def _row(row: SeasonRow, missing: Mapping[tuple[str, date], int], frame: Frame) -> SeasonRow:
    """A row with the vehicles that can really leave on each day."""
    counts = (
        max(0, count - missing.get((row.fleet, frame.calendar.date_of(day)), 0))
        for day, count in enumerate(row.counts)
    )
    return replace(row, counts=tuple(counts))


def _ways(problem: SeasonProblem, waited: Set[tuple[str, int]]) -> dict[tuple[int, int], SeasonWay]:
    """Coaches that wait in a city can leave it a day later than was thought."""
    return {
        (r, city): replace(way, out_days=way.out_days + ((problem.rows[r].fleet, city) in waited))
        for (r, city), way in problem.ways.items()
    }


def _fill(problem: SeasonProblem, days: Days, cities: Mapping[str, int]) -> dict[int, float]:
    """Less hope for cities whose parts had all their coaches and left a coach's people out."""
    fill = dict(problem.fill)
    for record, left in days.left():
        if sum(left.values()) < A_COACH or record.assignment.subject not in cities:
            continue
        city = cities[record.assignment.subject]
        fill[city] = min(fill.get(city, 1.0), problem.fill.get(city, 1.0) * LESS_FILL)
    return fill


def _shut(problem: SeasonProblem, days: Days, frame: Frame) -> set[tuple[int, int]]:
    """Groups of which a few were left: no coach of that day takes them beside the others."""
    numbers = {demand.group: d for d, demand in enumerate(problem.demands)}
    return {
        (numbers[group], frame.calendar.number(record.assignment.day))
        for record, left in days.left()
        if record.assignment.kind is not PartKind.SERVICE and sum(left.values()) < A_COACH
        for group in left
    }


def _rides(problem: SeasonProblem, days: Days) -> Iterator[RideOption]:
    """Rides on services without those of groups that a service left."""
    barred = {
        (left.group, record.assignment.subject)
        for record in days.records
        if record.assignment.kind is PartKind.SERVICE
        for left in record.plan.left_out
    }
    for ride in problem.rides:
        ends = problem.demands[ride.demand].group, problem.offers[ride.offer].service
        if ends not in barred:
            yield ride
