"""Route tasks as arrays, and the search over many of them in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from routing.artefacts.route_task import RouteTask, TaskStop
from routing.duties.coach import Ints, new_coach
from routing.duties.compiled import compiled
from routing.duties.departure_scan import (
    DAY_S,
    ELAPSED_S,
    OUTCOME,
    RESULT_SIZE,
    Desk,
    Span,
    days_of,
    earliest_departure,
    latest_departure,
    scan_departures,
)
from routing.duties.law import Law, law_of
from routing.duties.replay import NEVER_S, OK, Route, Times
from routing.model.rules import PolicyValues

MOST_DRIVERS = 3
"""The policy's own ceiling."""


class TaskTable(NamedTuple):
    """Many route tasks; the first axis of most arrays is the task.

    Attributes:
        stops: shape (tasks, most stops, 7), see ``replay`` for the columns.
        drive_s: shape (tasks, most stops − 1).
        size: stops of each task.
        lead_s: shape (tasks, 2), the empty drives in and out.
        halts: 1 where the night halt binds.
        crew_min: fewest drivers that the distance allows.
        prior_s: shape (tasks, 3), hours behind the drivers.
        open_s: windows of stops, shape (windows, 2); stops name a range of rows.
        rides, ride_start: limits on time on board, and where each task's begin.
        available_s, available_start: windows of vehicles, and where each task's begin.
        areas_s: driving from the start of its leg to each service area, leg by leg.
        areas_start: shape (tasks, most stops), where each leg's begin, and where the last's end.
    """

    stops: Ints
    drive_s: Ints
    size: Ints
    lead_s: Ints
    halts: Ints
    crew_min: Ints
    prior_s: Ints
    open_s: Ints
    rides: Ints
    ride_start: Ints
    available_s: Ints
    available_start: Ints
    areas_s: Ints
    areas_start: Ints


class Question(NamedTuple):
    """How a search over a table is asked.

    Attributes:
        crew_max: most drivers.
        days_only: whether driver days alone matter, not the elapsed time within them.
        every_crew: search each crew, not only until one carries the cheapest driver days.
    """

    crew_max: int
    days_only: bool
    every_crew: bool


def search_tasks(
    tasks: Sequence[RouteTask],
    policy: PolicyValues,
    *,
    days_only: bool = False,
    every_crew: bool = False,
) -> Ints:
    """The best departure of every task and crew.

    Returns:
        Shape (tasks, 3, 6): for 1, 2 and 3 drivers the columns of ``departure_scan``: outcome (0
        when lawful, −1 when not searched), departure, how the base was left, breaks, discipline,
        elapsed seconds.
    """
    question = Question(policy.max_drivers, days_only, every_crew)
    table = build_table(tasks, policy)
    return search_table(table, law_of(policy), law_of(policy, halts_at_night=False), question)


def build_table(tasks: Sequence[RouteTask], policy: PolicyValues) -> TaskTable:
    """The arrays of some tasks, in their order."""
    width = max((len(task.stops) for task in tasks), default=2)
    stops = np.zeros((len(tasks), width, 7), dtype=np.int64)
    drive_s = np.zeros((len(tasks), width - 1), dtype=np.int64)
    open_s: list[tuple[int, int]] = []
    for i, task in enumerate(tasks):
        drive_s[i, : len(task.drive_s)] = task.drive_s
        for j, stop in enumerate(task.stops):
            stops[i, j] = (*_bounds(stop), len(open_s), len(open_s) + len(stop.open_s))
            open_s.extend(stop.open_s)
    areas_s: list[int] = []
    areas_start = np.zeros((len(tasks), width), dtype=np.int64)
    for i, task in enumerate(tasks):
        for leg in range(width):
            areas_start[i, leg] = len(areas_s)
            areas_s += [area.after_s for area in task.rest_places if area.leg == leg]
    rides, ride_start = _ragged([_limits(task) for task in tasks], 4)
    available_s, available_start = _ragged([list(task.available_s) for task in tasks], 2)
    return TaskTable(
        stops=stops,
        drive_s=drive_s,
        size=_column([len(task.stops) for task in tasks]),
        lead_s=np.array([(t.lead_in_s, t.lead_out_s) for t in tasks], np.int64).reshape(-1, 2),
        halts=_column([int(task.halts_at_night) for task in tasks]),
        crew_min=_column([least_drivers(sum(task.drive_m), policy) for task in tasks]),
        prior_s=np.array([_prior(task) for task in tasks], np.int64).reshape(-1, MOST_DRIVERS),
        open_s=np.array(open_s, np.int64).reshape(-1, 2),
        rides=rides,
        ride_start=ride_start,
        available_s=available_s,
        available_start=available_start,
        areas_s=_column(areas_s),
        areas_start=areas_start,
    )


