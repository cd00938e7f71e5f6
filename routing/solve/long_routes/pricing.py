"""Reduced costs of all routes of a growing side, by dynamic programming over a relaxation.

A route is walked from its outer end inward. What is known of it is how many stops it made, how many
people it took, where it is, and where it came from: it may stop twice at one place, though not at
once again, and people may be counted twice then. Windows, detours, conflicts and least loads are
left aside, and the crew is the fewest that the shortest such way asks for. So no route is priced
above what it costs, and the worst value found bounds every route from below.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from routing.duties.compiled import borrowing, compiled
from routing.solve.duals import SCALE, Duals, Goal, load_price
from routing.solve.floors import ALONE, BIG_FEN, Law, floor_fen, law_of
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.long_routes.reach import Reach
from routing.solve.long_routes.ways import (
    COME,
    FITS,
    HOME,
    LEAST_LEAVE_M,
    LEAST_S,
    MEETS,
    MOST,
    SEATS,
    SIZE,
    TAIL_M,
    Ways,
)
from routing.solve.stop_sets import TOO_FAR, Side

NEVER = 1 << 60
ROUNDING_FEN = 3
"""What three rounded products may differ from their exact sum by, at most."""
WORTH_FEN = 1
Smalls = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Found:
    """A route of the relaxation whose reduced cost is below zero.

    Attributes:
        stops: growing stops from the outer end inward; some may come twice.
        other: the other side's set.
        row: fleet row.
        load: people by item, twice where a stop comes twice.
        cost_fen: what the relaxation says it costs, rounded down.
        reduced: fen times ``SCALE``.
    """

    stops: tuple[int, ...]
    other: int
    row: int
    load: tuple[tuple[int, int], ...]
    cost_fen: int
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
        self.amount = np.array(
            [instance.demands[i.demand].people for i in instance.items], dtype=np.int64
        )
        self.may = np.zeros((len(instance.fleet.rows), len(instance.items)), dtype=bool)
        for e, item in enumerate(instance.items):
            self.may[list(item.rows), e] = True
        law = law_of(instance)
        near = ways.hop[1][ways.hop[1] > 0].min(initial=TOO_FAR)
        self.close = {
            money: fill_close(ways, law, reach.most, int(near), money) for money in (0, 1)
        }
        held: dict[tuple[int, int], list[int]] = {}
        for e, item in enumerate(instance.items):
            mine, theirs = (item.pick, item.drop) if reach.by_pick else (item.drop, item.pick)
            if item.rows and not instance.conflict[e, e]:
                held.setdefault((mine, theirs), []).append(e)
        self.sets = [_items_of_set(held, row, len(ways.start[0])) for row in other.sets]
        home = np.column_stack([instance.home_ok[:, other.place], np.zeros(len(self.may), bool)])
        self.far_home: Flags = np.logical_or.reduce(home[:, other.sets], axis=2)

    def price(self, duals: Duals, goal: Goal) -> Priced:
        """One pass over every set of the other side and every row; ``duals`` are whole."""
        price = load_price(self.instance, duals, goal)
        worst = np.zeros(len(self.may), dtype=np.int64)
        routes: list[Found] = []
        for t, k in product(range(len(self.sets)), range(len(worst))):
            if self.sets[t].shape[1] == 0 or self.instance.fleet.count[k] == 0:
                continue
            least, found = self._search(t, k, price, int(duals.fleet[k]), goal.money)
            worst[k] = min(worst[k], least)
            routes += found
        routes.sort(key=lambda r: (r.reduced, r.row, r.other, r.stops))
        return Priced(worst, routes)

    def _search(
        self, t: int, k: int, price: Ints, row_price: int, money: int
    ) -> tuple[int, list[Found]]:
        items, ways = self.sets[t], self.ways
        nodes, seats = len(items), int(ways.rows[k, SEATS])
        take = np.zeros((nodes, seats + 1), dtype=np.int64)
        people = np.zeros(nodes, dtype=np.int64)
        fill_take(items, price, (self.may[k], self.amount), take, people)
        people[ways.start[k, :, FITS] == 0] = 0
        most = min(self.most, int(ways.rows[k, MOST]), int((people > 0).sum()))
        close = self.close[money][k, t]
        if most == 0 or seats == 0 or int(close.min()) >= NEVER:
            return 0, []
        counted = int(np.sort(people)[-most:].sum()) > seats
        shape = (most + 1, seats + 1 if counted else 1, nodes, 2)
        value = np.full(shape, NEVER, dtype=np.int64)
        back = np.full(shape, -1, dtype=np.int32)
        rate = int(ways.rows[k, 1] + ways.rows[k, 2]) * money
        step = np.where(ways.hop[1] >= TOO_FAR, NEVER, ways.hop[0] * (rate * SCALE // 1_000))
        start = self._start(t, k, money)
        walk_all(step, start, take, people, value, back)
        whole = np.where(value[..., 0] < NEVER, value[..., 0] + close[: most + 1, None, :], NEVER)
        least = int(whole.min()) - row_price
        found: list[Found] = []
        for s in range(1, most + 1):
            q, j = divmod(int(whole[s].argmin()), nodes)
            reduced = int(whole[s, q, j]) - row_price
            if reduced < -WORTH_FEN * SCALE:
                stops, load = self._read(t, k, (s, q, j), (back, people, price))
                found.append(Found(stops, t, k, load, self.floor_fen(stops, t, k), reduced))
        return min(0, least), found

    def floor_fen(self, stops: tuple[int, ...], t: int, k: int) -> int:
        """What the relaxation says that a route costs, rounded down."""
        ways, line = self.ways, list(stops)
        metres = int(ways.hop[0][line[:-1], line[1:]].sum())
        exact = int(self.close[1][k, t, len(stops), stops[-1]])
        exact += metres * (int(ways.rows[k, 1] + ways.rows[k, 2]) * SCALE // 1_000)
        exact += int(ways.start[k, stops[0], COME]) * (int(ways.rows[k, 3]) * SCALE // 1_000)
        return exact // SCALE

    def _start(self, t: int, k: int, money: int) -> Ints:
        """Cost of the empty way to each first stop; ``NEVER`` where no run may begin there."""
        start, tail = self.ways.start[k], self.ways.tail[k, t]
        rate = int(self.ways.rows[k, 3]) * money
        at_home = start[:, HOME].astype(bool) | self.far_home[k, t]
        barred = (start[:, COME] >= TOO_FAR) | ~at_home | (tail[:, TAIL_M].min() >= TOO_FAR)
        return np.where(barred, NEVER, start[:, COME] * (rate * SCALE // 1_000)).astype(np.int64)

    def _read(
        self, t: int, k: int, last: tuple[int, int, int], tables: tuple[Smalls, Ints, Ints]
    ) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        """The stops of a route and its people by item; ``last`` is (stops, people, node)."""
        back, people, price = tables
        s, q, j = last
        rank, nodes, load = 0, len(people), dict[int, int]()
        line: list[int] = []
        while True:
            line.append(j)
            code = int(back[s, q, j, rank])
            before = 0 if code < 0 else code // 2 // nodes
            self._board(
                t, k, j, price, (int(people[j]) if back.shape[1] == 1 else q - before, load)
            )
            if code < 0:
                return tuple(line[::-1]), tuple(sorted(load.items()))
            s, q, j, rank = s - 1, before, code // 2 % nodes, code % 2

    def _board(self, t: int, k: int, j: int, price: Ints, who: tuple[int, dict[int, int]]) -> None:
        """Let so many people of a stop board, those of the highest price first."""
        left, load = who
        held = [int(e) for e in self.sets[t][j] if e >= 0 and self.may[k, e]]
        for e in sorted(held, key=lambda e: (-int(price[e]), self.sets[t][j].tolist().index(e))):
            taken = min(left, int(self.amount[e]))
            if taken:
                load[e] = load.get(e, 0) + taken
                left -= taken


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
def fill_close(ways: Ways, law: Law, most: int, near_s: int, money: int) -> Ints:
    """Shape (rows, sets, stops + 1, nodes): the least that a route costs beyond its hops, scaled.

    Hire, crew, stops and the way from an inner end through the other side, for a route that takes
    no longer between its growing stops than so many of the shortest hops.
    """
    rows, sets, nodes = ways.tail.shape[:3]
    out = np.full((rows, sets, most + 1, nodes), NEVER, dtype=np.int64)
    for k in range(rows):
        for t in range(sets):
            for s in range(1, most + 1):
                for j in range(nodes):
                    tail = ways.tail[k, t, j]
                    if tail[TAIL_M] >= TOO_FAR or tail[LEAST_LEAVE_M] >= TOO_FAR:
                        continue
                    drive = tail[LEAST_S] + (s - 1) * near_s
                    lengths = (tail[TAIL_M], tail[LEAST_LEAVE_M], drive)
                    stops, exempt = s + ways.sets[t, SIZE], ways.sets[t, MEETS] > 0
                    fen = floor_fen(ways.rows[k, :8], lengths, stops, exempt, law, ALONE)
                    if fen < BIG_FEN:
                        out[k, t, s, j] = (fen - ROUNDING_FEN) * SCALE * money
    return out


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
def walk_all(step: Ints, start: Ints, take: Ints, people: Ints, value: Ints, back: Smalls) -> None:
    """Fill the least cost of every (stops, people, place), and a second with another way there.

    ``value`` and ``back`` have shape (stops + 1, people, places, 2); where the second axis has one
    entry, people are not counted and all of a stop's board. ``back`` holds (people, place, rank)
    of the stop before as one number, −1 at the first.
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
                    _extend(step, (s, q, j), take[j], people[j], value, back)


