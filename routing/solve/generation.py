"""Column generation: grow the master until no column of the table would improve it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from routing.solve.abreast import halve_abreast
from routing.solve.book import Book
from routing.solve.counts import Part
from routing.solve.duals import SCALE, Duals, Goal, load_price, lower_bound
from routing.solve.floors import BIG_FEN
from routing.solve.long_routes.columns import LongRoutes
from routing.solve.master import Master
from routing.solve.patterns import Pattern
from routing.solve.pricing import (
    Numbers,
    best_load,
    between,
    columns_of,
    find_best,
    find_least,
    reduced_costs,
)

SMOOTHING = 0.5
"""Weight of the best prices so far; damps the swings of the duals."""
MOST_PER_ROUND = 100
"""New columns per side and round: the best of each pickup set and of each drop set."""
CLOSE_ENOUGH = 1e-5
"""Relative distance of program and bound at which generation stops."""
MOST_ROUNDS = 400
SURELY_FEN = 0.5
"""A bound must pass a mark by this much to pass it still once its prices are rounded."""
WORTH_ROOM, EXPECTED = 500, 2
"""Columns to begin with from which on room is made for more, and how many more there will be. In
smaller programs it gains little, and what waits makes a leaf of a proof a quarter dearer."""
WORTH_A_THREAD = 5_000
"""Combinations from which on pricing uses two threads."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """An optimum of the linear program and the prices that prove a bound near it.

    Attributes:
        value_fen: value of the program over the columns found.
        bound_fen: value that the prices prove, floating.
        duals: those prices.
    """

    value_fen: float
    bound_fen: float
    duals: Duals


class Generator:
    """Prices the whole table for a master."""

    def __init__(self, book: Book, long: LongRoutes | None = None) -> None:
        self.book = book
        self.long = long
        self.instance = book.instance
        self.table = table = book.table
        self._columns = columns_of(table)
        self._floats = np.empty(table.cost.shape, dtype=np.float64)
        self._exact: Numbers | None = None

    def price(self, duals: Duals, goal: Goal) -> Numbers:
        """Reduced costs of all columns; the array is reused by the next call of the same kind."""
        shape = self.table.cost.shape
        if self._columns.cost is not self.table.cost:
            self._columns = columns_of(self.table)
        if self._floats.shape != shape:
            self._floats, self._exact = np.empty(shape, dtype=np.float64), None
        out = self._floats
        if duals.scale == SCALE:
            if self._exact is None:
                self._exact = np.empty(shape, dtype=np.int64)
            out = self._exact
        columns = self._columns
        if goal.money == 0:
            columns = columns._replace(cost=np.where(columns.cost < BIG_FEN, 0, BIG_FEN))
        price = load_price(self.instance, duals, goal)
        extra = [(self.book.cut_rows[n], duals.cuts[n]) for n in np.flatnonzero(duals.cuts)]
        extra += [(self.book.count_rows[n], duals.counts[n]) for n in np.flatnonzero(duals.counts)]

        def part(first: int, end: int) -> None:
            some, reduced = between(columns, first, end), out[first:end]
            reduced_costs(some, price, duals.fleet, duals.scale, reduced)
            for row, paid in extra:
                row.take_off(reduced, first, paid)

        if len(price):
            halve_abreast(part, self.table.size, least=WORTH_A_THREAD)
        return out

    def bound(self, duals: Duals, *, part: Part, goal: Goal) -> float | int:
        """The value that prices prove; exact, times ``SCALE``, for integer prices."""
        worst = least_of(self.price(duals, goal))
        if self.long is not None:
            worst = np.minimum(worst, self.long.worst(duals, goal))
        return lower_bound(self.instance, duals, worst=worst, part=part, goal=goal, book=self.book)

    def seed(self, master: Master, *, proves: bool = True) -> None:
        """Columns with one stop on each side, for every item and row that may carry it.

        Room for more is made where they are many, or where no proof by branching follows.

        As in pricing, a direct run that can never have its row's least load is none: in the
        program it would only lower the prices.
        """
        table = self.table
        alone = (table.pick.size[table.pair[:, 0]] == 1) & (table.drop.size[table.pair[:, 1]] == 1)
        found: list[Pattern] = []
        for c in np.flatnonzero(alone):
            held = table.items_of(int(c))
            most = np.minimum(table.amount[held] @ table.may[held], table.capacity)
            enough = (table.role[c] != 0) | (most >= table.least)
            for k in np.flatnonzero((table.cost[c] < BIG_FEN) & enough):
                for item in held:
                    if table.may[item, k]:
                        people = int(min(table.amount[item], table.capacity[k]))
                        found.append(Pattern(int(c), int(k), ((int(item), people),)))
        if len(found) >= WORTH_ROOM or not proves:
            master.expect(EXPECTED * len(found) + WORTH_ROOM)
        master.add(found)

    def run(
        self,
        master: Master,
        *,
        part: Part,
        centre: Duals | None = None,
        enough_fen: float = np.inf,
        rounds: int = MOST_ROUNDS,
    ) -> Relaxation:
        """Grow the master within a part of the space; the best prices met on the way.

        Args:
            master: the program; its columns are kept.
            part: bounds on purchases and counts.
            centre: prices to begin from; what they prove here is a bound as well.
            enough_fen: a bound that needs no raising; near it the program is solved to its end.
            rounds: most programs solved.
        """
        master.limit(part)
        best, bound = centre, -np.inf
        if centre is not None:
            bound = self.bound(centre, part=part, goal=master.goal)
        value, is_last = master.solve(), False
        for _ in range(rounds):
            if bound >= enough_fen + SURELY_FEN:
                break
            raw = master.duals()
            added, near = False, CLOSE_ENOUGH * abs(value)
            for duals in (raw if best is None else blend(best, raw), raw):
                proven = self.bound(duals, part=part, goal=master.goal)
                if proven > bound:
                    bound, best = proven, duals
                is_last = value - bound <= near and value + near < enough_fen
                if is_last:
                    master.read_quantities()
                added = self._add_best(master, duals)
                if added:
                    break
            if not added or is_last:
                break
            value = master.solve()
        if not is_last:
            master.read_quantities()
        return Relaxation(value, float(bound), master.duals() if best is None else best)

    def _add_best(self, master: Master, duals: Duals) -> bool:
        """Add the columns that the last pricing found, the best of each stop set."""
        joined = 0 if self.long is None else self.long.join(master)
        reduced = self._floats
        if not len(reduced):
            return joined > 0
        row = np.zeros(len(reduced), dtype=np.int64)
        sides = [
            np.full(len(s.sets), -1, dtype=np.int64) for s in (self.table.pick, self.table.drop)
        ]
        find_best(reduced, self.table.pair, row, sides[0], sides[1])
        chosen: set[int] = set()
        for best in sides:
            known = best[best >= 0]
            order = np.lexsort((known, reduced[known, row[known]]))
            chosen.update(known[order[:MOST_PER_ROUND]].tolist())
        price = load_price(self.instance, duals, master.goal)
        found = []
        for c in sorted(chosen):
            load = best_load(self.table, price, combination=c, row=int(row[c]))
            found.append(Pattern(c, int(row[c]), tuple(sorted(load.items()))))
        return master.add(found) + joined > 0


def least_of(reduced: Numbers) -> Numbers:
    """Per row the least reduced cost of any combination, or zero."""
    halves = np.zeros((2, reduced.shape[1]), dtype=reduced.dtype)

    def part(first: int, end: int) -> None:
        find_least(reduced[first:end], halves[min(first, 1)])

    halve_abreast(part, len(reduced), least=WORTH_A_THREAD)
    least: Numbers = halves.min(axis=0)
    return least


def blend(old: Duals, new: Duals) -> Duals:
    """A mixture of two price vectors; signs are kept. Rows that came later mix with zero."""
    mixed = []
    for field in fields(Duals):
        before, after = getattr(old, field.name), getattr(new, field.name)
        padded = np.concatenate([before, np.zeros(len(after) - len(before))])
        mixed.append(SMOOTHING * padded + (1 - SMOOTHING) * after)
    return Duals(*mixed)
