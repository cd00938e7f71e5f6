"""The season's bound is never above what any plan costs, and its proof needs no solver."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from routing.artefacts.season import (
    COACH,
    CoachOption,
    RideOption,
    SeasonDemand,
    SeasonOffer,
    SeasonProblem,
    SeasonRow,
    SeasonWay,
)
from routing.solve.season.bound import prove, season_lines
from routing.solve.season.lines import proven_least
from routing.solve.season.master import RelaxAndFix

ROOM = 4
FEN = 1_000
Lanes = list[tuple[int, int | None]]


def problem(seed: int) -> SeasonProblem:
    """Three groups of a few people, two coaches of four seats, three days, one small train."""
    rng = random.Random(seed)
    demands = tuple(
        SeasonDemand(
            f"g{i}",
            rng.randint(1, 6),
            first,
            min(2, first + rng.randint(0, 2)),
            first,
            i % 2,
            "county",
            i % 2,
            False,
            10**7,
        )
        for i, first in enumerate(rng.choices((0, 1), k=3))
    )
    options = tuple(
        CoachOption(d, 0, fen, fen) for d in range(3) for fen in [rng.randint(8, 20) * FEN]
    )
    offer = SeasonOffer("t", "o", 1, 3, 1, rng.choice((0, 2)), rng.randint(2, 9) * FEN, 0, 0)
    return SeasonProblem(
        days=3,
        demands=demands,
        rows=(SeasonRow("c", ROOM, (rng.randint(1, 2),) * 3, True),),
        ways={(0, c): SeasonWay(2, 2, 1, 1, 0) for c in range(2)},
        options=options,
        offers=(offer,),
        rides=tuple(RideOption(d, 0, 100 * FEN, 100) for d in range(2)),
        loading={(0, d): 6 for d in range(3)},
        escorts=(2, 2, 2),
    )


def ways_to_split(people: int, slots: int) -> Iterator[tuple[int, ...]]:
    """Every way to give people to slots."""
    if slots == 0:
        if people == 0:
            yield ()
        return
    for here in range(people + 1):
        for rest in ways_to_split(people - here, slots - 1):
            yield here, *rest


def cheapest(season: SeasonProblem) -> int | None:
    """The least money that carries everybody, by trying every spread of people over days.

    A day's coaches to one city take any mixture, and each costs as much as its dearest people: the
    dearest together fill the first coach, the next the second, which is the best there is.
    """
    best: int | None = None
    spreads = []
    for d, demand in enumerate(season.demands):
        lanes: Lanes = [(day, None) for day in range(demand.first, demand.last + 1)]
        lanes += [
            (season.offers[r.offer].day, r.offer)
            for r in season.rides
            if r.demand == d and demand.first <= season.offers[r.offer].day <= demand.last
        ]
        spreads.append([(lanes, s) for s in ways_to_split(demand.people, len(lanes))])
    for spread in itertools.product(*spreads):
        cost = money(season, spread)
        if cost is not None and (best is None or cost < best):
            best = cost
    return best


def money(season: SeasonProblem, spread: tuple[tuple[Lanes, tuple[int, ...]], ...]) -> int | None:
    """What one spread costs; None where a limit is broken."""
    coach: dict[tuple[int, int], list[tuple[int, int]]] = {}
    loads: dict[tuple[int, int], int] = {}
    riding = 0
    total = 0
    for d, (lanes, split) in enumerate(spread):
        demand = season.demands[d]
        for (day, offer), people in zip(lanes, split, strict=True):
            if not people:
                continue
            site = demand.site, day
            loads[site] = loads.get(site, 0) + people
            if offer is None:
                coach.setdefault((demand.city, day), []).append((d, people))
            else:
                riding += people
                total += people * 100
    if riding:
        offer_ = season.offers[0]
        if riding > offer_.seats * offer_.units or riding < offer_.least:
            return None
        total += offer_.price_fen * -(-riding // offer_.seats)
    if any(n > season.loading.get(key, n) for key, n in loads.items()):
        return None
    fens = {o.demand: o.fen for o in season.options}
    used: dict[int, int] = {}
    for (_, day), people in coach.items():
        seats = sorted((fens[d] for d, n in people for _ in range(n)), reverse=True)
        used[day] = used.get(day, 0) + len(seats[::ROOM])
        total += sum(seats[::ROOM])
    return total if fleet_suffices(season, used) else None


def fleet_suffices(season: SeasonProblem, used: dict[int, int]) -> bool:
    """Whether coaches that are away for two days are enough."""
    counts = season.rows[0].counts
    return all(used.get(d, 0) + used.get(d - 1, 0) <= counts[d] for d in range(season.days))


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_is_never_above_the_cheapest_of_all_spreads(seed: int) -> None:
    season = problem(seed)
    least = cheapest(season)
    if least is None:
        return
    assert prove(season, carried=season.people).bound_fen <= least


def test_some_of_those_seasons_have_a_plan_and_a_bound_worth_having() -> None:
    ratios = []
    for seed in range(12):
        season = problem(seed)
        least = cheapest(season)
        if least:
            ratios.append(prove(season, carried=season.people).bound_fen / least)
    assert len(ratios) >= 6
    assert max(ratios) > 0.85


def test_any_prices_prove_something_and_never_too_much() -> None:
    season = problem(3)
    best = prove(season, carried=season.people)
    lines = season_lines(season, carried=season.people)
    rng = random.Random(1)
    for _ in range(50):
        prices = {row.name: rng.randint(-3_000_000, 3_000_000) for row in lines.rows}
        assert proven_least(lines, prices) <= best.bound_fen * 1_000


def test_leaving_people_out_lowers_the_bound() -> None:
    season = problem(3)
    whole = prove(season, carried=season.people).bound_fen
    assert prove(season, carried=season.people - 3).bound_fen < whole


def test_the_master_keeps_every_limit_and_gives_the_same_flow_again() -> None:
    for seed in range(6):
        season = problem(seed)
        flow = RelaxAndFix().solve(season)
        assert flow == RelaxAndFix().solve(season)
        for d, demand in enumerate(season.demands):
            gone = sum(n for (g, _, _), n in flow.people.items() if g == d)
            assert gone + flow.left.get(d, 0) == demand.people
        for day in range(season.days):
            away = sum(n for (_, _, s), n in flow.returning.items() if s in (day, day - 1))
            assert away <= season.rows[0].counts[day]


@pytest.mark.parametrize("seed", range(3))
def test_nobody_goes_by_coach_on_a_day_that_is_shut_for_them(seed: int) -> None:
    asked = problem(seed)
    shut = frozenset((0, day) for day in range(asked.days))
    flow = RelaxAndFix().solve(replace(asked, shut=shut))
    assert not [key for key in flow.people if key[0] == 0 and key[2] == COACH]
    went = sum(people for (d, _, _), people in flow.people.items() if d == 0)
    assert went + flow.left.get(0, 0) == asked.demands[0].people


@pytest.mark.parametrize("seed", range(3))
def test_a_coach_that_stands_in_a_city_from_before_brings_people_home(seed: int) -> None:
    """The first day is over: nothing can leave home on it, and yet the coach is where it is."""
    asked = problem(seed)
    home = replace(asked.demands[0], homeward=True, people=3, first=1, last=2, opens=1)
    row = replace(asked.rows[0], counts=(0, 1, 1))
    standing = {(0, home.city, 1): 1}
    season = replace(asked, demands=(home, *asked.demands[1:]), rows=(row,), standing=standing)
    flow = RelaxAndFix().solve(season)
    assert sum(flow.backs.values()) == 1 + sum(flow.staying.values())
    assert sum(people for (d, _, _), people in flow.people.items() if d == 0) == 3
    assert (
        prove(season, carried=season.people - sum(flow.left.values())).bound_fen <= flow.money_fen
    )
