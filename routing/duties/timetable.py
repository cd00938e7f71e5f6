"""The answer for one route task: a timetable with every driver's duty, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from routing.artefacts.route_task import RouteTask
from routing.artefacts.timetable import Refusal, TimedActivity, Timetable
from routing.duties.clock import seconds_inside
from routing.duties.coach import DRIVE, DRIVER, END, KIND, ROWS, SERVICE, START, Ints
from routing.duties.coach_clock import NOWHERE
from routing.duties.departure_scan import (
    DISCIPLINE,
    ELAPSED_S,
    OUTCOME,
    RESULT_SIZE,
    STEP_S,
    Desk,
    Span,
    choice_of,
    days_of,
    earliest_departure,
    latest_departure,
    list_departures,
    scan_departures,
)
from routing.duties.law import Law, law_of
from routing.duties.refusals import refusal_codes
from routing.duties.replay import CARRY, FRESH, NEVER_S, OK, replay
from routing.duties.task_table import (
    build_table,
    new_desk,
    new_result,
    route_of,
)
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind

REST_FROM_S = 7_200
"""A stand this long outside the halt is called a rest; the name changes no rule."""


def timetable_at(
    task: RouteTask, policy: PolicyValues, *, drivers: int, departs_s: int
) -> Timetable | Refusal:
    """The quickest lawful timetable of a crew that leaves the first stop at an instant."""
    result = search_crew(task, policy, drivers, Span(departs_s, departs_s, False, NEVER_S))
    if result[OUTCOME] != OK:
        return Refusal(refusal_codes(task, policy, drivers, [int(result[OUTCOME])]))
    return write_timetable(task, policy, drivers, result)


def search_crew(
    task: RouteTask,
    policy: PolicyValues,
    crew: int,
    span: Span | None = None,
    *,
    days_only: bool = False,
    within_s: int = NEVER_S,
) -> Ints:
    """The best departure of one crew, as a row of ``departure_scan``'s columns.

    Args:
        task: the route with what bounds its clock.
        policy: the rules in force.
        crew: drivers.
        span: the departures; None for all that are worth a look.
        days_only: without a span, whether driver days are all that matters.
        within_s: without a span, the longest run that is looked for.
    """
    table = build_table([task], policy)
    route = route_of(table, 0)
    if span is None:
        first_s = earliest_departure(route, 0)
        span = Span(first_s, latest_departure(route, first_s), days_only, within_s)
    result = new_result()
    law = law_of(policy, halts_at_night=task.halts_at_night)
    scan_departures(route, table.prior_s[0, :crew], span, law, new_desk(len(task.stops)), result)
    return result


@dataclass(frozen=True, slots=True)
class Departure:
    """A lawful way to run a task with one crew.

    Attributes:
        arrives_s, departs_s: one instant per stop.
        result: what ``write_timetable`` needs to write its duties.
    """

    arrives_s: tuple[int, ...]
    departs_s: tuple[int, ...]
    result: Ints

    @property
    def elapsed_s(self) -> int:
        """From the first departure to the last arrival, seconds."""
        return self.arrives_s[-1] - self.departs_s[0]


def list_timetables(
    task: RouteTask, policy: PolicyValues, *, drivers: int, not_before_s: int | None = None
) -> tuple[Departure, ...]:
    """Every lawful departure of a crew on the five-minute grid, earliest first.

    The span is that of ``find_timetable``: up to a day after the last thing that could hold the
    coach up.
    """
    held = not_before(task, not_before_s)
    if held is None:
        return ()
    table = build_table([held], policy)
    route = route_of(table, 0)
    first_s = earliest_departure(route, 0)
    span = Span(first_s, latest_departure(route, first_s), False, NEVER_S)
    stops = len(task.stops)
    windows = len(table.open_s) + len(table.available_s)
    most = 2 + windows + (span.last_s - span.first_s) // STEP_S
    rows = np.zeros((most, RESULT_SIZE + 2 * stops), dtype=np.int64)
    law = law_of(policy, halts_at_night=task.halts_at_night)
    count = list_departures(route, table.prior_s[0, :drivers], span, law, new_desk(stops), rows)
    return tuple(
        Departure(
            arrives_s=tuple(int(x) for x in row[RESULT_SIZE : RESULT_SIZE + stops]),
            departs_s=tuple(int(x) for x in row[RESULT_SIZE + stops :]),
            result=row[:RESULT_SIZE],
        )
        for row in rows[:count]
    )


def write_timetable(task: RouteTask, policy: PolicyValues, crew: int, result: Ints) -> Timetable:
    """Replay a search's result and read the crew's duties from the log.

    The break before the first boarding is dropped where coming at once is as quick.
    """
    table = build_table([task], policy)
    route = route_of(table, 0)
    law = law_of(policy, halts_at_night=task.halts_at_night)
    desk = new_desk(len(task.stops))
    prior_s, discipline = table.prior_s[0, :crew], int(result[DISCIPLINE])
    coach = desk.coach._replace(prior_s=prior_s, discipline=discipline)
    choice = choice_of(result)
    if choice.approach == FRESH:
        outcome = replay(route, choice._replace(approach=CARRY), coach, desk.times, law)
        if outcome == OK and _elapsed_s(desk) == result[ELAPSED_S]:
            return _read(task, desk, law, crew)
    replay(route, choice, coach, desk.times, law)
    return _read(task, desk, law, crew)


def not_before(task: RouteTask, not_before_s: int | None) -> RouteTask | None:
    """The task with its vehicle available no earlier than an instant; None when it never is."""
    if not_before_s is None:
        return task
    windows = task.available_s or ((not_before_s, NEVER_S),)
    late = tuple((max(a, not_before_s), b) for a, b in windows if b >= not_before_s)
    return replace(task, available_s=late) if late else None


def _elapsed_s(desk: Desk) -> int:
    return int(desk.times.arrives_s[-1] - desk.times.departs_s[0])


def _read(task: RouteTask, desk: Desk, law: Law, crew: int) -> Timetable:
    arrives_s = tuple(int(x) for x in desk.times.arrives_s)
    departs_s = tuple(int(x) for x in desk.times.departs_s)
    log = desk.coach.log[: desk.coach.state[ROWS]]
    stays = [_Stay(stop.place, arrives_s[i], departs_s[i]) for i, stop in enumerate(task.stops)]
    base = [int(x) for x in desk.times.base]
    return Timetable(
        arrives_s=arrives_s,
        departs_s=departs_s,
        drivers=crew,
        driver_days=days_of(arrives_s[-1] - departs_s[0]),
        duties=tuple(tuple(_duty(task, log, driver, stays, law)) for driver in range(crew)),
        base_departs_s=base[0],
        lead_in_arrives_s=arrives_s[0],
        lead_out_departs_s=base[2],
        base_returns_s=base[3],
    )


@dataclass(frozen=True, slots=True)
class _Stay:
    """The coach at a place of the task."""

    place: str
    from_s: int
    to_s: int


def _duty(
    task: RouteTask, log: Ints, driver: int, stays: list[_Stay], law: Law
) -> Iterator[TimedActivity]:
    """One driver's activities from leaving the base to the end, without a gap."""
    areas = [area.place for area in task.rest_places]
    for row in log:
        start_s, end_s = int(row[START]), int(row[END])
        if row[KIND] == DRIVE:
            at_wheel = row[DRIVER] == driver
            kind = ActivityKind.DRIVE if at_wheel else ActivityKind.STANDBY
            yield TimedActivity(kind, start_s, end_s)
        else:
            kind = ActivityKind.STANDBY if row[KIND] == SERVICE else _stand_kind(row, law)
            area = NOWHERE - 1 - int(row[DRIVER])
            place = areas[area] if area >= 0 else None
            yield from _where(TimedActivity(kind, start_s, end_s, place), stays)


def _stand_kind(row: Ints, law: Law) -> ActivityKind:
    start_s, end_s = int(row[START]), int(row[END])
    if end_s - start_s < law.break_min_s:
        return ActivityKind.STANDBY
    if seconds_inside(law.halt_from_s, law.halt_length_s, start_s, end_s) > 0:
        return ActivityKind.HALT
    return ActivityKind.REST if end_s - start_s >= REST_FROM_S else ActivityKind.BREAK


def _where(stand: TimedActivity, stays: list[_Stay]) -> Iterator[TimedActivity]:
    """A stand cut at the instants at which the coach reaches or leaves a stop."""
    start_s, end_s = stand.start_s, stand.end_s
    for stay in stays:
        from_s, to_s = max(start_s, stay.from_s), min(end_s, stay.to_s)
        if from_s < to_s:
            if start_s < from_s:
                yield TimedActivity(stand.kind, start_s, from_s, stand.place)
            yield TimedActivity(stand.kind, from_s, to_s, stay.place)
            start_s = to_s
    if start_s < end_s:
        yield TimedActivity(stand.kind, start_s, end_s, stand.place)
