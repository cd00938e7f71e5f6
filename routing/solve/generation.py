"""Column generation: grow the master until no column of the table would improve it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from routing.solve.cuts import CutTable, add_cut_prices
from routing.solve.duals import SCALE, Duals, Goal, Units, load_price, lower_bound
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Instance
from routing.solve.master import Master, Pattern
from routing.solve.pricing import Numbers, best_load, columns_of, reduced_costs
from routing.solve.table import Table

SMOOTHING = 0.5
"""Weight of the best prices so far; damps the swings of the duals."""
MOST_PER_ROUND = 100
"""New columns per side and round: the best of each pickup set and of each drop set."""
CLOSE_ENOUGH = 1e-5
"""Relative distance of program and bound at which generation stops."""
MOST_ROUNDS = 400
WORTH_FEN = 1e-4
"""A column must improve the program by more than this to enter it."""


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

    def __init__(self, instance: Instance, table: Table) -> None:
        self.instance = instance
        self.table = table
        self._floats = np.empty(table.cost.shape, dtype=np.float64)
        self._exact: Numbers | None = None

    def price(self, duals: Duals, goal: Goal, cuts: CutTable) -> Numbers:
        """Reduced costs of all columns; the array is reused by the next call of the same kind."""
        out = self._floats
        if duals.scale == SCALE:
            if self._exact is None:
                self._exact = np.empty(self.table.cost.shape, dtype=np.int64)
            out = self._exact
        columns = columns_of(self.table)
        if goal.money == 0:
            columns = columns._replace(cost=np.where(columns.cost < BIG_FEN, 0, BIG_FEN))
        price = load_price(self.instance, duals, goal)
        if len(price):
            reduced_costs(columns, price, duals.fleet, duals.scale, out)
            if duals.cuts.any():
                add_cut_prices(columns, cuts, duals.cuts, out)
        return out

    def bound(self, duals: Duals, *, units: Units, goal: Goal, cuts: CutTable) -> float | int:
        """The value that prices prove; exact, times ``SCALE``, for integer prices."""
        worst = self.price(duals, goal, cuts).min(axis=0, initial=0)
        return lower_bound(self.instance, duals, worst=worst, units=units, goal=goal, cuts=cuts)

    def seed(self, master: Master) -> None:
        """Columns with one stop on each side, for every item and row that may carry it."""
        table = self.table
        alone = (table.pick.size[table.pair[:, 0]] == 1) & (table.drop.size[table.pair[:, 1]] == 1)
        for c in np.flatnonzero(alone):
            for k in np.flatnonzero(table.cost[c] < BIG_FEN):
                for item in table.items_of(int(c)):
                    if table.may[item, k]:
                        people = int(min(table.amount[item], table.capacity[k]))
                        master.add(Pattern(int(c), int(k), ((int(item), people),)))

    def run(self, master: Master, *, units: Units, rounds: int = MOST_ROUNDS) -> Relaxation:
        """Grow the master under bounds on purchases; the best prices met on the way."""
        master.limit(units)
        best: Duals | None = None
        bound = -np.inf
        value = master.solve()
        for _ in range(rounds):
            raw = master.duals()
            tried = raw if best is None else blend(best, raw)
            added = False
            for duals in (tried, raw):
                proven = self.bound(duals, units=units, goal=master.goal, cuts=master.cut_table)
                if proven > bound:
                    bound, best = proven, duals
                added = self._add_best(master, duals)
                if added:
                    break
            if not added or value - bound <= CLOSE_ENOUGH * abs(value):
                break
            value = master.solve()
        return Relaxation(value, float(bound), master.duals() if best is None else best)

    def _add_best(self, master: Master, duals: Duals) -> bool:
        """Add the columns that the last pricing found, the best of each stop set."""
        reduced = self._floats
        if not len(reduced):
            return False
        row = reduced.argmin(axis=1)
        value = reduced[np.arange(len(row)), row]
        order = np.flatnonzero(value < -WORTH_FEN)
        order = order[np.argsort(value[order], kind="stable")]
        chosen: set[int] = set()
        for side in range(2):
            _, first = np.unique(self.table.pair[order, side], return_index=True)
            chosen.update(order[np.sort(first)[:MOST_PER_ROUND]].tolist())
        price = load_price(self.instance, duals, master.goal)
        added = False
        for c in sorted(chosen):
            load = best_load(self.table, price, combination=c, row=int(row[c]))
            added |= master.add(Pattern(c, int(row[c]), tuple(sorted(load.items()))))
        return added


def blend(old: Duals, new: Duals) -> Duals:
    """A mixture of two price vectors; signs are kept."""
    return Duals(
        *(
            SMOOTHING * getattr(old, f.name) + (1 - SMOOTHING) * getattr(new, f.name)
            for f in fields(Duals)
        )
    )
