"""Many small villages: routes with more stops than are listed, and the bound over all of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations, pairwise, permutations
from unittest.mock import patch

import numpy as np
import pytest

from routing.artefacts.problem import Problem
from routing.certify import certify_plan, long_search
from routing.certify.certify import LeafPrices, Prices
from routing.certify.space import build_space
from routing.model.certificate import Certificate
from routing.model.plan import Plan
from routing.schedule import build_plan
from routing.solve import ColumnEngine, outcome
from routing.solve.build_instance import build_instance
from routing.solve.decide import Decider, Decision
from routing.solve.duals import SCALE, Duals, Goal
from routing.solve.floors import law_of
from routing.solve.instance import Instance
from routing.solve.long_routes import pricing
from routing.solve.long_routes.pricing import LongPricer
from routing.solve.long_routes.reach import Reach, find_reach
from routing.solve.long_routes.tours import span_s
from routing.solve.long_routes.ways import build_ways
from routing.solve.selection import Selection
from routing.solve.stop_sets import LONGEST
from routing.solve.table import build_table
from routing.units import Seconds
from tests.benchmarks.instances import draw
from tests.benchmarks.law_days import with_law

MOST_COACHES = 15
"""Fewer than listed routes of three stops need for sixty villages."""
SEEDS = (0, 1)


@lru_cache
def asked(seed: int) -> Problem:
    return draw("VS", seed).problem


@lru_cache
def planned(seed: int) -> Plan:
    solution = ColumnEngine().solve(asked(seed), report=lambda _: True)
    return build_plan(asked(seed), solution, scenario_sha256="0" * 64, versions={})


def route_fen(problem: Problem, k: int, picks: tuple[str, ...], drops: tuple[str, ...]) -> int:
    """What a row pays for a route, by hand; no rule but the detour's binds in these problems."""
    row, matrix = problem.scenario.fleet[k], problem.matrix
    line = [matrix.index[p] for p in (*picks, *drops)]
    metres = sum(int(matrix.distance_m[a, b]) for a, b in pairwise(line))
    fixed = int(row.hire_fen + row.driver_day_fen)
    stops = int(row.per_stop_fen) * (len(line) - 2)
    return fixed + stops + (int(row.per_km_fen) * metres + 500) // 1_000


def is_allowed(problem: Problem, k: int, picks: tuple[str, ...]) -> bool:
    row, matrix = problem.scenario.fleet[k], problem.matrix
    at = [matrix.index[p] for p in picks]
    legs = sum(int(matrix.duration_s[a, b]) for a, b in pairwise(at))
    detour = legs + (len(at) - 1) * int(problem.policy.values.stop_fixed_s)
    detour -= int(matrix.duration_s[at[0], at[-1]]) if len(at) > 1 else 0
    return len(picks) <= row.max_pickups and detour <= int(row.max_pickup_detour_s or 0)


