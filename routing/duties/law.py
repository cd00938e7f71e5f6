"""The driving rules as plain integers, for compiled code."""

from __future__ import annotations

from typing import NamedTuple

from routing.model.base import ClockWindow
from routing.model.rules import PolicyValues
from routing.units import SECONDS_PER_DAY


class Law(NamedTuple):
    """Rules of a policy that bind a coach and its drivers, in seconds.

    A clock span runs from ``*_from_s`` for ``*_length_s`` and repeats daily; length zero means
    that there is none.
    """

    row_max_s: int
    row_night_max_s: int
    break_min_s: int
    drive_24h_max_s: int
    drive_7d_max_s: int
    night_from_s: int
    night_length_s: int
    halt_from_s: int
    halt_length_s: int


def law_of(policy: PolicyValues, *, halts_at_night: bool = True) -> Law:
    """The rules in force for a run; exempt runs know no halt."""
    night_from_s, night_length_s = clock_span(policy.night)
    halt_from_s, halt_length_s = (
        clock_span(policy.night_halt) if policy.night_halt and halts_at_night else (0, 0)
    )
    return Law(
        row_max_s=policy.drive_day_max_s,
        row_night_max_s=policy.drive_night_max_s,
        break_min_s=policy.break_min_s,
        drive_24h_max_s=policy.drive_24h_max_s,
        drive_7d_max_s=policy.drive_7d_max_s,
        night_from_s=night_from_s,
        night_length_s=night_length_s,
        halt_from_s=halt_from_s,
        halt_length_s=halt_length_s,
    )


def clock_span(window: ClockWindow) -> tuple[int, int]:
    """Start of a daily span in seconds since midnight, and its length.

    Equal ends mean an empty span, not a whole day.
    """
    start_s, end_s = (_clock_s(text) for text in (window.start, window.end))
    return start_s, (end_s - start_s) % SECONDS_PER_DAY


def _clock_s(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3_600 + int(minutes) * 60
