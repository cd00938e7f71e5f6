"""The season's master: relax and fix over windows of days, then whole people."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.math_opt.python import mathopt

from routing.artefacts.season import COACH, SeasonBound, SeasonFlow, SeasonProblem
from routing.errors import EngineFailed
from routing.solve.season.bound import prove
from routing.solve.season.program import SeasonProgram

WINDOW = 4
"""Most days whose coaches are made whole at once."""
WHOLE_AT_ONCE = 150
"""Numbers of coaches made whole at once, about; with more, fewer days. A window twice as wide took
twice as long on a season of 59,961 people, and was no cheaper."""
GAP = 1e-3
NODES = 500


class RelaxAndFix:
    """Purchases first, then coaches window by window, then people.

    Work is bounded by the gap of each step and by nodes, never by a clock, so the same problem
    gives the same flow.
    """

    def solve(self, problem: SeasonProblem) -> SeasonFlow:
        """A good flow of people and coaches.

        Raises:
            EngineFailed: the integer solver gave no solution.
        """
        program = SeasonProgram(problem)
        coaches = program.integers(range(problem.days))
        purchases = [*program.units, *program.bought]
        for number in coaches:
            number.integer = False
        _fix(purchases, _run(program.model))
        step = max(1, min(WINDOW, WHOLE_AT_ONCE * problem.days // max(1, len(coaches))))
        for start in range(0, problem.days, step):
            window = program.integers(range(start, start + step))
            for number in window:
                number.integer = True
            _fix(window, _run(program.model))
        people = [*program.coach.values(), *program.ride.values(), *program.left]
        for variable in people:
            variable.integer = True
        return _read(program, _run(program.model))

    def bound(self, problem: SeasonProblem, *, carried: int) -> SeasonBound:
        """A lower bound on the money of every plan that carries at least ``carried`` people."""
        return prove(problem, carried=carried)


def _run(model: mathopt.Model) -> dict[mathopt.Variable, float]:
    params = mathopt.SolveParameters(relative_gap_tolerance=GAP, node_limit=NODES)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
    if not result.has_primal_feasible_solution():
        raise EngineFailed(f"season master: {result.termination.reason.name}")
    values: dict[mathopt.Variable, float] = result.variable_values()
    return values


def _fix(variables: Iterable[mathopt.Variable], values: dict[mathopt.Variable, float]) -> None:
    for variable in variables:
        whole = round(values[variable])
        variable.lower_bound = whole
        variable.upper_bound = whole


def _read(program: SeasonProgram, values: dict[mathopt.Variable, float]) -> SeasonFlow:
    problem = program.problem

    def whole(variable: mathopt.Variable) -> int:
        return round(values[variable])

    people = {(d, day, COACH): whole(v) for (d, day), v in program.coach.items() if whole(v)}
    for (d, o), v in program.ride.items():
        offer = problem.offers[o]
        key = d, offer.day, offer.service
        if whole(v):
            people[key] = people.get(key, 0) + whole(v)
    returning, staying, backs = (
        {key: whole(v) for key, v in coaches.items() if whole(v)}
        for coaches in (program.out, program.stay, program.back)
    )
    money = sum(
        number * program.cheapest[r, city, False] for (r, city, _), number in returning.items()
    )
    money += sum(
        number * (program.cheapest[r, city, False] - problem.ways[r, city].home_fen)
        for (r, city, _), number in staying.items()
    )
    money += sum(number * program.cheapest[r, city, True] for (r, city, _), number in backs.items())
    money += sum(whole(v) * round(program.extra_fen[d]) for (d, _), v in program.coach.items())
    rides = {(x.demand, x.offer): x.fen for x in problem.rides}
    for (d, o), v in program.ride.items():
        money += whole(v) * (rides[d, o] + problem.offers[o].per_person_fen)
    units = {o: whole(v) for o, v in enumerate(program.units) if whole(v)}
    money += sum(problem.offers[o].price_fen * n for o, n in units.items())
    left = {d: whole(v) for d, v in enumerate(program.left) if whole(v)}
    return SeasonFlow(people, returning, staying, backs, units, left, money)
