"""People's hours are priced on the quickest way there is, where driving times are not metric."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, permutations
from random import Random

import numpy as np
import pytest

from routing.artefacts.problem import Problem
from routing.artefacts.travel_matrix import TravelMatrix
from routing.certify import certify_plan
from routing.certify.space import build_space
from routing.model.goals import Goals
from routing.model.plan import Plan
from routing.model.rules import PolicyValues
from routing.model.runs import RunRole
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from routing.solve.build_instance import build_instance
from routing.solve.least_rides import find_least_rides
from routing.units import Fen
from tests.benchmarks.instances import no_rules
from tests.unit.solve.test_engine import train
from tests.unit.solve.tiny import KM, group, problem, row

HOUR_FEN = 1_500
HOURS = Goals(ride_hour_fen_per_person=Fen(HOUR_FEN))
STOPS = {"stop_fixed_s": 300, "stop_per_person_s": 10}
PAUSE_S = 310
PICKS, DROPS = ("a", "b", "c"), ("x", "y")


def measured(asked: Problem, seconds: dict[tuple[str, str], int]) -> Problem:
    """The problem with some driving times as somebody measured them."""
    index, known = asked.matrix.index, asked.matrix
    duration_s = known.duration_s.copy()
    for (start, end), drive_s in seconds.items():
        duration_s[index[start], index[end]] = drive_s
    matrix = TravelMatrix(known.place_ids, known.distance_m.copy(), duration_s, known.provider)
    return replace(asked, matrix=matrix)


def stopping() -> PolicyValues:
    return no_rules().model_copy(update=STOPS)


def planned(asked: Problem) -> Plan:
    solution = ColumnEngine().solve(asked, report=lambda _: True)
    return build_plan(asked, solution, scenario_sha256="0" * 64, versions={})


def slow_straight() -> Problem:
    """From ``a`` to ``x`` it takes twenty hours straight, eleven by way of ``b``."""
    people = (group("a", "x", 20), group("b", "x", 20))
    asked = problem(people, (row("coach", 40, 2),), goals=HOURS, values=stopping())
    return measured(asked, {("a", "x"): 20 * 3_600})


def test_the_bound_stays_below_a_coach_that_is_quicker_for_calling_elsewhere() -> None:
    asked = slow_straight()
    plan = planned(asked)
    (run,) = plan.runs
    assert [s.place for s in run.stops] == ["a", "b", "x"]
    assert plan.certificate.lower_bound_fen <= plan.cost.objective_fen
    assert plan.certificate.gap < 0.01
    assert certify_plan(asked, plan) == ()


@pytest.mark.parametrize("seed", range(6))
def test_the_least_rides_are_those_of_every_order_tried(seed: int) -> None:
    asked = drawn(seed)
    found, index, drive = find_least_rides(asked), asked.matrix.index, asked.matrix.duration_s

    def ride_s(way: tuple[str, ...]) -> int:
        legs = sum(int(drive[index[a], index[b]]) for a, b in pairwise(way))
        return legs + PAUSE_S * (len(way) - 2)

    for start in PICKS:
        feeders = [ride_s((start, *via, "station")) for via in orders(PICKS, start)]
        assert found.feeder[index[start], index["station"]] == min(feeders)
        for end in DROPS:
            ways = [
                ride_s((start, *before, *after, end))
                for before in orders(PICKS, start)
                for after in orders(DROPS, end)
            ]
            assert found.direct[index[start], index[end]] == min(ways)
            lasts = [ride_s(("terminus", *via, end)) for via in orders(DROPS, end)]
            assert found.last_mile[index["terminus"], index[end]] == min(lasts)


@pytest.mark.parametrize("seed", range(6))
def test_the_certificate_prices_the_same_hours_in_code_of_its_own(seed: int) -> None:
    asked = drawn(seed)
    instance, space = build_instance(asked), build_space(asked)
    direct = [i for i in instance.items if i.role is RunRole.DIRECT]
    here = {instance.demands[i.demand].name: i.cost_fen for i in direct}
    assert here == {t.demand: t.fare_fen for t in space.trips if t.role == "direct"}
    assert any(here.values())
    rides = [
        (instance.demands[r.demand].name, instance.offers[r.offer].name, r.cost_fen)
        for r in instance.rides
    ]
    assert rides
    assert sorted(rides) == sorted((r.demand, r.offer, r.fen) for r in space.rides)


def test_coaches_of_one_stop_a_side_drive_straight() -> None:
    people = (group("a", "x", 20), group("b", "x", 20))
    fleet = (row("coach", 40, 2, max_pickups=1, max_drops=1),)
    asked = measured(problem(people, fleet, goals=HOURS), {("a", "x"): 20 * 3_600})
    assert 20 * HOUR_FEN in [i.cost_fen for i in build_instance(asked).items]
    assert planned(asked).certificate.gap == 0


def orders(stops: tuple[str, ...], own: str) -> Iterator[tuple[str, ...]]:
    """Other stops of a side in any order, none to all of them."""
    others = [s for s in stops if s != own]
    for size in range(len(others) + 1):
        yield from permutations(others, size)


def drawn(seed: int) -> Problem:
    """Driving times drawn by chance, so that hardly any is the quickest way."""
    people = tuple(group(a, b, 8) for a in PICKS for b in DROPS)
    services = (train(kind="block", seats=10, units=3),)
    fleet = (row("coach", 40, 2),)
    asked = problem(people, fleet, services=services, goals=HOURS, values=stopping())
    random = Random(seed)
    names = [n for n in KM if n != "hotel"]
    drives = {(a, b): random.randint(600, 20_000) for a in names for b in names if a != b}
    found = measured(asked, drives)
    assert np.any(find_least_rides(found).direct < found.matrix.duration_s)
    return found
