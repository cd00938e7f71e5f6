"""Roads of a growing side, walked from its outer end to the other side's stop sets.

The outer end is the first pickup, or the last drop with roads turned round, so that both directions
are one problem.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.solve.instance import Instance, Ints
from routing.solve.long_routes.reach import Reach
from routing.solve.stop_sets import TOO_FAR, Roads, Side, roads_of

COME, HOME, FITS = range(3)
"""Columns of ``Ways.start``: empty metres at the outer end, whether it lies in the row's home area,
and whether the row's coach may stop there for a tour."""
TAIL_M, TAIL_S, LEAVE_M, TAIL_HOME = range(4)
"""Columns of ``Ways.tail``: from an inner end through the other side by its shortest order, and of
that order the empty metres at the far end and whether that lies in the home area. ``TOO_FAR`` where
the row may drive none."""
METRES, SECONDS = range(2)
"""Columns of ways, of hops the first axis."""
OPEN, EMPTY_M, HOME_THERE, COUNT_THERE, EXEMPT = range(5)
"""How an order beyond ends: whether the row may drive it, empty metres at its far end and whether
that lies in the row's home area, the stops, and whether one is at a station."""
SIZE, MEETS = range(2)
"""Columns of ``Ways.sets``, as in ``Side``."""
SEATS, COUNT, LEAST, MOST, DETOUR_S = range(8, 13)
"""Columns of ``Ways.rows``; the first eight are the tariff."""


class Ways(NamedTuple):
    """For compiled code. Nodes and sets are those of the table's sides.

    Few arrays with many columns, because compiled functions pass every array of a tuple by value.

    Attributes:
        hop: shape (2, nodes, nodes), metres and seconds from a stop to the next inward one.
        start: shape (rows, nodes, 3).
        tail: shape (rows, sets, nodes, 4).
        sets: shape (sets, 2).
        rows: shape (rows, 13).
    """

    hop: Ints
    start: Ints
    tail: Ints
    sets: Ints
    rows: Ints


def build_ways(instance: Instance, reach: Reach, other: Side) -> Ways:
    """The roads of one growing side; ``other`` is the side whose sets are listed."""
    roads, fleet = roads_of(instance.problem.matrix), instance.fleet
    nodes = instance.picks if reach.by_pick else instance.drops
    places = np.array([n.place for n in nodes], dtype=np.int64)
    hop_m = roads.distance_m[np.ix_(places, places)]
    hop_s = roads.duration_s[np.ix_(places, places)]
    if not reach.by_pick:
        hop_m, hop_s = hop_m.T, hop_s.T
    plain = np.array([n.service is None for n in nodes])
    come_m = empty_m(instance, roads, places, outward=not reach.by_pick)
    fits = instance.place_ok[:, places] & plain
    most = fleet.max_pickups if reach.by_pick else fleet.max_drops
    detour_s = fleet.pickup_detour_s if reach.by_pick else fleet.drop_detour_s
    limits = (fleet.capacity, fleet.count, fleet.min_people, most, detour_s)
    return Ways(
        hop=np.stack([hop_m, hop_s]),
        start=np.stack([come_m, instance.home_ok[:, places], fits], axis=2).astype(np.int64),
        tail=_tails(instance, reach, other),
        sets=np.column_stack([other.size, other.meets]),
        rows=np.column_stack([fleet.tariff, *limits]),
    )


def empty_m(instance: Instance, roads: Roads, places: Ints, *, outward: bool) -> Ints:
    """Shape (rows, places): from the base, or ``outward`` back to it where that is paid."""
    fleet = instance.fleet
    if outward:
        back: Ints = roads.distance_m[np.ix_(places, fleet.base)].T * fleet.tariff[:, 4][:, None]
        return back
    out: Ints = roads.distance_m[np.ix_(fleet.base, places)]
    return out


def orders_beyond(instance: Instance, reach: Reach, other: Side) -> tuple[Ints, Ints]:
    """Every order of the other side's sets: the way to its far end, and how it ends.

    Shapes (orders, nodes, 2), metres and seconds from an inner end, at most ``TOO_FAR``, and
    (rows, orders, 5), see ``OPEN``.
    """
    roads, fleet = roads_of(instance.problem.matrix), instance.fleet
    nodes = instance.picks if reach.by_pick else instance.drops
    places = np.array([n.place for n in nodes], dtype=np.int64)
    inner = other.place[other.first if reach.by_pick else other.last]
    outer = other.place[other.last if reach.by_pick else other.first]
    ends = (places, inner[:, None]) if reach.by_pick else (inner[:, None], places)
    metres = roads.distance_m[ends] + other.drive_m[:, None]
    seconds = roads.duration_s[ends] + other.drive_s[:, None]
    most = fleet.max_drops if reach.by_pick else fleet.max_pickups
    detour_s = fleet.drop_detour_s if reach.by_pick else fleet.pickup_detour_s
    size, meets = other.size[other.owner], other.meets[other.owner]
    stops = np.where(other.order >= 0, other.place[other.order], outer[:, None])
    is_open = instance.place_ok[:, stops].all(axis=2)
    is_open &= (size <= most[:, None]) & (other.detour_s <= detour_s[:, None])
    empty = empty_m(instance, roads, outer, outward=reach.by_pick)
    columns = (is_open, empty, instance.home_ok[:, outer], size, meets)
    far = [np.broadcast_to(x, is_open.shape).astype(np.int64) for x in columns]
    tail = np.minimum(np.stack([metres, seconds], axis=2), TOO_FAR)
    return np.ascontiguousarray(tail), np.stack(far, axis=2)


def _tails(instance: Instance, reach: Reach, other: Side) -> Ints:
    """``Ways.tail``: of every set's orders that a row may drive the shortest, by inner end."""
    way, far = orders_beyond(instance, reach, other)
    shape = (len(far), len(other.sets), way.shape[1], 4)
    tail = np.full(shape, TOO_FAR, dtype=np.int64)
    tail[..., TAIL_HOME] = 0
    for a, t in enumerate(other.owner.tolist()):
        for k in np.flatnonzero(far[:, a, OPEN]).tolist():
            better = way[a, :, METRES] < tail[k, t, :, TAIL_M]
            tail[k, t, better, TAIL_M] = way[a, better, METRES]
            tail[k, t, better, TAIL_S] = way[a, better, SECONDS]
            tail[k, t, better, LEAVE_M] = far[k, a, EMPTY_M]
            tail[k, t, better, TAIL_HOME] = far[k, a, HOME_THERE]
    return tail
