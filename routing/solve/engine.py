"""The column engine: bound, plan, certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from routing.artefacts.problem import Problem, Progress, Report
from routing.artefacts.solution import Solution
from routing.duties.relay_terms import may_relay
from routing.model import goals
from routing.model.fleet import HireBasis
from routing.model.plan import StopReason
from routing.solve.answer import build_solution
from routing.solve.appraisal import Appraiser
from routing.solve.book import Book
from routing.solve.build_instance import build_instance
from routing.solve.decision_work import DecisionWork
from routing.solve.duals import Goal
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import NO_FEN, Instance
from routing.solve.island_bounds import IslandBounds
from routing.solve.islands import has_many_coaches, label_items
from routing.solve.leaves import bound_fen
from routing.solve.long_routes.columns import LongRoutes
from routing.solve.long_routes.reach import find_reach
from routing.solve.master import Master
from routing.solve.outcome import OutcomeSearch, with_repeats
from routing.solve.patience import good_fen
from routing.solve.proof import build_certificate
from routing.solve.prover import Prover
from routing.solve.shortlist import Work
from routing.solve.stop_sets import LONGEST
from routing.solve.table import Narrow, Table, build_table, rows_of
from routing.solve.tree import Tree, TreeWork
from routing.solve.watch import Watch
from routing.solve.wholes import find_mates


@dataclass(frozen=True, slots=True)
class Budget:
    """Work limits of an effort; none of them is a clock."""

    tree: TreeWork
    decision: DecisionWork


FEWER = (-1, 0, 0, 1, 0, 1)
"""Of six annealings one has as many coaches as it likes, three no more than the best plan known,
two one less, or as few as the relaxation has; see ``Search``."""

BUDGETS = {
    goals.Effort.QUICK: Budget(
        TreeWork(12, 4, 200, 5, 60, 30, 18_000, sets=50_000, all_sets=400_000),
        DecisionWork(250, 0.8, 0, 200_000, 10_000_000, 4, 4, 0.9, 0.6, reheats=False, tours=4),
    ),
    goals.Effort.STANDARD: Budget(
        TreeWork(40, 12, 400, 25, 100, 1_000, 250_000, 60, 400_000, 8_000_000),
        DecisionWork(800, 2.0, 2.0, 1_500_000, 60_000_000, 6, 6, 1.0, 1.0, tours=16, fewer=FEWER),
    ),
    goals.Effort.THOROUGH: Budget(
        TreeWork(120, 30, 800, 40, 200, 4_000, 5_000_000, 100, 4_000_000, 200_000_000),
        DecisionWork(
            2_000, 10.0, 20.0, 4_500_000, 300_000_000, 12, 8, 1.0, 0.6, tours=32, fewer=FEWER
        ),
    ),
}

TRIPS_BESIDE_RIDES = 300
"""With rides and so many trips to make, ``BESIDE_RIDES`` is enough."""
BESIDE_RIDES = Budget(
    TreeWork(12, 4, 200, 8, 60, 30, 18_000, sets=50_000, all_sets=400_000),
    DecisionWork(250, 0.8, 0, 700_000, 56_000_000, 4, 4, 0.9, 0.6, False, 16, (-1, 0, 0, 1)),
)
"""The work of ``standard`` where many trips may be made by train too. A turn looks at three times
as many trips, no such proof was ever finished, and more work gains little: with three times as
much, 0.2 % on 2,221 workers."""


def budget_of(instance: Instance) -> Budget:
    """The work that an instance's effort allows."""
    effort = instance.problem.scenario.solver.effort
    is_long = bool(instance.rides) and len(instance.items) >= TRIPS_BESIDE_RIDES
    return BESIDE_RIDES if is_long and effort is goals.Effort.STANDARD else BUDGETS[effort]