def best_without_splits(problem: Problem) -> int:
    """The cheapest way to put whole groups on coaches, every partition and every order tried."""
    groups, rows = problem.scenario.groups, problem.scenario.fleet
    cost = {0: 0}
    for chosen in range(1, 1 << len(groups)):
        held = [g for n, g in enumerate(groups) if chosen >> n & 1]
        picks, drops = {g.origin for g in held}, {g.destination for g in held}
        people = sum(g.people for g in held)
        found = [
            route_fen(problem, k, first, last)
            for k, row in enumerate(rows)
            if row.seats >= people and len(picks) <= row.max_pickups
            for first in permutations(sorted(picks))
            if is_allowed(problem, k, first)
            for last in permutations(sorted(drops))
        ]
        cost[chosen] = min(found, default=10**12)
    best = dict(cost)
    for chosen in range(1, 1 << len(groups)):
        part = (chosen - 1) & chosen
        while part:
            best[chosen] = min(best[chosen], cost[part] + best[chosen ^ part])
            part = (part - 1) & chosen
    return best[(1 << len(groups)) - 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_way_of_keeping_groups_whole_is_cheaper_and_none_is_below_the_bound(seed: int) -> None:
    plan = planned(seed)
    best = best_without_splits(asked(seed))
    assert plan.cost.total_fen <= best
    assert plan.certificate.lower_bound_fen <= best
    assert max(len({s.place for s in run.stops if s.board}) for run in plan.runs) > LONGEST


def test_the_certificate_says_how_many_stops_it_covers_and_holds() -> None:
    problem, plan = asked(0), planned(0)
    stops = plan.certificate.stops
    assert (stops.max_pickups, stops.max_drops, stops.relaxed) == (5, 3, True)
    assert "5 pickups and 3 drops" in plan.certificate.proves.en
    assert certify_plan(problem, plan) == ()
    fields = plan.certificate.model_dump()
    fields["lower_bound_fen"] += 2_000
    spoiled = plan.model_copy(update={"certificate": Certificate.model_validate(fields)})
    assert [f.code for f in certify_plan(problem, spoiled)] == ["CERTIFICATE_NOT_PROVEN"]


def test_a_certificate_of_searched_routes_that_claims_repeated_runs_is_refused() -> None:
    problem, plan = asked(0), planned(0)
    fields = plan.certificate.model_dump()
    fields["stops"]["repeats"] = True
    spoiled = plan.model_copy(update={"certificate": Certificate.model_validate(fields)})
    assert [f.code for f in certify_plan(problem, spoiled)] == ["CERTIFICATE_NOT_PROVEN"]


def test_certify_prices_runs_from_a_station_on_the_side_that_grows() -> None:
    """A station is on no long run, so that it is priced among the listed ones."""
    problem, plan = asked(0), planned(0)
    space = build_space(problem)
    village = space.trips[0].pick
    station = replace(village, service="s")
    met = [replace(t, pick=station) if t.pick == village else t for t in space.trips]
    known = replace(space, trips=met)
    (leaf,) = plan.certificate.leaves
    dearer = leaf.duals | {
        t.row: leaf.duals.get(t.row, 0) + 10**10 for t in met if t.pick == station
    }
    prices = Prices(known, plan.certificate)
    before = LeafPrices(prices, leaf, 0).bound_scaled()
    raised = LeafPrices(prices, leaf.model_copy(update={"duals": dearer}), 0).bound_scaled()
    people = sum(space.people[t.demand] for t in met if t.pick == station)
    assert raised < before + people * 10**10
    assert raised < before


def pricer(instance: Instance, reach: Reach) -> LongPricer:
    table = build_table(instance, longest=reach.listed, again=False)
    return LongPricer(instance, reach, build_ways(instance, reach, table.drop), table.drop)


def whole(instance: Instance, price: np.ndarray, row: np.ndarray) -> tuple[Duals, Goal]:
    none = np.zeros(0, dtype=np.int64)
    duals = Duals(price * SCALE, price * SCALE, none, none, row * SCALE, none, none, none, none)
    return duals, Goal(1, np.zeros(len(instance.demands), dtype=np.int64))


def least_by_hand(problem: Problem, most: int, price: np.ndarray, row: np.ndarray) -> list[int]:
    """The least reduced cost of each row over all routes, every order tried."""
    groups, found = problem.scenario.groups, []
    for k, known in enumerate(problem.scenario.fleet):
        least = 0
        villages = sorted({g.origin for g in groups})
        plants = sorted({g.destination for g in groups})
        for size in range(1, most + 1):
            for picks in permutations(villages, size):
                if not is_allowed(problem, k, picks):
                    continue
                for count in range(1, len(plants) + 1):
                    for drops in combinations(plants, count):
                        fen = min(route_fen(problem, k, picks, x) for x in permutations(drops))
                        paid = [
                            int(price[n])
                            for n, g in enumerate(groups)
                            if g.origin in picks and g.destination in drops
                            for _ in range(g.people)
                        ]
                        paid = sorted(paid, reverse=True)[: known.seats]
                        least = min(least, fen - int(row[k]) - sum(paid))
        found.append(least)
    return found


@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("extra_s", [7_200, 1_500])
def test_the_search_finds_the_least_reduced_cost_of_every_row(seed: int, extra_s: int) -> None:
    problem = asked(0)
    tight = {"max_pickup_detour_s": Seconds(extra_s)}
    rows = tuple(r.model_copy(update=tight) for r in problem.scenario.fleet)
    scenario = problem.scenario.model_copy(update={"fleet": rows})
    problem = replace(problem, scenario=scenario)
    instance = build_instance(problem)
    reach = find_reach(instance)
    assert reach is not None
    rng = np.random.default_rng(seed)
    price = rng.integers(0, 40_000, len(instance.items)).astype(np.int64)
    row = -rng.integers(0, 50_000, len(instance.fleet.rows)).astype(np.int64)
    exact = least_by_hand(problem, 4, price, row)
    known = pricer(instance, Reach(True, 4, reach.beside))
    found = known.price(*whole(instance, price, row))
    assert (found.worst / SCALE).tolist() == exact
    assert min(exact) < -10_000
    best = {r.row: r.reduced for r in reversed(found.routes)}
    assert best == {k: fen * SCALE for k, fen in enumerate(exact) if fen < -1}


def test_a_row_takes_no_route_with_fewer_people_than_its_least() -> None:
    problem = asked(0)
    people = sum(g.people for g in problem.scenario.groups)
    rows = [
        r.model_copy(update={"min_people": people if r.id == "coach-33" else 0})
        for r in problem.scenario.fleet
    ]
    scenario = problem.scenario.model_copy(update={"fleet": tuple(rows)})
    instance = build_instance(replace(problem, scenario=scenario))
    reach = find_reach(instance)
    assert reach is not None
    price = np.full(len(instance.items), 40_000, dtype=np.int64)
    prices = whole(instance, price, np.zeros(len(rows), dtype=np.int64))
    with patch.object(pricing, "LOOKED", 10**6):
        found = pricer(instance, reach).price(*prices)
    assert [r.id for r, x in zip(rows, found.worst, strict=True) if x == 0] == ["coach-33"]
    assert len({g.origin for g in problem.scenario.groups}) > reach.most


@pytest.mark.parametrize("law", [False, True])
def test_certify_proves_the_same_to_the_fen_with_code_of_its_own(law: bool) -> None:
    problem = with_law(asked(1)) if law else asked(1)
    solution = ColumnEngine().solve(problem, report=lambda _: True)
    plan = build_plan(problem, solution, scenario_sha256="0" * 64, versions={})
    assert certify_plan(problem, plan) == ()
    fields = plan.certificate.model_dump()
    bound = fields["lower_bound_fen"]
    fields["lower_bound_fen"] += 1
    more = plan.model_copy(update={"certificate": Certificate.model_validate(fields)})
    (finding,) = certify_plan(problem, more)
    assert finding.code == "CERTIFICATE_NOT_PROVEN"
    assert abs(int(finding.limit or 0) - bound) <= 1
    with patch.object(long_search, "MOST_WAYS", 3):
        (finding,) = certify_plan(problem, plan)
    assert 0 < int(finding.limit or 0) < bound


def test_large_groups_keep_to_listed_routes() -> None:
    """Where three places fill a coach the table with its cuts proves more."""
    problem = asked(0)
    grown = tuple(g.model_copy(update={"people": g.people * 10}) for g in problem.scenario.groups)
    scenario = problem.scenario.model_copy(update={"groups": grown})
    assert find_reach(build_instance(problem)) is not None
    many = Problem(scenario, problem.matrix, problem.policy, problem.horizon, problem.candidates)
    assert find_reach(build_instance(many)) is None


def test_under_law_tours_have_time_for_breaks_and_for_everybody_to_board() -> None:
    """Sixty villages: most tours of the annealing were an unlawful break longer than allowed."""
    found: list[Decision | None] = []

    class Noting(Decider):
        def appraise(self, selection: Selection) -> Decision | None:
            decision = super().appraise(selection)
            if len(selection.vehicles) < MOST_COACHES:
                found.append(decision)
            return decision

    with patch.object(outcome, "Decider", Noting):
        ColumnEngine().solve(with_law(draw("V", 0).problem), report=lambda _: True)
    assert len(found) >= 4
    assert None not in found


def test_the_way_along_the_villages_takes_breaks_and_boarding() -> None:
    law = law_of(build_instance(with_law(asked(0))))
    assert (law.row_max_s, law.break_min_s, law.stop_per_person_s) == (14_400, 1_200, 15)
    way_s = 14_401 + 2 * law.stop_fixed_s
    assert span_s(law, 14_401, 3, 30) == way_s + 1_200 + 20 * 15
    assert span_s(law, 14_400, 3, 30) == way_s - 1 + 20 * 15
