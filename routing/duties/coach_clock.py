"""A coach moved forward in time: drives, stands and services, under the law."""

from __future__ import annotations

from typing import NamedTuple

from routing.duties.clock import latest_with, next_span_start, seconds_inside, span_end
from routing.duties.coach import (
    DRIVE,
    DRIVEN,
    END,
    FAIL_HOURS,
    FAILED,
    FILL,
    KIND,
    NOW,
    ROTATE,
    ROW,
    ROW_NIGHT,
    ROWS,
    SERVICE,
    SHIFTS,
    STAND,
    START,
    STAY,
    TIRELESS,
    WHEEL,
    Coach,
    Ints,
    write_row,
)
from routing.duties.compiled import borrowing
from routing.duties.hours import allowance, next_allowed
from routing.duties.law import Law

NOWHERE = -1
"""Stands in the log's driver column of a stand; at service area *i* it is ``NOWHERE − 1 − i``."""


class Areas(NamedTuple):
    """Service areas of one leg.

    Attributes:
        after_s: driving from the start of the leg to each, rising.
        first: the number of the first in the whole route's list.
        reach_s: how much earlier than the law asks a stand may be taken to be at one.
    """

    after_s: Ints
    first: int
    reach_s: int


@borrowing
def stand(coach: Coach, until_s: int, law: Law) -> None:
    """Stand still until an instant; once the stand is long enough every driver's row ends."""
    _stand_at(coach, until_s, law, NOWHERE)


@borrowing
def _stand_at(coach: Coach, until_s: int, law: Law, place: int) -> None:
    state, log = coach.state, coach.log
    if until_s <= state[NOW]:
        return
    write_row(coach, STAND, until_s, place)
    last = state[ROWS] - 1
    if log[last, END] - log[last, START] >= law.break_min_s:
        state[ROW] = 0
        state[ROW_NIGHT] = 0


@borrowing
def serve(coach: Coach, seconds: int) -> None:
    """People board or alight; the crew works, no row ends."""
    if seconds > 0:
        write_row(coach, SERVICE, coach.state[NOW] + seconds, -1)


@borrowing
def drive(coach: Coach, drive_s: int, law: Law, areas: Areas) -> None:
    """Drive so many seconds from now, as early as the law lets, breaks as late as it lets.

    A stand on the way is brought forward to a service area by at most ``areas.reach_s``.
    """
    state = coach.state
    left_s = drive_s
    while left_s > 0 and state[FAILED] == 0:
        now_s = int(state[NOW])
        must_s = _row_end(coach, law)
        row_end_s = min(now_s + left_s, must_s)
        if row_end_s <= now_s:
            _stand_by_law(coach, law, NOWHERE)
            continue
        area = -1
        if row_end_s < now_s + left_s:
            area = _last_area(areas, drive_s - left_s, row_end_s - now_s)
            if area >= 0:
                row_end_s = now_s + int(areas.after_s[area]) - (drive_s - left_s)
        want_s = row_end_s - now_s
        driver = _choose_driver(coach, want_s, law)
        if driver < 0:
            _rest(coach, want_s, law)
            continue
        may_s = min(want_s, allowance(coach, driver, now_s, law))
        _drive_on(coach, may_s, driver, law)
        left_s -= may_s
        if left_s > 0:
            _stand_on_the_way(coach, law, areas, area if may_s == want_s else -1, must_s)


@borrowing
def _last_area(areas: Areas, driven_s: int, may_s: int) -> int:
    """The last service area ahead that is reached in time and not too early; −1 if none."""
    found = -1
    for i in range(len(areas.after_s)):
        ahead_s = areas.after_s[i] - driven_s
        if 0 < ahead_s <= may_s <= ahead_s + areas.reach_s:
            found = i
    return found


@borrowing
def _stand_on_the_way(coach: Coach, law: Law, areas: Areas, area: int, must_s: int) -> None:
    """Stand as the law asks; at a service area also through a halt that was about to begin."""
    place = NOWHERE if area < 0 else NOWHERE - 1 - areas.first - area
    _stand_by_law(coach, law, place)
    in_halt = seconds_inside(law.halt_from_s, law.halt_length_s, must_s, must_s + 1) > 0
    if area >= 0 and in_halt:
        _stand_at(coach, span_end(law.halt_from_s, law.halt_length_s, must_s), law, place)


