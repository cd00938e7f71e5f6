"""A moving coach as arrays: its clock, its log, and each driver's time at the wheel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy import int64
from numpy.typing import NDArray

from routing.duties.compiled import borrowing, compiled

Ints = NDArray[int64]

NOW, ROW, ROW_NIGHT, ROWS, WHEEL, FAILED = range(6)
"""Columns of the state: the instant, seconds driven since the last stand that ends a row, those of
them by night, rows of the log in use, who drove last, and a failure's code."""
SHIFTS, DRIVEN = 6, 9
"""Where the state counts each driver's shifts, and their seconds at the wheel."""
STATE_SIZE = 12
LOG_SIZE = 400

KIND, START, END, DRIVER = range(4)
"""Columns of the log."""
DRIVE, STAND, SERVICE = range(3)
"""Kinds of its rows: at the wheel, the coach stands free of work, people board or alight."""

FAIL_HOURS, FAIL_LOG = 1, 2

ROTATE, FILL, STAY, TIRELESS = range(4)
"""Disciplines: whoever drove least takes the wheel; whoever has just enough hours left; whoever has
most left, of equals the last at the wheel, so that others' hours roll meanwhile; or hours do not
matter, which gives a bound."""


class Coach(NamedTuple):
    """A coach under way.

    Attributes:
        state: see the columns above.
        log: shape (``LOG_SIZE``, 4), what the coach did, in the order of time.
        shifts: shape (drivers, ``LOG_SIZE``, 2), start and end of each stretch at the wheel.
        prior_s: seconds driven in the seven days before, one per driver of the crew.
        discipline: who takes the wheel.
    """

    state: Ints
    log: Ints
    shifts: Ints
    prior_s: Ints
    discipline: int


@compiled
def new_coach(drivers: int) -> Coach:
    """A coach with an empty log and drivers without hours behind them."""
    return Coach(
        np.zeros(STATE_SIZE, dtype=np.int64),
        np.zeros((LOG_SIZE, 4), dtype=np.int64),
        np.zeros((drivers, LOG_SIZE, 2), dtype=np.int64),
        np.zeros(drivers, dtype=np.int64),
        ROTATE,
    )


@borrowing
def reset(coach: Coach, now_s: int) -> None:
    """Back to an unused coach at an instant."""
    coach.state[:] = 0
    coach.state[NOW] = now_s
    coach.state[WHEEL] = -1


@borrowing
def write_row(coach: Coach, kind: int, until_s: int, driver: int) -> None:
    """Append a span from now to ``until_s`` to the log and move the clock; stands merge."""
    state, log = coach.state, coach.log
    rows = state[ROWS]
    if rows > 0 and kind == STAND and log[rows - 1, KIND] == STAND:
        log[rows - 1, END] = until_s
    elif rows >= LOG_SIZE:
        state[FAILED] = FAIL_LOG
    else:
        log[rows, KIND] = kind
        log[rows, START] = state[NOW]
        log[rows, END] = until_s
        log[rows, DRIVER] = driver
        state[ROWS] = rows + 1
        if kind == DRIVE:
            _write_shift(coach, driver, state[NOW], until_s)
    state[NOW] = until_s


@borrowing
def _write_shift(coach: Coach, driver: int, start_s: int, end_s: int) -> None:
    count = coach.state[SHIFTS + driver]
    coach.shifts[driver, count, 0] = start_s
    coach.shifts[driver, count, 1] = end_s
    coach.state[SHIFTS + driver] = count + 1
    coach.state[DRIVEN + driver] += end_s - start_s
