"""The best departure of a route for one crew: least driver days, then least elapsed, then first."""

from __future__ import annotations

from typing import NamedTuple

from routing.duties.borrowed import copy_numbers, largest, total
from routing.duties.coach import FILL, ROTATE, STAY, TIRELESS, Coach, Ints
from routing.duties.compiled import borrowing
from routing.duties.law import Law
from routing.duties.replay import (
    AFTER,
    ARRIVE_FROM,
    AVAILABLE,
    BOARD_FROM,
    CARRY,
    CHECK_IN,
    DAY_BEFORE,
    FRESH,
    MASK_BITS,
    NEVER_S,
    NOT_YET,
    OK,
    OPEN_END,
    OPEN_FIRST,
    RIDE,
    SERVICE_S,
    WINDOW,
    Choice,
    Route,
    Times,
    replay,
)

STEP_S = 900
"""Departures are tried at every quarter of an hour, and at the ends of what bounds them."""
DAY_S = 86_400

REACHES_S = (2_400, 1_800, 1_200, 600)
"""How much earlier than the law asks a stand may be to fall on a service area, tried in turn."""
AREA_COSTS_S = 1_200
"""How much longer a run may take for that: one break."""

OUTCOME, DEPARTS_S, APPROACH, BREAKS, DISCIPLINE, ELAPSED_S, REACH_S = range(7)
"""Columns of a result; ``REACH_S`` is that of ``Choice``."""
RESULT_SIZE = 7


class Desk(NamedTuple):
    """Where a search works: a coach of the largest crew and a replay's times, allocated once.

    ``trial`` and ``bound`` have room for a result each.
    """

    coach: Coach
    times: Times
    trial: Ints
    bound: Ints


class Span(NamedTuple):
    """The first departures to look at, both ends included, and what is good enough.

    ``days_only``: stop at the first departure whose driver days cannot be beaten, elapsed or not.
    ``within_s``: runs that take longer are not looked for.
    """

    first_s: int
    last_s: int
    days_only: bool
    within_s: int


@borrowing
def scan_departures(
    route: Route, prior_s: Ints, span: Span, law: Law, desk: Desk, result: Ints
) -> None:
    """Search a span of departures; write the best, or the failure of the first, to ``result``."""
    _scan(route, prior_s, span, law, desk, result)
    if result[OUTCOME] == OK:
        _stand_at_areas(route, prior_s, law, desk, result)


@borrowing
def _scan(route: Route, prior_s: Ints, span: Span, law: Law, desk: Desk, result: Ints) -> None:
    floor_s = elapsed_floor(route, len(prior_s), law)
    result[:] = 0
    result[OUTCOME] = -1
    if floor_s > span.within_s:
        return
    trial = desk.trial
    copy_numbers(result, trial)
    departs_s = span.first_s
    while departs_s <= span.last_s:
        trial[ELAPSED_S] = result[ELAPSED_S] if result[OUTCOME] == OK else span.within_s + 1
        later_s = _best_at(route, prior_s, departs_s, law, desk, trial)
        if trial[OUTCOME] == OK:
            _keep_better(trial, result)
            if _good_enough(result, floor_s, span.days_only):
                return
        elif result[OUTCOME] == -1:
            result[OUTCOME] = trial[OUTCOME]
        if departs_s < span.last_s < later_s < NEVER_S:
            later_s = span.last_s
        departs_s = later_s


@borrowing
def list_departures(
    route: Route, prior_s: Ints, span: Span, law: Law, desk: Desk, rows: Ints
) -> int:
    """Every lawful departure of a span, as far as ``rows`` has room; returns how many.

    A row is a result and then each stop's arrival and each stop's departure.
    """
    stops = len(route.stops)
    trial = desk.trial
    trial[:] = 0
    found = 0
    departs_s = span.first_s
    while departs_s <= span.last_s and found < len(rows):
        trial[ELAPSED_S] = NEVER_S
        departs_s = _best_at(route, prior_s, departs_s, law, desk, trial)
        if trial[OUTCOME] == OK:
            _stand_at_areas(route, prior_s, law, desk, trial)
            copy_numbers(trial, rows[found])
            copy_numbers(desk.times.arrives_s[:stops], rows[found, RESULT_SIZE:])
            copy_numbers(desk.times.departs_s[:stops], rows[found, RESULT_SIZE + stops :])
            found += 1
    return found


@borrowing
def choice_of(result: Ints) -> Choice:
    """What a result chose."""
    return Choice(result[DEPARTS_S], result[APPROACH], result[BREAKS], result[REACH_S])


