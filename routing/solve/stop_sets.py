"""Sets of stops on one side of a route, each with every order in which it may be driven."""

from __future__ import annotations

from itertools import combinations, permutations
from math import comb
from typing import NamedTuple

import numpy as np

from routing.artefacts.travel_matrix import TravelMatrix
from routing.duties.compiled import borrowing
from routing.solve.instance import Flags, Ints, StopNode

LONGEST = 3
"""Stops on a side up to which every set and every order is enumerated."""


class Side(NamedTuple):
    """Stop sets of one side and their orders; a named tuple so that compiled code can take it.

    Attributes:
        sets: shape (sets, LONGEST), node indices in rising order, −1 where a set is shorter.
        size: stops of each set.
        meets: 1 where the set is a stop at a station that meets a service.
        start: shape (sets + 1,), where each set's orders begin.
        owner: the set of each order.
        order: shape (orders, LONGEST), node indices in driving order.
        first, last: node index of the first and the last stop of each order.
        drive_s, drive_m: driving along each order.
        detour_s: time from leaving the first stop to leaving the last, at its very least, beyond
            the direct drive between the two.
        place: travel matrix index of each node.
    """

    sets: Ints
    size: Ints
    meets: Ints
    start: Ints
    owner: Ints
    order: Ints
    first: Ints
    last: Ints
    drive_s: Ints
    drive_m: Ints
    detour_s: Ints
    place: Ints


TOO_FAR = 10**10
"""Seconds or metres that stand for a pair no road joins; sums of them do not overflow."""


class Roads(NamedTuple):
    """Driving times and distances between all places of the matrix, at most ``TOO_FAR``."""

    duration_s: Ints
    distance_m: Ints


def roads_of(matrix: TravelMatrix) -> Roads:
    """The matrix in a form whose sums cannot overflow."""
    return Roads(np.minimum(matrix.duration_s, TOO_FAR), np.minimum(matrix.distance_m, TOO_FAR))


def count_sets(areas: list[list[int]], longest: int) -> int:
    """Sets of two to ``longest`` stops that lie within one area each."""
    return sum(comb(len(area), size) for area in areas for size in range(2, longest + 1))


def build_side(
    nodes: tuple[StopNode, ...],
    roads: Roads,
    *,
    areas: list[list[int]],
    longest: int,
    limit_s: int,
    fixed_s: int,
) -> Side:
    """Every set of up to ``longest`` plain stops of an area, and every single stop.

    Args:
        nodes: the stops of this side.
        roads: driving between places.
        areas: plain stops, as indices of ``nodes``, that may be joined; one list for all of them
            leaves no set out.
        longest: most stops that any fleet row allows, at most ``LONGEST``.
        limit_s: the widest detour that any row allows; orders beyond it are dropped, and sets
            without an order.
        fixed_s: the least time of a stop.
    """
    place = np.array([n.place for n in nodes], dtype=np.int64)
    meets = np.array([int(n.service is not None) for n in nodes], dtype=np.int64)
    blocks = [np.arange(len(nodes), dtype=np.int64)[:, None]]
    for size in range(2, longest + 1):
        chosen = sorted(c for area in areas for c in combinations(area, size))
        blocks.append(np.array(chosen, dtype=np.int64).reshape(len(chosen), size))
    parts = [_orders(b, place, roads, fixed_s=fixed_s) for b in blocks]
    return _assemble(blocks, parts, limit_s=limit_s, stops=(place, meets))


def _orders(sets: Ints, place: Ints, roads: Roads, *, fixed_s: int) -> list[Ints]:
    """For each permutation: rows of (set, driving order, drive_s, drive_m, detour_s)."""
    count, size = sets.shape
    found = []
    for turn in permutations(range(size)):
        order = sets[:, list(turn)]
        at = place[order]
        drive_s = roads.duration_s[at[:, :-1], at[:, 1:]].sum(axis=1)
        drive_m = roads.distance_m[at[:, :-1], at[:, 1:]].sum(axis=1)
        straight = roads.duration_s[at[:, 0], at[:, -1]] if size > 1 else np.zeros(count, np.int64)
        detour = drive_s + (size - 1) * fixed_s - straight
        padded = np.full((count, LONGEST), -1, dtype=np.int64)
        padded[:, :size] = order
        numbers = np.arange(count, dtype=np.int64)
        found.append(np.column_stack([numbers, padded, drive_s, drive_m, detour]))
    return found


def _assemble(
    blocks: list[Ints], parts: list[list[Ints]], *, limit_s: int, stops: tuple[Ints, Ints]
) -> Side:
    place, meets = stops
    sets_found: list[Ints] = []
    orders_found: list[Ints] = []
    shift = 0
    for block, orders in zip(blocks, parts, strict=True):
        rows = np.vstack(orders)
        rows = rows[rows[:, -1] <= limit_s]
        kept, renumbered = np.unique(rows[:, 0], return_inverse=True)
        padded = np.full((len(kept), LONGEST), -1, dtype=np.int64)
        padded[:, : block.shape[1]] = block[kept]
        rows[:, 0] = renumbered + shift
        shift += len(kept)
        sets_found.append(padded)
        orders_found.append(rows[np.argsort(rows[:, 0], kind="stable")])
    sets, rows = np.vstack(sets_found), np.vstack(orders_found)
    size = (sets >= 0).sum(axis=1)
    length = size[rows[:, 0]]
    order = np.ascontiguousarray(rows[:, 1 : 1 + LONGEST])
    start = np.searchsorted(rows[:, 0], np.arange(len(sets) + 1)).astype(np.int64)
    return Side(
        sets=sets,
        size=size,
        meets=meets[sets[:, 0]] if len(sets) else np.zeros(0, np.int64),
        start=start,
        owner=rows[:, 0].copy(),
        order=order,
        first=order[:, 0].copy(),
        last=order[np.arange(len(order)), length - 1],
        drive_s=rows[:, -3].copy(),
        drive_m=rows[:, -2].copy(),
        detour_s=rows[:, -1].copy(),
        place=place,
    )


def within(side: Side, fits: Flags) -> Side:
    """A side with only the orders that fit; sets stay, also those without an order left."""
    owner = side.owner[fits]
    start = np.searchsorted(owner, np.arange(len(side.sets) + 1)).astype(np.int64)
    return side._replace(
        start=start,
        owner=owner,
        order=np.ascontiguousarray(side.order[fits]),
        first=side.first[fits],
        last=side.last[fits],
        drive_s=side.drive_s[fits],
        drive_m=side.drive_m[fits],
        detour_s=side.detour_s[fits],
    )


@borrowing
def loaded_way(sides: tuple[Side, Side], roads: Roads, a: int, b: int) -> tuple[int, int]:
    """Seconds and metres from the first stop of a pickup order to the last of a drop order."""
    pick, drop = sides
    leave, enter = pick.place[pick.last[a]], drop.place[drop.first[b]]
    drive_s = pick.drive_s[a] + roads.duration_s[leave, enter] + drop.drive_s[b]
    loaded_m = pick.drive_m[a] + roads.distance_m[leave, enter] + drop.drive_m[b]
    return drive_s, loaded_m


def set_codes(side: Side, base: int) -> Ints:
    """One number per set: its nodes in rising order as digits."""
    code = np.zeros(len(side.sets), dtype=np.int64)
    for column in side.sets.T:
        code = np.where(column >= 0, code * base + column + 1, code)
    return code
