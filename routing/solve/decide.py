"""From prices to a decision whose every coach has a lawful clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.artefacts.problem import Progress, Report
from routing.errors import EngineFailed
from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.branching import WHOLE
from routing.solve.cautions import Cautions
from routing.solve.choice import ChoiceModel, Work, columns_within
from routing.solve.counts import Units
from routing.solve.duals import Goal, load_price
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.improve import Search, improve
from routing.solve.instance import Instance
from routing.solve.leaves import Leaf
from routing.solve.master import Pattern
from routing.solve.selection import Selection
from routing.solve.table import Table
from routing.solve.wholes import find_shared
from routing.solve.yard import MOST_ROWS

PRICED_LEAVES = 3
"""Leaves whose prices choose the columns of the integer program."""
TRIES_FOR_SAFETY = 20
"""Rounds of the integer program alone, each of which bars the runs found unlawful."""


@dataclass(frozen=True, slots=True)
class DecisionWork:
    """Work limits of the search for a plan.

    Attributes:
        columns: of the integer program that splits people over modes.
        work: its deterministic seconds.
        iterations: turns of each annealing, at most.
        visits: turns times coaches of each annealing, at most.
        starts: annealings, each with a seed of its own.
        rounds: how often to search again once costs have become true.
    """

    columns: int
    work: float
    iterations: int
    visits: int
    starts: int
    rounds: int


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
        self, instance: Instance, table: Table, goal: Goal, *, appraiser: Appraiser
    ) -> None:
        self.instance = instance
        self.table = replace(table, cost=table.cost.copy())
        self.goal = goal
        self.appraiser = appraiser
        self.cautions = Cautions(instance, self.table, appraiser)
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
        price = load_price(self.instance, leaves[0].relaxation.duals, self.goal)
        columns = self._columns(leaves, generator, used, work.columns)
        for c, k in columns:
            self.cautions.test(c, k)
        selection = self._split_modes(columns, work, leaves[0])
        search = Search(
            work.iterations, work.visits, tuple(self.seed + n for n in range(work.starts))
        )
        safe, _ = self._appraise(selection)
        best = safe
        for turn in range(work.rounds):
            selection = improve(
                self.instance,
                self.table,
                selection,
                price=price,
                goal=self.goal,
                search=search if turn == 0 else _shorter(search),
            )
            found, worse = self._appraise(selection)
            if found is not None and (best is None or self._rank(found) < self._rank(best)):
                best = found
            go_on = report(Progress("plan", 0.3 + 0.6 * (turn + 1) / work.rounds))
            if not worse or not go_on:
                break
        best = best or self._safe(columns, work)
        return self._polish(best, columns, work) if self.instance.rides else best

    def _polish(
        self, best: Decision, columns: list[tuple[int, int]], work: DecisionWork
    ) -> Decision:
        """Let the integer program start from a decision, on its columns and the priced ones."""
        used = {(v.combination, v.row): None for v in best.selection.vehicles}
        wider = [x for x in {**used, **dict.fromkeys(columns)} if self.table.cost[x] < BIG_FEN]
        model = ChoiceModel(self.instance, self.table, self.goal, wider)
        model.hint(best.selection)
        selection = model.solve(Work(work.work, self.seed))
        if selection is None:
            return best
        found, _ = self._appraise(selection)
        return found if found is not None and self._rank(found) < self._rank(best) else best

    def load(self, columns: list[tuple[int, int]], work: Work) -> Decision | None:
        """The best decision whose vehicles are of these columns, people on seats and all."""
        allowed = [x for x in columns if self.table.cost[x] < BIG_FEN]
        selection = ChoiceModel(self.instance, self.table, self.goal, allowed).solve(work)
        return None if selection is None else self._appraise(selection)[0]

    def _safe(self, columns: list[tuple[int, int]], work: DecisionWork) -> Decision:
        """A decision on columns that are lawful with every load they were tried with."""
        for _ in range(TRIES_FOR_SAFETY):
            found, _ = self._appraise(self._solve_choice(columns, work))
            if found is not None:
                return found
        raise EngineFailed("no lawful set of coaches within the rounds of the effort")

    def _rank(self, decision: Decision) -> int:
        left = decision.selection.left
        return decision.money_fen + sum(
            int(p) * n for p, n in zip(self.goal.left_fen, left, strict=True)
        )

    def _split_modes(
        self, columns: list[tuple[int, int]], work: DecisionWork, leaf: Leaf
    ) -> Selection:
        """Who rides what; everybody waits where there is nothing to choose.

        The units that the best leaf buys are bought: a charter that only pays once it is well
        filled is not found from an empty train.
        """
        instance = self.instance
        few_rows = len(instance.fleet.rows) <= MOST_ROWS
        if few_rows and not instance.rides and not find_shared(instance):
            nobody = (0,) * len(instance.demands)
            everyone = tuple(d.people for d in instance.demands)
            return Selection((), (), (0,) * len(instance.offers), nobody, everyone)
        bought = tuple(int(u + WHOLE) for u in leaf.units_used)
        return self._solve_choice(columns, work, Units(bought, leaf.units.high))

    def _solve_choice(
        self, columns: list[tuple[int, int]], work: DecisionWork, units: Units | None = None
    ) -> Selection:
        allowed = [x for x in columns if self.table.cost[x] < BIG_FEN]
        model = ChoiceModel(self.instance, self.table, self.goal, allowed)
        if units is not None:
            model.keep(units)
        found = model.solve(Work(work.work, self.seed))
        if found is None and units is not None:
            return self._solve_choice(columns, work)
        if found is None:
            raise EngineFailed("the integer program found nothing, though leaving out is allowed")
        return found

    def _columns(
        self, leaves: list[Leaf], generator: Generator, used: list[Pattern], most: int
    ) -> list[tuple[int, int]]:
        """Columns in use at the bound, single trips, and those of least reduced cost."""
        chosen = {(p.combination, p.row): None for p in used}
        share = max(1, most // min(len(leaves), PRICED_LEAVES))
        for leaf in leaves[:PRICED_LEAVES]:
            reduced = generator.price(leaf.relaxation.duals, self.goal)
            for column in columns_within(reduced, gap_fen=BIG_FEN / 2, most=share):
                chosen[column] = None
        return [x for x in chosen if self.table.cost[x] < BIG_FEN]

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


def _shorter(search: Search) -> Search:
    """The work of a round that only mends what was found unlawful or dearer."""
    return replace(
        search, iterations=search.iterations // 4, visits=search.visits // 4, seeds=search.seeds[:1]
    )
