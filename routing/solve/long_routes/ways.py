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
    tail = np.full((len(fleet.rows), len(other.sets), len(nodes), 4), TOO_FAR, dtype=np.int64)
    tail[..., TAIL_HOME] = 0
    _fill_tails(instance, roads, (reach.by_pick, places, other), tail)
    return Ways(
        hop=np.stack([hop_m, hop_s]),
        start=np.stack([come_m, instance.home_ok[:, places], fits], axis=2).astype(np.int64),
        tail=tail,
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


def _fill_tails(
    instance: Instance, roads: Roads, sides: tuple[bool, Ints, Side], tail: Ints
) -> None:
    by_pick, places, other = sides
    fleet = instance.fleet
    most = fleet.max_drops if by_pick else fleet.max_pickups
    detour = fleet.drop_detour_s if by_pick else fleet.pickup_detour_s
    inner = other.place[other.first if by_pick else other.last]
    outer = other.place[other.last if by_pick else other.first]
    empty = empty_m(instance, roads, outer, outward=by_pick)
    for a, t in enumerate(other.owner.tolist()):
        ends = (places, inner[a]) if by_pick else (inner[a], places)
        drive_m = roads.distance_m[ends] + other.drive_m[a]
        drive_s = roads.duration_s[ends] + other.drive_s[a]
        stops = other.place[other.order[a][other.order[a] >= 0]]
        for k in range(len(fleet.rows)):
            if other.size[t] > most[k] or other.detour_s[a] > detour[k]:
                continue
            if not instance.place_ok[k, stops].all():
                continue
            home = int(instance.home_ok[k, outer[a]])
            held = tail[k, t]
            better = drive_m < held[:, TAIL_M]
            for column, value in (
                (TAIL_M, drive_m),
                (TAIL_S, drive_s),
                (LEAVE_M, empty[k, a]),
                (TAIL_HOME, home),
            ):
                held[:, column] = np.where(better, value, held[:, column])
