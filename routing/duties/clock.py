"""Daily spans of the clock: how much of a drive lies in one, and when the next begins."""

from __future__ import annotations

from routing.duties.compiled import borrowing

DAY_S = 86_400


@borrowing
def seconds_inside(from_s: int, length_s: int, start_s: int, end_s: int) -> int:
    """Seconds of ``[start_s, end_s)`` inside the daily span ``[from_s, from_s + length_s)``."""
    return _inside_until(from_s, length_s, end_s) - _inside_until(from_s, length_s, start_s)


@borrowing
def _inside_until(from_s: int, length_s: int, instant_s: int) -> int:
    """Seconds of the daily span between the span's start on day zero and an instant."""
    since_s = instant_s - from_s
    days = since_s // DAY_S
    return days * length_s + min(since_s - days * DAY_S, length_s)


@borrowing
def span_end(from_s: int, length_s: int, instant_s: int) -> int:
    """When the daily span that holds the instant ends; the instant itself when none holds it."""
    into_s = (instant_s - from_s) % DAY_S
    return instant_s + length_s - into_s if into_s < length_s else instant_s


@borrowing
def next_span_start(from_s: int, length_s: int, instant_s: int) -> int:
    """The first instant, this one included, that lies in the daily span.

    A span of length zero never begins: the answer is then a hundred years away.
    """
    if length_s == 0:
        return instant_s + 36_500 * DAY_S
    into_s = (instant_s - from_s) % DAY_S
    return instant_s if into_s < length_s else instant_s + DAY_S - into_s


@borrowing
def latest_with(from_s: int, length_s: int, start_s: int, budget_s: int) -> int:
    """The latest end of a drive with at most ``budget_s`` inside the daily span."""
    if length_s == 0:
        return start_s + 36_500 * DAY_S
    instant_s = start_s
    left_s = budget_s
    while True:
        instant_s = next_span_start(from_s, length_s, instant_s)
        room_s = span_end(from_s, length_s, instant_s) - instant_s
        if left_s < room_s:
            return instant_s + left_s
        left_s -= room_s
        instant_s += room_s
