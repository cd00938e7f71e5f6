"""From prices to a decision whose every coach has a lawful clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routing.artefacts.problem import Progress, Report
from routing.errors import EngineFailed
from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.bonds import broken_bonds, find_bonds
from routing.solve.branching import WHOLE
from routing.solve.cautions import Cautions
from routing.solve.counts import Units
from routing.solve.decision_work import DecisionWork
from routing.solve.duals import Goal, load_price
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.improve import Improver, Worths, typical_coach_fen
from routing.solve.instance import NO_FEN, Instance
from routing.solve.islands import find_islands
from routing.solve.leaves import Leaf, bound_fen
from routing.solve.long_routes.columns import LongRoutes
from routing.solve.pace import Pace
from routing.solve.patience import good_fen
from routing.solve.patterns import Pattern
from routing.solve.previous import find_previous
from routing.solve.reheat import Reheat
from routing.solve.rounding import round_modes
from routing.solve.selection import Selection
from routing.solve.shortlist import Work, columns_within
from routing.solve.table import Table
from routing.solve.wholes import count_spread, find_mates
from routing.solve.yard import MOST_ROWS, SPLIT_FEN

if TYPE_CHECKING:
    from routing.solve.choice import ChoiceModel

PRICED_LEAVES = 3
"""Leaves whose prices choose the columns of the integer program."""
NEAR, NEAR_LEAVES = 0.005, 2
"""Leaves in which a plan is looked for: those whose bounds are nearly the least, and how many."""
TRIES_FOR_SAFETY = 20
"""Rounds of the integer program alone, each of which bars the runs found unlawful."""


@dataclass(frozen=True)
class Decision:
    """A selection with a clock for each of its vehicles.

    ``money_fen`` is its money with the time penalties, at true costs.
    """

    selection: Selection
    runs: tuple[Appraisal, ...]
    money_fen: int


class Decider:
    """Finds decisions for one instance."""

    def __init__(
        self,
        instance: Instance,
        table: Table,
        goal: Goal,
        *,
        appraiser: Appraiser,
        long: LongRoutes | None = None,
    ) -> None:
        self.instance = instance
        self.long = long
        self.table = replace(table, cost=table.cost.copy())
        self.goal = goal
        self.appraiser = appraiser
        self.cautions = Cautions(instance, self.table, appraiser)
        self.mates = find_mates(instance)
        self.bonds = find_bonds(instance)
        self._improver: Improver | None = None
        self.seed = int(instance.problem.scenario.solver.seed)

    def decide(
        self,
        leaves: list[Leaf],
        generator: Generator,
        used: list[Pattern],
        *,
        work: DecisionWork,
        report: Report,
    ) -> Decision:
        """The best decision of the given work.

        Raises:
            EngineFailed: no set of lawful coaches was found, though leaving out is allowed.
        """
        columns = _Columns(self, leaves, generator, used, work.columns)
        best = self._search(self._starts(columns, _near(leaves), work), leaves, work, report)
        best = self._with_tickets(best or self._safe(columns.tested(), work))
        told = Progress("plan", 0.9)
        # The annealing may fill no coach to its least load, and then leave more out than it must.
        left = best.selection.left_people > 0
        amount = work.polish if self.instance.rides or left else 0.0
        amount = amount or (work.work if left else 0.0)
        if not (amount and report(told)):
            return best
        limit = Work(amount, self.seed, lambda: report(told))
        return self._polish(best, columns.tested(), limit)

    def reheat(self, decision: Decision, work: DecisionWork, *, again: bool) -> Reheat | None:
        """Begin to anneal a decision further, beside the proof; ``again`` as in ``Improver``.

        None where the work has none, where islands were searched to the end, and where what it
        found could not be taken over: routes that the table does not list, places that are crowded,
        more runs than vehicles.
        """
        improver, crowded = self._improver, self.instance.problem.crowded
        if improver is None or self.long is not None or crowded or not work.reheats:
            return None
        rows = [v.row for v in decision.selection.vehicles]
        used = np.bincount(rows, minlength=len(self.instance.fleet.count))
        if improver.searches_islands() or not improver.can_search():
            return None
        if (used > self.instance.fleet.count).any():
            return None
        return improver.reheat(decision.selection, work.search(self.seed, 0), again=again)

    def reheated(self, reheat: Reheat, start: Decision) -> Decision | None:
        """What was found beside the proof; None where it is no lawful decision."""
        assert self._improver is not None
        found = self._improver.read(reheat, start.selection)
        if found is None or broken_bonds(self.instance, self.bonds, found):
            return None
        return self.appraise(found)

    def _with_tickets(self, decision: Decision) -> Decision:
        """Tickets of their own for those left out who may have one that costs less than leaving."""
        before = decision.selection
        own, left = list(before.own), list(before.left)
        for d, people in enumerate(before.left):
            if people and self.instance.own_fen[d] < min(NO_FEN, int(self.goal.left_fen[d])):
                own[d], left[d] = own[d] + people, 0
        after = replace(before, own=tuple(own), left=tuple(left))
        more_fen = after.money_fen(self.instance, self.table) - before.money_fen(
            self.instance, self.table
        )
        return replace(decision, selection=after, money_fen=decision.money_fen + more_fen)

    def _search(
        self,
        starts: list[Selection],
        leaves: list[Leaf],
        work: DecisionWork,
        report: Report,
    ) -> Decision | None:
        """Anneal and time what comes out, in turns; a first short turn shows what costs are true.

        The best decision whose every coach is lawful; None when there was none.
        """
        table = self.table if self.long is None else self.long.listed(self.table)
        near = _near(leaves)
        improver = Improver(
            self.instance,
            table,
            self.goal,
            worths=[self._worths(leaf, table) for leaf in near],
            islands=find_islands(self.instance, table, self.mates, self._used(leaves[0])),
            mates=self.mates,
        )
        self._improver = improver
        if not improver.can_search():
            return self._appraise(starts[0])[0] if starts[0].vehicles else None
        # Penalties on people's time are no part of the annealing's values.
        timed = self.instance.problem.scenario.goals.ride_hour_fen_per_person > 0
        good = good_fen(bound_fen(leaves), self.instance.problem.scenario.solver.gap_target)
        search = work.search(self.seed, 0 if timed else good)
        # Tours begin anew, with more stops; this only tells which coaches may stand beside them.
        search = search if self.long is None else search.shorter()
        pace, openings = Pace(work.rounds), starts
        best: Decision | None = None
        while pace.goes_on(found=best is not None):
            told = _Told(report, best, bound_fen(leaves), pace.share)
            turn = search if pace.is_long else search.shorter()
            if pace.is_long:
                # What the short ones settled on may be a valley that they could not leave.
                starts = [*starts, *openings]
            found = improver.improve(starts, turn, go_on=told.go_on)
            if not found:
                if pace.is_long or pace.long_turn >= 0:
                    break
                # Too short a turn to seat everybody lawfully: the long one begins anew.
                starts = []
                pace.learn(settled=True)
                continue
            decision, worse = self._appraise(found[0])
            met = [decision, *(self.appraise(other) for other in found[1:])]
            best = min([d for d in (best, *met) if d is not None], key=self.rank, default=None)
            starts = [found[0], *openings] if best is None else [found[0], best.selection]
            pace.learn(settled=not worse)
            is_good = not timed and best is not None and self.rank(best) <= good
            if is_good or not told.go_on(1.0):
                break
        return best

    def _used(self, leaf: Leaf) -> Sequence[tuple[int, int, float]]:
        """Columns in a leaf's optimum, where none has more stops than the table lists."""
        return leaf.columns_used if self.long is None else ()

    def _worths(self, leaf: Leaf, table: Table) -> Worths:
        duals = leaf.relaxation.duals
        seat_fen = load_price(self.instance, duals, self.goal)
        used = self._used(leaf)
        coaches = sum(n for _, _, n in used)
        return Worths(leaf.units, seat_fen, -duals.fleet, typical_coach_fen(table, used), coaches)

    def _starts(self, columns: _Columns, leaves: list[Leaf], work: DecisionWork) -> list[Selection]:
        """Decisions to begin with, whole or not.

        The linear program says who rides what; where people who must share coaches may also ride,
        the integer program does, which keeps all of them on one way.
        """
        if len(self.instance.fleet.rows) > MOST_ROWS or (self.instance.rides and self.mates.sets):
            starts = [self._split_modes(columns.tested(), work, leaves[0])]
        else:
            starts = [round_modes(self.instance, leaf, self.mates.whole) for leaf in leaves]
        previous = find_previous(self.instance, self.table)
        return starts if previous is None else [*starts, previous]

    def _polish(self, best: Decision, columns: list[tuple[int, int]], limit: Work) -> Decision:
        """Let the integer program start from a decision, on its columns and the priced ones."""
        used = {(v.combination, v.row): None for v in best.selection.vehicles}
        wider = [x for x in {**used, **dict.fromkeys(columns)} if self.table.cost[x] < BIG_FEN]
        model = self._program(wider)
        model.hint(best.selection)
        selection = model.solve(limit)
        if selection is None:
            return best
        found, _ = self._appraise(selection)
        return found if found is not None and self.rank(found) < self.rank(best) else best

    def adopt(self, table: Table) -> None:
        """Take over columns that were added to the engine's table."""
        cost = table.cost.copy()
        cost[: self.table.size] = self.table.cost
        self.table = replace(table, cost=cost)
        self.appraiser.learn_sets()
        self.cautions = Cautions(self.instance, self.table, self.appraiser)

    def appraise(self, selection: Selection) -> Decision | None:
        """The selection with its clocks; None where a vehicle has no lawful one."""
        return self._appraise(selection)[0]

    def recombine(
        self, best: Decision, columns: list[tuple[int, int]], work: DecisionWork
    ) -> Decision:
        """The best of a decision and of what its vehicles and these columns make together."""
        allowed = [x for x in columns if self.table.cost[x] < BIG_FEN]
        return self._polish(best, allowed, Work(max(work.work, work.polish), self.seed))

    def load(self, columns: list[tuple[int, int]], work: Work) -> Decision | None:
        """The best decision whose vehicles are of these columns, people on seats and all.

        None where it spreads people who are to share coaches, or breaks a bond: the program knows
        those who fit.
        """
        allowed = [x for x in columns if self.table.cost[x] < BIG_FEN]
        selection = self._program(allowed).solve(work)
        if selection is None or count_spread(self.instance, self.mates, selection.vehicles):
            return None
        if broken_bonds(self.instance, self.bonds, selection):
            return None
        return self._appraise(selection)[0]

    def _safe(self, columns: list[tuple[int, int]], work: DecisionWork) -> Decision:
        """A decision on columns that are lawful with every load they were tried with."""
        for _ in range(TRIES_FOR_SAFETY):
            found, _ = self._appraise(self._solve_choice(columns, work))
            if found is not None:
                return found
        raise EngineFailed("no lawful set of coaches within the rounds of the effort")

    def rank(self, decision: Decision) -> int:
        """Money at true costs, and penalties for people left out or spread over coaches."""
        selection = decision.selection
        left = sum(int(p) * n for p, n in zip(self.goal.left_fen, selection.left, strict=True))
        spread = SPLIT_FEN * count_spread(self.instance, self.mates, selection.vehicles)
        return decision.money_fen + left + spread

    def _split_modes(
        self, columns: list[tuple[int, int]], work: DecisionWork, leaf: Leaf
    ) -> Selection:
        """Who rides what by the integer program.

        The units that the best leaf buys are bought: a charter that only pays once it is well
        filled is not found from an empty train.
        """
        bought = tuple(int(u + WHOLE) for u in leaf.units_used)
        return self._solve_choice(columns, work, Units(bought, leaf.units.high))

    def _program(self, columns: list[tuple[int, int]]) -> ChoiceModel:
        """The integer program over some columns; most cases get by without its library."""
        from routing.solve.choice import ChoiceModel

        return ChoiceModel(self.instance, self.table, self.goal, columns)

    def _solve_choice(
        self, columns: list[tuple[int, int]], work: DecisionWork, units: Units | None = None
    ) -> Selection:
        allowed = [x for x in columns if self.table.cost[x] < BIG_FEN]
        model = self._program(allowed)
        if units is not None:
            model.keep(units)
        found = model.solve(Work(work.work, self.seed))
        if found is None and units is not None:
            return self._solve_choice(columns, work)
        if found is None:
            raise EngineFailed("the integer program found nothing, though leaving out is allowed")
        return found

    def _appraise(self, selection: Selection) -> tuple[Decision | None, bool]:
        """Clocks of all vehicles, or None; and whether any costs more than was assumed."""
        runs: list[Appraisal] = []
        worse = False
        for vehicle in selection.vehicles:
            run = self.appraiser.best_run(vehicle.row, dict(vehicle.load))
            worse |= self.cautions.learn(vehicle, run)
            if run is not None:
                runs.append(run)
        if len(runs) < len(selection.vehicles):
            return None, worse
        assumed = sum(int(self.table.cost[v.combination, v.row]) for v in selection.vehicles)
        true = sum(run.cost_fen for run in runs)
        money = selection.money_fen(self.instance, self.table) - assumed + true
        return Decision(selection, tuple(runs), money), worse


