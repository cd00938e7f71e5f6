"""The decision for one fleet: searched run by run, then shared out over vehicles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from routing.artefacts.problem import Report
from routing.solve.appraisal import Appraiser
from routing.solve.bond_search import LEAST_WORK, keep_bonds
from routing.solve.bonds import broken_bonds
from routing.solve.decide import Decider, Decision
from routing.solve.decision_work import DecisionWork
from routing.solve.duals import Goal
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import Instance, Ints
from routing.solve.leaves import Leaf
from routing.solve.long_routes.columns import LongRoutes
from routing.solve.long_routes.planner import TourSearch
from routing.solve.patterns import Pattern
from routing.solve.second_trips import SecondTrips
from routing.solve.shortlist import Work
from routing.solve.table import Table
from routing.solve.vehicles import VehiclePlan, one_each, share_vehicles

MOST_ROUNDS = 4
"""Searches with more runs than vehicles; each that asks too much lowers the next one's limits."""
MOST_RUNS = 6
"""Runs of one vehicle that the search hopes for; the bound allows whatever the clock does."""


@dataclass(frozen=True)
class Outcome:
    """A decision with its vehicles, and its money once vehicles are shared."""

    decision: Decision
    vehicles: VehiclePlan

    @property
    def money_fen(self) -> int:
        """Money with the time penalties, at true costs."""
        return self.decision.money_fen - self.vehicles.saved_fen


