"""The column engine: bound, plan, certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from routing.artefacts.problem import Problem, Progress, Report
from routing.artefacts.solution import Solution
from routing.model import goals
from routing.model.plan import StopReason
from routing.solve.answer import build_solution
from routing.solve.appraisal import Appraiser
from routing.solve.book import Book
from routing.solve.build_instance import build_instance
from routing.solve.choice import Work
from routing.solve.decide import Decider, Decision, DecisionWork
from routing.solve.duals import Goal
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import NO_FEN, Instance
from routing.solve.leaves import bound_fen
from routing.solve.master import Master
from routing.solve.proof import build_certificate
from routing.solve.prover import Prover
from routing.solve.table import Narrow, Table, build_table, rows_of
from routing.solve.tree import Tree, TreeWork
from routing.solve.watch import Watch


@dataclass(frozen=True, slots=True)
class Budget:
    """Work limits of an effort; none of them is a clock."""

    tree: TreeWork
    decision: DecisionWork


BUDGETS = {
    goals.Effort.QUICK: Budget(
        TreeWork(12, 4, 200, 8, 100, 30, 40_000),
        DecisionWork(250, 0.8, 0, 8_000, 400_000, 4, 2, 4),
    ),
    goals.Effort.STANDARD: Budget(
        TreeWork(40, 12, 400, 25, 100, 300, 600_000),
        DecisionWork(800, 2.0, 2.0, 25_000, 1_500_000, 16, 4, 6),
    ),
    goals.Effort.THOROUGH: Budget(
        TreeWork(120, 30, 800, 40, 200, 2_000, 5_000_000),
        DecisionWork(2_000, 10.0, 20.0, 60_000, 6_000_000, 32, 5, 8),
    ),
}


class ColumnEngine:
    """Decides by columns: (ordered pickups, ordered drops, fleet row) for every role of a coach.

    Attributes:
        narrow: drops stop orders by a rule that scenarios have no words for; benchmarks use it.
    """

    def __init__(self, narrow: Narrow | None = None) -> None:
        self.narrow = narrow

    def solve(self, problem: Problem, *, report: Report) -> Solution:
        """The best solution found within the scenario's effort, with its certificate.

        Raises:
            EngineFailed: a solver broke its own contract.
        """
        return _Solve(problem, report, self.narrow).run()


class _Solve:
    def __init__(self, problem: Problem, report: Report, narrow: Narrow | None) -> None:
        self.problem = problem
        limit = problem.scenario.solver.time_limit_s
        self.report = Watch(report, None if limit is None else int(limit))
        self.budget = BUDGETS[problem.scenario.solver.effort]
        self.instance = build_instance(problem)
        self.table = build_table(self.instance, narrow)
        self.appraiser = Appraiser(self.instance, self.table, rows_of(self.instance))
        self.goal = search_goal(self.instance, self.table)
        self.book = book = Book(self.instance, self.table)
        self.master = Master(book, self.goal)
        self.generator = Generator(book)
        self.tree = Tree(self.master, self.generator, self.appraiser, report=self.report)

    def run(self) -> Solution:
        self.report(Progress("bound", 0.1))
        self.generator.seed(self.master)
        leaves = self.tree.grow(self.budget.tree)
        self.report(Progress("plan", 0.3, bound_fen=bound_fen(leaves)))
        decider = Decider(self.instance, self.table, self.goal, appraiser=self.appraiser)
        decision = decider.decide(
            leaves,
            self.generator,
            self.master.in_use(),
            work=self.budget.decision,
            report=self.report,
        )
        prover = Prover(self.master, self.generator, self.tree, decider, work=self.budget.tree)
        proving = Progress("proof", 0.95)
        choice = Work(self.budget.decision.work, decider.seed, lambda: self.report(proving))
        proof = prover.prove(leaves, decision, choice=choice)
        decision, most = _in_order(proof.decision), proof.most_people
        money, bound = decision.money_fen, proof.bound_fen
        carried = self.instance.people - decision.selection.left_people
        gap = (money - bound) / money if money else 0.0
        self.report(Progress("proof", 1.0, cost_fen=money, bound_fen=bound, gap=gap))
        certificate = build_certificate(
            self.book, proof.leaves, people_bound=most, bound=bound, gap=gap, carried=carried
        )
        return build_solution(
            self.instance,
            decision.selection,
            decision.runs,
            certificate=certificate,
            stop_reason=self._stop_reason(gap, missing=most - carried),
        )

    def _stop_reason(self, gap: float, *, missing: int) -> StopReason:
        """Why the search ended; ``missing`` people might have been carried beyond the plan's."""
        if gap == 0 and missing == 0:
            return StopReason.PROVEN
        if self.report.reason is not None:
            return self.report.reason
        target = self.problem.scenario.solver.gap_target
        return StopReason.GAP if 0 < gap <= target and missing == 0 else StopReason.WORK


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


def _in_order(decision: Decision) -> Decision:
    """Vehicles in an order that does not depend on how they were found."""
    pairs = sorted(
        zip(decision.selection.vehicles, decision.runs, strict=True),
        key=lambda p: (p[1].route.row, p[1].route.picks, p[1].route.drops, p[0].load),
    )
    vehicles = tuple(v for v, _ in pairs)
    selection = replace(decision.selection, vehicles=vehicles)
    return replace(decision, selection=selection, runs=tuple(r for _, r in pairs))
