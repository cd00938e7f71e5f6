"""A hash table of whole numbers for compiled code."""

from __future__ import annotations

import numpy as np

from routing.duties.compiled import borrowing
from routing.solve.instance import Ints

SPREAD = 2_654_435_761
"""Knuth's multiplier for 32-bit hashes."""


def number_map(keys: Ints, values: Ints) -> Ints:
    """Shape (slots, 2): keys (at least 0, distinct) and values by open addressing.

    A free slot holds the key −1. At least half of the slots are free.
    """
    size = 8
    while size < 2 * len(keys):
        size *= 2
    slots = np.full((size, 2), -1, dtype=np.int64)
    enter(slots, keys, values)
    return slots


@borrowing
def enter(slots: Ints, keys: Ints, values: Ints) -> None:
    """Enter keys with their values."""
    mask = len(slots) - 1
    for n in range(len(keys)):
        slot = ((keys[n] * SPREAD) >> 8) & mask
        while slots[slot, 0] >= 0:
            slot = (slot + 1) & mask
        slots[slot, 0] = keys[n]
        slots[slot, 1] = values[n]


@borrowing
def look_up(slots: Ints, key: int) -> int:
    """The key's value; −1 when it is not there."""
    mask = len(slots) - 1
    slot = ((key * SPREAD) >> 8) & mask
    while slots[slot, 0] >= 0:
        if slots[slot, 0] == key:
            return int(slots[slot, 1])
        slot = (slot + 1) & mask
    return -1
