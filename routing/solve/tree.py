"""Branch and bound: best-first over purchases, then over counts of vehicles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from routing.artefacts.problem import Progress, Report
from routing.solve.branching import Memory, choose_count, fractional_offer, sides
from routing.solve.closing import Closer, can_enumerate
from routing.solve.counts import Count, Part, everything
from routing.solve.duals import SCALE, Duals
from routing.solve.floors import BIG_FEN
from routing.solve.frontier import Frontier
from routing.solve.generation import Generator, Relaxation
from routing.solve.leaves import Leaf
from routing.solve.master import Master
from routing.solve.patience import Patience
from routing.solve.separation import separate

CUTS_PER_ROUND = 30
STALL = 3e-5
"""A round of cuts that lifts the bound by less, as a share, is a stall."""
MOST_STALLS = 3
ROUNDS_BELOW = 1
"""Rounds of cuts in parts below the root."""
MOST_ROWS = 150
"""Rows for cuts beyond which the program is begun anew, smaller, unless half of them are paid."""
MOST_FINDS = 200
"""Sets of coaches found in one leaf that turn out dearer, or make a better plan, one by one."""
DEEPEST_CUTS = 6
"""Branchings on the way to a part beyond which no cuts are looked for."""


@dataclass(frozen=True, slots=True)
class TreeWork:
    """Work limits: leaves solved; rounds in which costs are made true, and cuts added, in each.

    Before there is a plan, leaves are cut in as many turns as leaves may be solved.
    """

    leaves: int
    rounds: int
    columns_per_round: int
    cut_rounds: int
    seeds: int = 0
    """Sets of demands that cuts are grown from, in each round and on either side."""
    count_leaves: int = 0
    """Leaves solved once a plan is known, when vehicles are counted out too."""
    priced: int = 0
    """Combinations priced in all of those, about; large tables get fewer leaves."""
    patience: int = 8
    """Leaves that together must close a share of the gap, or the proof ends, at most; fewer where
    few are allowed. See ``Patience``."""
    sets: int = 0
    """Sets of coaches looked at to close one leaf; see ``closing``."""
    all_sets: int = 0
    """Sets of coaches looked at in all."""


Whole = Callable[[list[tuple[int, int]]], int | None]
"""Told the columns of a solution with whole vehicles; answers the money of the best plan."""


class Floors(Protocol):
    """Works out what a column costs at least, exact about its clock."""

    def floor_of(self, combination: int, row: int) -> int:
        """In fen."""
        ...


@dataclass(frozen=True)
class Islanded:
    """What islands, bounded one by one, come to together.

    Attributes:
        duals: prices of the whole.
        own_used, columns_used: as in ``Leaf``.
        timed: columns whose clocks were worked out.
    """

    duals: Duals
    own_used: tuple[float, ...]
    columns_used: tuple[tuple[int, int, float], ...]
    timed: list[tuple[int, int]]


class Parted(Protocol):
    """Bounds the islands of a problem one by one."""

    def tighten(self, leaf: Leaf, master: Master, work: TreeWork, report: Report) -> Islanded:
        """Cuts for a leaf without any, which enter the master's book."""
        ...