def _near(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves that the best plan may well lie in, the cheapest first."""
    least = leaves[0].bound_scaled
    most = least + abs(least) * NEAR
    return [leaf for leaf in leaves[:NEAR_LEAVES] if leaf.bound_scaled <= most]


class _Columns:
    """Columns in use at the bound, single trips, and those of least reduced cost."""

    def __init__(
        self,
        decider: Decider,
        leaves: list[Leaf],
        generator: Generator,
        used: list[Pattern],
        most: int,
    ) -> None:
        self.decider = decider
        self.leaves = leaves
        self.generator = generator
        self.used = used
        self.most = most
        self._tested: list[tuple[int, int]] | None = None

    def tested(self) -> list[tuple[int, int]]:
        """The columns, each timed with a full load, when an integer program first asks."""
        if self._tested is None:
            chosen = self._choose()
            for c, k in chosen:
                self.decider.cautions.test(c, k)
            self._tested = chosen
        return self._tested

    def _choose(self) -> list[tuple[int, int]]:
        chosen = {(p.combination, p.row): None for p in self.used}
        goal = self.decider.goal
        share = max(1, self.most // min(len(self.leaves), PRICED_LEAVES))
        for leaf in self.leaves[:PRICED_LEAVES]:
            reduced = self.generator.price(leaf.relaxation.duals, goal)
            for column in columns_within(reduced, gap_fen=BIG_FEN / 2, most=share):
                chosen[column] = None
        return [x for x in chosen if self.decider.table.cost[x] < BIG_FEN]


@dataclass(frozen=True)
class _Told:
    """Tells how far one turn of the search has come, with the best decision so far."""

    report: Report
    best: Decision | None
    bound_fen: int
    share: float

    def go_on(self, part: float) -> bool:
        share = 0.3 + 0.6 * min(1.0, self.share + part / 10)
        if self.best is None:
            return self.report(Progress("plan", share, bound_fen=self.bound_fen))
        cost = self.best.money_fen
        bound = min(cost, self.bound_fen)
        gap = (cost - bound) / cost if cost else 0.0
        return self.report(Progress("plan", share, cost_fen=cost, bound_fen=bound, gap=gap))
