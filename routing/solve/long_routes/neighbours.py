"""Which set a set of stops becomes with one stop more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.solve.stop_sets import Side, set_codes

Small = NDArray[np.int32]
"""Numbers of sets."""


def set_neighbours(side: Side) -> Small:
    """Shape (sets, nodes): the set with a node added, the set itself where it holds the node.

    −1 where the side has no such set.
    """
    nodes = len(side.place)
    base = nodes + 1
    codes = set_codes(side, base)
    order = np.argsort(codes, kind="stable")
    known = codes[order]
    found = np.full((len(side.sets), max(1, nodes)), -1, dtype=np.int32)
    beyond = np.where(side.sets >= 0, side.sets, nodes)
    for node in range(nodes):
        held = (side.sets == node).any(axis=1)
        grown = np.sort(np.column_stack([beyond, np.full(len(beyond), node)]), axis=1)
        code = np.zeros(len(beyond), dtype=np.int64)
        for column in grown.T:
            code = np.where(column < nodes, code * base + column + 1, code)
        at = np.minimum(np.searchsorted(known, code), len(known) - 1)
        there = (known[at] == code) & ~held
        found[there, node] = order[at[there]]
        found[held, node] = np.flatnonzero(held)
    return found
