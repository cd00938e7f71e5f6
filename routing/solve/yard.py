"""What the annealing works on: coaches with loads as rows of numbers, and what they may be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.solve.compiled import compiled
from routing.solve.floors import BIG_FEN
from routing.solve.hashing import NumberMap, look_up, number_map
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.pricing import Numbers
from routing.solve.stop_sets import LONGEST, Side, roads_of
from routing.solve.table import Table

ITEMS, ROW, PICKS, DROPS, LOAD, PICK_SET, DROP_SET, COMB, COST, MASK, CHAIRS = range(11)
"""Columns of a coach; then come its pickup nodes and its drop nodes, each in rising order."""
FIRST_PICK = 11
FIRST_DROP = FIRST_PICK + LONGEST
WIDTH = FIRST_DROP + LONGEST

MOST_ITEMS = 12
"""Items on one coach."""
MOST_ROWS = 62
"""Fleet rows that a bit mask can hold."""

PICK, DROP, WHOLE, ALONE, ROWS, CHAIR = range(6)
"""Columns of an item: its nodes, whether it is never split, its own combination, its rows as a
mask, and the wheelchair places it takes: in all where it is never split, else per person."""

SHORT_FEN = 200_000
"""Penalty per person below a row's least load; more than any saving from a smaller load."""


class Yard(NamedTuple):
    """Everything that does not change while coaches are rearranged."""

    item: Ints
    price: Numbers
    missed_fen: Ints
    conflict: Flags
    has_conflicts: bool
    cost: Ints
    role: Ints
    capacity: Ints
    vehicles: Ints
    least: Ints
    chair_places: Ints
    pick_sets: NumberMap
    drop_sets: NumberMap
    pairs: NumberMap
    base: Ints
    """Two numbers: the base of set codes, and the number of drop sets."""
    near_pick: Ints
    near_drop: Ints


class Fleet(NamedTuple):
    """Coaches at work.

    Attributes:
        coach: shape (most coaches, WIDTH).
        cargo: shape (most coaches, 2 × MOST_ITEMS), item and people by turns.
        missed: people of each item on no coach.
        used: coaches of each row.
        total: coaches at work, and the cost of everything.
    """

    coach: Ints
    cargo: Ints
    missed: Ints
    used: Ints
    total: Ints


