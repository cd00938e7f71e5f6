"""The stops beyond a growing side, order by order, and the ways to them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.duals import SCALE
from routing.solve.floors import ALONE, BIG_FEN, Law, floor_fen
from routing.solve.instance import Instance, Ints
from routing.solve.long_routes.reach import Reach
from routing.solve.long_routes.ways import (
    COUNT_THERE,
    EMPTY_M,
    EXEMPT,
    METRES,
    OPEN,
    SECONDS,
    orders_beyond,
)
from routing.solve.stop_sets import TOO_FAR, Side

NEVER = 1 << 60
ROUNDING_FEN = 3
"""What three rounded products may differ from their exact sum by, at most."""


class Beyond(NamedTuple):
    """Every order of the other side's sets.

    Attributes:
        first: shape (sets + 1,), where each set's orders begin.
        tail, far: as in ``orders_beyond``.
        close: shape (rows, orders, stops + 1, nodes): the least cost of all but the hops of routes
            with so many growing stops, scaled; ``NEVER`` where there are none.
    """

    first: Ints
    tail: Ints
    far: Ints
    close: Ints


def build_beyond(instance: Instance, reach: Reach, other: Side, law: Law, near_s: int) -> Beyond:
    """What lies beyond; ``near_s`` is the shortest hop between two growing stops."""
    tail, far = orders_beyond(instance, reach, other)
    close = fill_close(tail, far, instance.fleet.tariff, law, reach.most, near_s)
    return Beyond(other.start, tail, far, close)


@compiled
def fill_close(tail: Ints, far: Ints, tariff: Ints, law: Law, most: int, near_s: int) -> Ints:
    """``Beyond.close``: hire, crew, stops and the way from an inner end, with the shortest hops."""
    rows, orders = far.shape[:2]
    out = np.full((rows, orders, most + 1, tail.shape[1]), NEVER, dtype=np.int64)
    for k in range(rows):
        for a in range(orders):
            if far[k, a, OPEN] == 0 or far[k, a, EMPTY_M] >= TOO_FAR:
                continue
            for s in range(1, most + 1):
                for j in range(tail.shape[1]):
                    if tail[a, j, METRES] < TOO_FAR and tail[a, j, SECONDS] < TOO_FAR:
                        drive_s = tail[a, j, SECONDS] + (s - 1) * near_s
                        ways = (tail[a, j, METRES], far[k, a, EMPTY_M], drive_s)
                        stops, exempt = s + far[k, a, COUNT_THERE], far[k, a, EXEMPT] > 0
                        fen = floor_fen(tariff[k], ways, stops, exempt, law, ALONE)
                        if fen < BIG_FEN:
                            out[k, a, s, j] = (fen - ROUNDING_FEN) * SCALE
    return out
