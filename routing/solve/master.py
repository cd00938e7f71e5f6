"""The master problem as a linear program over patterns, grown by column generation."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.linear_solver import pywraplp

from routing.errors import EngineFailed
from routing.model.runs import RunRole
from routing.solve.cuts import Cut, coefficients_of, cut_table
from routing.solve.duals import Duals, Goal, Units
from routing.solve.floors import BIG_FEN
from routing.solve.instance import NO_FEN, Instance
from routing.solve.pricing import Numbers, columns_of
from routing.solve.table import Table

SLACK_WEIGHT = 10.0
"""Price of missing a minimum by one, in people left out."""
YUAN = 100
"""The program counts in yuan: its tolerances suit numbers of that size."""

BEYOND_FEN = 100_000_000
"""Price of each person left out beyond the most that may be, in the relaxation only. It keeps the
program feasible before enough columns are known and where units bought are too few; it caps the
price of that row from above, so a bound made of the prices stays valid, only weaker."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One vehicle of a column with a load: people by item."""

    combination: int
    row: int
    load: tuple[tuple[int, int], ...]


@dataclass
class _Rows:
    demand: list[pywraplp.Constraint] = field(default_factory=list)
    flow: dict[int, pywraplp.Constraint] = field(default_factory=dict)
    seats: list[pywraplp.Constraint] = field(default_factory=list)
    least: list[pywraplp.Constraint] = field(default_factory=list)
    fleet: list[pywraplp.Constraint] = field(default_factory=list)
    beds: list[pywraplp.Constraint] = field(default_factory=list)
    left: list[pywraplp.Constraint] = field(default_factory=list)
    cuts: list[pywraplp.Constraint] = field(default_factory=list)