def new_fleet(instance: Instance, amounts: Ints) -> Fleet:
    """No coach yet; everybody is waiting."""
    most = int(instance.fleet.count.sum()) + 1
    capacity = max(1, int(instance.fleet.capacity.max(initial=1)))
    most = min(most, 3 * int(amounts.sum()) // capacity + 4 * len(amounts) + 40)
    return Fleet(
        coach=np.zeros((most, WIDTH), dtype=np.int64),
        cargo=np.zeros((most, 2 * MOST_ITEMS), dtype=np.int64),
        missed=amounts.astype(np.int64).copy(),
        used=np.zeros(len(instance.fleet.rows), dtype=np.int64),
        total=np.zeros(2, dtype=np.int64),
    )


def build_yard(
    instance: Instance, table: Table, *, price: Numbers, missed_fen: Ints, whole: frozenset[int]
) -> Yard:
    """The table in the form that the annealing reads.

    Args:
        instance: the problem.
        table: its columns; costs may have been made true.
        price: per item, what a seat for one person is worth at the relaxation's prices.
        missed_fen: per item, the penalty for one person who is on no coach.
        whole: demands that are never split.
    """
    base = 1 + max(len(instance.picks), len(instance.drops))
    drop_sets = len(table.drop.sets)
    first = np.unique(table.pair[:, 0] * drop_sets + table.pair[:, 1], return_index=True)
    # One combination stands for all with the same stops: they differ in their items only.
    codes = np.full(len(table.pair), -1, dtype=np.int64)
    codes[first[1]] = first[0]
    pairs = number_map(np.zeros(0, np.int64))
    pairs = _pairs(codes)
    roads = roads_of(instance.problem.matrix).duration_s
    pick, drop = table.pick.place, table.drop.place
    places = [int(r.wheelchair_places) for r in instance.fleet.rows]
    return Yard(
        item=_items(instance, table, whole, pairs),
        price=price.astype(np.float64),
        missed_fen=missed_fen,
        conflict=instance.conflict,
        has_conflicts=bool(instance.conflict.any()),
        cost=table.cost,
        role=table.role,
        capacity=table.capacity,
        vehicles=instance.fleet.count,
        least=table.least,
        chair_places=np.array(places, dtype=np.int64),
        pick_sets=number_map(_codes(table.pick, base)),
        drop_sets=number_map(_codes(table.drop, base)),
        pairs=pairs,
        base=np.array([base, drop_sets], dtype=np.int64),
        near_pick=np.ascontiguousarray(roads[np.ix_(pick, pick)]),
        near_drop=np.ascontiguousarray(roads[np.ix_(drop, drop)]),
    )


def _pairs(codes: Ints) -> NumberMap:
    """A map from set pairs to the first combination that has them."""
    chosen = np.flatnonzero(codes >= 0)
    found = number_map(codes[chosen])
    known = found.values >= 0
    found.values[known] = chosen[found.values[known]]
    return found


def _codes(side: Side, base: int) -> Ints:
    """One number per set: its nodes in rising order as digits."""
    code = np.zeros(len(side.sets), dtype=np.int64)
    for column in side.sets.T:
        code = np.where(column >= 0, code * base + column + 1, code)
    return code


def _items(instance: Instance, table: Table, whole: frozenset[int], pairs: NumberMap) -> Ints:
    item = np.zeros((len(instance.items), 6), dtype=np.int64)
    single_pick = {int(s[0]): n for n, s in enumerate(table.pick.sets) if table.pick.size[n] == 1}
    single_drop = {int(s[0]): n for n, s in enumerate(table.drop.sets) if table.drop.size[n] == 1}
    sets = len(table.drop.sets)
    for e, known in enumerate(instance.items):
        demand = instance.demands[known.demand]
        alone = single_pick[known.pick] * sets + single_drop[known.drop]
        item[e] = (
            known.pick,
            known.drop,
            int(known.demand in whole),
            look_up(pairs, alone),
            sum(1 << k for k in known.rows),
            demand.wheelchairs if known.demand in whole else min(1, demand.wheelchairs),
        )
    return item


@compiled
def set_code(row: Ints, first: int, count: int, extra: int, base: int) -> int:
    """The code of a coach's stops on one side together with one more; −1 adds none."""
    code = 0
    placed = extra < 0
    for z in range(first, first + count):
        if not placed and extra < row[z]:
            code = code * base + extra + 1
            placed = True
        code = code * base + row[z] + 1
    if not placed:
        code = code * base + extra + 1
    return code


@compiled
def stops_at(row: Ints, first: int, count: int, node: int) -> bool:
    """Whether a coach already stops at a node."""
    found = False
    for z in range(first, first + count):
        found |= row[z] == node
    return found


@compiled
def combination_with(yard: Yard, row: Ints, item: int) -> int:
    """The combination of a coach once it also carries an item; −1 when there is none."""
    pick, drop = yard.item[item, PICK], yard.item[item, DROP]
    base = yard.base[0]
    s, t = row[PICK_SET], row[DROP_SET]
    same = True
    if not stops_at(row, FIRST_PICK, row[PICKS], pick):
        if row[PICKS] >= LONGEST:
            return -1
        s = look_up(yard.pick_sets, set_code(row, FIRST_PICK, row[PICKS], pick, base))
        same = False
    if not stops_at(row, FIRST_DROP, row[DROPS], drop):
        if row[DROPS] >= LONGEST:
            return -1
        t = look_up(yard.drop_sets, set_code(row, FIRST_DROP, row[DROPS], drop, base))
        same = False
    if s < 0 or t < 0:
        return -1
    return int(row[COMB]) if same else look_up(yard.pairs, s * yard.base[1] + t)


@compiled
def run_fen(yard: Yard, combination: int, row: int, load: int) -> int:
    """Cost of a coach, with the penalty for a direct run below its least load."""
    if combination < 0:
        return BIG_FEN
    fen = yard.cost[combination, row]
    if yard.role[combination] == 0 and load < yard.least[row]:
        fen += SHORT_FEN * (yard.least[row] - load)
    return int(fen)


@compiled
def add_stop(row: Ints, first: int, counter: int, node: int) -> None:
    """Enter a node among a coach's stops, which stay in rising order."""
    count = row[counter]
    if stops_at(row, first, count, node):
        return
    z = first + count
    while z > first and row[z - 1] > node:
        row[z] = row[z - 1]
        z -= 1
    row[z] = node
    row[counter] = count + 1


@compiled
def refresh(yard: Yard, fleet: Fleet, c: int) -> None:
    """Work out a coach's stops, load and cost from its cargo; the total follows."""
    row, cargo = fleet.coach[c], fleet.cargo[c]
    row[PICKS] = 0
    row[DROPS] = 0
    row[LOAD] = 0
    row[CHAIRS] = 0
    row[MASK] = (1 << MOST_ROWS) - 1
    for at in range(row[ITEMS]):
        item, people = cargo[2 * at], cargo[2 * at + 1]
        row[LOAD] += people
        chairs = yard.item[item, CHAIR]
        row[CHAIRS] += chairs if yard.item[item, WHOLE] else people * chairs
        row[MASK] &= yard.item[item, ROWS]
        add_stop(row, FIRST_PICK, PICKS, yard.item[item, PICK])
        add_stop(row, FIRST_DROP, DROPS, yard.item[item, DROP])
    base = yard.base[0]
    row[PICK_SET] = look_up(yard.pick_sets, set_code(row, FIRST_PICK, row[PICKS], -1, base))
    row[DROP_SET] = look_up(yard.drop_sets, set_code(row, FIRST_DROP, row[DROPS], -1, base))
    row[COMB] = look_up(yard.pairs, row[PICK_SET] * yard.base[1] + row[DROP_SET])
    fen = run_fen(yard, row[COMB], row[ROW], row[LOAD])
    fleet.total[1] += fen - row[COST]
    row[COST] = fen
