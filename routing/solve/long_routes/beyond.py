"""The stops beyond a growing side, order by order, and the ways to them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.duals import SCALE
from routing.solve.floors import ALONE, BIG_FEN, Law, floor_fen
from routing.solve.instance import Instance, Ints
from routing.solve.long_routes.reach import Reach
from routing.solve.long_routes.ways import empty_m
from routing.solve.stop_sets import TOO_FAR, Side, roads_of

NEVER = 1 << 60
ROUNDING_FEN = 3
"""What three rounded products may differ from their exact sum by, at most."""
METRES, SECONDS = range(2)
"""Columns of ways."""
OPEN, EMPTY_M, HOME_THERE, COUNT, EXEMPT = range(5)
"""Columns of ``Beyond.far``: whether the row may drive the order, empty metres at its far end and
whether that lies in the row's home area, the stops, and whether one is at a station."""


class Beyond(NamedTuple):
    """Every order of the other side's sets.

    Attributes:
        first: shape (sets + 1,), where each set's orders begin.
        tail: shape (orders, nodes, 2), metres and seconds from an inner end to the far end.
        far: shape (rows, orders, 5).
        close: shape (rows, orders, stops + 1, nodes): the least cost of all but the hops of routes
            with so many growing stops, scaled; ``NEVER`` where there are none.
    """

    first: Ints
    tail: Ints
    far: Ints
    close: Ints


def build_beyond(instance: Instance, reach: Reach, other: Side, law: Law, near_s: int) -> Beyond:
    """What lies beyond; ``near_s`` is the shortest hop between two growing stops."""
    roads, fleet = roads_of(instance.problem.matrix), instance.fleet
    nodes = instance.picks if reach.by_pick else instance.drops
    places = np.array([n.place for n in nodes], dtype=np.int64)
    inner = other.place[other.first if reach.by_pick else other.last]
    outer = other.place[other.last if reach.by_pick else other.first]
    join = np.ix_(inner, places) if not reach.by_pick else np.ix_(places, inner)
    join_m, join_s = roads.distance_m[join], roads.duration_s[join]
    if reach.by_pick:
        join_m, join_s = join_m.T, join_s.T
    tail = np.stack([join_m + other.drive_m[:, None], join_s + other.drive_s[:, None]], axis=2)
    most = fleet.max_drops if reach.by_pick else fleet.max_pickups
    detour_s = fleet.drop_detour_s if reach.by_pick else fleet.pickup_detour_s
    size = other.size[other.owner]
    stops = np.where(other.order >= 0, other.place[other.order], outer[:, None])
    open_to = instance.place_ok[:, stops].all(axis=2)
    open_to &= (size <= most[:, None]) & (other.detour_s <= detour_s[:, None])
    shape = open_to.shape
    far = np.stack(
        [
            open_to,
            empty_m(instance, roads, outer, outward=reach.by_pick),
            instance.home_ok[:, outer],
            np.broadcast_to(size, shape),
            np.broadcast_to(other.meets[other.owner], shape),
        ],
        axis=2,
    ).astype(np.int64)
    tail = np.minimum(tail, TOO_FAR)
    close = fill_close(np.ascontiguousarray(tail), far, fleet.tariff, law, reach.most, near_s)
    return Beyond(other.start, np.ascontiguousarray(tail), far, close)


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
                        stops, exempt = s + far[k, a, COUNT], far[k, a, EXEMPT] > 0
                        fen = floor_fen(tariff[k], ways, stops, exempt, law, ALONE)
                        if fen < BIG_FEN:
                            out[k, a, s, j] = (fen - ROUNDING_FEN) * SCALE
    return out
