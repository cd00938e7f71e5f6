"""Routes with many stops against every order of every set of stops, on roads drawn at random.

Roads are one-way, not metric, lie in one yard or nowhere; sides grow either way; rows have home
areas, least loads, place limits and detours; some people are worth less than nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC
from itertools import permutations
from unittest.mock import patch

import numpy as np
import pytest

from routing.artefacts.candidates import Candidates, GroupCandidates
from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem
from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.certify import long_search
from routing.certify.coaches import Coaches
from routing.certify.long_runs import LongRuns
from routing.certify.space import Space, Stop, build_space
from routing.model.base import ClockWindow
from routing.model.certificate import StopSpace
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import Effort, SolverChoice
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyInForce, PolicyValues
from routing.model.scenario import Scenario
from routing.solve.build_instance import build_instance
from routing.solve.duals import SCALE, Duals, Goal, load_price
from routing.solve.instance import Instance
from routing.solve.long_routes import pricing
from routing.solve.long_routes.pricing import LongPricer
from routing.solve.long_routes.reach import Reach
from routing.solve.long_routes.ways import build_ways
from routing.solve.table import build_table
from routing.units import Fen, Metres, People, Seconds
from tests.benchmarks.instances import START, no_rules

CASES = 150
ROWS = 3
ALL = 10**6
"""More ways than there are."""


def drawn_row(dice: random.Random, number: int) -> FleetRow:
    def limit() -> Seconds | None:
        return dice.choice([None, Seconds(dice.randint(0, 20_000))])

    return FleetRow(
        id=f"r{number}",
        seats=dice.choice([5, 7, 9, 12, 30]),
        count=1,
        base="base",
        home_area=dice.choice([None, None, "A/B", "A/E"]),
        hire_fen=Fen(dice.randint(0, 90_000)),
        per_km_fen=Fen(dice.randint(0, 700)),
        toll_per_km_fen=Fen(dice.randint(0, 300)),
        deadhead_per_km_fen=Fen(dice.randint(0, 400)),
        returns_empty=dice.random() < 0.5,
        driver_day_fen=Fen(dice.randint(0, 60_000)),
        per_stop_fen=Fen(dice.randint(0, 6_000)),
        min_people=People(dice.choice([0, 0, 4])),
        max_pickups=dice.choice([2, 4]),
        max_drops=dice.choice([2, 4]),
        max_pickup_detour_s=limit(),
        max_drop_detour_s=limit(),
    )


def drawn_values(dice: random.Random) -> PolicyValues:
    halt = dice.choice([None, ClockWindow(start="02:00", end="05:00")])
    changed = {
        "stop_fixed_s": Seconds(dice.choice([0, 300])),
        "max_drivers": dice.choice([1, 2, 3]),
        "night_halt": halt,
        "drive_day_max_s": Seconds(dice.choice([7_200, 14_400])),
        "break_min_s": Seconds(dice.choice([0, 1_200])),
        "drive_24h_max_s": Seconds(28_800),
        "two_drivers_beyond_m": Metres(dice.choice([400_000, 10**8])),
    }
    return no_rules().model_copy(update=changed)


def drawn_matrix(dice: random.Random, names: list[str], villages: int) -> TravelMatrix:
    rng = np.random.default_rng(dice.randrange(10**6))
    at = rng.uniform(0, [60, 30], (len(names), 2))
    at[villages:, 0] += 300
    straight = np.linalg.norm(at[:, None] - at[None], axis=2)
    scale = dice.choice([1, 3, 8])
    metres = np.rint(straight * scale * 1_000 * rng.uniform(0.7, 1.6, straight.shape))
    seconds = np.rint(metres / 1_000 / rng.uniform(30, 80, straight.shape) * 3_600)
    if dice.random() < 0.3:
        metres[:villages, :villages] = seconds[:villages, :villages] = 0
    for matrix in (metres, seconds):
        np.fill_diagonal(matrix, 0)
    if dice.random() < 0.4:
        metres[0, 1] = seconds[0, 1] = UNREACHABLE
    return TravelMatrix(tuple(names), metres.astype(np.int64), seconds.astype(np.int64), "drawn")


def drawn_problem(dice: random.Random, *, by_pick: bool) -> Problem:
    villages, plants = [f"v{n}" for n in range(5)], [f"w{n}" for n in range(2)]
    names = [*villages, *plants, "base"]
    places = tuple(
        Place(
            id=name,
            name=name,
            kind=PlaceKind.VILLAGE,
            lat=26.0,
            lon=105.0,
            admin=dice.choice(["A/B/C", "A/E/F", None]),
            max_coach_seats=dice.choice([None, None, None, 10]),
        )
        for name in names
    )
    groups = [
        Group(
            id=f"{v}-{w}-{n}",
            origin=v if by_pick else w,
            destination=w if by_pick else v,
            people=People(dice.randint(1, 4)),
            ready_from=START,
        )
        for v in villages
        for w in plants
        for n in range(dice.choice([0, 1, 1, 2]))
    ]
    fleet = tuple(drawn_row(dice, n) for n in range(ROWS))
    scenario = Scenario(
        id="drawn",
        places=places,
        groups=tuple(groups),
        fleet=fleet,
        solver=SolverChoice(effort=Effort.QUICK),
    )
    rows = [tuple(r.id for r in fleet if dice.random() < 0.8) for _ in groups]
    candidates = tuple(
        GroupCandidates(g.id, r, (), (), (), False) for g, r in zip(groups, rows, strict=True)
    )
    policy = PolicyInForce(profile="drawn", values=drawn_values(dice))
    matrix = drawn_matrix(dice, names, len(villages))
    return Problem(scenario, matrix, policy, Horizon(START, UTC), Candidates(candidates))


def earned(worths: list[list[int]], seats: int) -> int:
    """What a load earns at best with somebody of every stop on board."""
    first = sum(max(w) for w in worths)
    others = sorted((x for w in worths for x in sorted(w)[:-1] if x > 0), reverse=True)
    return first + sum(others[: seats - len(worths)])


def values(space: Space, coaches: Coaches, k: int, worth: list[int], reach: Reach) -> Iterator[int]:
    """Cost less earnings of every run of a row, every set in every order."""
    row = space.problem.scenario.fleet[k]
    trips, seats = space.trips, space.capacity(row.id)
    picks = sorted({t.pick for t in trips}, key=repr)
    drops = sorted({t.drop for t in trips}, key=repr)
    most = (reach.most, reach.beside) if reach.by_pick else (reach.beside, reach.most)
    for first in lines(picks, most[0]):
        for last in lines(drops, most[1]):
            held = [n for n, t in enumerate(trips) if t.pick in first and t.drop in last]
            held = [n for n in held if row.id in trips[n].rows]
            growing = [trips[n].pick if reach.by_pick else trips[n].drop for n in held]
            # Beyond, a coach may pass a stop where it sets nobody down: roads are not metric.
            if set(growing) != set(first if reach.by_pick else last) or len(set(growing)) > seats:
                continue
            if min(seats, sum(trips[n].people for n in held)) < row.min_people:
                continue
            fen = None
            if coaches.is_allowed(row, first, last):
                fen = coaches.floor_fen(row, first, last, linked=False)
            if fen is not None:
                by_stop: dict[Stop, list[int]] = {}
                for n, stop in zip(held, growing, strict=True):
                    by_stop.setdefault(stop, []).extend([worth[n]] * trips[n].people)
                yield fen * SCALE - earned(list(by_stop.values()), seats)


def lines(stops: list[Stop], most: int) -> Iterator[tuple[Stop, ...]]:
    for size in range(1, most + 1):
        yield from permutations(stops, size)


def is_below(found: list[int], exact: list[int]) -> bool:
    return all(a <= b for a, b in zip(found, exact, strict=True))


def worths(problem: Problem, instance: Instance, price: np.ndarray, space: Space) -> list[int]:
    ids = problem.matrix.place_ids
    known = {
        (
            instance.demands[i.demand].name,
            ids[instance.picks[i.pick].place],
            ids[instance.drops[i.drop].place],
        ): int(price[e])
        for e, i in enumerate(instance.items)
    }
    return [known[t.demand, t.pick.place, t.drop.place] for t in space.trips]


@pytest.mark.parametrize("seed", range(CASES))
def test_engine_and_certify_price_every_route_as_a_look_at_all_of_them_does(seed: int) -> None:
    dice = random.Random(seed)
    reach = Reach(dice.random() < 0.5, 4, dice.choice([1, 2]))
    problem = drawn_problem(dice, by_pick=reach.by_pick)
    instance = build_instance(problem)
    assert instance.items
    table = build_table(instance, longest=reach.listed, again=False)
    other = table.drop if reach.by_pick else table.pick
    reach = Reach(reach.by_pick, reach.most, min(reach.beside, int(other.size.max())))
    rng = np.random.default_rng(seed)
    most_fen = dice.choice([100_000, 400_000, 1_500_000])
    price = rng.integers(-20_000, most_fen, len(instance.items)).astype(np.int64) * SCALE
    row = -rng.integers(0, 20_000, ROWS).astype(np.int64) * SCALE
    none = np.zeros(0, dtype=np.int64)
    duals = Duals(price, price, none, none, row, none, none, none, none)
    goal = Goal(1, np.zeros(len(instance.demands), dtype=np.int64))

    space = build_space(problem)
    sides = (reach.most, reach.beside) if reach.by_pick else (reach.beside, reach.most)
    stops = StopSpace(max_pickups=sides[0], max_drops=sides[1], relaxed=True, repeats=False)
    coaches = Coaches(space, stops)
    worth = worths(problem, instance, load_price(instance, duals, goal), space)
    names = [r.id for r in instance.fleet.rows]
    order = [names.index(r.id) for r in problem.scenario.fleet]
    paid = [int(row[n]) for n in order]
    exact = [
        min((v - paid[k] for v in values(space, coaches, k, worth, reach)), default=0)
        for k in range(ROWS)
    ]
    exact = [min(0, x) for x in exact]
    for looks in (ALL, 1, 5, 40):
        with patch.multiple(pricing, LOOKED=looks, MOST_LOOKED=looks):
            pricer = LongPricer(instance, reach, build_ways(instance, reach, other), other)
            worst = pricer.price(duals, goal).worst
        found = [int(worst[n]) for n in order]
        assert found == exact if looks == ALL else is_below(found, exact)
    for ways in (ALL, 1, 7):
        with patch.object(long_search, "MOST_WAYS", ways):
            runs = LongRuns(space, coaches, SCALE)
        found = [runs.worst(k, worth, paid[k]) for k in range(ROWS)]
        assert found == exact if ways == ALL else is_below(found, exact)
