"""What the annealing works on: coaches with loads as rows of numbers, and what they may be.

Few arrays with many columns, because compiled functions pass every array of a tuple by value.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import borrowing, inlined
from routing.model.runs import RunRole
from routing.solve.floors import BIG_FEN
from routing.solve.hashing import look_up, number_map
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.pricing import Numbers
from routing.solve.stop_sets import LONGEST, roads_of, set_codes
from routing.solve.table import ROLES, Table
from routing.solve.wholes import Mates

ITEMS, ROW, PICKS, DROPS, LOAD, COMB, COST, MASK, CHAIRS, ROLE = range(10)
"""Columns of a coach; then come its pickup nodes and its drop nodes, each in rising order, then
its cargo: item and people by turns."""
FIRST_PICK = 10
FIRST_DROP = FIRST_PICK + LONGEST
CARGO = FIRST_DROP + LONGEST
MOST_ITEMS = 12
"""Items on one coach."""
WIDTH = CARGO + 2 * MOST_ITEMS

MOST_ROWS = 62
"""Fleet rows that a bit mask can hold."""

PICK, DROP, WHOLE, ALONE, ROWS, CHAIR, MISSED, KIND, MATES, FITS = range(10)
"""Columns of an item: its nodes, whether it is never split, its own combination, its rows as a
mask, the wheelchair places it takes (in all where it is never split, else per person), the penalty
for a person on no coach, its role, the set of items that it shares coaches with (−1 for none), and
whether one coach holds all of that set."""

SEATS, VEHICLES, LEAST, PLACES = range(4)
"""Columns of a fleet row: seats, vehicles, least load on a direct run, wheelchair places."""

BASE, DROP_SETS, HAS_CONFLICTS, MOST_SEATS = range(4)
"""Entries of ``Yard.meta``: the base of set codes, the number of drop sets, a flag, and the seats
of the largest row."""

RIDE_DIRECT, RIDE_FEEDER, RIDE_LAST, RIDE_OFFER, RIDE_BED, RIDE_COST, FIRST_RIDE, RIDES = range(8)
"""Columns of a ride: the items it stands for, offer, bed and cost; the rides of its demand are the
``RIDES`` that begin at ``FIRST_RIDE``. −1 where there is none."""

OFFER_SEATS, OFFER_UNITS, OFFER_LEAST, OFFER_PRICE = range(4)
"""Columns of an offer; hotels follow in the same array, with their beds as one unit of seats."""

FEWEST, MEETS = range(2)
"""Columns of a set that shares coaches: the coaches it needs at least, and whether two of its
items must only meet somewhere."""

PICK_KEY, DROP_KEY, PAIR_KEY, KEYS = 0, 1, 2, 3
"""Kinds of keys in ``Yard.slots``: a key is ``KEYS × code + kind``."""

SHORT_FEN = 200_000
"""Penalty per person below a row's least load; more than any saving from a smaller load."""
SPLIT_FEN = 20_000_000
"""Penalty for each coach beyond the first that carries people who are to share one."""


class Yard(NamedTuple):
    """Everything that does not change while coaches are rearranged.

    Attributes:
        item: shape (items, 10).
        price: per item, what a seat is worth.
        conflict: items that never share a coach.
        cost: shape (combinations, rows + 1); the last column is the role.
        rows: shape (rows, 4).
        slots: the hash table from stop sets and pairs of them to their numbers.
        near: shape (2, nodes, nodes), driving times between pickups and between drops.
        meta: four numbers.
        ride: shape (rides, 8).
        offer: shape (offers and hotels, 4).
        sets: shape (sets that share coaches, 2).
    """

    item: Ints
    price: Numbers
    conflict: Flags
    cost: Ints
    rows: Ints
    slots: Ints
    near: Ints
    meta: Ints
    ride: Ints
    offer: Ints
    sets: Ints


class Fleet(NamedTuple):
    """Coaches at work.

    Attributes:
        coach: shape (most coaches, WIDTH).
        missed: people of each item on no coach.
        used: coaches of each row.
        riding: people on each ride.
        sold: people on each offer and in each hotel.
        total: coaches at work, and the cost of everything.
    """

    coach: Ints
    missed: Ints
    used: Ints
    riding: Ints
    sold: Ints
    total: Ints