@borrowing
def _extend(
    step: Ints, at: tuple[int, int, int], take: Ints, people: int, value: Ints, back: Smalls
) -> None:
    """Go on to place ``j`` from the two best places that did not themselves come from there."""
    s, q, j = at
    nodes, seats = value.shape[2], value.shape[1]
    fen, code = (NEVER, NEVER), (-1, -1)
    for i in range(nodes):
        if i == j or step[i, j] >= NEVER or value[s, q, i, 0] >= NEVER:
            continue
        rank = 1 if s > 1 and back[s, q, i, 0] // 2 % nodes == j else 0
        if value[s, q, i, rank] >= NEVER:
            continue
        more = value[s, q, i, rank] + step[i, j]
        known = (q * nodes + i) * 2 + rank
        if more < fen[0]:
            fen, code = (more, fen[0]), (known, code[0])
        elif more < fen[1]:
            fen, code = (fen[0], more), (code[0], known)
    for n in range(people if seats == 1 else 1, people + 1):
        q2 = 0 if seats == 1 else q + n
        if q2 >= seats:
            break
        for x in range(2):
            if code[x] >= 0:
                _enter(value[s + 1, q2, j], back[s + 1, q2, j], fen[x] - take[n], code[x], nodes)


@borrowing
def _enter(value: Ints, back: Smalls, fen: int, code: int, nodes: int) -> None:
    """Keep a way there among the best two that come from different places."""
    same = value[0] < NEVER and back[0] // 2 % nodes == code // 2 % nodes
    if fen < value[0]:
        if not same:
            value[1], back[1] = value[0], back[0]
        value[0], back[0] = fen, code
    elif not same and fen < value[1]:
        value[1], back[1] = fen, code
