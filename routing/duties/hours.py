"""How long a driver may still drive: the 24 h and the 7 days."""

from __future__ import annotations

from routing.duties.clock import DAY_S
from routing.duties.coach import DRIVEN, SHIFTS, TIRELESS, Coach
from routing.duties.compiled import borrowing
from routing.duties.law import Law

ALWAYS_S = 36_500 * DAY_S


@borrowing
def allowance(coach: Coach, driver: int, start_s: int, law: Law) -> int:
    """How long a driver may be at the wheel from ``start_s``, 24 h and 7 days together.

    What was driven before the plan counts in full; a run is shorter than 7 days.
    """
    if coach.discipline == TIRELESS:
        return ALWAYS_S
    week_s = law.drive_7d_max_s - coach.prior_s[driver] - coach.state[DRIVEN + driver]
    return int(max(0, min(week_s, _longest_drive(coach, driver, start_s, law))))


@borrowing
def _longest_drive(coach: Coach, driver: int, start_s: int, law: Law) -> int:
    """How long a drive from ``start_s`` may last within the 24 h limit.

    Driving of the day before rolls out of the window second by second while today's rolls in, so
    that a drive may last as long as the one it replaces.
    """
    shifts = coach.shifts[driver]
    count = coach.state[SHIFTS + driver]
    first = count
    left_s = law.drive_24h_max_s
    while first > 0 and shifts[first - 1, 1] > start_s - DAY_S:
        first -= 1
        left_s -= shifts[first, 1] - max(shifts[first, 0], start_s - DAY_S)
    now_s = start_s
    for i in range(first, count):
        gap_s = max(0, shifts[i, 0] + DAY_S - now_s)
        if gap_s > left_s:
            break
        left_s -= gap_s
        now_s = shifts[i, 1] + DAY_S
    return int(now_s + left_s - start_s)


@borrowing
def next_allowed(coach: Coach, driver: int, earliest_s: int, want_s: int, law: Law) -> int:
    """The first instant from ``earliest_s`` at which a driver may drive ``want_s``; −1 if never.

    Looked for where a drive of the day before begins or ends to roll out of the window.
    """
    if allowance(coach, driver, earliest_s, law) >= want_s:
        return earliest_s
    for i in range(coach.state[SHIFTS + driver]):
        for edge in range(2):
            instant_s = int(coach.shifts[driver, i, edge]) + DAY_S
            if instant_s > earliest_s and allowance(coach, driver, instant_s, law) >= want_s:
                return instant_s
    return -1