def least_drivers(loaded_m: int, policy: PolicyValues) -> int:
    """Drivers that the one-way loaded distance asks for."""
    return 2 if loaded_m > policy.two_drivers_beyond_m else 1


@compiled
def search_table(table: TaskTable, halting: Law, exempt: Law, question: Question) -> Ints:
    """``search_tasks`` on arrays."""
    tasks = len(table.size)
    results = np.full((tasks, MOST_DRIVERS, RESULT_SIZE), -1, dtype=np.int64)
    desk = new_desk(table.stops.shape[1])
    for i in range(tasks):
        route = route_of(table, i)
        law = halting if table.halts[i] else exempt
        best_days = NEVER_S
        for crew in range(table.crew_min[i], question.crew_max + 1):
            if crew > best_days and not question.every_crew:
                break
            first_s = earliest_departure(route, 0)
            last_s = latest_departure(route, first_s)
            within_s = NEVER_S
            if best_days < NEVER_S and not question.every_crew:
                within_s = best_days // crew * DAY_S
            span = Span(first_s, last_s, question.days_only, within_s)
            result = results[i, crew - 1]
            scan_departures(route, table.prior_s[i, :crew], span, law, desk, result)
            if result[OUTCOME] == OK:
                best_days = min(best_days, crew * days_of(result[ELAPSED_S]))
    return results


@compiled
def new_desk(most_stops: int) -> Desk:
    """Room for a search over routes of at most so many stops."""
    times = Times(
        np.zeros(most_stops, dtype=np.int64),
        np.zeros(most_stops, dtype=np.int64),
        np.zeros(4, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    trial, bound = np.zeros(RESULT_SIZE, dtype=np.int64), np.zeros(RESULT_SIZE, dtype=np.int64)
    return Desk(new_coach(MOST_DRIVERS), times, trial, bound)


def new_result() -> Ints:
    """Room for one result of a search."""
    return np.zeros(RESULT_SIZE, dtype=np.int64)


@compiled
def route_of(table: TaskTable, task: int) -> Route:
    """One task's arrays."""
    size = table.size[task]
    return Route(
        table.stops[task, :size],
        table.drive_s[task, : size - 1],
        table.open_s,
        table.rides[table.ride_start[task] : table.ride_start[task + 1]],
        table.available_s[table.available_start[task] : table.available_start[task + 1]],
        table.areas_s,
        table.areas_start[task],
        table.lead_s[task, 0],
        table.lead_s[task, 1],
    )


def _bounds(stop: TaskStop) -> tuple[int, int, int, int, int]:
    return (
        stop.service_s,
        0 if stop.board_from_s is None else stop.board_from_s,
        0 if stop.arrive_from_s is None else stop.arrive_from_s,
        NEVER_S if stop.arrive_by_s is None else stop.arrive_by_s,
        NEVER_S if stop.depart_by_s is None else stop.depart_by_s,
    )


def _limits(task: RouteTask) -> list[tuple[int, int, int, int]]:
    on_board = [(r.board, r.alight, r.limit_s, 0) for r in task.ride_limits]
    return on_board + [(r.board, r.alight, r.limit_s, 1) for r in task.span_limits]


def _prior(task: RouteTask) -> tuple[int, ...]:
    return (*task.prior_drive_s, 0, 0, 0)[:MOST_DRIVERS]


def _column(numbers: list[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _ragged(rows: Sequence[Sequence[tuple[int, ...]]], width: int) -> tuple[Ints, Ints]:
    """All rows one after another, and where each owner's begin."""
    start = np.cumsum([0, *(len(own) for own in rows)]).astype(np.int64)
    flat = [row for own in rows for row in own]
    return np.array(flat, dtype=np.int64).reshape(-1, width), start