class ColumnEngine:
    """Decides by columns: (ordered pickups, ordered drops, fleet row) for every role of a coach.

    Attributes:
        narrow: drops stop orders by a rule that scenarios have no words for; benchmarks use it.
        shares: whether one vehicle may do several runs. It is tried where that saves money that
            is worth a weaker bound, hire by the day, and where people are left out without it.
    """

    def __init__(self, narrow: Narrow | None = None, *, shares: bool = True) -> None:
        self.narrow = narrow
        self.shares = shares

    def solve(self, problem: Problem, *, report: Report) -> Solution:
        """The best solution found within the scenario's effort, with its certificate.

        Raises:
            EngineFailed: a solver broke its own contract.
        """
        by_day = any(r.hire_basis is HireBasis.DAY for r in problem.scenario.fleet)
        first = _Solve(problem, report, self, again=self.shares and by_day).run()
        asked_to_stop = first.stop_reason in (StopReason.TIME, StopReason.CANCELLED)
        if by_day or not self.shares or not first.left_out or asked_to_stop:
            return first
        second = _Solve(problem, report, self, again=True).run()
        return min(second, first, key=lambda s: sum(people for _, people in s.left_out))


class _Solve:
    def __init__(
        self, problem: Problem, report: Report, engine: ColumnEngine, *, again: bool
    ) -> None:
        self.problem = problem
        self.shares = again
        limit = problem.scenario.solver.time_limit_s
        self.report = Watch(report, None if limit is None else int(limit))
        self.instance = build_instance(problem)
        self.budget = budget_of(self.instance)
        listed = again or engine.narrow is not None
        listed |= may_relay(problem.scenario, problem.policy.values)
        reach = None if listed else find_reach(self.instance)
        longest = (LONGEST, LONGEST) if reach is None else reach.listed
        self.table = build_table(self.instance, engine.narrow, again=again, longest=longest)
        self.long = None if reach is None else LongRoutes(self.instance, self.table, reach)
        # Rows and clocks of columns would have to be priced with every long route as well.
        plain = replace(self.budget.tree, rounds=0, columns_per_round=0, cut_rounds=0)
        self.tree_work = self.budget.tree if reach is None else replace(plain, count_leaves=0)
        rows = rows_of(self.instance, self.table.repeats)
        self.appraiser = Appraiser(self.instance, self.table, rows)
        self.goal = search_goal(self.instance, self.table)
        self.book = book = Book(with_repeats(self.instance, self.table), self.table)
        self.master = Master(book, self.goal)
        self.generator = Generator(book, self.long)
        self.tree = Tree(
            self.master,
            self.generator,
            self.appraiser,
            report=self.report,
            islands=self._islands(),
        )

    def run(self) -> Solution:
        self.report(Progress("bound", 0.1))
        self.generator.seed(self.master)
        leaves = self.tree.grow(self.tree_work)
        self.report(Progress("plan", 0.3, bound_fen=bound_fen(leaves)))
        search = OutcomeSearch(
            self.instance,
            self.table,
            self.goal,
            self.appraiser,
            self.generator,
            self.master.in_use(),
            self.shares,
            self.long,
        )
        decider = search.decider
        outcome = search.search(leaves, work=self.budget.decision, report=self.report)
        prover = Prover(self.master, self.generator, self.tree, decider, work=self.tree_work)
        proving = Progress("proof", 0.95)
        choice = Work(self.budget.decision.work, decider.seed, lambda: self.report(proving))
        reheat = decider.reheat(outcome.decision, self.budget.decision, again=prover.is_short)
        try:
            proof = prover.prove(leaves, outcome.decision, choice=choice)
            outcome = search.better(outcome, proof.decision)
            target = self.problem.scenario.solver.gap_target
            good = good_fen(bound_fen(proof.leaves), target)
            if reheat is not None and outcome.money_fen > good:
                reheat.wait(lambda: self.report(proving))
                more = decider.reheated(reheat, outcome.decision)
                outcome = outcome if more is None else search.better(outcome, more)
        finally:
            if reheat is not None:
                reheat.stop()
        decision, money, most = outcome.decision, outcome.money_fen, proof.most_people
        bound = min(money, bound_fen(proof.leaves))
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
            vehicles=outcome.vehicles,
            certificate=certificate,
            stop_reason=self._stop_reason(gap, missing=most - carried),
        )

    def _islands(self) -> IslandBounds | None:
        """What bounds islands one by one; None where there is but one, or few coaches."""
        if self.long is not None or not has_many_coaches(self.instance):
            return None
        island = label_items(self.instance, self.table, find_mates(self.instance))
        if island.max(initial=0) == 0:
            return None
        return IslandBounds(self.book.instance, self.table, island, self.appraiser)

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