@dataclass(frozen=True)
class OutcomeSearch:
    """Searches for outcomes of one instance.

    Attributes:
        instance: with the vehicles that exist.
        table: columns at the bound's costs; a run by itself costs what ``alone`` says.
        goal: what leaving people out costs.
        appraiser: of clocks.
        generator: of columns, at the bound's costs.
        used: patterns of the bound's optimum.
        shares: whether vehicles may do several runs.
        long: routes with more stops than the table lists; None where it lists all.
    """

    instance: Instance
    table: Table
    goal: Goal
    appraiser: Appraiser
    generator: Generator
    used: list[Pattern]
    shares: bool = True
    long: LongRoutes | None = None

    @cached_property
    def decider(self) -> Decider:
        """The search with the vehicles that exist."""
        return self._decider(self.instance)

    def better(self, known: Outcome, decision: Decision) -> Outcome:
        """The better of an outcome and a decision met later.

        Where places are crowded the search weighs more than money, and what it found holds.
        """
        if self.instance.problem.crowded:
            return known
        found = self._outcome(decision)
        return min(known, found, key=self._rank) if self._suffices(found) else known

    def search(self, leaves: list[Leaf], *, work: DecisionWork, report: Report) -> Outcome:
        """The best outcome found in which nobody travels without the company a pin asks for.

        Company is a price in the search; where it paid that price people are seated anew, or left
        out.
        """
        found = self._search(leaves, work, report)
        decider, selection = self.decider, found.decision.selection
        if not broken_bonds(self.instance, decider.bonds, selection):
            return found
        limit = Work(max(LEAST_WORK, work.work, work.polish), decider.seed)
        columns = [(p.combination, p.row) for p in self.used]
        kept = keep_bonds(decider, found.decision, columns, work=limit)
        outcomes = [x for x in map(self._outcome, kept) if self._suffices(x)]
        return min(outcomes, key=self._rank)

    def _suffices(self, outcome: Outcome) -> bool:
        """Whether there are vehicles enough."""
        used = zip(outcome.vehicles.used, self.instance.fleet.count.tolist(), strict=True)
        return all(n <= count for n, count in used)

    def _search(self, leaves: list[Leaf], work: DecisionWork, report: Report) -> Outcome:
        """One run a vehicle first, several where that leaves a lack.

        With one run a vehicle, runs are still joined where that saves. Where people are left out
        or on their own tickets, or a row is used up, the search is repeated with more runs than
        vehicles until the vehicles suffice.
        """
        plain = self._decide(self.decider, leaves, work, report)
        if self.long is not None:
            tours = TourSearch(self.instance, self.long, self.decider)
            plain = self.better(plain, tours.improve(plain.decision, work))
        if not self.shares or not self._lacks(plain):
            return plain
        best = min(plain, self._with_more_runs(plain, leaves, work, report), key=self._rank)
        if not best.decision.selection.left_people:
            return best
        trips = SecondTrips(self.instance, self.table, self.appraiser)
        decision, vehicles = trips.add(best.decision, best.vehicles)
        decision, order = in_order(decision)
        return min(best, Outcome(decision, vehicles.reordered(order)), key=self._rank)

    def _with_more_runs(
        self, plain: Outcome, leaves: list[Leaf], work: DecisionWork, report: Report
    ) -> Outcome:
        """The first outcome of a search with more runs than vehicles whose vehicles suffice."""
        count = self.instance.fleet.count
        most = np.minimum(self.table.repeats.most, MOST_RUNS)
        limits: Ints = count * most
        for _ in range(MOST_ROUNDS):
            if (limits <= count).all():
                break
            fleet = replace(self.instance.fleet, count=limits)
            wider = replace(self.instance, fleet=fleet)
            found = self._decide(self._decider(wider), leaves, work, report)
            over = np.array(found.vehicles.used, dtype=np.int64) - count
            if (over <= 0).all():
                return found
            runs = np.bincount(
                [v.row for v in found.decision.selection.vehicles], minlength=len(count)
            )
            limits = np.where(over > 0, np.maximum(count, runs - over), limits)
        return plain

    def _decide(
        self, decider: Decider, leaves: list[Leaf], work: DecisionWork, report: Report
    ) -> Outcome:
        return self._outcome(
            decider.decide(leaves, self.generator, self.used, work=work, report=report)
        )

    def _outcome(self, decision: Decision) -> Outcome:
        """A decision in order, its runs shared out over vehicles."""
        found, _ = in_order(decision)
        share = share_vehicles if self.shares else one_each
        return Outcome(found, share(self.instance, found.selection, found.runs))

    def _decider(self, instance: Instance) -> Decider:
        return Decider(
            instance, self._plan_table(), self.goal, appraiser=self.appraiser, long=self.long
        )

    def _plan_table(self) -> Table:
        """The table at what a run costs by itself, as far as the bound has not barred it."""
        table = self.table
        own = table.linked & (table.cost < BIG_FEN)
        cost = np.where(own, table.alone, table.cost)
        if self.instance.problem.crowded:
            cost = np.where(cost < BIG_FEN, cost + self._crowd_fen()[:, None], cost)
        return replace(table, cost=cost)

    def _crowd_fen(self) -> Ints:
        """Per combination, what its stops at crowded places count on top."""
        problem, pair = self.instance.problem, self.table.pair
        by_place = np.array(
            [problem.crowded.get(p, 0) for p in problem.matrix.place_ids], dtype=np.int64
        )
        per_set = [
            np.where(side.sets >= 0, by_place[side.place[side.sets]], 0).sum(axis=1)
            for side in (self.table.pick, self.table.drop)
        ]
        fen: Ints = per_set[0][pair[:, 0]] + per_set[1][pair[:, 1]]
        return fen

    def _lacks(self, plain: Outcome) -> bool:
        """Whether a vehicle more of some row that can run again might help."""
        again = np.flatnonzero((self.table.repeats.most > 1) & (self.instance.fleet.count > 0))
        if not len(again):
            return False
        selection = plain.decision.selection
        if selection.left_people or sum(selection.own):
            return True
        runs = np.bincount(
            [v.row for v in selection.vehicles], minlength=len(self.instance.fleet.rows)
        )
        return bool((runs[again] >= self.instance.fleet.count[again]).any())

    def _rank(self, outcome: Outcome) -> int:
        left = outcome.decision.selection.left
        penalty = sum(int(p) * n for p, n in zip(self.goal.left_fen, left, strict=True))
        return outcome.money_fen + penalty


def in_order(decision: Decision) -> tuple[Decision, list[int]]:
    """Runs in an order that does not depend on how they were found, and where each was before."""
    vehicles, runs = decision.selection.vehicles, decision.runs
    order = sorted(
        range(len(runs)),
        key=lambda n: (
            runs[n].route.row,
            runs[n].route.picks,
            runs[n].route.drops,
            vehicles[n].load,
        ),
    )
    selection = replace(decision.selection, vehicles=tuple(vehicles[n] for n in order))
    return replace(decision, selection=selection, runs=tuple(runs[n] for n in order)), order


def with_repeats(instance: Instance, table: Table) -> Instance:
    """The instance that the bound looks at: as many vehicles of a row as it can have runs."""
    fleet = replace(instance.fleet, count=instance.fleet.count * table.repeats.most)
    return replace(instance, fleet=fleet)
