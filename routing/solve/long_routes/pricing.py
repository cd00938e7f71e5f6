"""Reduced costs of all routes of a growing side.

A relaxation comes first: routes are walked from the outer end inward by dynamic programming, and
what is known of them is how many stops they made, how many people they took, where they are, and
where they came from. They may stop twice at one place, though not at once again, and people may be
counted twice then. A search over true routes goes by what that says of the outer part of each.
Windows and who may not meet are left aside in both, so that no route is priced above its cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from routing.duties.compiled import borrowing, compiled
from routing.solve.abreast import halve_abreast
from routing.solve.duals import SCALE, Duals, Goal, load_price
from routing.solve.floors import law_of
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.long_routes.beyond import NEVER, build_beyond
from routing.solve.long_routes.reach import Reach
from routing.solve.long_routes.search import (
    FIRST,
    MONEY,
    STOPS,
    VALUE,
    Ending,
    Ground,
    Trail,
    new_trail,
    partial,
    search_routes,
)
from routing.solve.long_routes.ways import COME, FITS, HOME, MOST, OPEN, SEATS, Ways
from routing.solve.stop_sets import TOO_FAR, Side

Smalls = NDArray[np.int32]
WORTH_FEN = 1
"""What a route must save to be worth a column."""
LOOKED, MOST_LOOKED = 2_000, 200_000
"""Ways looked at for one fleet row and one set beyond, at first and at most."""
FEW_FOUND = 30
"""Routes found in one pass below which the next looks at twice as many ways."""
MOST_FOUND = 20
"""Routes kept of those that lead to one order of the stops beyond, at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """A route whose reduced cost is below zero.

    Attributes:
        stops: growing stops from the outer end inward.
        other: the other side's set.
        row: fleet row.
        load: people by item.
        reduced: fen times ``SCALE``.
    """

    stops: tuple[int, ...]
    other: int
    row: int
    load: tuple[tuple[int, int], ...]
    reduced: int


@dataclass(frozen=True, slots=True)
class Priced:
    """One pass: per fleet row, a bound from below on every route's reduced cost; some routes."""

    worst: Ints
    routes: list[Found]


