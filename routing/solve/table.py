"""The table of columns: every useful (pickups, drops, fleet row) with its cost and its people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from routing.duties.compiled import borrowing
from routing.duties.relay_terms import may_relay
from routing.model.certificate import StopSpace
from routing.model.runs import RunRole
from routing.solve.cliques import split_conflicts
from routing.solve.floors import ALONE, BIG_FEN, Law, Sharing, floor_fen, law_of
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.repeats import Repeats, find_repeats, no_repeats
from routing.solve.sides import build_sides
from routing.solve.stop_sets import LONGEST, TOO_FAR, Roads, Side, loaded_way, roads_of
from routing.solve.vain_stops import find_vain


class Rows(NamedTuple):
    """What compiled code reads of the fleet."""

    base: Ints
    max_pickups: Ints
    max_drops: Ints
    pickup_detour_s: Ints
    drop_detour_s: Ints
    tariff: Ints
    place_ok: Flags
    home_ok: Flags
    most: Ints
    pause_s: Ints
    span_s: Ints
    come_m: Ints
    leave_m: Ints


@dataclass(slots=True)
class Table:
    """Columns as (combination, fleet row); a combination is a pickup set with a drop set.

    Attributes:
        pick, drop: the two sides.
        pair: shape (combinations, 2), set indices on either side.
        start, items: the items of each combination, ragged.
        role: 0 direct, 1 feeder, 2 last mile.
        cost: shape (combinations, rows), fen; ``BIG_FEN`` where not allowed. A bound from below
            until the column's clock has been worked out. A linked column pays its least share.
        alone: the same for a run that has its vehicle to itself; the same array as ``cost`` where
            nothing is linked.
        linked: shape (combinations, rows), runs whose vehicle may serve others too.
        repeats: how often vehicles may run.
        orders: shape (combinations, rows, 2), the orders that give the cost.
        may: shape (items, rows), rows that may carry an item.
        amount: people of each item.
        capacity: seats of each row.
        least: fewest people of each row on a direct run.
        space: the runs that the table holds, in words that a certificate can carry.
    """

    pick: Side
    drop: Side
    pair: Ints
    start: Ints
    items: Ints
    role: Ints
    cost: Ints
    alone: Ints
    linked: Flags
    repeats: Repeats
    orders: Ints
    may: Flags
    amount: Ints
    capacity: Ints
    least: Ints
    space: StopSpace

    @property
    def size(self) -> int:
        """Number of combinations."""
        return len(self.pair)

    def items_of(self, combination: int) -> Ints:
        """Indices of the items that a combination can carry."""
        return self.items[self.start[combination] : self.start[combination + 1]]


ROLES = {RunRole.DIRECT: 0, RunRole.FEEDER: 1, RunRole.LAST_MILE: 2}


Narrow = Callable[[Instance, Side, Side], tuple[Side, Side]]
"""Drops orders by a rule of its own."""


def build_table(
    instance: Instance,
    narrow: Narrow | None = None,
    *,
    again: bool = True,
    longest: tuple[int, int] = (LONGEST, LONGEST),
) -> Table:
    """Every combination in which each stop has somebody, with its least cost per row.

    A row that may carry nobody of some stop is not allowed there, as certify has it. Combinations
    that no row may drive are left out. ``narrow`` drops orders by a rule that
    scenarios have no words for. ``again`` lets shuttles run again with one vehicle. ``longest``
    bounds the stops of the sets that are listed, of pickups and of drops.
    """
    fleet = instance.fleet
    roads = roads_of(instance.problem.matrix)
    pick, drop, space = build_sides(instance, roads, longest=longest)
    if narrow is not None:
        pick, drop = narrow(instance, pick, drop)
    pair, start, items = _combine(instance, pick, drop)
    cost = np.full((len(pair), len(fleet.rows)), BIG_FEN, dtype=np.int64)
    orders = np.full((len(pair), len(fleet.rows), 2), -1, dtype=np.int64)
    repeats = find_repeats(instance) if again else no_repeats(instance)
    linked = _linked_columns(repeats.linked, start, items)
    ways = (pair, (pick, drop), roads, rows_of(instance, repeats))
    values = instance.problem.policy.values
    law = law_of(instance, relays=may_relay(instance.problem.scenario, values))
    price_orders(*ways, law, np.zeros_like(linked), (cost, orders))
    alone = cost
    if repeats.any:
        cost = np.full_like(alone, BIG_FEN)
        price_orders(*ways, law, linked, (cost, orders))
    may = _may(instance)
    vain = find_vain(instance, (pick, drop), (pair, start, items), may)
    cost[vain] = alone[vain] = BIG_FEN
    kinds = np.array([ROLES[i.role] for i in instance.items], dtype=np.int64)
    return Table(
        pick=pick,
        drop=drop,
        pair=pair,
        start=start,
        items=items,
        role=kinds[items[start[:-1]]] if len(pair) else np.zeros(0, np.int64),
        cost=cost,
        alone=alone,
        linked=linked,
        repeats=repeats,
        orders=orders,
        may=may,
        amount=np.array(
            [instance.demands[i.demand].people for i in instance.items], dtype=np.int64
        ),
        capacity=fleet.capacity,
        least=fleet.min_people,
        space=space.model_copy(update={"repeats": again}),
    )


def price_pairs(
    instance: Instance, sides: tuple[Side, Side], pair: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Combinations of given set pairs: pairs, starts, items, costs and orders, as in ``Table``."""
    pair, start, items = _with_items(instance, sides, pair, _trips(instance)[1])
    rows = rows_of(instance, no_repeats(instance))
    cost = np.full((len(pair), len(instance.fleet.rows)), BIG_FEN, dtype=np.int64)
    orders = np.full((*cost.shape, 2), -1, dtype=np.int64)
    law, roads = law_of(instance), roads_of(instance.problem.matrix)
    price_orders(pair, sides, roads, rows, law, np.zeros(cost.shape, dtype=bool), (cost, orders))
    return pair, start, items, cost, orders


