"""A route driven once: every stop's times for one departure, one crew and one choice of breaks."""

from __future__ import annotations

from typing import NamedTuple

from routing.duties.clock import latest_with, next_span_start, span_end
from routing.duties.coach import FAILED, NOW, Coach, Ints, reset
from routing.duties.coach_clock import Areas, drive, serve, stand, stand_out_halt
from routing.duties.compiled import borrowing
from routing.duties.law import Law

SERVICE_S, BOARD_FROM, ARRIVE_FROM, ARRIVE_BY, DEPART_BY, OPEN_FIRST, OPEN_END = range(7)
"""Columns of a route's stops; the last two index its windows, equal when there are none."""

OK, HOURS, LOG, WINDOW, CHECK_IN, RIDE, AVAILABLE, NOT_YET = range(8)
"""What became of a replay. ``HOURS`` and ``LOG`` are the coach's own failures; ``NOT_YET`` means
that the first stop cannot be left so early, and ``departs_s[0]`` then says when it can."""

WAIT_AT_STOP_S = 1_800
"""How long before boarding a coach stands at the stop; a planning parameter, no rule."""

AFTER = 31
MASK_BITS = 2 * AFTER
"""A choice of breaks speaks of the stops before ``AFTER``: one bit each for a break before the
service, and one, ``AFTER`` higher, for a break after it."""

NEVER_S = 1 << 50
"""An instant beyond every horizon."""

FRESH, CARRY, DAY_BEFORE = 0, 1, 2
"""How the empty drive to the first stop ends: with a break, at once, or a day early."""


class Route(NamedTuple):
    """A route task as arrays; see ``RouteTask`` for what the numbers mean."""

    stops: Ints
    drive_s: Ints
    open_s: Ints
    rides: Ints
    available_s: Ints
    areas_s: Ints
    areas_start: Ints
    lead_in_s: int
    lead_out_s: int


class Choice(NamedTuple):
    """What the search decides: the first departure, the way there, breaks before boarding.

    Bit *i* of ``breaks`` asks for a full break before the service of stop *i*, bit ``AFTER + i``
    for one after it where the night halt leaves the stand shorter than that. ``reach_s`` is how
    much earlier a stand on the way may be taken to be at a service area; 0 looks for none.
    """

    departs_s: int
    approach: int
    breaks: int
    reach_s: int


class Times(NamedTuple):
    """Where a replay writes: per stop arrival and departure; then base out, in, out, back.

    ``base`` holds when the coach leaves its base, reaches the first stop, leaves the last stop and
    is back. ``partial`` is one number: where a stand is shorter than a break, by the bits of
    ``Choice.breaks``.
    """

    arrives_s: Ints
    departs_s: Ints
    base: Ints
    partial: Ints


@borrowing
def replay(route: Route, choice: Choice, coach: Coach, times: Times, law: Law) -> int:
    """Drive the route once; what became of it (``OK`` or a failure).

    The coach drives as early as windows and law let, from the base that it leaves as late as the
    approach allows. A failure leaves ``times`` unfinished.
    """
    base_departs_s = _base_departure(route, choice, law)
    reset(coach, base_departs_s)
    times.partial[0] = 0
    times.base[0] = base_departs_s
    nowhere = Areas(route.areas_s[:0], 0, 0)
    drive(coach, route.lead_in_s, law, nowhere)
    times.base[1] = coach.state[NOW]
    last = len(route.stops) - 1
    for i in range(last + 1):
        outcome = _call_at(route, choice, coach, times, law, i)
        if outcome != OK:
            return outcome
        if i < last:
            if stand_out_halt(coach, law, bool((choice.breaks >> (AFTER + i)) & 1)):
                times.partial[0] |= 1 << (AFTER + i)
            drive(coach, int(route.drive_s[i]), law, _areas(route, choice, i))
        if coach.state[FAILED] != 0:
            return int(coach.state[FAILED])
    times.base[2] = coach.state[NOW]
    drive(coach, route.lead_out_s, law, nowhere)
    times.base[3] = coach.state[NOW]
    if coach.state[FAILED] != 0:
        return int(coach.state[FAILED])
    if not _is_available(route, times):
        return AVAILABLE
    return _check_rides(route, times)


@borrowing
def _areas(route: Route, choice: Choice, leg: int) -> Areas:
    first, end = int(route.areas_start[leg]), int(route.areas_start[leg + 1])
    if choice.reach_s == 0:
        end = first
    return Areas(route.areas_s[first:end], first, choice.reach_s)


