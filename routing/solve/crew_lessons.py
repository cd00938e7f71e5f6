"""What a few timed runs tell about the crews of columns that are as long: for plans, no proof."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.duties.compiled import borrowing
from routing.model.runs import RunRole
from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.floors import BIG_FEN, Law, least_crew
from routing.solve.instance import Ints
from routing.solve.stop_sets import Roads, Side, loaded_way
from routing.solve.table import ROLES, Rows, Table, order_fen

Small = NDArray[np.int32]
DIRECT = ROLES[RunRole.DIRECT]


class Lengths(NamedTuple):
    """Of every column, shape (combinations, rows); see ``measure`` for those that are not allowed.

    Attributes:
        drive_s: driving with people.
        days: driver days at the very least.
        fen: the cost with these.
    """

    drive_s: Small
    days: Small
    fen: Ints


class CrewLessons:
    """Raises costs of columns that drive as long, with as many stops, as one that needed more.

    A floor knows neither windows nor how long people board. Where it is a driver day short, it is
    so for the whole band of columns that are a little longer, far too many to time one by one.
    What needed no more than its floor speaks against that for all that are no longer. Direct runs
    only: what a feeder needs depends on the train it meets.
    """

    def __init__(self, table: Table, appraiser: Appraiser) -> None:
        self.table = table
        self.appraiser = appraiser
        self.stops = table.pick.size[table.pair[:, 0]] + table.drop.size[table.pair[:, 1]]
        self._timed: dict[int, dict[int, int]] = {}

    @cached_property
    def lengths(self) -> Lengths:
        """Measured when a first run needs more than its floor."""
        shape = self.table.cost.shape
        found = Lengths(
            np.zeros(shape, dtype=np.int32),
            np.zeros(shape, dtype=np.int32),
            np.zeros(shape, np.int64),
        )
        sides = (self.table.pick, self.table.drop)
        known = self.appraiser
        measure(
            (self.table.pair, self.table.orders),
            sides,
            known.tasks.roads,
            known.rows,
            known.law,
            found,
        )
        return found

    def learn(self, column: tuple[int, int], run: Appraisal, rows: list[int]) -> None:
        """Take over what timing a column showed.

        Args:
            column: combination and row.
            run: its lawful run; one with a hand-over, or that shares its vehicle, says nothing.
            rows: that are as late as the column's, where the run cost more than was assumed.
        """
        c, k = column
        if run.clock.relay is not None or self.table.linked[c, k] or self.table.role[c] != DIRECT:
            return
        needs = run.clock.drivers * run.clock.driver_days
        timed = self._timed.setdefault(k, {})
        timed[c] = max(needs, timed.get(c, 0))
        for row in rows:
            if 0 < self.lengths.days[c, k] < needs:
                self._raise(c, k, row)

    def _raise(self, c: int, k: int, row: int) -> None:
        """Add a driver day to what is as long as a column, unless something longer needed none.

        No more than one: a run that needs several more waits for somebody, and others need not.
        """
        known = self.lengths
        days, drive_s = known.days[:, row], known.drive_s[:, row]
        longer = (days == known.days[c, k]) & ~self.table.linked[:, row]
        longer &= self.table.role == DIRECT
        longer &= (drive_s >= known.drive_s[c, k]) & (self.stops >= self.stops[c])
        for other, needs in self._timed.get(row, {}).items():
            if needs <= days[other] == known.days[c, k]:
                longer &= (drive_s > drive_s[other]) | (self.stops > self.stops[other])
        fen = known.fen[longer, row] + int(self.appraiser.rows.tariff[row, 5])
        self.table.cost[longer, row] = np.maximum(self.table.cost[longer, row], fen)


@borrowing
def measure(
    columns: tuple[Ints, Ints],
    sides: tuple[Side, Side],
    roads: Roads,
    rows: Rows,
    law: Law,
    out: Lengths,
) -> None:
    """Fill in lengths along the cheapest orders; no days where there are none.

    ``columns`` are the set pairs and the orders of a table.
    """
    pair, orders = columns
    pick, drop = sides
    for c in range(pair.shape[0]):
        s, t = pair[c]
        exempt = pick.meets[s] + drop.meets[t] > 0
        for k in range(orders.shape[1]):
            a, b = orders[c, k]
            if a < 0 or b < 0:
                continue
            drive_s, loaded_m = loaded_way(sides, roads, a, b)
            stops = pick.size[s] + drop.size[t]
            fen = order_fen(sides, roads, rows, law, (k, a, b), False)
            if fen < BIG_FEN:
                out.drive_s[c, k] = drive_s
                out.days[c, k] = least_crew(drive_s, loaded_m, stops, exempt, law)[1]
                out.fen[c, k] = fen
