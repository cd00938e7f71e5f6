"""Bounding islands one by one, two at a time, at the fleet's prices.

At given prices of vehicles islands have nothing in common, so that the cuts of each are found in a
program of its own, which is solved in a fraction of a second where one of everybody takes many.
Their prices and cuts together bound the whole: any prices do.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from routing.artefacts.problem import Report
from routing.solve.appraisal import Appraiser
from routing.solve.book import Book
from routing.solve.counts import everything
from routing.solve.duals import Duals, Goal
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import Instance, Ints
from routing.solve.island_parts import IslandPart, cut_out
from routing.solve.leaves import Leaf
from routing.solve.master import Master, Pattern
from routing.solve.table import Table
from routing.solve.tree import Islanded, Tree, TreeWork

AT_ONCE = 2
"""Islands at a time; which ends first does not matter."""
MOST_CUT_ROUNDS = 8
"""Rounds of cuts on an island, at most; later ones lift its bound little."""


@dataclass(frozen=True)
class IslandBounds:
    """Bounds the islands of an instance that has no rides.

    Attributes:
        instance: the whole, with as many vehicles as there may be runs.
        table: its columns.
        island: per item, from 0 on.
        appraiser: of clocks.
    """

    instance: Instance
    table: Table
    island: Ints
    appraiser: Appraiser

    def tighten(self, leaf: Leaf, master: Master, work: TreeWork, report: Report) -> Islanded:
        """Prices of all islands, with their cuts in the master's book, and what they use."""
        row_fen = np.rint(-leaf.relaxation.duals.fleet).astype(np.int64)
        parts = cut_out(self.instance, self.table, self.island, row_fen)
        less = replace(work, cut_rounds=min(work.cut_rounds, MOST_CUT_ROUNDS))
        asked = Lock()
        known = _columns_by_island(self.table, self.island, master.in_use())

        def one(n: int) -> tuple[Leaf, Tree]:
            part = parts[n]
            goal = Goal(1, master.goal.left_fen[part.demands])
            book = Book(part.instance, part.table)
            small, generator = Master(book, goal), Generator(book)
            generator.seed(small)
            small.add(_renumbered(part, known.get(n, [])))
            floors = _Priced(self.appraiser, part, asked)
            tree = Tree(small, generator, floors, report=report)
            return tree.solve(everything(part.instance), less), tree

        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            found = list(pool.map(one, range(len(parts))))
        return self._joined(leaf.relaxation.duals, parts, found, master.book)

    def _joined(
        self, prices: Duals, parts: list[IslandPart], found: list[tuple[Leaf, Tree]], book: Book
    ) -> Islanded:
        """The islands' prices as prices of the whole; cuts that they pay enter the book."""
        item, demand = np.zeros_like(prices.item), np.zeros_like(prices.demand)
        own = np.zeros(len(self.instance.demands))
        paid: dict[int, float] = {}
        vehicles: list[tuple[int, int, float]] = []
        timed: list[tuple[int, int]] = []
        for part, (leaf, tree) in zip(parts, found, strict=True):
            duals, small = leaf.relaxation.duals, tree.master.book
            item[part.items], demand[part.demands] = duals.item, duals.demand
            own[part.demands] = leaf.own_used
            for n in np.flatnonzero(duals.cuts):
                # What covers a fleet that is short has counted on all of it for one island.
                if not small.cuts[n].covered:
                    cut = part.widened(small.cuts[n])
                    book.enter_cut(cut, small.cut_rows[n].spread(part.combinations))
                    paid[book.number[cut]] = float(duals.cuts[n])
            at = part.combinations
            vehicles += [(int(at[c]), k, number) for c, k, number in leaf.columns_used]
            timed += [(int(at[c]), k) for c, k in tree.true]
        cuts = np.zeros(len(book.cuts))
        cuts[list(paid)] = list(paid.values())
        fleet = -parts[0].row_fen.astype(np.float64)
        joined = replace(prices, item=item, demand=demand, cuts=cuts, fleet=fleet)
        return Islanded(joined, tuple(own.tolist()), tuple(sorted(vehicles)), sorted(timed))


@dataclass(frozen=True)
class _Priced:
    """The true costs of an island's columns, with the price of the vehicle."""

    appraiser: Appraiser
    part: IslandPart
    asked: Lock

    def floor_of(self, combination: int, row: int) -> int:
        with self.asked:
            fen = self.appraiser.floor_of(int(self.part.combinations[combination]), row)
        return min(BIG_FEN, fen + int(self.part.row_fen[row]))


def _columns_by_island(
    table: Table, island: Ints, patterns: list[Pattern]
) -> dict[int, list[Pattern]]:
    found: dict[int, list[Pattern]] = {}
    for pattern in patterns:
        home = int(island[table.items[table.start[pattern.combination]]])
        found.setdefault(home, []).append(pattern)
    return found


def _renumbered(part: IslandPart, patterns: list[Pattern]) -> list[Pattern]:
    """Patterns of the whole in the numbers of an island."""
    combination = {int(c): n for n, c in enumerate(part.combinations)}
    item = {int(e): n for n, e in enumerate(part.items)}
    return [
        Pattern(combination[p.combination], p.row, tuple((item[e], n) for e, n in p.load))
        for p in patterns
    ]
