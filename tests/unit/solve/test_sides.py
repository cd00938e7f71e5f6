"""Stop sets where there are too many to enumerate: a narrower space, said in the certificate."""

from __future__ import annotations

from routing.certify.coaches import Coaches
from routing.certify.space import build_space
from routing.solve.build_instance import build_instance
from routing.solve.instance import Instance
from routing.solve.sides import build_sides
from routing.solve.stop_sets import Side, roads_of
from tests.benchmarks.county_days import draw_day


def sets_of(instance: Instance, side: Side) -> set[frozenset[str]]:
    ids = instance.problem.matrix.place_ids
    return {frozenset(ids[side.place[n]] for n in row if n >= 0) for row in side.sets}


def test_too_many_pairs_keep_a_coach_to_one_county_and_one_prefecture() -> None:
    instance = build_instance(draw_day("CS", 0))
    roads = roads_of(instance.problem.matrix)
    whole = build_sides(instance, roads)
    assert not whole[2].within_areas
    pick, drop, space = build_sides(instance, roads, most_pairs=20_000)
    assert space.within_areas
    admin = {p.id: p.admin for p in instance.problem.scenario.places}
    for side, wider in ((pick, whole[0]), (drop, whole[1])):
        kept = sets_of(instance, side)
        assert all(len({admin[p] for p in stops}) == 1 for stops in kept)
        one_area = {s for s in sets_of(instance, wider) if len({admin[p] for p in s}) == 1}
        assert kept == one_area


def test_fewer_stops_are_the_last_resort() -> None:
    instance = build_instance(draw_day("CS", 0))
    pick, drop, space = build_sides(instance, roads_of(instance.problem.matrix), most_pairs=3_000)
    assert space.within_areas
    assert (pick.size.max(), drop.size.max()) == (space.max_pickups, space.max_drops)
    assert space.max_pickups + space.max_drops < 6


def test_the_certifier_prices_the_same_stop_sets() -> None:
    problem = draw_day("CS", 0)
    instance = build_instance(problem)
    roads = roads_of(problem.matrix)
    pick, drop, space = build_sides(instance, roads, most_pairs=20_000)
    priced = [
        (frozenset(s.place for s in picks), frozenset(s.place for s in drops))
        for picks, drops, _ in Coaches(build_space(problem), space).stop_sets()
    ]
    admin = {p.id: p.admin for p in problem.scenario.places}
    assert all(len({admin[p] for p in stops}) == 1 for pair in priced for stops in pair)
    assert len(priced) == len(set(priced)) > 1_000
    for side, known in enumerate((pick, drop)):
        # The certifier tries detours with each fleet row, so that it may look at more sets.
        assert sets_of(instance, known) <= {pair[side] for pair in priced}
