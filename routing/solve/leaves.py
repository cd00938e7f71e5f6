"""Branching on purchases: a bound for each way to buy trains and flights."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace

import numpy as np

from routing.artefacts.problem import Progress, Report
from routing.solve.appraisal import Appraiser
from routing.solve.cuts import Cut
from routing.solve.duals import SCALE, Duals, Units
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator, Relaxation
from routing.solve.instance import Instance
from routing.solve.master import Master
from routing.solve.separation import separate

CUTS_PER_ROUND = 30
STALL = 2e-4
"""A round of cuts that lifts the bound by less, as a share, is a stall."""
MOST_STALLS = 2
WHOLE = 1e-6
"""How near to a whole number counts as one."""


@dataclass(frozen=True)
class Leaf:
    """One part of the branching with what its prices prove.

    Attributes:
        units: bounds on purchases.
        relaxation: optimum of the linear program.
        exact: its prices as integers.
        bound_scaled: what they prove, exact, fen times ``SCALE``.
        units_used: purchases in the optimum.
        cuts: the cuts whose prices the duals hold.
    """

    units: Units
    relaxation: Relaxation
    exact: Duals
    bound_scaled: int
    units_used: tuple[float, ...]
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeWork:
    """Work limits: leaves solved; rounds in which costs are made true, and cuts added, in each."""

    leaves: int
    rounds: int
    columns_per_round: int
    cut_rounds: int


class PurchaseTree:
    """Best-first branching until the cheapest leaf buys whole units."""

    def __init__(
        self, master: Master, generator: Generator, appraiser: Appraiser, *, report: Report
    ) -> None:
        self.master = master
        self.generator = generator
        self.appraiser = appraiser
        self.report = report
        self.true: set[tuple[int, int]] = set()

    def grow(self, work: TreeWork) -> list[Leaf]:
        """Leaves that together cover every purchase, cheapest bound first."""
        root = self.solve(all_units(self.master.instance), work)
        open_: list[tuple[int, int, Leaf]] = [(root.bound_scaled, 0, root)]
        solved, done = 1, list[Leaf]()
        while open_ and solved < work.leaves:
            _, _, leaf = open_[0]
            split = _split(leaf)
            told = Progress("bound", 0.1 + 0.2 * solved / work.leaves)
            if split is None or not self.report(told):
                break
            heapq.heappop(open_)
            for units in split:
                child = self.solve(units, work)
                # A child is a part of its parent, whose bound it inherits.
                bound = max(child.bound_scaled, leaf.bound_scaled)
                solved += 1
                heapq.heappush(open_, (bound, solved, child))
        return done + [leaf for _, _, leaf in sorted(open_, key=lambda x: x[:2])]

    def solve(self, units: Units, work: TreeWork) -> Leaf:
        """Solve one leaf, making the costs of the columns it uses true."""
        relaxation = self.generator.run(self.master, units=units)
        for _ in range(work.rounds):
            if not self._make_true(work.columns_per_round):
                break
            relaxation = self.generator.run(self.master, units=units)
        relaxation = self._tighten(relaxation, units, work)
        used = tuple(self.master.units())
        exact = relaxation.duals.exact()
        bound = self.generator.bound(
            exact, units=units, goal=self.master.goal, cuts=self.master.cut_table
        )
        return Leaf(units, relaxation, exact, int(bound), used, tuple(self.master.cuts))

    def _tighten(self, relaxation: Relaxation, units: Units, work: TreeWork) -> Relaxation:
        """Add cuts until they stop lifting the bound; the best prices met."""
        best, stalled = relaxation, 0
        for _ in range(work.cut_rounds):
            if not self.report(Progress("bound", 0.1)):
                break
            if not self.master.tighten(separate(self.master, most=CUTS_PER_ROUND)):
                break
            found = self.generator.run(self.master, units=units)
            if self._make_true(work.columns_per_round):
                found = self.generator.run(self.master, units=units)
            stalled = stalled + 1 if found.bound_fen < best.bound_fen * (1 + STALL) else 0
            best = found if found.bound_fen >= best.bound_fen else _padded(best, found)
            if stalled >= MOST_STALLS:
                break
        return best

    def _make_true(self, most: int) -> bool:
        """Work out the clocks of columns in the program's optimum; whether any cost rose."""
        values = self.master.values()
        used = {
            (p.combination, p.row)
            for p, v in zip(self.master.patterns, values, strict=False)
            if v > WHOLE
        }
        table = self.master.table
        risen: set[tuple[int, int]] = set()
        for c, k in sorted(used - self.true)[:most]:
            self.true.add((c, k))
            fen = self.appraiser.floor_of(c, k)
            if fen > table.cost[c, k]:
                table.cost[c, k] = min(fen, BIG_FEN)
                risen.add((c, k))
        self.master.reprice(risen)
        return bool(risen)


def all_units(instance: Instance) -> Units:
    """Every purchase that is on sale."""
    return Units((0,) * len(instance.offers), tuple(o.units for o in instance.offers))


def _split(leaf: Leaf) -> tuple[Units, Units] | None:
    """Two halves around the purchase that is least whole; None when all are whole."""
    parts = [(abs(u - round(u)), o) for o, u in enumerate(leaf.units_used)]
    worst, offer = max(parts, default=(0.0, -1), key=lambda p: (p[0], -p[1]))
    if worst <= WHOLE:
        return None
    below = int(leaf.units_used[offer])
    low, high = list(leaf.units.low), list(leaf.units.high)
    high[offer] = below
    fewer = replace(leaf.units, high=tuple(high))
    low[offer] = below + 1
    return fewer, replace(leaf.units, low=tuple(low))


def bound_fen(leaves: list[Leaf]) -> int:
    """The least of the leaves' bounds in whole fen.

    Every plan costs a whole number of fen, so that the bound is rounded up.
    """
    return max(0, min(-(-leaf.bound_scaled // SCALE) for leaf in leaves))


def _padded(old: Relaxation, new: Relaxation) -> Relaxation:
    """Older prices, with zero for the cuts that came later."""
    more = len(new.duals.cuts) - len(old.duals.cuts)
    cuts = np.concatenate([old.duals.cuts, np.zeros(more)])
    return replace(old, duals=replace(old.duals, cuts=cuts))