def _linked_columns(linked: Flags, start: Ints, items: Ints) -> Flags:
    """Shape (combinations, rows): whether a column holds an item of a linked trip."""
    if not linked.any() or len(start) == 1:
        return np.zeros((len(start) - 1, linked.shape[1]), dtype=bool)
    found: Flags = np.logical_or.reduceat(linked[items], start[:-1], axis=0)
    return found


def rows_of(instance: Instance, repeats: Repeats) -> Rows:
    """The fleet for compiled code."""
    fleet = instance.fleet
    return Rows(
        fleet.base,
        fleet.max_pickups,
        fleet.max_drops,
        fleet.pickup_detour_s,
        fleet.drop_detour_s,
        fleet.tariff,
        instance.place_ok,
        instance.home_ok,
        repeats.most,
        repeats.pause_s,
        repeats.span_s,
        repeats.come_m,
        repeats.leave_m,
    )


def _may(instance: Instance) -> Flags:
    may = np.zeros((len(instance.items), len(instance.fleet.rows)), dtype=bool)
    for i, item in enumerate(instance.items):
        may[i, list(item.rows)] = True
    return may


def _combine(instance: Instance, pick: Side, drop: Side) -> tuple[Ints, Ints, Ints]:
    """Combinations with their items; those that hold conflicts are split into cliques."""
    link, trip = _trips(instance)
    none = np.zeros((0, 2), dtype=np.int64)
    pair = np.empty((count_pairs((pick, drop), link, none), 2), dtype=np.int64)
    count_pairs((pick, drop), link, pair)
    return _with_items(instance, (pick, drop), pair, trip)


Trips = tuple[Ints, Ints, Ints]
"""Number of each pair of nodes, where its items begin, and the items."""


def _trips(instance: Instance) -> tuple[Flags, Trips]:
    """Which pickups and drops have items between them, and those items."""
    link = np.zeros((len(instance.picks), len(instance.drops)), dtype=bool)
    trips: dict[tuple[int, int], list[int]] = {}
    for i, item in enumerate(instance.items):
        if item.rows and not instance.conflict[i, i]:
            link[item.pick, item.drop] = True
            trips.setdefault((item.pick, item.drop), []).append(i)
    number = np.full(link.shape, -1, dtype=np.int64)
    trip_start, trip_items = [0], list[int]()
    for at, ((p, d), found) in enumerate(sorted(trips.items())):
        number[p, d] = at
        trip_items += found
        trip_start.append(len(trip_items))
    return link, (number, np.array(trip_start, np.int64), np.array(trip_items, np.int64))


def _with_items(
    instance: Instance, sides: tuple[Side, Side], pair: Ints, trip: Trips
) -> tuple[Ints, Ints, Ints]:
    pick, drop = sides
    start = np.zeros(len(pair) + 1, dtype=np.int64)
    size = list_items(pair, pick.sets, drop.sets, trip, start, np.zeros(0, np.int64))
    items = np.zeros(size, dtype=np.int64)
    list_items(pair, pick.sets, drop.sets, trip, start, items)
    return split_conflicts(instance, pair, start, items)


@borrowing
def count_pairs(sides: tuple[Side, Side], link: Flags, out: Ints) -> int:
    """Count, and write where ``out`` has room, the set pairs whose every stop has a partner.

    Sets without an order are passed over.
    """
    pick, drop = sides
    found = 0
    for s in range(pick.sets.shape[0]):
        if pick.start[s] == pick.start[s + 1]:
            continue
        for t in range(drop.sets.shape[0]):
            if drop.start[t] < drop.start[t + 1] and _linked(pick.sets[s], drop.sets[t], link):
                if found < out.shape[0]:
                    out[found, 0] = s
                    out[found, 1] = t
                found += 1
    return found


