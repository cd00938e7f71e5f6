"""Hash tables of whole numbers for compiled code."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.solve.compiled import compiled
from routing.solve.instance import Ints

SPREAD = 2_654_435_761
"""Knuth's multiplier for 32-bit hashes."""


class NumberMap(NamedTuple):
    """Open addressing: ``keys`` holds −1 where a slot is free."""

    keys: Ints
    values: Ints


def number_map(keys: Ints) -> NumberMap:
    """A map from each key (at least 0, distinct) to its position."""
    size = 8
    while size < 2 * len(keys):
        size *= 2
    found = NumberMap(np.full(size, -1, dtype=np.int64), np.full(size, -1, dtype=np.int64))
    fill(found, keys)
    return found


@compiled
def fill(found: NumberMap, keys: Ints) -> None:
    """Enter the keys with their positions."""
    mask = len(found.keys) - 1
    for position in range(len(keys)):
        slot = ((keys[position] * SPREAD) >> 8) & mask
        while found.keys[slot] >= 0:
            slot = (slot + 1) & mask
        found.keys[slot] = keys[position]
        found.values[slot] = position


@compiled
def look_up(found: NumberMap, key: int) -> int:
    """The key's position; −1 when it is not there."""
    mask = len(found.keys) - 1
    slot = ((key * SPREAD) >> 8) & mask
    while found.keys[slot] >= 0:
        if found.keys[slot] == key:
            return int(found.values[slot])
        slot = (slot + 1) & mask
    return -1