class Tree:
    """Best-first branching; whatever its work, its leaves cover the whole space."""

    def __init__(
        self,
        master: Master,
        generator: Generator,
        appraiser: Floors,
        *,
        report: Report,
        islands: Parted | None = None,
    ) -> None:
        self.master = master
        self.generator = generator
        self.appraiser = appraiser
        self.report = report
        self.islands = islands
        self.true: set[tuple[int, int]] = set()
        self.closer: Closer | None = None
        self._phase = "bound"

    def grow(self, work: TreeWork) -> list[Leaf]:
        """Leaves that together cover every purchase, cheapest bound first."""
        search = Frontier(None)
        # Whole purchases lift a bound more than cuts do, which are for the parts that are left
        # then; but islands are cut for the whole.
        first, later = 0, work.cut_rounds
        if self.islands is not None or not self.master.instance.offers:
            first, later = work.cut_rounds, min(work.cut_rounds, ROUNDS_BELOW)
        search.push(self.solve(everything(self.master.instance), work, rounds=first))
        solved, cut = 1, 0
        while max(solved, cut) < work.leaves:
            leaf = search.pop()
            if leaf.solved:
                told = Progress("bound", 0.1 + 0.2 * solved / work.leaves)
                offer = fractional_offer(leaf)
                is_done = offer is None and (leaf.cut or not later)
                if is_done or not self.report(told):
                    search.push(leaf)
                    break
                if offer is not None:
                    self._branch(search, leaf, offer, leaf.units_used[offer])
                    continue
            rounds = later if leaf.solved else 0
            solved, cut = solved + (not leaf.solved), cut + leaf.solved
            search.push(self.solve(leaf.part, work, leaf, rounds=rounds, past_fen=search.least()))
        while not search.open[0][2].solved:
            leaf = search.pop()
            search.push(self.solve(leaf.part, work, leaf, rounds=0))
        return search.leaves()

    def prove(
        self, leaves: list[Leaf], work: TreeWork, *, enough_fen: int, whole: Whole
    ) -> list[Leaf]:
        """Go on from leaves, counting vehicles out, until no leaf allows a cheaper plan.

        It ends before where that costs more work than allowed, or gains too little.

        Args:
            leaves: that cover the space.
            work: ``count_leaves`` programs at most are solved.
            enough_fen: the money of the best plan.
            whole: is told of every solution with whole vehicles.
        """
        target = self.master.instance.problem.scenario.solver.gap_target
        search = Frontier(enough_fen)
        search.memory = Memory.of(work.count_leaves)
        search.patience = Patience(work.patience, int(target * enough_fen))
        goal = self.master.goal
        listed = self.generator.long is None
        if work.sets and listed and can_enumerate(self.master.instance, self.master.table, goal):
            self.closer = Closer(self.generator)
        for leaf in leaves:
            search.push(leaf)
        for solved in range(work.count_leaves):
            if not search.open or search.is_enough(search.open[0][2]):
                break
            if search.patience.is_lost(search.gap_fen()):
                break
            if not self.report(search.told(0.9 + 0.1 * solved / work.count_leaves)):
                break
            self._phase = "proof"
            leaf = search.pop()
            leaf = self.solve(
                leaf.part,
                work,
                leaf,
                enough_fen=search.enough_fen,
                rounds=min(work.cut_rounds, ROUNDS_BELOW) if leaf.part.path else work.cut_rounds,
            )
            paid = int(np.count_nonzero(self.master.duals().cuts))
            if self.master.cut_rows() > max(MOST_ROWS, 2 * paid):
                self._renew(leaf, search.enough_fen)
            self._close_or_branch(search, leaf, whole, work)
        return search.leaves()

    def _renew(self, leaf: Leaf, enough_fen: int | None) -> None:
        """Begin the program anew without what the last solution tells cannot matter much.

        Whatever is left out comes back by pricing and by the search for cuts, so that bounds stay
        what they are.
        """
        old = self.master
        gap_fen = max(0.0, (enough_fen or 0) - old.value_fen)
        kept, cuts = old.within(gap_fen), old.book.paid(old.duals().cuts)
        self.master = Master(old.book, old.goal, slack_fen=old.slack_fen)
        self.master.add(kept)
        self.master.tighten(cuts)
        centre = leaf.relaxation.duals
        self.generator.run(self.master, part=leaf.part, centre=centre)

    def _close_or_branch(self, search: Frontier, leaf: Leaf, whole: Whole, work: TreeWork) -> None:
        if search.is_enough(leaf):
            search.closed.append(leaf)
            return
        enumerated = self._enumerate(search, leaf, whole, work)
        if enumerated is not None:
            search.closed.append(enumerated)
            search.patience.forget()
            return
        offer = fractional_offer(leaf)
        if offer is not None:
            self._branch(search, leaf, offer, leaf.units_used[offer])
            return
        assert search.enough_fen is not None
        enough_fen = float(search.enough_fen)
        chosen = choose_count(self.master, enough_fen, part=leaf.part, memory=search.memory)
        if chosen is not None:
            self._branch(search, leaf, *chosen)
            return
        search.closed.append(leaf)
        found = whole(self.master.columns_in_use())
        if found is not None:
            search.enough_fen = min(search.enough_fen, found)

    def _enumerate(self, search: Frontier, leaf: Leaf, whole: Whole, work: TreeWork) -> Leaf | None:
        """The leaf closed by looking at every set of coaches within its gap; None where it is not.

        Costs of what is found are made true, and a better plan is taken over, until nothing
        cheaper is found, or the sets are too many.
        """
        assert search.enough_fen is not None
        gap = search.enough_fen - leaf.bound_fen
        if self.closer is None or gap > search.reach.fen:
            return None
        goal, closed = self.master.goal, False
        for _ in range(MOST_FINDS):
            most = min(work.sets, work.all_sets - self.closer.looked)
            found = self.closer.close(leaf, goal, below_fen=search.enough_fen, most_sets=most)
            closed = found.is_complete and not found.columns
            if not found.columns:
                break
            if self._make_columns_true([c for c in found.columns if c not in self.true]):
                continue
            money = whole(list(found.columns))
            if money is None or money >= search.enough_fen:
                break
            search.enough_fen = money
        search.reach.learn(gap, closed=closed)
        if not closed:
            return None
        return replace(leaf, bound_scaled=search.enough_fen * SCALE, enumerated=True)

    def _branch(self, search: Frontier, leaf: Leaf, subject: Count | int, value: float) -> None:
        for branching in sides(subject, value):
            search.push(replace(leaf, part=leaf.part.below(branching), solved=False))

    def solve(
        self,
        part: Part,
        work: TreeWork,
        parent: Leaf | None = None,
        *,
        enough_fen: int | None = None,
        rounds: int,
        past_fen: float = np.inf,
    ) -> Leaf:
        """Solve one part, making the costs of the columns it uses true.

        Args:
            part: bounds on purchases and counts.
            work: how much.
            parent: the leaf it is a part of, or what is known of it.
            enough_fen: a bound that needs no raising.
            rounds: of cuts.
            past_fen: a bound above which cuts are left for later.
        """
        centre = None if parent is None else parent.relaxation.duals
        enough = np.inf if enough_fen is None else float(enough_fen)

        def run(centre: Duals | None) -> Relaxation:
            return self.generator.run(self.master, part=part, centre=centre, enough_fen=enough)

        if centre is not None:
            self.master.tighten(self.master.book.paid(centre.cuts))
        relaxation = run(centre)
        for _ in range(work.rounds):
            if relaxation.bound_fen >= enough or not self._make_true(work.columns_per_round):
                break
            relaxation = run(relaxation.duals)
        whole = not part.path and self.master.goal.left_most is None
        if self.islands is not None and whole and rounds:
            return self._by_islands(self.islands, self._leaf(part, relaxation), work)
        most = rounds if len(part.path) <= DEEPEST_CUTS else 0
        until = min(enough, float(np.nextafter(past_fen, np.inf)))
        relaxation, ended = self._cut(relaxation, run, work, rounds=most, until_fen=until)
        return replace(self._leaf(part, relaxation), cut=ended and rounds > 0)

    def _by_islands(self, islands: Parted, leaf: Leaf, work: TreeWork) -> Leaf:
        """A leaf with the cuts of its islands, if they lift its bound."""
        leaf = replace(leaf, cut=True)
        found = islands.tighten(leaf, self.master, work, self.report)
        self._make_columns_true(found.timed)
        exact = found.duals.exact()
        scaled = int(self.generator.bound(exact, part=leaf.part, goal=self.master.goal))
        if scaled <= leaf.bound_scaled:
            return leaf
        bound = scaled / SCALE
        return replace(
            leaf,
            relaxation=Relaxation(bound, bound, found.duals),
            exact=exact,
            bound_scaled=scaled,
            own_used=found.own_used,
            columns_used=found.columns_used,
        )

    def _leaf(self, part: Part, relaxation: Relaxation) -> Leaf:
        """A solved part with what its prices prove."""
        exact = relaxation.duals.exact()
        bound = self.generator.bound(exact, part=part, goal=self.master.goal)
        rides, own = self.master.shares()
        units = tuple(self.master.units())
        columns = self.master.vehicles()
        return Leaf(part, relaxation, exact, int(bound), units, True, rides, own, columns)

    def _cut(
        self,
        relaxation: Relaxation,
        run: Callable[[Duals | None], Relaxation],
        work: TreeWork,
        *,
        rounds: int,
        until_fen: float,
    ) -> tuple[Relaxation, bool]:
        """Add cuts until they stop lifting the bound, or it is as high as asked.

        The best relaxation, and whether it ended before it was as high as asked.
        """
        best, last, stalled = relaxation, relaxation, 0
        for _ in range(rounds):
            if stalled >= MOST_STALLS or not self.report(Progress(self._phase, 0.1)):
                break
            cuts = separate(self.master, most=CUTS_PER_ROUND, seeds=work.seeds)
            if not self.master.tighten(cuts):
                break
            last = run(last.duals)
            if self._make_true(work.columns_per_round):
                last = run(last.duals)
            stalled = stalled + 1 if last.bound_fen < best.bound_fen * (1 + STALL) else 0
            best = last if last.bound_fen >= best.bound_fen else best
            if best.bound_fen >= until_fen:
                return best, False
        return best, True

    def _make_true(self, most: int) -> bool:
        """Work out the clocks of columns in the program's optimum; whether any cost rose."""
        return self._make_columns_true(sorted(set(self.master.columns_in_use()) - self.true)[:most])

    def _make_columns_true(self, columns: list[tuple[int, int]]) -> bool:
        table = self.master.table
        risen: set[tuple[int, int]] = set()
        for c, k in columns:
            self.true.add((c, k))
            fen = self.appraiser.floor_of(c, k)
            if fen > table.cost[c, k]:
                table.cost[c, k] = min(fen, BIG_FEN)
                risen.add((c, k))
        self.master.reprice(risen)
        return bool(risen)