def new_fleet(instance: Instance, amounts: Ints) -> Fleet:
    """No coach yet; nobody is waiting."""
    most = int(instance.fleet.count.sum()) + 1
    seats = max(1, int(instance.fleet.capacity.max(initial=1)))
    most = min(most, 3 * int(amounts.sum()) // seats + 4 * len(amounts) + 40)
    return Fleet(
        coach=np.zeros((most, WIDTH), dtype=np.int64),
        missed=np.zeros(len(amounts), dtype=np.int64),
        used=np.zeros(len(instance.fleet.rows), dtype=np.int64),
        riding=np.zeros(len(instance.rides), dtype=np.int64),
        sold=np.zeros(len(instance.offers) + len(instance.beds), dtype=np.int64),
        total=np.zeros(2, dtype=np.int64),
    )


def build_yard(
    instance: Instance, table: Table, *, price: Numbers, missed_fen: Ints, mates: Mates
) -> Yard:
    """The table in the form that the annealing reads.

    Args:
        instance: the problem.
        table: its columns; costs may have been made true.
        price: per item, what a seat for one person is worth at the relaxation's prices.
        missed_fen: per item, the penalty for one person who is on no coach.
        mates: who is never split, and who shares coaches.
    """
    fleet = instance.fleet
    base = 1 + max(len(instance.picks), len(instance.drops))
    places = np.array([int(r.wheelchair_places) for r in fleet.rows], dtype=np.int64)
    slots = _slots(table, base)
    drop_sets = len(table.drop.sets)
    seats = int(table.capacity.max(initial=0))
    flag = int(instance.conflict.any())
    meta = np.array([base, drop_sets, flag, seats], dtype=np.int64)
    return Yard(
        item=_items(instance, table, missed_fen, mates, slots),
        price=price.astype(np.float64),
        conflict=instance.conflict,
        cost=np.column_stack([table.cost, table.role]),
        rows=np.column_stack([table.capacity, fleet.count, table.least, places]),
        slots=slots,
        near=_near(instance, table),
        meta=meta,
        ride=_rides(instance),
        offer=_offers(instance),
        sets=np.array([(x.fewest, x.meets) for x in mates.sets], dtype=np.int64).reshape(-1, 2),
    )


def _rides(instance: Instance) -> Ints:
    """The rides with the items they stand for; rides of one demand follow one another."""
    direct = {i.demand: e for e, i in enumerate(instance.items) if i.role is RunRole.DIRECT}
    known = instance.ride_table
    first = np.searchsorted(known.demand, known.demand, side="left")
    after = np.searchsorted(known.demand, known.demand, side="right")
    beds = np.where(known.bed >= 0, known.bed + len(instance.offers), -1)
    return np.column_stack(
        [
            np.array([direct.get(int(d), -1) for d in known.demand], dtype=np.int64),
            known.feeder,
            known.last_mile,
            known.offer,
            beds,
            known.cost,
            first,
            after - first,
        ]
    )


def _offers(instance: Instance) -> Ints:
    rows = [(o.seats, o.units, o.min_people, o.price_fen) for o in instance.offers]
    rows += [(b.beds, 1, 0, 0) for b in instance.beds]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 4)


def _slots(table: Table, base: int) -> Ints:
    """Numbers of pickup sets, drop sets, and pairs; a pair's first combination stands for all."""
    pair_codes = table.pair[:, 0] * len(table.drop.sets) + table.pair[:, 1]
    pairs, first = np.unique(pair_codes, return_index=True)
    codes = (set_codes(table.pick, base), set_codes(table.drop, base), pairs)
    values = (np.arange(len(codes[0])), np.arange(len(codes[1])), first)
    keys = [code * KEYS + kind for kind, code in enumerate(codes)]
    return number_map(np.concatenate(keys), np.concatenate(values).astype(np.int64))


def _near(instance: Instance, table: Table) -> Ints:
    roads = roads_of(instance.problem.matrix).duration_s
    size = max(len(instance.picks), len(instance.drops))
    near = np.zeros((2, size, size), dtype=np.int64)
    for side, place in enumerate((table.pick.place, table.drop.place)):
        near[side, : len(place), : len(place)] = roads[np.ix_(place, place)]
    return near