@borrowing
def stand_out_halt(coach: Coach, law: Law, full_break: bool) -> bool:
    """Before a leg, stand until the night halt is over.

    Such a stand may be shorter than a break and then ends no row, unless ``full_break`` asks for
    the rest of one. Returns whether that was a choice.
    """
    state, log = coach.state, coach.log
    until_s = span_end(law.halt_from_s, law.halt_length_s, int(state[NOW]))
    last = state[ROWS] - 1
    start_s = int(log[last, START]) if last >= 0 and log[last, KIND] == STAND else int(state[NOW])
    is_choice = until_s > state[NOW] and until_s < start_s + law.break_min_s and state[ROW] > 0
    if is_choice and full_break:
        until_s = start_s + law.break_min_s
    stand(coach, until_s, law)
    return bool(is_choice)


@borrowing
def _row_end(coach: Coach, law: Law) -> int:
    """The instant at which the coach must stand: the row is used up or the night halt begins."""
    state = coach.state
    now_s = int(state[NOW])
    by_row_s = now_s + law.row_max_s - int(state[ROW])
    by_night_s = latest_with(
        law.night_from_s, law.night_length_s, now_s, law.row_night_max_s - int(state[ROW_NIGHT])
    )
    by_halt_s = next_span_start(law.halt_from_s, law.halt_length_s, now_s)
    return min(by_row_s, by_night_s, by_halt_s)


@borrowing
def _drive_on(coach: Coach, seconds: int, driver: int, law: Law) -> None:
    """One stretch at the wheel of one driver; neighbouring stretches are the same row."""
    state = coach.state
    start_s = state[NOW]
    write_row(coach, DRIVE, start_s + seconds, driver)
    state[WHEEL] = driver
    state[ROW] += seconds
    state[ROW_NIGHT] += seconds_inside(
        law.night_from_s, law.night_length_s, start_s, start_s + seconds
    )


@borrowing
def _stand_by_law(coach: Coach, law: Law, place: int) -> None:
    """The shortest stand that ends the row, and on to the end of the night halt if one holds."""
    state, log = coach.state, coach.log
    start_s = state[NOW]
    last = state[ROWS] - 1
    if last >= 0 and log[last, KIND] == STAND:
        start_s = log[last, START]
    until_s = max(state[NOW], start_s + law.break_min_s)
    _stand_at(coach, span_end(law.halt_from_s, law.halt_length_s, until_s), law, place)
    if state[ROW] > 0:
        state[ROW] = 0
        state[ROW_NIGHT] = 0


@borrowing
def _choose_driver(coach: Coach, want_s: int, law: Law) -> int:
    """Who takes the wheel now for ``want_s``; −1 when nobody's hours are worth moving for.

    At a stop that ends no row the driver stays when their hours allow. Otherwise the discipline
    decides among those with enough hours; if none has enough, who can drive longest drives.
    """
    state = coach.state
    now_s = int(state[NOW])
    if coach.discipline == TIRELESS:
        return 0
    if state[ROW] > 0 and allowance(coach, int(state[WHEEL]), now_s, law) >= want_s:
        return int(state[WHEEL])
    best, best_key = -1, 0
    longest, longest_s = -1, 0
    for driver in range(len(coach.prior_s)):
        may_s = allowance(coach, driver, now_s, law)
        if may_s > longest_s:
            longest, longest_s = driver, may_s
        key = _turn_of(coach, driver, may_s)
        is_next = best < 0 or key < best_key
        if coach.discipline == STAY and key == best_key and best >= 0:
            is_next = _wheel_left_s(coach, driver) > _wheel_left_s(coach, best)
        if may_s >= want_s and is_next:
            best, best_key = driver, key
    if best >= 0:
        return best
    return longest if longest_s >= min(want_s, law.break_min_s) else -1


@borrowing
def _turn_of(coach: Coach, driver: int, may_s: int) -> int:
    """Whose turn it is by the discipline: the least number's."""
    if coach.discipline == ROTATE:
        return int(coach.state[DRIVEN + driver])
    return may_s if coach.discipline == FILL else -may_s


@borrowing
def _wheel_left_s(coach: Coach, driver: int) -> int:
    """When a driver last left the wheel; −1 for never."""
    count = coach.state[SHIFTS + driver]
    return int(coach.shifts[driver, count - 1, 1]) if count > 0 else -1


@borrowing
def _rest(coach: Coach, want_s: int, law: Law) -> None:
    """Stand until some driver's hours have rolled far enough to be worth moving for."""
    state = coach.state
    worth_s = min(want_s, law.break_min_s)
    best_s = -1
    for driver in range(len(coach.prior_s)):
        until_s = next_allowed(coach, driver, int(state[NOW]), worth_s, law)
        if until_s >= 0 and (best_s < 0 or until_s < best_s):
            best_s = until_s
    if best_s < 0:
        state[FAILED] = FAIL_HOURS
    else:
        stand(coach, best_s, law)
