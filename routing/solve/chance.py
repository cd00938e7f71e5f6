"""Random numbers and logarithms that are the same on every machine."""

from __future__ import annotations

import numpy as np

from routing.duties.compiled import borrowing

TERMS = 9
HALF = 0.5
LOG_TWO = 0.6931471805599453


@borrowing
def seed_chance(seed: int) -> None:
    """Start the compiled code's own generator (Mersenne twister)."""
    np.random.seed(seed)


@borrowing
def uniform() -> float:
    """A number in [0, 1)."""
    return np.random.random()


@borrowing
def below(limit: int) -> int:
    """A whole number in [0, limit)."""
    return np.random.randint(limit)


@borrowing
def minus_log(x: float) -> float:
    """−ln x for 0 < x ≤ 1, by arithmetic that IEEE 754 fixes to the last bit.

    The C library's logarithm may differ between versions in its last bit, and with it a plan.
    """
    halvings = 0
    while x < HALF:
        x *= 2
        halvings += 1
    z = (1 - x) / (1 + x)
    square = z * z
    power = z
    total = 0.0
    for n in range(TERMS):
        total += power / (2 * n + 1)
        power *= square
    return 2 * total + halvings * LOG_TWO