def _items(instance: Instance, table: Table, missed_fen: Ints, mates: Mates, slots: Ints) -> Ints:
    item = np.zeros((len(instance.items), 10), dtype=np.int64)
    whole = mates.whole
    single_pick = {int(s[0]): n for n, s in enumerate(table.pick.sets) if table.pick.size[n] == 1}
    single_drop = {int(s[0]): n for n, s in enumerate(table.drop.sets) if table.drop.size[n] == 1}
    for e, known in enumerate(instance.items):
        chairs = instance.demands[known.demand].wheelchairs
        alone = single_pick[known.pick] * len(table.drop.sets) + single_drop[known.drop]
        item[e] = (
            known.pick,
            known.drop,
            int(known.demand in whole),
            look_up(slots, alone * KEYS + PAIR_KEY),
            sum(1 << k for k in known.rows),
            chairs if known.demand in whole else min(1, chairs),
            missed_fen[e],
            ROLES[known.role],
            mates.set_of.get(known.demand, -1),
            int(known.demand in mates.fitting),
        )
    return item


@borrowing
def set_code(row: Ints, first: int, count: int, extra: int, base: int) -> int:
    """The code of a coach's stops on one side with one more, unless it is among them or −1."""
    code = 0
    placed = extra < 0
    for z in range(first, first + count):
        if not placed and extra <= row[z]:
            code = code * base + extra + 1 if extra < row[z] else code
            placed = True
        code = code * base + row[z] + 1
    if not placed:
        code = code * base + extra + 1
    return code


@borrowing
def stops_at(row: Ints, first: int, count: int, node: int) -> bool:
    """Whether a coach already stops at a node."""
    found = False
    for z in range(first, first + count):
        found |= row[z] == node
    return found


@borrowing
def run_fen(cost: Ints, rows: Ints, combination: int, k: int, load: int) -> int:
    """Cost of a coach, with the penalty for a direct run below its least load."""
    if combination < 0:
        return BIG_FEN
    fen = cost[combination, k]
    if load < rows[k, LEAST] and cost[combination, cost.shape[1] - 1] == 0:
        fen += SHORT_FEN * (rows[k, LEAST] - load)
    return int(fen)


@borrowing
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


@borrowing
def combination_with(slots: Ints, meta: Ints, row: Ints, pick: int, drop: int) -> int:
    """The combination of a coach's stops with one more on each side; −1 when there is none.

    A stop that the coach has already, or −1, adds none.
    """
    s = _set_with(slots, meta, row, FIRST_PICK, row[PICKS], pick, PICK_KEY)
    if s < 0:
        return -1
    t = _set_with(slots, meta, row, FIRST_DROP, row[DROPS], drop, DROP_KEY)
    if t < 0:
        return -1
    return look_up(slots, (s * meta[DROP_SETS] + t) * KEYS + PAIR_KEY)


@inlined
def _set_with(
    slots: Ints, meta: Ints, row: Ints, first: int, count: int, node: int, kind: int
) -> int:
    """The set of a coach's stops on a side with one more; −1 when there is none."""
    if count == LONGEST and node >= 0 and not stops_at(row, first, count, node):
        return -1
    return look_up(slots, set_code(row, first, count, node, meta[BASE]) * KEYS + kind)


@borrowing
def refresh(yard: Yard, fleet: Fleet, c: int) -> None:
    """Work out a coach's stops, load and cost from its cargo; the total follows."""
    row = fleet.coach[c]
    _work_out(row, yard.item)
    row[COMB] = combination_with(yard.slots, yard.meta, row, -1, -1)
    fleet.total[1] += charge(row, yard.cost, yard.rows)


@borrowing
def charge(row: Ints, cost: Ints, rows: Ints) -> int:
    """Enter a coach's cost; what that adds to the total."""
    before = row[COST]
    row[COST] = run_fen(cost, rows, row[COMB], row[ROW], row[LOAD])
    return int(row[COST] - before)


@borrowing
def _work_out(row: Ints, items: Ints) -> None:
    row[PICKS] = 0
    row[DROPS] = 0
    row[LOAD] = 0
    row[CHAIRS] = 0
    row[MASK] = (1 << MOST_ROWS) - 1
    for at in range(CARGO, CARGO + 2 * row[ITEMS], 2):
        count_in(row, items[row[at]], row[at + 1])


@borrowing
def count_in(row: Ints, item: Ints, people: int) -> None:
    """Let a coach's stops, load and rows know of people who are in its cargo."""
    row[LOAD] += people
    row[CHAIRS] += item[CHAIR] if item[WHOLE] else people * item[CHAIR]
    row[MASK] &= item[ROWS]
    row[ROLE] = item[KIND]
    add_stop(row, FIRST_PICK, PICKS, item[PICK])
    add_stop(row, FIRST_DROP, DROPS, item[DROP])