@borrowing
def _base_departure(route: Route, choice: Choice, law: Law) -> int:
    """The latest departure from the base that reaches the first stop as the approach asks."""
    boards_s = choice.departs_s - int(route.stops[0, SERVICE_S])
    if route.lead_in_s == 0:
        return boards_s
    if choice.approach == CARRY:
        return boards_s - route.lead_in_s
    reached_s = boards_s - law.break_min_s
    if choice.approach == DAY_BEFORE:
        reached_s -= 86_400
    return _latest_start(route.lead_in_s, reached_s, law)


@borrowing
def _latest_start(drive_s: int, end_s: int, law: Law) -> int:
    """The latest start of a drive that ends by an instant: the law walked backwards.

    Rows, breaks and halts read the same in both directions of time, so that breaks as late as
    possible, seen from the end, give the latest start. Hours are not looked at here.
    """
    night_from_s = -(law.night_from_s + law.night_length_s)
    halt_from_s = -(law.halt_from_s + law.halt_length_s)
    now_s = -end_s
    left_s = drive_s
    while True:
        now_s = span_end(halt_from_s, law.halt_length_s, now_s)
        row_end_s = min(
            now_s + min(left_s, law.row_max_s),
            latest_with(night_from_s, law.night_length_s, now_s, law.row_night_max_s),
            next_span_start(halt_from_s, law.halt_length_s, now_s),
        )
        left_s -= row_end_s - now_s
        if left_s == 0:
            return -row_end_s
        now_s = row_end_s + law.break_min_s


@borrowing
def _call_at(route: Route, choice: Choice, coach: Coach, times: Times, law: Law, stop: int) -> int:
    """Stand at a stop: wait for window and people, serve them, note the times."""
    row = route.stops[stop]
    edge_s = int(coach.state[NOW])
    boards_s = int(row[BOARD_FROM])
    if stop == 0:
        boards_s = max(boards_s, choice.departs_s - int(row[SERVICE_S]))
    elif (choice.breaks >> stop) & 1:
        boards_s = max(boards_s, edge_s + law.break_min_s)
    arrives_s = _arrival(route, stop, edge_s, boards_s)
    serves_s = max(arrives_s, boards_s)
    departs_s = serves_s + int(row[SERVICE_S])
    if arrives_s == NEVER_S or arrives_s > row[ARRIVE_BY]:
        return WINDOW
    if departs_s > row[DEPART_BY]:
        return CHECK_IN
    times.arrives_s[stop] = arrives_s
    times.departs_s[stop] = departs_s
    if stop == 0 and departs_s > choice.departs_s:
        return NOT_YET
    if 0 < serves_s - edge_s < law.break_min_s and stop < AFTER:
        times.partial[0] |= 1 << stop
    stand(coach, serves_s, law)
    serve(coach, int(row[SERVICE_S]))
    return OK


@borrowing
def _arrival(route: Route, stop: int, edge_s: int, boards_s: int) -> int:
    """The first arrival from which the stop fits into one open window; ``NEVER_S`` if none.

    A coach that is early for its people waits nearby until half an hour before they board.
    """
    row = route.stops[stop]
    earliest_s = max(edge_s, int(row[ARRIVE_FROM]))
    late_s = min(boards_s - WAIT_AT_STOP_S, int(row[ARRIVE_BY]))
    if row[OPEN_FIRST] == row[OPEN_END]:
        return max(earliest_s, late_s)
    for w in range(row[OPEN_FIRST], row[OPEN_END]):
        inside_s = max(earliest_s, int(route.open_s[w, 0]))
        if max(inside_s, boards_s) + row[SERVICE_S] <= route.open_s[w, 1]:
            return max(inside_s, late_s)
    return NEVER_S


@borrowing
def _is_available(route: Route, times: Times) -> bool:
    """Whether one window of the vehicle holds everything from the base to the end."""
    for w in range(len(route.available_s)):
        if route.available_s[w, 0] <= times.base[0] and times.base[3] <= route.available_s[w, 1]:
            return True
    return len(route.available_s) == 0


@borrowing
def _check_rides(route: Route, times: Times) -> int:
    """``RIDE`` when a limit on time on board, or between two departures, is broken."""
    for r in range(len(route.rides)):
        end = route.rides[r, 1]
        until_s = times.departs_s[end] if route.rides[r, 3] else times.arrives_s[end]
        if until_s - times.departs_s[route.rides[r, 0]] > route.rides[r, 2]:
            return RIDE
    return OK
