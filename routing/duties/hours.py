"""Hours at the wheel in any 24 h and any 7 days, from the log of a coach's drives."""

from __future__ import annotations

from numpy import int64
from numpy.typing import NDArray

from routing.duties.clock import DAY_S
from routing.duties.compiled import compiled
from routing.duties.law import Law

Ints = NDArray[int64]

KIND, START, END, DRIVER = 0, 1, 2, 3
"""Columns of the log."""
DRIVE, STAND, SERVICE = 0, 1, 2
"""Kinds of its rows: at the wheel, the coach stands free of work, people board or alight."""


@compiled
def driven_s(log: Ints, rows: int, driver: int) -> int:
    """Seconds at the wheel of one driver in the first ``rows`` rows of the log."""
    total_s = 0
    for i in range(rows):
        if log[i, KIND] == DRIVE and log[i, DRIVER] == driver:
            total_s += log[i, END] - log[i, START]
    return total_s


@compiled
def longest_drive(log: Ints, rows: int, driver: int, start_s: int, law: Law) -> int:
    """How long a driver may be at the wheel from ``start_s`` without passing the 24 h limit.

    Driving of the day before rolls out of the window second by second while today's rolls in, so
    that a drive may last as long as the one it replaces.
    """
    left_s = law.drive_24h_max_s
    for i in range(rows):
        if log[i, KIND] == DRIVE and log[i, DRIVER] == driver:
            left_s -= max(0, log[i, END] - max(log[i, START], start_s - DAY_S))
    now_s = start_s
    for i in range(rows):
        if log[i, KIND] != DRIVE or log[i, DRIVER] != driver:
            continue
        if log[i, END] + DAY_S <= now_s:
            continue
        gap_s = max(0, log[i, START] + DAY_S - now_s)
        if gap_s > left_s:
            return now_s + left_s - start_s
        left_s -= gap_s
        now_s = log[i, END] + DAY_S
    return now_s + left_s - start_s


@compiled
def allowance(log: Ints, rows: int, driver: int, start_s: int, law: Law, prior_s: int) -> int:
    """How long a driver may be at the wheel from ``start_s``: 24 h and 7 days together.

    ``prior_s``, driven before the plan, counts in full; a run is shorter than 7 days.
    """
    week_s = law.drive_7d_max_s - prior_s - driven_s(log, rows, driver)
    return max(0, min(week_s, longest_drive(log, rows, driver, start_s, law)))


@compiled
def next_allowed(
    log: Ints, rows: int, driver: int, earliest_s: int, law: Law, prior_s: int, want_s: int
) -> int:
    """The first instant from ``earliest_s`` at which a driver may drive ``want_s``; −1 if never.

    Looked for where a drive of the day before begins or ends to roll out of the window.
    """
    best_s = -1
    if allowance(log, rows, driver, earliest_s, law, prior_s) >= want_s:
        return earliest_s
    for i in range(rows):
        if log[i, KIND] != DRIVE or log[i, DRIVER] != driver:
            continue
        for column in (START, END):
            instant_s = log[i, column] + DAY_S
            if instant_s <= earliest_s or (best_s >= 0 and instant_s >= best_s):
                continue
            if allowance(log, rows, driver, instant_s, law, prior_s) >= want_s:
                best_s = instant_s
    return best_s