@borrowing
def _stand_at_areas(route: Route, prior_s: Ints, law: Law, desk: Desk, result: Ints) -> None:
    """Bring stands on the way forward to service areas as far as that costs at most one break.

    The desk is left with the times of what is chosen.
    """
    plain_s = result[ELAPSED_S]
    coach = crew_of(desk, prior_s, result[DISCIPLINE])
    last = len(route.stops) - 1
    result[REACH_S] = 0
    if route.areas_start[last] > route.areas_start[0]:
        for reach_s in REACHES_S:
            result[REACH_S] = reach_s
            outcome = replay(route, choice_of(result), coach, desk.times, law)
            elapsed_s = desk.times.arrives_s[last] - desk.times.departs_s[0]
            same_days = days_of(elapsed_s) == days_of(plain_s)
            if outcome == OK and same_days and elapsed_s <= plain_s + AREA_COSTS_S:
                result[ELAPSED_S] = elapsed_s
                return
    result[REACH_S] = 0
    replay(route, choice_of(result), coach, desk.times, law)


@borrowing
def elapsed_floor(route: Route, drivers: int, law: Law) -> int:
    """A bound from below on the elapsed time, whatever the clock.

    Driving, service between and the breaks of a day; so many whole days as the drivers' 24 h
    limits fill, with what is left to drive after them; and so many as leave enough time outside
    the night halt, each halt of which spares one break.
    """
    drive_s = total(route.drive_s)
    service_s = total(route.stops[1:-1, SERVICE_S])
    breaks = max(0, (drive_s - 1) // law.row_max_s)
    by_rows_s = drive_s + service_s + breaks * law.break_min_s
    crew_s = max(1, drivers * law.drive_24h_max_s)
    full_days = max(0, (drive_s - 1) // crew_s)
    by_hours_s = drive_s + full_days * (DAY_S - crew_s)
    days = 1
    while drive_s + max(0, breaks - days) * law.break_min_s > days * (DAY_S - law.halt_length_s):
        days += 1
    by_halts_s = (days - 1) * DAY_S + 1 if days > 1 else 0
    return int(max(by_rows_s, by_hours_s, by_halts_s))


@borrowing
def days_of(elapsed_s: int) -> int:
    """Started 24 h, at least one."""
    return max(1, -(-elapsed_s // DAY_S))


@borrowing
def earliest_departure(route: Route, not_before_s: int) -> int:
    """The first departure that the first stop's people allow."""
    return int(max(route.stops[0, BOARD_FROM], not_before_s) + route.stops[0, SERVICE_S])


@borrowing
def latest_departure(route: Route, first_s: int) -> int:
    """The last departure worth a look: a day after everything that could still hold it up.

    A day later every clock reads the same, so that only dated bounds could differ; those that
    come later are reached from here.
    """
    latest_s = first_s
    before_s = 0
    for i in range(len(route.stops)):
        row = route.stops[i]
        pin_s = max(row[BOARD_FROM], row[ARRIVE_FROM])
        if row[OPEN_FIRST] < row[OPEN_END]:
            pin_s = max(pin_s, route.open_s[row[OPEN_FIRST], 0])
        latest_s = max(latest_s, pin_s - before_s)
        if i < len(route.drive_s):
            before_s += route.drive_s[i]
    for w in range(len(route.available_s)):
        latest_s = max(latest_s, route.available_s[w, 0] + route.lead_in_s)
    return int(latest_s + DAY_S)


@borrowing
def _good_enough(result: Ints, floor_s: int, days_only: bool) -> bool:
    if result[ELAPSED_S] <= floor_s:
        return True
    return days_only and days_of(result[ELAPSED_S]) <= days_of(floor_s)


@borrowing
def _keep_better(trial: Ints, result: Ints) -> None:
    """Replace the result by a trial that is lawful and takes less time."""
    if result[OUTCOME] != OK or trial[ELAPSED_S] < result[ELAPSED_S]:
        copy_numbers(trial, result)


@borrowing
def _next_departure(route: Route, departs_s: int, outcome: int, times: Times) -> int:
    """The next departure to try after an outcome; ``NEVER_S`` when no later one can do better.

    Leaving later never arrives earlier, so that a missed window stays missed.
    """
    if outcome in (WINDOW, CHECK_IN):
        return NEVER_S
    if outcome == NOT_YET:
        return int(max(times.departs_s[0], departs_s + 1))
    if outcome == AVAILABLE:
        return _when_available(route, departs_s, times)
    return (departs_s // STEP_S + 1) * STEP_S


@borrowing
def _when_available(route: Route, departs_s: int, times: Times) -> int:
    """The departure that leaves the base as soon as a window of the vehicle opens."""
    best_s = NEVER_S
    for w in range(len(route.available_s)):
        wait_s = int(route.available_s[w, 0] - times.base[0])
        if wait_s > 0:
            best_s = min(best_s, departs_s + wait_s)
    return best_s


@borrowing
def crew_of(desk: Desk, prior_s: Ints, discipline: int) -> Coach:
    """The desk's coach with a crew."""
    coach = desk.coach
    return Coach(coach.state, coach.log, coach.shifts, prior_s, discipline)


@borrowing
def _driving(route: Route) -> int:
    """Seconds at the wheel, ways from and to the base included."""
    return int(total(route.drive_s) + route.lead_in_s + route.lead_out_s)


@borrowing
def _hours_matter(route: Route, prior_s: Ints, law: Law) -> bool:
    """Whether one driver's 24 h can be too short."""
    return bool(_driving(route) > law.drive_24h_max_s or largest(prior_s, 0) > 0)


@borrowing
def _best_at(route: Route, prior_s: Ints, departs_s: int, law: Law, desk: Desk, trial: Ints) -> int:
    """The best replay that leaves at an instant; returns the next departure to try.

    A break before the first boarding leaves every driver fresh, so that coming at once is only
    tried when that fails or where a driver's hours can run out: then the break may end a row too
    early. Coming a day early is tried also where the crew's 24 h can be too short. What is no
    quicker than ``trial`` says on entry is not looked for.
    """
    tired = _driving(route) > law.drive_24h_max_s * len(prior_s)
    matters = _hours_matter(route, prior_s, law)
    trial[OUTCOME] = -1
    next_s = NEVER_S
    for approach in (FRESH, CARRY, DAY_BEFORE):
        if route.lead_in_s == 0 and approach != CARRY:
            continue
        worth = matters if approach == CARRY else tired
        if trial[OUTCOME] == OK and not worth:
            continue
        choice = Choice(departs_s, approach, 0, 0)
        outcome = _best_by(route, prior_s, choice, law, desk, trial)
        next_s = min(next_s, _next_departure(route, departs_s, outcome, desk.times))
    return next_s


@borrowing
def _best_by(route: Route, prior_s: Ints, choice: Choice, law: Law, desk: Desk, trial: Ints) -> int:
    """The best discipline; the others only where a driver's hours can run out.

    The trial keeps the best lawful replay, or the first failure; returned is this choice's
    outcome. Where hours can run out, drivers who never tire give the bound that decides whether
    a discipline is worth a replay.
    """
    matters = _hours_matter(route, prior_s, law)
    outcome = OK
    if matters:
        bound = desk.bound
        bound[:] = -1
        bound[ELAPSED_S] = trial[ELAPSED_S]
        outcome = _with_breaks(
            route, choice, crew_of(desk, prior_s, TIRELESS), desk.times, law, bound
        )
        if outcome != OK or bound[OUTCOME] != OK:
            if outcome != OK and trial[OUTCOME] == -1:
                trial[OUTCOME] = outcome
            return outcome
    outcome = _with_breaks(route, choice, crew_of(desk, prior_s, ROTATE), desk.times, law, trial)
    if matters and len(prior_s) > 1:
        for discipline in (FILL, STAY):
            coach = crew_of(desk, prior_s, discipline)
            if _with_breaks(route, choice, coach, desk.times, law, trial) == OK:
                outcome = OK
    return outcome


@borrowing
def _with_breaks(
    route: Route, choice: Choice, coach: Coach, times: Times, law: Law, trial: Ints
) -> int:
    """No break but the needed ones first; then full breaks where a wait is nearly one.

    Where a limit on time on board is broken, a break before boarding may keep one out of the
    ride: each stop is tried alone, then all together.
    """
    outcome = _try(route, choice, coach, times, law, trial)
    mask = times.partial[0]
    if outcome == RIDE:
        mask |= (1 << min(len(route.stops) - 1, AFTER)) - 2
    if outcome not in (OK, RIDE) or mask == 0:
        return outcome
    for stop in range(MASK_BITS):
        if (mask >> stop) & 1 and _try(
            route, _breaks(choice, 1 << stop), coach, times, law, trial
        ) == OK:
            outcome = OK
    if _try(route, _breaks(choice, mask), coach, times, law, trial) == OK:
        outcome = OK
    return outcome


@borrowing
def _breaks(choice: Choice, breaks: int) -> Choice:
    return Choice(choice.departs_s, choice.approach, breaks, 0)


@borrowing
def _try(route: Route, choice: Choice, coach: Coach, times: Times, law: Law, trial: Ints) -> int:
    """One replay; the trial keeps it when it is lawful and quicker, or the first failure."""
    outcome = replay(route, choice, coach, times, law)
    if outcome != OK:
        if trial[OUTCOME] == -1:
            trial[OUTCOME] = outcome
        return outcome
    elapsed_s = times.arrives_s[len(route.stops) - 1] - times.departs_s[0]
    if elapsed_s < trial[ELAPSED_S]:
        trial[OUTCOME] = OK
        trial[DEPARTS_S] = choice.departs_s
        trial[APPROACH] = choice.approach
        trial[BREAKS] = choice.breaks
        trial[DISCIPLINE] = coach.discipline
        trial[ELAPSED_S] = elapsed_s
    return outcome
