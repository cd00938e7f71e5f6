"""How early a coach is at what it must not miss, and what being late there would cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.artefacts.route_task import RouteTask
from routing.costing.lateness import late_share, slack_s
from routing.duties.timetable import Departure
from routing.schedule.chains import Chain


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant that a stop must not be behind: a check-in, or the latest arrival at a gate.

    Attributes:
        stop: index into the task's stops.
        by_s: the instant.
        at_departure: whether it bounds the stop's end (a check-in) or its beginning (a gate).
        drive_s: driving since the run's first stop.
        people: who alights there.
    """

    stop: int
    by_s: int
    at_departure: bool
    drive_s: int
    people: int

    def margin_s(self, departure: Departure) -> int:
        """Seconds to spare."""
        times = departure.departs_s if self.at_departure else departure.arrives_s
        return self.by_s - times[self.stop]


def find_deadlines(chain: Chain, task: RouteTask) -> tuple[Deadline, ...]:
    """Every deadline of a vehicle's runs, in the order of its stops."""
    found: list[Deadline] = []
    begin = 0
    for coach in chain:
        found += _of_run(begin, coach.task, [sum(n for _, n in s.alight) for s in coach.stops])
        begin += len(coach.stops)
    if begin != len(task.stops):
        raise ValueError(f"{begin} stops in the runs, {len(task.stops)} in their task")
    return tuple(found)


def _of_run(begin: int, task: RouteTask, people: list[int]) -> Iterator[Deadline]:
    for i, stop in enumerate(task.stops):
        drive_s = sum(task.drive_s[:i])
        for by_s, at_departure in ((stop.depart_by_s, True), (stop.arrive_by_s, False)):
            if by_s is not None and people[i]:
                yield Deadline(begin + i, by_s, at_departure, drive_s, people[i])


def missing_slack_s(
    deadlines: tuple[Deadline, ...], departure: Departure, mean_error: float | None
) -> int:
    """Seconds by which a departure falls short of the slack that the travel model's error asks."""
    return sum(max(0, slack_s(d.drive_s, mean_error) - d.margin_s(departure)) for d in deadlines)


def late_fen(
    deadlines: tuple[Deadline, ...],
    departure: Departure,
    *,
    mean_error: float | None,
    fen_per_person: int,
) -> int:
    """What being late is expected to cost, fen, at a price for each person who is."""
    return round(
        sum(
            late_share(d.margin_s(departure), d.drive_s, mean_error) * d.people * fen_per_person
            for d in deadlines
        )
    )
