"""Columns that call somewhere in vain: their row may carry nobody who boards or alights there."""

from __future__ import annotations

import numpy as np

from routing.solve.instance import Flags, Instance, Ints
from routing.solve.stop_sets import Side


def find_vain(
    instance: Instance, sides: tuple[Side, Side], ragged: tuple[Ints, Ints, Ints], may: Flags
) -> Flags:
    """Shape (combinations, rows): whether a row has nobody for some stop of a combination.

    Whoever such a column carries rides on the smaller combination just as well; left in the table,
    it would be paid by cuts and counts for people whom it cannot carry.

    Args:
        instance: whose items the combinations hold.
        sides: pickups and drops.
        ragged: pairs, starts and items of the combinations, as in ``Table``.
        may: shape (items, rows), rows that may carry an item.
    """
    pair, start, items = ragged
    vain = np.zeros((len(pair), may.shape[1]), dtype=bool)
    barring = np.flatnonzero(~may.all(axis=0))
    if not len(pair) or not len(barring):
        return vain
    combination = np.repeat(np.arange(len(pair)), np.diff(start))
    served = np.zeros(len(items), dtype=np.int64)
    nodes = (
        np.array([i.pick for i in instance.items], dtype=np.int64),
        np.array([i.drop for i in instance.items], dtype=np.int64),
    )
    bit = 1
    for n, (side, node) in enumerate(zip(sides, nodes, strict=True)):
        for stops in side.sets.T:
            served += bit * (stops[pair[combination, n]] == node[items])
            bit *= 2
    wanted = np.bitwise_or.reduceat(served, start[:-1])
    for k in barring:
        found = np.bitwise_or.reduceat(np.where(may[items, k], served, 0), start[:-1])
        vain[:, k] = found != wanted
    return vain
