"""The column engine: bound, plan, certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from routing.artefacts.problem import Problem, Progress, Report
from routing.artefacts.solution import Solution
from routing.errors import EngineFailed
from routing.model import goals
from routing.model.certificate import Certificate
from routing.model.plan import StopReason
from routing.solve.answer import build_solution
from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.build_instance import build_instance
from routing.solve.choice import ChoiceModel, Effort, columns_within
from routing.solve.duals import SCALE, Goal
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import NO_FEN, Instance
from routing.solve.leaves import Leaf, PurchaseTree, TreeWork, bound_fen
from routing.solve.master import Master
from routing.solve.proof import leaf as proof_leaf
from routing.solve.proof import sentence
from routing.solve.selection import Selection
from routing.solve.table import Table, build_table, rows_of
from routing.units import Fen, People


@dataclass(frozen=True, slots=True)
class Budget:
    """Work limits of an effort; none of them is a clock."""

    tree: TreeWork
    columns: int
    work: float
    rounds: int


BUDGETS = {
    goals.Effort.QUICK: Budget(TreeWork(12, 4, 200), 1_500, 6.0, 4),
    goals.Effort.STANDARD: Budget(TreeWork(40, 12, 400), 3_000, 30.0, 6),
    goals.Effort.THOROUGH: Budget(TreeWork(120, 30, 800), 6_000, 120.0, 8),
}


class ColumnEngine:
    """Decides by columns: (ordered pickups, ordered drops, fleet row) for every role of a coach."""

    def solve(self, problem: Problem, *, report: Report) -> Solution:
        """The best solution found within the scenario's effort, with its certificate.

        Raises:
            EngineFailed: a solver broke its own contract.
        """
        return _Solve(problem, report).run()


class _Solve:
    def __init__(self, problem: Problem, report: Report) -> None:
        self.problem = problem
        self.report = report
        self.budget = BUDGETS[problem.scenario.solver.effort]
        self.instance = build_instance(problem)
        self.table = build_table(self.instance)
        self.appraiser = Appraiser(self.instance, self.table, rows_of(self.instance))
        self.goal = search_goal(self.instance, self.table)
        self.master = Master(self.instance, self.table, self.goal)
        self.generator = Generator(self.instance, self.table)
        self.tree = PurchaseTree(self.master, self.generator, self.appraiser)

    def run(self) -> Solution:
        self.report(Progress("bound", 0.1))
        self.generator.seed(self.master)
        leaves = self.tree.grow(self.budget.tree)
        self.report(Progress("plan", 0.3, bound_fen=bound_fen(leaves)))
        selection, runs = self._choose(leaves)
        selection, runs = _in_order(selection, runs)
        money = self._money(selection, runs)
        carried = self.instance.people - selection.left_people
        leaves, most = self._prove(leaves, carried)
        bound = min(money, bound_fen(leaves))
        gap = (money - bound) / money if money else 0.0
        self.report(Progress("proof", 1.0, cost_fen=money, bound_fen=bound, gap=gap))
        certificate = Certificate(
            people_bound=People(most),
            lower_bound_fen=Fen(bound),
            gap=gap,
            proves=sentence(self.instance, carried),
            scale=SCALE,
            leaves=tuple(proof_leaf(self.instance, x.exact, x.units) for x in leaves),
        )
        proven = bound == money and most == carried
        return build_solution(
            self.instance,
            selection,
            runs,
            certificate=certificate,
            stop_reason=StopReason.PROVEN if proven else StopReason.WORK,
        )

    def _choose(self, leaves: list[Leaf]) -> tuple[Selection, tuple[Appraisal, ...]]:
        """Decide on a part of the table, and again while a chosen coach has no lawful clock."""
        plan_table = replace(self.table, cost=self.table.cost.copy())
        columns = self._columns(leaves)
        best: tuple[int, int, Selection, tuple[Appraisal, ...]] | None = None
        for _ in range(self.budget.rounds):
            model = ChoiceModel(self.instance, plan_table, self.goal, columns)
            seed = int(self.problem.scenario.solver.seed)
            found = model.solve(Effort(self.budget.work, seed))
            if found is None:
                raise EngineFailed(
                    "the integer program found nothing, though leaving out is allowed"
                )
            runs, worse = self._appraise(found, plan_table)
            if runs is not None:
                rank = (found.left_people, self._money(found, runs))
                if best is None or rank < best[:2]:
                    best = (*rank, found, runs)
            if not worse:
                break
        if best is None:
            raise EngineFailed("no lawful set of coaches within the rounds of the effort")
        return best[2], best[3]

    def _appraise(
        self, selection: Selection, plan_table: Table
    ) -> tuple[tuple[Appraisal, ...] | None, bool]:
        """Clocks of all vehicles, or None; and whether any costs more than was assumed."""
        runs: list[Appraisal] = []
        worse = False
        for vehicle in selection.vehicles:
            run = self.appraiser.best_run(vehicle.row, dict(vehicle.load))
            assumed = plan_table.cost[vehicle.combination, vehicle.row]
            fen = BIG_FEN if run is None else run.cost_fen
            if fen > assumed:
                plan_table.cost[vehicle.combination, vehicle.row] = fen
                worse = True
            if run is not None:
                runs.append(run)
        whole = len(runs) == len(selection.vehicles)
        return (tuple(runs) if whole else None), worse

    def _columns(self, leaves: list[Leaf]) -> list[tuple[int, int]]:
        """Columns of least reduced cost at the best leaves' prices."""
        chosen: dict[tuple[int, int], None] = {}
        share = max(1, self.budget.columns // min(len(leaves), 3))
        for leaf in leaves[:3]:
            reduced = self.generator.price(leaf.relaxation.duals, self.goal)
            for column in columns_within(reduced, gap_fen=BIG_FEN / 2, most=share):
                chosen[column] = None
        for pattern, value in zip(self.master.patterns, self.master.values(), strict=True):
            single = len(pattern.load) == 1
            if value > 0 or single:
                chosen[pattern.combination, pattern.row] = None
        return [x for x in chosen if self.table.cost[x] < BIG_FEN]

    def _prove(self, leaves: list[Leaf], carried: int) -> tuple[list[Leaf], int]:
        """Leaves that bound the money of plans with as many people, and the most people."""
        instance = self.instance
        if carried == instance.people:
            self.master.aim(Goal(1, np.zeros_like(self.goal.left_fen), 0))
            return [self._again(leaf) for leaf in leaves], carried
        self.master.aim(Goal(0, np.ones_like(self.goal.left_fen)))
        nobody = bound_fen([self._again(leaf) for leaf in self.tree.grow(TreeWork(1, 0, 0))])
        most = instance.people - nobody
        spare = instance.people - carried
        self.master.aim(Goal(1, np.zeros_like(self.goal.left_fen), spare))
        return self.tree.grow(replace(self.budget.tree, rounds=1)), most

    def _again(self, leaf: Leaf) -> Leaf:
        """The same prices under the master's present goal."""
        bound = self.generator.bound(leaf.exact, units=leaf.units, goal=self.master.goal)
        return replace(leaf, bound_scaled=int(bound))

    def _money(self, selection: Selection, runs: tuple[Appraisal, ...]) -> int:
        """Money and time penalties at true costs."""
        assumed = sum(int(self.table.cost[v.combination, v.row]) for v in selection.vehicles)
        true = sum(run.cost_fen for run in runs)
        return selection.money_fen(self.instance, self.table) - assumed + true


def search_goal(instance: Instance, table: Table) -> Goal:
    """Costs, and what it costs to leave people out.

    While ``people`` comes before ``cost`` in the goals' order, one person left out weighs more
    than any single change of the plan that carries them; among equals, a higher priority weighs
    slightly more.
    """
    scenario = instance.problem.scenario
    penalty = int(scenario.goals.left_out_fen_per_person)
    order = scenario.goals.order
    if "people" in order and ("cost" not in order or order.index("people") < order.index("cost")):
        penalty = max(penalty, _dearest(instance, table))
    groups = [scenario.groups[d.group] for d in instance.demands]
    ranks = {p: r for r, p in enumerate(sorted({g.priority for g in groups}))}
    extra = penalty // (1_000 * max(1, len(ranks)))
    return Goal(1, np.array([penalty + extra * ranks[g.priority] for g in groups], dtype=np.int64))


def _dearest(instance: Instance, table: Table) -> int:
    """More than one person can cost on any chain of vehicles."""
    possible = table.cost[table.cost < BIG_FEN]
    coach = int(possible.max(initial=0))
    offers = max((o.price_fen * o.units for o in instance.offers), default=0)
    rides = max((r.cost_fen for r in instance.rides), default=0)
    own = max((int(f) for f in instance.own_fen if f < NO_FEN), default=0)
    return 2 * coach + offers + rides + own + 1


def _in_order(
    selection: Selection, runs: tuple[Appraisal, ...]
) -> tuple[Selection, tuple[Appraisal, ...]]:
    """Vehicles in an order that does not depend on how they were found."""
    pairs = sorted(
        zip(selection.vehicles, runs, strict=True),
        key=lambda p: (p[1].route.row, p[1].route.picks, p[1].route.drops, p[0].load),
    )
    vehicles = tuple(v for v, _ in pairs)
    return replace(selection, vehicles=vehicles), tuple(r for _, r in pairs)
