"""Bounding islands one by one, some at a time, at the fleet's prices.

At given prices of vehicles islands have nothing in common, so that the cuts of each are found in a
program of its own, which is solved in a fraction of a second where one of everybody takes many.
Their prices and cuts together bound the whole: any prices do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from threading import Event, Lock

import numpy as np

from routing.artefacts.problem import Progress, Report
from routing.solve.abreast import run_abreast
from routing.solve.appraisal import Appraiser
from routing.solve.book import Book, Extra
from routing.solve.counts import everything
from routing.solve.cuts import Cut
from routing.solve.duals import Duals, Goal
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import Instance, Ints
from routing.solve.island_parts import IslandPart, cut_out
from routing.solve.leaves import Leaf
from routing.solve.master import Master
from routing.solve.patterns import Pattern
from routing.solve.table import Table
from routing.solve.tree import Islanded, Tree, TreeWork

MOST_CUT_ROUNDS, MOST_SEEDS = 8, 60
"""Rounds of cuts on an island and sets that cuts are grown from, at most; more lift its bound
little."""


@dataclass(frozen=True)
class _Bounded:
    """One island's prices; cuts, columns and what follows in the numbers of the whole.

    Attributes:
        demands, items: of the island.
        leaf: the island by itself.
        cuts: those that it pays, with their rows and prices.
        vehicles: combination, fleet row and number of those in its optimum.
        timed: columns whose clocks were worked out.
    """

    demands: Ints
    items: Ints
    leaf: Leaf
    cuts: list[tuple[Cut, Extra, float]]
    vehicles: list[tuple[int, int, float]]
    timed: list[tuple[int, int]]


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
        home = self.island[self.table.items[self.table.start[:-1]]]
        less = replace(
            work,
            cut_rounds=min(work.cut_rounds, MOST_CUT_ROUNDS),
            seeds=min(work.seeds, MOST_SEEDS),
        )
        asked, stop = Lock(), Event()
        known: dict[int, list[Pattern]] = defaultdict(list)
        for pattern in master.in_use():
            known[int(home[pattern.combination])].append(pattern)

        def one(n: int) -> _Bounded:
            held = self.island == n, np.flatnonzero(home == n)
            part = cut_out(self.instance, self.table, held, row_fen)
            goal = Goal(1, master.goal.left_fen[part.demands])
            book = Book(part.instance, part.table)
            small, generator = Master(book, goal), Generator(book)
            generator.seed(small, proves=False)
            small.add(_renumbered(part, known[n]))
            floors = _Priced(self.appraiser, part, asked)
            tree = Tree(small, generator, floors, report=lambda _: not stop.is_set())
            return _read(
                part, tree.solve(everything(part.instance), less, rounds=less.cut_rounds), tree
            )

        # Reports go out from this thread only: who listens need not expect others.
        def look(_: float) -> None:
            if not report(Progress("bound", 0.1)):
                stop.set()

        found = run_abreast(one, int(self.island.max()) + 1, look=look)
        return self._joined(leaf.relaxation.duals, found, master.book, row_fen)

    def _joined(self, prices: Duals, found: list[_Bounded], book: Book, row_fen: Ints) -> Islanded:
        """The islands' prices as prices of the whole; cuts that they pay enter the book."""
        item, demand = np.zeros_like(prices.item), np.zeros_like(prices.demand)
        own = np.zeros(len(self.instance.demands))
        paid: dict[int, float] = {}
        for island in found:
            duals = island.leaf.relaxation.duals
            item[island.items], demand[island.demands] = duals.item, duals.demand
            own[island.demands] = island.leaf.own_used
            for cut, row, price in island.cuts:
                book.enter_cut(cut, row)
                paid[book.number[cut]] = price
        cuts = np.zeros(len(book.cuts))
        cuts[list(paid)] = list(paid.values())
        fleet = -row_fen.astype(np.float64)
        return Islanded(
            duals=replace(prices, item=item, demand=demand, cuts=cuts, fleet=fleet),
            own_used=tuple(own.tolist()),
            columns_used=tuple(sorted(v for island in found for v in island.vehicles)),
            timed=sorted(c for island in found for c in island.timed),
        )


def _read(part: IslandPart, leaf: Leaf, tree: Tree) -> _Bounded:
    """What is worth keeping of an island."""
    duals, book, at = leaf.relaxation.duals, tree.master.book, part.combinations
    # What covers a fleet that is short has counted on all of it for one island.
    paid = [n for n in np.flatnonzero(duals.cuts) if not book.cuts[n].covered]
    return _Bounded(
        demands=part.demands,
        items=part.items,
        leaf=leaf,
        cuts=[
            (part.widened(book.cuts[n]), book.cut_rows[n].renumbered(at), float(duals.cuts[n]))
            for n in paid
        ],
        vehicles=[(int(at[c]), k, number) for c, k, number in leaf.columns_used],
        timed=[(int(at[c]), k) for c, k in tree.true],
    )


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


def _renumbered(part: IslandPart, patterns: list[Pattern]) -> list[Pattern]:
    """Patterns of the whole in the numbers of an island."""
    combination = {int(c): n for n, c in enumerate(part.combinations)}
    item = {int(e): n for n, e in enumerate(part.items)}
    return [
        Pattern(combination[p.combination], p.row, tuple((item[e], n) for e, n in p.load))
        for p in patterns
    ]
