"""The master problem as a linear program over patterns, grown by column generation."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.linear_solver import pywraplp

from routing.errors import EngineFailed
from routing.model.runs import RunRole
from routing.solve.book import Book, Extra
from routing.solve.counts import ANY, Count, Part
from routing.solve.cuts import LEAVE, Cut
from routing.solve.duals import Duals, Goal
from routing.solve.floors import BIG_FEN
from routing.solve.instance import NO_FEN
from routing.solve.linear import YUAN, prices_of, spread, warm_start
from routing.solve.patterns import Pattern, columns_in
from routing.solve.pricing import Numbers
from routing.solve.spares import LEAST, Coefficients, Spares

SLACK_WEIGHT = 10.0
"""Price of missing a minimum by one, in people left out."""
IN_USE = 1e-6
"""A pattern with fewer vehicles is not in use."""

BEYOND_FEN = 100_000_000
"""Price of each person left out beyond the most that may be, in the relaxation only. It keeps the
program feasible before enough columns are known and where units bought are too few; it caps the
price of that row from above, so a bound made of the prices stays valid, only weaker."""


@dataclass
class _Rows:
    demand: list[pywraplp.Constraint] = field(default_factory=list)
    flow: dict[int, pywraplp.Constraint] = field(default_factory=dict)
    seats: list[pywraplp.Constraint] = field(default_factory=list)
    least: list[pywraplp.Constraint] = field(default_factory=list)
    fleet: list[pywraplp.Constraint] = field(default_factory=list)
    beds: list[pywraplp.Constraint] = field(default_factory=list)
    left: list[pywraplp.Constraint] = field(default_factory=list)
    cuts: dict[int, pywraplp.Constraint] = field(default_factory=dict)
    counts: dict[int, pywraplp.Constraint] = field(default_factory=dict)


class Master:
    """Coaches as patterns, rides, purchases, own tickets and people left out in one program.

    Rows: each demand is covered; feeders bring at least those who board a ride, last miles fetch
    at least those who leave it; seats, minimums, vehicles, beds. It keeps its columns when the
    goal or the bounds on purchases change. Cuts and counts of the book are rows once they are
    needed here.
    """

    def __init__(self, book: Book, goal: Goal, *, slack_fen: float | None = None) -> None:
        self.book = book
        self.instance = instance = book.instance
        self.table = book.table
        self.goal = goal
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        self._how = warm_start()
        self._spares = Spares(self.solver)
        self.patterns: list[Pattern] = []
        self._pattern_vars: list[pywraplp.Variable] = []
        self._known: set[Pattern] = set()
        self._last: list[float] = []
        self._last_units: list[float] = []
        self._last_others = (np.zeros(0), np.zeros(0))
        self._last_shares: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
        self._last_duals: Duals
        self._probe: pywraplp.Constraint | None = None
        self.value_fen = 0.0
        self._rows = _Rows()
        self._objective = self.solver.Objective()
        self._objective.SetMinimization()
        self._build_rows()
        self._units = [self._var(float(o.units)) for o in instance.offers]
        self._rides = [self._var(self._infinity) for _ in instance.rides]
        self._own = [self._var(self._infinity) for _ in instance.demands]
        self._left = [self._var(self._infinity) for _ in instance.demands]
        self._beyond = self._var(self._infinity)
        self.slack_fen = slack_fen or float(goal.left_fen.max(initial=1)) * SLACK_WEIGHT
        self._join()
        self._add_slack()
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

    def _add_slack(self) -> None:
        """Let offers' minimums and the bound on people left out be missed, at a forbidding price.

        The columns found so far may be too few to meet them; prices prove a bound all the same.
        """
        for row, sign in [*((r, 1.0) for r in self._rows.least), (self._rows.left[0], -1.0)]:
            self._slacken(row, sign)

    def _slacken(self, row: pywraplp.Constraint, sign: float) -> None:
        slack = self._var(self._infinity)
        row.SetCoefficient(slack, sign)
        self._objective.SetCoefficient(slack, self.slack_fen / YUAN)

    def aim(self, goal: Goal) -> None:
        """Minimise something else from now on."""
        self.goal = goal
        money = goal.money / YUAN
        for pattern, var in zip(self.patterns, self._pattern_vars, strict=True):
            self._objective.SetCoefficient(var, self._cost(pattern))
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

    def limit(self, part: Part) -> None:
        """Bound the units bought of each offer, and the counts of vehicles."""
        units = part.units
        for var, low, high in zip(self._units, units.low, units.high, strict=True):
            var.SetBounds(float(low), float(high))
        for count in part.counts:
            self._count_row(count)
        for at, row in self._rows.counts.items():
            self._bound(row, part.counts.get(self.book.counts[at], (0, ANY)))

    def _bound(self, row: pywraplp.Constraint, bounds: tuple[int, int]) -> None:
        low, high = bounds
        row.SetBounds(
            float(low) if low else -self._infinity, float(high) if high < ANY else self._infinity
        )

    def _count_row(self, count: Count) -> None:
        """Enter a count; its row is free until it is bounded."""
        at = self.book.enter_count(count)
        if at in self._rows.counts:
            return
        row = self.solver.Constraint(-self._infinity, self._infinity)
        self._rows.counts[at] = row
        self._fill(row, self.book.count_rows[at])
        for sign in (1.0, -1.0):
            self._slacken(row, sign)

    def _fill(self, row: pywraplp.Constraint, extra: Extra) -> None:
        """A new row's coefficients of the patterns known so far."""
        found = extra.coefficients(*columns_in(self.patterns))
        for n in np.flatnonzero(found):
            row.SetCoefficient(self._pattern_vars[n], float(found[n]))

    def add(self, patterns: list[Pattern]) -> int:
        """Add patterns that are not known; how many there were."""
        fresh = [p for p in dict.fromkeys(patterns) if p.load and p not in self._known]
        self._known.update(fresh)
        held = [self._held(p) for p in fresh]
        combinations, rows = columns_in(fresh)
        for known, extras in (
            (self._rows.cuts, self.book.cut_rows),
            (self._rows.counts, self.book.count_rows),
        ):
            for at, row in known.items():
                found = extras[at].coefficients(combinations, rows)
                for n in np.flatnonzero(found):
                    held[n].append((row, float(found[n])))
        self._pattern_vars += [
            self._spares.take(h, self._cost(p)) for h, p in zip(held, fresh, strict=True)
        ]
        self.patterns += fresh
        if fresh and self._spares.total and len(self._spares) < LEAST:
            self.expect(len(self.patterns) // 2)
        return len(fresh)

    def expect(self, patterns: int) -> None:
        """Make room for as many more patterns."""
        self._spares.make(patterns)

    def _held(self, pattern: Pattern) -> Coefficients:
        """A pattern's coefficients in every row but cuts and counts."""
        held = [(self._row_of(item), float(people)) for item, people in pattern.load]
        return [*held, (self._rows.fleet[pattern.row], 1.0)]

    def tighten(self, cuts: list[Cut]) -> int:
        """Add cuts that are no rows yet; how many there were."""
        before = len(self._rows.cuts)
        for cut in cuts:
            self.book.enter_cut(cut)
            if self.book.number[cut] not in self._rows.cuts:
                self._add_cut(cut)
        return len(self._rows.cuts) - before

    def cut_rows(self) -> int:
        """Rows that are cuts."""
        return len(self._rows.cuts)

    def within(self, gap_fen: float) -> list[Pattern]:
        """Patterns whose reduced cost at the optimum is at most a gap, and all of single items."""
        self.solver.Solve(self._how)
        gap = gap_fen / YUAN
        pairs = zip(self.patterns, self._pattern_vars, strict=True)
        return [p for p, v in pairs if len(p.load) == 1 or v.reduced_cost() <= gap]

    def _add_cut(self, cut: Cut) -> None:
        at = self.book.number[cut]
        row = self.solver.Constraint(float(cut.right), self._infinity)
        self._rows.cuts[at] = row
        self._fill(row, self.book.cut_rows[at])
        for d, weight in zip(cut.demands, cut.weights, strict=True):
            row.SetCoefficient(self._left[d], float(cut.stay * weight))
            row.SetCoefficient(self._own[d], float(cut.stay * weight))
        each = self.book.weight[at]
        for ride, people in zip(self.instance.rides, self._rides, strict=True):
            walks = ride.feeder < 0 if cut.side == LEAVE else ride.last_mile < 0
            if walks and each[ride.demand]:
                row.SetCoefficient(people, float(cut.stay * each[ride.demand]))

    def reprice(self, columns: set[tuple[int, int]]) -> None:
        """Take over costs of the table that have become true."""
        for pattern, var in zip(self.patterns, self._pattern_vars, strict=True):
            if (pattern.combination, pattern.row) in columns:
                if self.table.cost[pattern.combination, pattern.row] >= BIG_FEN:
                    var.SetUb(0.0)
                else:
                    self._objective.SetCoefficient(var, self._cost(pattern))

    def _cost(self, pattern: Pattern) -> float:
        fares = sum(self.instance.items[e].cost_fen * n for e, n in pattern.load)
        fen = float(self.table.cost[pattern.combination, pattern.row] + fares)
        return fen * self.goal.money / YUAN

    def _row_of(self, item: int) -> pywraplp.Constraint:
        known = self.instance.items[item]
        if known.role is RunRole.DIRECT:
            return self._rows.demand[known.demand]
        return self._rows.flow[item]

    def solve(self) -> float:
        """Solve the program as it stands; its value in fen.

        Prices are read at once; quantities, which are many, by ``read_quantities``.

        Raises:
            EngineFailed: the program has no optimum, which its slack excludes.
        """
        status = self.solver.Solve(self._how)
        if status != pywraplp.Solver.OPTIMAL:
            raise EngineFailed(f"linear program ended with status {status}")
        self._spares.entered()
        self._last_duals = self._read_duals()
        self.value_fen = float(self._objective.Value()) * YUAN
        return self.value_fen

    def read_quantities(self) -> None:
        """Read how much of everything the solution has, before anything is changed."""
        self._last = [float(v.solution_value()) for v in self._pattern_vars]
        self._last_units = [float(v.solution_value()) for v in self._units]
        rides = tuple(float(x.solution_value()) for x in self._rides)
        self._last_shares = rides, tuple(float(x.solution_value()) for x in self._own)
        self._last_others = self._read_others()

    def duals(self) -> Duals:
        """Prices of the last solution, in fen, with the signs that make a bound valid."""
        return self._last_duals

    def _read_duals(self) -> Duals:
        rows = self._rows
        demand = np.maximum(prices_of(rows.demand), 0)
        item = np.zeros(len(self.instance.items))
        for e, known in enumerate(self.instance.items):
            direct = known.role is RunRole.DIRECT
            price = 0.0 if direct else YUAN * float(rows.flow[e].dual_value())
            item[e] = demand[known.demand] if direct else max(0.0, price)
        return Duals(
            item=item,
            demand=demand,
            seats=np.minimum(prices_of(rows.seats), 0),
            least=np.maximum(prices_of(rows.least), 0),
            fleet=np.minimum(prices_of(rows.fleet), 0),
            beds=np.minimum(prices_of(rows.beds), 0),
            cuts=np.maximum(spread(rows.cuts, len(self.book.cuts)), 0),
            left=np.minimum(prices_of(rows.left), 0),
            counts=spread(rows.counts, len(self.book.counts)),
        )

    def probe(self, count: Count, below: int) -> tuple[float, float]:
        """Values of the program with at most ``below`` vehicles of a count, and with more.

        No columns are generated, so that both are estimates; the last solution stays the last.
        """
        if self._probe is None:
            self._probe = self.solver.Constraint(-self._infinity, self._infinity)
            for sign in (1.0, -1.0):
                self._slacken(self._probe, sign)
        row, extra = self._probe, self.book.count_row(count)
        held = np.flatnonzero(extra.coefficients(*columns_in(self.patterns)))
        for n in held:
            row.SetCoefficient(self._pattern_vars[n], 1.0)
        values = []
        for bounds in ((0, below), (below + 1, ANY)):
            self._bound(row, bounds)
            self.solver.Solve(self._how)
            values.append(float(self._objective.Value()) * YUAN)
        self._bound(row, (0, ANY))
        for n in held:
            row.SetCoefficient(self._pattern_vars[n], 0.0)
        return values[0], values[1]

    def columns_in_use(self) -> list[tuple[int, int]]:
        """Combination and row of the vehicles in the last solution, in order."""
        pairs = zip(self.patterns, self._last, strict=False)
        return sorted({(p.combination, p.row) for p, v in pairs if v > IN_USE})

    def vehicles(self) -> tuple[tuple[int, int, float], ...]:
        """Combination, row and number of the vehicles in the last solution, in order."""
        total: dict[tuple[int, int], float] = {}
        for p, value in zip(self.patterns, self._last, strict=False):
            if value > IN_USE:
                at = p.combination, p.row
                total[at] = total.get(at, 0.0) + value
        return tuple((c, k, value) for (c, k), value in sorted(total.items()))

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
        rides, own = self._last_shares
        stay = np.array(own) + [float(x.solution_value()) for x in self._left]
        leave, arrive = stay.copy(), stay.copy()
        for ride, value in zip(self.instance.rides, rides, strict=True):
            leave[ride.demand] += value if ride.feeder < 0 else 0.0
            arrive[ride.demand] += value if ride.last_mile < 0 else 0.0
        return leave, arrive

    def shares(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """People on each ride, and of each demand on own tickets, in the last solution."""
        return self._last_shares

    def units(self) -> list[float]:
        """Units of each offer in the last solution."""
        return self._last_units
