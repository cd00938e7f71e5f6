"""The audit's own clock: whole seconds since 1970, and daily hours in local time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from routing.model.base import ClockWindow

DAY_S = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC; a fraction of a second is cut off."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def seconds_inside(start: int, end: int, *, hours: ClockWindow, offset_s: int) -> int:
    """How many seconds from ``start`` to ``end`` lie in daily local ``hours``.

    ``hours`` include their start and exclude their end, and may cross midnight; equal ends mean
    no time at all.
    """
    return sum(
        max(0, min(end, close) - max(start, opening))
        for opening, close in daily(start, end, hours=hours, offset_s=offset_s)
    )


def daily(start: int, end: int, *, hours: ClockWindow, offset_s: int) -> Iterator[tuple[int, int]]:
    """Every span of daily ``hours`` that could touch the time from ``start`` to ``end``."""
    opens, closes = _clock(hours.start), _clock(hours.end)
    length = (closes - opens) % DAY_S
    first = (start + offset_s) // DAY_S - 1
    last = (end + offset_s) // DAY_S
    for day in range(first, last + 1):
        opening = day * DAY_S + opens - offset_s
        yield opening, opening + length


def local_days(start: int, end: int, *, offset_s: int) -> range:
    """Local calendar days that the time from ``start`` to ``end`` touches, both ends included."""
    return range((start + offset_s) // DAY_S, (end + offset_s) // DAY_S + 1)


def most_at_once(spans: Iterable[tuple[int, int, int]]) -> int:
    """The largest sum of amounts present at one time, of (start, end, amount).

    Who leaves at an instant makes room for who comes at the same instant.
    """
    events = [(start, 1, amount) for start, end, amount in spans if end > start]
    events += [(end, 0, -amount) for start, end, amount in spans if end > start]
    most = present = 0
    for _, _, change in sorted(events):
        present += change
        most = max(most, present)
    return most


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3_600 + int(minutes) * 60