@borrowing
def _linked(pick: Ints, drop: Ints, link: Flags) -> bool:
    reached = 0
    for a in range(len(pick)):
        if pick[a] < 0:
            break
        hit = False
        for b in range(len(drop)):
            if drop[b] < 0:
                break
            if link[pick[a], drop[b]]:
                hit = True
                reached |= 1 << b
        if not hit:
            return False
    wanted = 0
    for b in range(len(drop)):
        if drop[b] >= 0:
            wanted |= 1 << b
    return reached == wanted


@borrowing
def list_items(
    pair: Ints,
    picks: Ints,
    drops: Ints,
    trip: tuple[Ints, Ints, Ints],
    start: Ints,
    out: Ints,
) -> int:
    """Count, and write where ``out`` has room, the items of each pair; fills ``start``."""
    number, trip_start, trip_items = trip
    found = 0
    for c in range(pair.shape[0]):
        start[c] = found
        for p in picks[pair[c, 0]]:
            for d in drops[pair[c, 1]]:
                if p < 0 or d < 0 or number[p, d] < 0:
                    continue
                at = number[p, d]
                for e in range(trip_start[at], trip_start[at + 1]):
                    if found < len(out):
                        out[found] = trip_items[e]
                    found += 1
    start[pair.shape[0]] = found
    return found


@borrowing
def price_orders(
    pair: Ints,
    sides: tuple[Side, Side],
    roads: Roads,
    rows: Rows,
    law: Law,
    linked: Flags,
    out: tuple[Ints, Ints],
) -> None:
    """Fill costs and orders, both in ``out``, with the cheapest pair of orders of each column."""
    cost, orders = out
    pick, drop = sides
    for c in range(pair.shape[0]):
        s, t = pair[c]
        for a in range(pick.start[s], pick.start[s + 1]):
            for b in range(drop.start[t], drop.start[t + 1]):
                for k in range(len(rows.base)):
                    if order_allowed(sides, rows, k, a, b):
                        fen = order_fen(sides, roads, rows, law, (k, a, b), linked[c, k])
                        if fen < cost[c, k]:
                            cost[c, k] = fen
                            orders[c, k, 0] = a
                            orders[c, k, 1] = b


@borrowing
def order_allowed(sides: tuple[Side, Side], rows: Rows, k: int, a: int, b: int) -> bool:
    """Whether a row may drive these two orders: stops, detours, access, home area."""
    pick, drop = sides
    s, t = pick.owner[a], drop.owner[b]
    if pick.size[s] > rows.max_pickups[k] or drop.size[t] > rows.max_drops[k]:
        return False
    if pick.detour_s[a] > rows.pickup_detour_s[k] or drop.detour_s[b] > rows.drop_detour_s[k]:
        return False
    for node in pick.sets[s]:
        if node >= 0 and not rows.place_ok[k, pick.place[node]]:
            return False
    for node in drop.sets[t]:
        if node >= 0 and not rows.place_ok[k, drop.place[node]]:
            return False
    first, last = pick.place[pick.first[a]], drop.place[drop.last[b]]
    return bool(rows.home_ok[k, first] or rows.home_ok[k, last])


@borrowing
def order_fen(
    sides: tuple[Side, Side],
    roads: Roads,
    rows: Rows,
    law: Law,
    column: tuple[int, int, int],
    linked: bool,
) -> int:
    """The least cost of a row on two orders; ``BIG_FEN`` where no road or crew allows it.

    ``column`` is (row, pickup order, drop order); a linked run may share its vehicle.
    """
    k, a, b = column
    pick, drop = sides
    first, last = pick.place[pick.first[a]], drop.place[drop.last[b]]
    drive_s, loaded_m = loaded_way(sides, roads, a, b)
    come_m = roads.distance_m[rows.base[k], first]
    leave_m = roads.distance_m[last, rows.base[k]] if rows.tariff[k, 4] else 0
    sharing = ALONE
    if linked:
        come_m = min(come_m, rows.come_m[k, first])
        leave_m = min(leave_m, rows.leave_m[k, last])
        sharing = Sharing(rows.most[k], rows.pause_s[k], rows.span_s[k])
    empty_m = come_m + leave_m
    if drive_s >= TOO_FAR or empty_m >= TOO_FAR:
        return BIG_FEN
    s, t = pick.owner[a], drop.owner[b]
    exempt = pick.meets[s] + drop.meets[t] > 0
    stops = pick.size[s] + drop.size[t]
    ways = (loaded_m, empty_m, drive_s)
    return floor_fen(rows.tariff[k], ways, stops, exempt, law, sharing)
