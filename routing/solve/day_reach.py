"""How much a coach can drive in a number of days, whatever its crew."""

from __future__ import annotations

import math
from functools import lru_cache

from routing.duties.clock import latest_with, next_span_start, span_end
from routing.duties.compiled import borrowing
from routing.duties.law import Law, law_of
from routing.model.rules import PolicyValues
from routing.units import SECONDS_PER_DAY

DAY_S = int(SECONDS_PER_DAY)
NO_LIMIT_S = 100 * DAY_S
LEAST_STEP_S = 60
"""Rules that share no longer unit of time bound nothing here; there would be too much to try."""

Reach = tuple[int, int, int, int, int, int, int]
"""Most seconds of driving in one day, in two, … in seven; of fixed length for compiled code."""
FREE: Reach = (NO_LIMIT_S,) * 7


@lru_cache(maxsize=64)
def day_reach(values: PolicyValues) -> Reach:
    """The most that rows of driving, breaks and night halts leave to drive, from any start.

    A row is driven as far as the law lets: one that ends sooner starts no later one sooner, so
    that nobody gets farther from the same start. What is driven changes with the start along
    straight lines that bend where a row meets the clock, at whole multiples of what all the rules'
    times are multiples of; the most is found at one of these.
    """
    law = law_of(values)
    if law.break_min_s == 0 or law.row_max_s == 0:
        return FREE
    step_s = math.gcd(DAY_S, *law)
    if step_s < LEAST_STEP_S:
        return FREE
    one, two, three, four, five, six, seven = (
        most_driven_s(law, days * DAY_S, step_s) for days in range(1, len(FREE) + 1)
    )
    return one, two, three, four, five, six, seven


@borrowing
def most_driven_s(law: Law, span_s: int, step_s: int) -> int:
    """The most driven within a span of time that begins at some multiple of a step."""
    most_s = 0
    for starts_s in range(0, DAY_S, step_s):
        now_s, end_s, driven_s = starts_s, starts_s + span_s, 0
        while True:
            now_s = span_end(law.halt_from_s, law.halt_length_s, now_s)
            if now_s >= end_s:
                break
            row_end_s = min(
                now_s + law.row_max_s,
                latest_with(law.night_from_s, law.night_length_s, now_s, law.row_night_max_s),
                next_span_start(law.halt_from_s, law.halt_length_s, now_s),
                end_s,
            )
            driven_s += row_end_s - now_s
            now_s = row_end_s + law.break_min_s
        most_s = max(most_s, driven_s)
    return most_s