class LongPricer:
    """Prices every route of one growing side."""

    def __init__(self, instance: Instance, reach: Reach, ways: Ways, other: Side) -> None:
        self.instance = instance
        self.ways = ways
        self.most = reach.most
        law = law_of(instance)
        self._laws = (law, partial(law))
        self.amount = np.array(
            [instance.demands[i.demand].people for i in instance.items], dtype=np.int64
        )
        self.may = np.zeros((len(instance.fleet.rows), len(instance.items)), dtype=bool)
        for e, item in enumerate(instance.items):
            self.may[list(item.rows), e] = True
        apart = ~np.eye(len(ways.start[0]), dtype=bool)
        self.near_s = int(ways.hop[1][apart].min(initial=TOO_FAR))
        self.beyond = build_beyond(instance, reach, other, self._laws[1], self.near_s)
        held: dict[tuple[int, int], list[int]] = {}
        for e, item in enumerate(instance.items):
            mine, theirs = (item.pick, item.drop) if reach.by_pick else (item.drop, item.pick)
            if item.rows and not instance.conflict[e, e]:
                held.setdefault((mine, theirs), []).append(e)
        self.sets = [_items_of_set(held, row, len(ways.start[0])) for row in other.sets]
        home = np.column_stack([instance.home_ok[:, other.place], np.zeros(len(self.may), bool)])
        self.far_home: Flags = np.logical_or.reduce(home[:, other.sets], axis=2)
        pairs = product(range(len(self.sets)), range(len(instance.fleet.rows)))
        # Neighbours are alike: each half of the work gets one of every two.
        some = [(t, k) for t, k in pairs if self.sets[t].shape[1] and instance.fleet.count[k]]
        self._pairs = some[::2] + some[1::2]
        self._looked = LOOKED

    def price(self, duals: Duals, goal: Goal) -> Priced:
        """One pass over every set of the other side and every row; ``duals`` are whole.

        Where many routes are found it looks at few ways: prices will change before the next pass.
        """
        while True:
            priced = self._pass(duals, goal, self._looked)
            enough = len(priced.routes) >= FEW_FOUND or self._looked >= MOST_LOOKED
            if not enough:
                self._looked = min(MOST_LOOKED, 2 * self._looked)
            if enough or priced.routes or priced.worst.min(initial=0) >= -WORTH_FEN * SCALE:
                return priced

    def _pass(self, duals: Duals, goal: Goal, most_looked: int) -> Priced:
        price = load_price(self.instance, duals, goal)
        worst = np.zeros(len(self.may), dtype=np.int64)
        found: list[tuple[int, list[Found]]] = [(0, [])] * len(self._pairs)

        def part(first: int, end: int) -> None:
            room = self._room()
            for n in range(first, end):
                t, k = self._pairs[n]
                ground = self._ground(t, k, price, int(duals.fleet[k]), goal.money)
                if ground is not None:
                    least, kept = self._look(t, k, ground, most_looked, room)
                    found[n] = (
                        least,
                        [
                            Found(stops, t, k, self._load(t, k, stops, price), value)
                            for stops, value in kept.items()
                            if value < -WORTH_FEN * SCALE
                        ],
                    )

        halve_abreast(part, len(self._pairs), least=2)
        for (_, k), (least, _) in zip(self._pairs, found, strict=True):
            worst[k] = min(worst[k], least)
        routes = [route for _, some in found for route in some]
        routes.sort(key=lambda r: (r.reduced, r.row, r.other, r.stops))
        return Priced(worst, routes)

    def _room(self) -> tuple[Trail, Ints]:
        """Room for one search at a time."""
        nodes, seats = len(self.ways.start[0]), int(self.ways.rows[:, SEATS].max(initial=0))
        found = np.zeros((MOST_FOUND, FIRST + self.most), dtype=np.int64)
        return new_trail(nodes, self.most, seats), found

    def _look(
        self, t: int, k: int, ground: Ground, most: int, room: tuple[Trail, Ints]
    ) -> tuple[int, dict[tuple[int, ...], int]]:
        """A bound on every route's reduced cost, and what routes were found, by their stops."""
        least, kept = 0, dict[tuple[int, ...], int]()
        trail, found = room
        for a in range(self.beyond.first[t], self.beyond.first[t + 1]):
            far, close = self.beyond.far[k, a], self.beyond.close[k, a]
            if far[OPEN] == 0:
                continue
            if not ground.limits[MONEY]:
                close = np.where(close < NEVER, 0, NEVER)
            ending = Ending(self.beyond.tail[a], far, close)
            limits = (least, most)
            bound, count, looked = search_routes(ground, ending, self._laws, trail, limits, found)
            least, most = min(least, bound), max(0, most - looked)
            for route in found[:count].tolist():
                stops = tuple(route[FIRST : FIRST + route[STOPS]][::-1])
                kept[stops] = min(kept.get(stops, 0), route[VALUE])
        return least, kept

    def _ground(self, t: int, k: int, price: Ints, row_price: int, money: int) -> Ground | None:
        """Stops, prices and the relaxation's costs; None where no route leads."""
        items, ways = self.sets[t], self.ways
        nodes, seats = len(items), int(ways.rows[k, SEATS])
        take = np.zeros((nodes, seats + 1), dtype=np.int64)
        people = np.zeros(nodes, dtype=np.int64)
        fill_take(items, price, (self.may[k], self.amount), take, people)
        people[ways.start[k, :, FITS] == 0] = 0
        most = min(self.most, int(ways.rows[k, MOST]), int((people > 0).sum()))
        if most == 0 or seats == 0:
            return None
        counted = int(np.sort(people)[-most:].sum()) > seats
        shape = (most + 1, seats + 1 if counted else 1, nodes, 2)
        value = np.full(shape, NEVER, dtype=np.int64)
        came = np.full(shape, -1, dtype=np.int32)
        rate = int(ways.rows[k, 1] + ways.rows[k, 2]) * money
        step = np.where(ways.hop[1] >= TOO_FAR, NEVER, ways.hop[0] * (rate * SCALE // 1_000))
        walk_all(step, self._start(t, k, money), take, people, value, came)
        held = np.where(items >= 0, self.may[k, items] * self.amount[items], 0)
        return Ground(
            ways.hop,
            step,
            ways.start[k],
            take,
            people,
            held.sum(axis=1),
            np.ascontiguousarray(np.minimum.accumulate(value[..., 0], axis=1).swapaxes(1, 2)),
            ways.rows[k],
            np.array([row_price, self.near_s, money], dtype=np.int64),
        )

    def _start(self, t: int, k: int, money: int) -> Ints:
        """Cost of the empty way to each first stop; ``NEVER`` where no run may begin there."""
        start = self.ways.start[k]
        rate = int(self.ways.rows[k, 3]) * money
        at_home = start[:, HOME].astype(bool) | self.far_home[k, t]
        barred = (start[:, COME] >= TOO_FAR) | ~at_home
        return np.where(barred, NEVER, start[:, COME] * (rate * SCALE // 1_000)).astype(np.int64)

    def _load(
        self, t: int, k: int, stops: tuple[int, ...], price: Ints
    ) -> tuple[tuple[int, int], ...]:
        """The best load of a route by item: seats go to people of the highest price."""
        left, load = int(self.ways.rows[k, SEATS]), dict[int, int]()
        held = [int(e) for e in self.sets[t][list(stops)].ravel() if e >= 0 and self.may[k, e]]
        for e in sorted(held, key=lambda e: (-int(price[e]), e)):
            taken = min(left, int(self.amount[e]))
            if price[e] > 0 and taken:
                load[e] = taken
                left -= taken
        return tuple(sorted(load.items()))


def _items_of_set(held: dict[tuple[int, int], list[int]], row: Ints, nodes: int) -> Ints:
    """Shape (nodes, widest): items between each growing stop and the stops of a set, −1 for none.

    Without a column where some stop of the set has nobody.
    """
    others = [int(n) for n in row if n >= 0]
    found = [[e for n in others for e in held.get((x, n), ())] for x in range(nodes)]
    widest = max(map(len, found), default=0)
    if not all(any((x, n) in held for x in range(nodes)) for n in others):
        widest = 0
    lines = [[*f[:widest], *([-1] * (widest - len(f)))] for f in found]
    return np.array(lines, dtype=np.int64).reshape(nodes, widest)


@compiled
def fill_take(items: Ints, price: Ints, who: tuple[Flags, Ints], take: Ints, people: Ints) -> None:
    """Fill what each number of people at a stop earns, dearest first, and the most worth taking.

    Somebody boards at every stop, so that one person counts whatever the price.
    """
    may, amount = who
    order = np.empty(items.shape[1], dtype=np.int64)
    for j in range(len(items)):
        size = 0
        for x in range(items.shape[1]):
            e = items[j, x]
            if e < 0 or not may[e]:
                continue
            z = size
            while z > 0 and price[order[z - 1]] < price[e]:
                order[z] = order[z - 1]
                z -= 1
            order[z] = e
            size += 1
        for z in range(size):
            for _ in range(amount[order[z]]):
                n = people[j]
                if n + 1 >= take.shape[1] or (n > 0 and price[order[z]] <= 0):
                    break
                take[j, n + 1] = take[j, n] + price[order[z]]
                people[j] = n + 1


@compiled
def walk_all(step: Ints, start: Ints, take: Ints, people: Ints, value: Ints, came: Smalls) -> None:
    """Fill the least cost of every (stops, people, place), and a second from another place.

    ``value`` and ``came`` have shape (stops + 1, people, places, 2); where the second axis has one
    entry, people are not counted and all of a stop's board. ``came`` holds the place before, −1 at
    the first.
    """
    nodes, seats = len(start), value.shape[1]
    for j in range(nodes):
        if people[j] > 0 and start[j] < NEVER:
            for n in range(people[j] if seats == 1 else 1, people[j] + 1):
                value[1, 0 if seats == 1 else n, j, 0] = start[j] - take[j, n]
    for s in range(1, value.shape[0] - 1):
        for q in range(seats):
            for j in range(nodes):
                if people[j] > 0 and (seats == 1 or q + 1 < seats):
                    _extend(step, (s, q, j), take[j], people[j], value, came)


@borrowing
def _extend(
    step: Ints, at: tuple[int, int, int], take: Ints, people: int, value: Ints, came: Smalls
) -> None:
    """Go on to place ``j`` from the two best places that did not themselves come from there."""
    s, q, j = at
    nodes, seats = value.shape[2], value.shape[1]
    fen, place = (NEVER, NEVER), (-1, -1)
    for i in range(nodes):
        if i == j or step[i, j] >= NEVER or value[s, q, i, 0] >= NEVER:
            continue
        known = value[s, q, i, 1 if came[s, q, i, 0] == j else 0]
        if known >= NEVER:
            continue
        more = known + step[i, j]
        if more < fen[0]:
            fen, place = (more, fen[0]), (i, place[0])
        elif more < fen[1]:
            fen, place = (fen[0], more), (place[0], i)
    for n in range(people if seats == 1 else 1, people + 1):
        q2 = 0 if seats == 1 else q + n
        if q2 >= seats:
            break
        for x in range(2):
            if place[x] >= 0:
                _enter(value[s + 1, q2, j], came[s + 1, q2, j], fen[x] - take[n], place[x])


@borrowing
def _enter(value: Ints, came: Smalls, fen: int, place: int) -> None:
    """Keep a way among the best two that come from different places."""
    same = value[0] < NEVER and came[0] == place
    if fen < value[0]:
        if not same:
            value[1], came[1] = value[0], came[0]
        value[0], came[0] = fen, place
    elif not same and fen < value[1]:
        value[1], came[1] = fen, place
