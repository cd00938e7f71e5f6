"""What the master combines: a vehicle with its load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.solve.instance import Ints


@dataclass(frozen=True, slots=True)
class Pattern:
    """One vehicle of a column with a load: people by item."""

    combination: int
    row: int
    load: tuple[tuple[int, int], ...]


def columns_in(patterns: list[Pattern]) -> tuple[Ints, Ints]:
    """Combinations and fleet rows of patterns, in their order."""
    found = np.array([(p.combination, p.row) for p in patterns], dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]
