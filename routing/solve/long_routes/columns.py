"""The long side of pricing: what proves the bound, and routes that enter the master."""

from __future__ import annotations

import numpy as np

from routing.solve.duals import SCALE, Duals, Goal
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Instance
from routing.solve.long_routes.grown import Line, find_holder, grow_table, head
from routing.solve.long_routes.pricing import Found, LongPricer, Priced
from routing.solve.long_routes.reach import Reach
from routing.solve.long_routes.ways import Ways, build_ways
from routing.solve.master import Master
from routing.solve.patterns import Pattern
from routing.solve.pricing import Numbers
from routing.solve.table import Table

MOST_JOINING = 150
"""Routes that enter the master after one pass, cheapest first."""


class LongRoutes:
    """Long routes of one problem, priced and entered into its table.

    Attributes:
        reach: how long.
        ways: roads.
        table: the columns, listed ones first.
    """

    def __init__(self, instance: Instance, table: Table, reach: Reach) -> None:
        self.instance = instance
        self.table = table
        self.reach = reach
        other = table.drop if reach.by_pick else table.pick
        self.ways: Ways = build_ways(instance, reach, other)
        self._pricer = LongPricer(instance, reach, self.ways, other)
        table.space = table.space.model_copy(
            update={
                "max_pickups": reach.most if reach.by_pick else reach.beside,
                "max_drops": reach.beside if reach.by_pick else reach.most,
                "relaxed": True,
            }
        )
        self._listed = (table.size, (len(table.pick.sets), len(table.drop.sets)))
        self._known: set[tuple[tuple[int, ...], int, int, tuple[tuple[int, int], ...]]] = set()
        self._last = Priced(np.zeros(0, dtype=np.int64), [])

    def listed(self, table: Table) -> Table:
        """The columns of a grown table that were listed at first; costs are shared."""
        return head(table, *self._listed)

    def worst(self, duals: Duals, goal: Goal) -> Numbers:
        """Per fleet row, a bound on the reduced cost of every route, in the unit of the prices."""
        exact = duals.scale == SCALE
        self._last = self._pricer.price(duals if exact else duals.exact(), goal)
        return self._last.worst if exact else self._last.worst / SCALE

    def join(self, master: Master) -> int:
        """Enter the routes of the last pass into table and master; how many were new."""
        fresh = [r for r in self._last.routes if self._key(r) not in self._known][:MOST_JOINING]
        self._known.update(self._key(r) for r in fresh)
        lines = {self._key(r): self._lines(r) for r in fresh}
        found = grow_table(self.instance, self.table, list(lines.values()))
        patterns: list[Pattern] = []
        for route in fresh:
            first = found.get(lines[self._key(route)])
            held = {e for e, _ in route.load}
            c = None if first is None else find_holder(self.table, first, held)
            if c is not None and self.table.cost[c, route.row] < BIG_FEN:
                patterns.append(Pattern(c, route.row, route.load))
        return master.add(patterns)

    def _key(self, route: Found) -> tuple[tuple[int, ...], int, int, tuple[tuple[int, int], ...]]:
        return route.stops, route.other, route.row, route.load

    def _lines(self, route: Found) -> tuple[Line, Line]:
        """Pickups and drops in driving order."""
        return self.lines(route.stops, route.other)

    def lines(self, own: tuple[int, ...], other: int) -> tuple[Line, Line]:
        """Pickups and drops of growing stops, from the outer end inward, and a set beyond."""
        side = self.table.drop if self.reach.by_pick else self.table.pick
        beyond = tuple(int(n) for n in side.order[side.start[other]] if n >= 0)
        return (own, beyond) if self.reach.by_pick else (beyond, own[::-1])
