"""Random numbers and logarithms that are the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.duties.compiled import borrowing

TERMS = 9
HALF = 0.5
LOG_TWO = 0.6931471805599453
STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST_MIX, SECOND_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
FIRST_SHIFT, SECOND_SHIFT, THIRD_SHIFT = np.uint64(30), np.uint64(27), np.uint64(31)
HALF_WORD, BEYOND_A_FLOAT = np.uint64(32), np.uint64(11)
UNIT = 2.0**-53

Chance = NDArray[np.uint64]
"""The state of a generator: one number."""


@borrowing
def seed_chance(chance: Chance, seed: int) -> None:
    """Start a generator: SplitMix64 (Steele, Lea and Flood 2014), whose numbers take no call."""
    chance[0] = np.uint64(seed)


@borrowing
def _draw(chance: Chance) -> np.uint64:
    chance[0] += STEP
    z = chance[0]
    z = (z ^ (z >> FIRST_SHIFT)) * FIRST_MIX
    z = (z ^ (z >> SECOND_SHIFT)) * SECOND_MIX
    return np.uint64(z ^ (z >> THIRD_SHIFT))


@borrowing
def uniform(chance: Chance) -> float:
    """A number in [0, 1)."""
    return np.float64(_draw(chance) >> BEYOND_A_FLOAT) * UNIT


@borrowing
def below(chance: Chance, limit: int) -> int:
    """A whole number in [0, limit); ``limit`` below 2³²."""
    return int(np.int64(((_draw(chance) >> HALF_WORD) * np.uint64(limit)) >> HALF_WORD))


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
