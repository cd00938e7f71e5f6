"""When a wait at a station asks for a bed."""

from __future__ import annotations

from dataclasses import dataclass

from routing.model.base import ClockWindow
from routing.model.rules import PolicyValues
from routing.units import SECONDS_PER_DAY


@dataclass(frozen=True, slots=True)
class NightSplit:
    """Where the feeders that need a bed end and those that do not begin.

    Attributes:
        latest_with_bed_s: a feeder that arrives at this instant or earlier makes people wait
            through hours of the night; None where no wait asks for a bed.
        earliest_with_bed_s: one that arrives earlier would make them wait two nights.
    """

    latest_with_bed_s: int | None
    earliest_with_bed_s: int


def clock_seconds(text: str) -> int:
    """``HH:MM`` to seconds since midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 3_600 + int(minutes) * 60


def split_night(check_in_s: int, values: PolicyValues) -> NightSplit:
    """The night before a check-in, by the policy's halt hours and least wait.

    A bed is needed when any of the wait until ``check_in_s`` lies in ``night_halt`` and it lasts at
    least ``night_stay_beyond_s`` (policy values of the contract).
    """
    if values.night_halt is None or values.night_halt.start == values.night_halt.end:
        return NightSplit(None, check_in_s - SECONDS_PER_DAY)
    closes_s = _last_night_end(check_in_s, values.night_halt)
    latest = min(closes_s - 1, check_in_s - values.night_stay_beyond_s)
    return NightSplit(latest, latest - SECONDS_PER_DAY + 1)


def _last_night_end(check_in_s: int, halt: ClockWindow) -> int:
    """When the last span of halt hours that began before an instant ends."""
    start, end = clock_seconds(halt.start), clock_seconds(halt.end)
    length = (end - start) % SECONDS_PER_DAY
    began = (check_in_s - 1 - start) // SECONDS_PER_DAY * SECONDS_PER_DAY + start
    return began + length
