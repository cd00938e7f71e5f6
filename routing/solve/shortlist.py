"""What an integer program may look at, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from routing.solve.pricing import Numbers


@dataclass(frozen=True, slots=True)
class Work:
    """A work limit: deterministic seconds of the solver, its seed, and whether it may go on."""

    seconds: float
    seed: int
    go_on: Callable[[], bool] | None = None


def columns_within(reduced: Numbers, *, gap_fen: float, most: int) -> list[tuple[int, int]]:
    """The columns of least reduced cost, at most ``most`` and none above ``gap_fen``."""
    flat = reduced.ravel()
    close = np.flatnonzero(flat <= gap_fen)
    best = close[np.argsort(flat[close], kind="stable")[:most]]
    rows = reduced.shape[1]
    return [(int(x) // rows, int(x) % rows) for x in best]