class Master:
    """Coaches as patterns, rides, purchases, own tickets and people left out in one program.

    Rows: each demand is covered; feeders bring at least those who board a ride, last miles fetch
    at least those who leave it; seats, minimums, vehicles, beds. It keeps its columns when the
    goal or the bounds on purchases change.
    """

    def __init__(self, instance: Instance, table: Table, goal: Goal) -> None:
        self.instance = instance
        self.table = table
        self.goal = goal
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        self.cuts: list[Cut] = []
        self.cut_table = cut_table(instance, [])
        self.patterns: list[Pattern] = []
        self._pattern_vars: list[pywraplp.Variable] = []
        self._known: set[Pattern] = set()
        self._last: list[float] = []
        self._last_units: list[float] = []
        self._last_others = (np.zeros(0), np.zeros(0))
        self._last_duals: Duals
        self._rows = _Rows()
        self._objective = self.solver.Objective()
        self._objective.SetMinimization()
        self._build_rows()
        self._units = [self._var(float(o.units)) for o in instance.offers]
        self._rides = [self._var(self._infinity) for _ in instance.rides]
        self._own = [self._var(self._infinity) for _ in instance.demands]
        self._left = [self._var(self._infinity) for _ in instance.demands]
        self._beyond = self._var(self._infinity)
        self._join()
        self._add_slack(float(goal.left_fen.max(initial=1)) * SLACK_WEIGHT)
        self.aim(goal)

    @property
    def _infinity(self) -> float:
        return float(self.solver.infinity())

    def _var(self, most: float) -> pywraplp.Variable:
        return self.solver.NumVar(0.0, most, "")

    def _build_rows(self) -> None:
        solver, infinity, rows = self.solver, self._infinity, self._rows
        instance = self.instance
        rows.demand = [solver.Constraint(float(d.people), infinity) for d in instance.demands]
        for e, item in enumerate(instance.items):
            if item.role is not RunRole.DIRECT:
                rows.flow[e] = solver.Constraint(0.0, infinity)
        rows.seats = [solver.Constraint(-infinity, 0.0) for _ in instance.offers]
        rows.least = [solver.Constraint(0.0, infinity) for _ in instance.offers]
        rows.fleet = [solver.Constraint(-infinity, float(n)) for n in instance.fleet.count]
        rows.beds = [solver.Constraint(-infinity, float(b.beds)) for b in instance.beds]
        rows.left = [solver.Constraint(-infinity, infinity)]

    def _join(self) -> None:
        """Coefficients of everything that is not a coach."""
        rows = self._rows
        for o, (offer, units) in enumerate(zip(self.instance.offers, self._units, strict=True)):
            rows.seats[o].SetCoefficient(units, -float(offer.seats))
            rows.least[o].SetCoefficient(units, -float(offer.min_people))
        for ride, people in zip(self.instance.rides, self._rides, strict=True):
            rows.demand[ride.demand].SetCoefficient(people, 1.0)
            rows.seats[ride.offer].SetCoefficient(people, 1.0)
            units_sold = float(self.instance.offers[ride.offer].units)
            rows.least[ride.offer].SetCoefficient(people, units_sold)
            for item in (ride.feeder, ride.last_mile):
                if item >= 0:
                    rows.flow[item].SetCoefficient(people, -1.0)
            if ride.bed >= 0:
                rows.beds[ride.bed].SetCoefficient(people, 1.0)
        rows.left[0].SetCoefficient(self._beyond, -1.0)
        for d, row in enumerate(rows.demand):
            row.SetCoefficient(self._left[d], 1.0)
            rows.left[0].SetCoefficient(self._left[d], 1.0)
            if self.instance.own_fen[d] < NO_FEN:
                row.SetCoefficient(self._own[d], 1.0)

    def _add_slack(self, fen: float) -> None:
        """Let offers' minimums and the bound on people left out be missed, at a forbidding price.

        The columns found so far may be too few to meet them; prices prove a bound all the same.
        """
        for row, sign in [*((r, 1.0) for r in self._rows.least), (self._rows.left[0], -1.0)]:
            slack = self._var(self._infinity)
            row.SetCoefficient(slack, sign)
            self._objective.SetCoefficient(slack, fen / YUAN)

    def aim(self, goal: Goal) -> None:
        """Minimise something else from now on."""
        self.goal = goal
        money = goal.money / YUAN
        for pattern, var in zip(self.patterns, self._pattern_vars, strict=True):
            self._objective.SetCoefficient(var, self._pattern_fen(pattern) * money)
        for offer, var in zip(self.instance.offers, self._units, strict=True):
            self._objective.SetCoefficient(var, offer.price_fen * money)
        for ride, var in zip(self.instance.rides, self._rides, strict=True):
            self._objective.SetCoefficient(var, ride.cost_fen * money)
        for d, (own, left) in enumerate(zip(self._own, self._left, strict=True)):
            self._objective.SetCoefficient(own, float(self.instance.own_fen[d]) * money)
            self._objective.SetCoefficient(left, float(goal.left_fen[d]) / YUAN)
        self._objective.SetCoefficient(self._beyond, float(BEYOND_FEN) / YUAN)
        most = goal.left_most
        self._rows.left[0].SetUb(self._infinity if most is None else float(most))

    def limit(self, units: Units) -> None:
        """Bound the units bought of each offer."""
        for var, low, high in zip(self._units, units.low, units.high, strict=True):
            var.SetBounds(float(low), float(high))

    def add(self, pattern: Pattern) -> bool:
        """Add a pattern unless it is known; whether it was new."""
        if pattern in self._known or not pattern.load:
            return False
        self._known.add(pattern)
        var = self._var(self._infinity)
        cost = self._pattern_fen(pattern) * self.goal.money / YUAN
        self._objective.SetCoefficient(var, cost)
        for item, people in pattern.load:
            self._row_of(item).SetCoefficient(var, float(people))
        self._rows.fleet[pattern.row].SetCoefficient(var, 1.0)
        if self.cuts:
            columns = columns_of(self.table)
            found = coefficients_of(columns, self.cut_table, pattern.combination, pattern.row)
            for n in np.flatnonzero(found):
                self._rows.cuts[n].SetCoefficient(var, float(found[n]))
        self.patterns.append(pattern)
        self._pattern_vars.append(var)
        return True

    def tighten(self, cuts: list[Cut]) -> int:
        """Add cuts that are new; how many there were."""
        known = set(self.cuts)
        fresh = [c for c in cuts if c not in known]
        self.cuts += fresh
        self.cut_table = cut_table(self.instance, self.cuts)
        for n in range(len(self.cuts) - len(fresh), len(self.cuts)):
            self._add_cut(n)
        return len(fresh)

    def _add_cut(self, n: int) -> None:
        table = self.cut_table
        row = self.solver.Constraint(float(table.right[n]), self._infinity)
        self._rows.cuts.append(row)
        one = cut_table(self.instance, [self.cuts[n]])
        columns = columns_of(self.table)
        for pattern, var in zip(self.patterns, self._pattern_vars, strict=True):
            found = coefficients_of(columns, one, pattern.combination, pattern.row)[0]
            if found:
                row.SetCoefficient(var, float(found))
        leaves = bool(table.leaves[n])
        for d in np.flatnonzero(table.demand[n]):
            row.SetCoefficient(self._left[d], 1.0)
            row.SetCoefficient(self._own[d], 1.0)
        for ride, people in zip(self.instance.rides, self._rides, strict=True):
            walks = ride.feeder < 0 if leaves else ride.last_mile < 0
            if walks and table.demand[n, ride.demand]:
                row.SetCoefficient(people, 1.0)

    def reprice(self, columns: set[tuple[int, int]]) -> None:
        """Take over costs of the table that have become true."""
        for pattern, var in zip(self.patterns, self._pattern_vars, strict=True):
            if (pattern.combination, pattern.row) in columns:
                if self.table.cost[pattern.combination, pattern.row] >= BIG_FEN:
                    var.SetUb(0.0)
                else:
                    cost = self._pattern_fen(pattern) * self.goal.money / YUAN
                    self._objective.SetCoefficient(var, cost)

    def _pattern_fen(self, pattern: Pattern) -> float:
        fares = sum(self.instance.items[e].cost_fen * n for e, n in pattern.load)
        return float(self.table.cost[pattern.combination, pattern.row] + fares)

    def _row_of(self, item: int) -> pywraplp.Constraint:
        known = self.instance.items[item]
        if known.role is RunRole.DIRECT:
            return self._rows.demand[known.demand]
        return self._rows.flow[item]

    def solve(self) -> float:
        """Solve the program as it stands; its value in fen.

        Raises:
            EngineFailed: the program has no optimum, which its slack excludes.
        """
        status = self.solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            raise EngineFailed(f"linear program ended with status {status}")
        self._last = [float(v.solution_value()) for v in self._pattern_vars]
        self._last_units = [float(v.solution_value()) for v in self._units]
        self._last_others = self._read_others()
        self._last_duals = self._read_duals()
        return float(self._objective.Value()) * YUAN

    def duals(self) -> Duals:
        """Prices of the last solution, in fen, with the signs that make a bound valid."""
        return self._last_duals

    def _read_duals(self) -> Duals:
        rows = self._rows
        demand = np.maximum(_prices(rows.demand), 0)
        item = np.zeros(len(self.instance.items))
        for e, known in enumerate(self.instance.items):
            direct = known.role is RunRole.DIRECT
            price = 0.0 if direct else YUAN * float(rows.flow[e].dual_value())
            item[e] = demand[known.demand] if direct else max(0.0, price)
        return Duals(
            item=item,
            demand=demand,
            seats=np.minimum(_prices(rows.seats), 0),
            least=np.maximum(_prices(rows.least), 0),
            fleet=np.minimum(_prices(rows.fleet), 0),
            beds=np.minimum(_prices(rows.beds), 0),
            cuts=np.maximum(_prices(rows.cuts), 0),
            left=np.minimum(_prices(rows.left), 0),
        )

    def values(self) -> list[float]:
        """Vehicles of each pattern in the last solution."""
        return self._last

    def in_use(self) -> list[Pattern]:
        """Patterns of the last solution, and all with a single item."""
        pairs = zip(self.patterns, self._last, strict=False)
        return [p for p, v in pairs if v > 0 or len(p.load) == 1]

    def others(self) -> tuple[Numbers, Numbers]:
        """Per demand, people who need no coach to leave, and none to arrive."""
        return self._last_others

    def _read_others(self) -> tuple[Numbers, Numbers]:
        stay = [
            float(a.solution_value()) + float(b.solution_value())
            for a, b in zip(self._own, self._left, strict=True)
        ]
        leave, arrive = np.array(stay), np.array(stay)
        for ride, people in zip(self.instance.rides, self._rides, strict=True):
            value = float(people.solution_value())
            leave[ride.demand] += value if ride.feeder < 0 else 0.0
            arrive[ride.demand] += value if ride.last_mile < 0 else 0.0
        return leave, arrive

    def units(self) -> list[float]:
        """Units of each offer in the last solution."""
        return self._last_units


def _prices(rows: list[pywraplp.Constraint]) -> Numbers:
    return np.array([YUAN * float(r.dual_value()) for r in rows], dtype=np.float64)
