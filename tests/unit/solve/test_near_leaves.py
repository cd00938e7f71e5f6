"""Plans are looked for in every leaf that may hold the best, at that leaf's own prices."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from routing.artefacts.problem import Problem
from routing.model.goals import Effort
from routing.solve import ColumnEngine, decide, improve
from routing.solve.annealings import Annealings, GoOn, Opening, run_annealings
from routing.solve.build_instance import build_instance
from routing.solve.counts import everything
from routing.solve.duals import load_price
from routing.solve.engine import BESIDE_RIDES, BUDGETS, budget_of, search_goal
from routing.solve.instance import Instance
from routing.solve.islands import find_islands
from routing.solve.leaves import Leaf
from routing.solve.table import build_table
from routing.solve.tree import Tree, TreeWork
from routing.solve.wholes import find_mates
from routing.solve.yard import Fleet
from tests.benchmarks.train_days import draw_trains
from tests.unit.solve.test_engine import check_people, check_proof, train
from tests.unit.solve.test_frontier import LOCAL, PEOPLE
from tests.unit.solve.tiny import group, nobody_seated, problem, row


@pytest.fixture(scope="module")
def asked() -> Problem:
    """One carriage or two cost nearly the same."""
    groups = tuple(group(*name.split("-"), people) for name, people in PEOPLE.items())
    near, far = row("near", 19, 9, **LOCAL), row("far", 19, 9, base="terminus", **LOCAL)
    fleet = (row("small", 12, 9), row("large", 19, 9), near, far)
    block = train(kind="block", seats=40, units=3, price_fen=101_500)
    return problem(groups, fleet, services=(block,))


class Told:
    """The leaves grown, and what every search began with."""

    def __init__(self, problem: Problem) -> None:
        self.leaves: list[Leaf] = []
        self.openings: list[list[Opening]] = []
        grow = Tree.grow

        def grown(tree: Tree, work: TreeWork) -> list[Leaf]:
            found = grow(tree, work)
            self.leaves = self.leaves or found
            return found

        def begun(openings: list[Opening], work: Annealings, *, go_on: GoOn) -> list[Fleet]:
            self.openings.append(openings)
            return run_annealings(openings, work, go_on=go_on)

        with patch.object(Tree, "grow", grown), patch.object(improve, "run_annealings", begun):
            self.solution = ColumnEngine().solve(problem, report=lambda _: True)


def units_sold(instance: Instance, fleet: Fleet) -> tuple[int, ...]:
    pairs = zip(fleet.sold.tolist(), instance.offers, strict=True)
    return tuple(-(-n // offer.seats) for n, offer in pairs)


def test_each_start_is_annealed_at_the_prices_of_its_own_leaf(asked: Problem) -> None:
    told = Told(asked)
    check_people(asked, told.solution)
    check_proof(asked, told.solution)
    instance = build_instance(asked)
    goal = search_goal(instance, build_table(instance))
    leaves = told.leaves[:2]
    assert leaves[1].bound_fen <= leaves[0].bound_fen * (1 + decide.NEAR)
    prices = [
        improve.SEAT_SHARE_WITH_RIDES
        * np.maximum(load_price(instance, leaf.relaxation.duals, goal), 0)
        for leaf in leaves
    ]
    assert not np.allclose(*prices)
    met: set[int] = set()
    for openings in told.openings:
        for opening in openings:
            sold = units_sold(instance, opening.fleet)
            at = next(n for n, leaf in enumerate(leaves) if leaf.units.hold(sold))
            assert np.array_equal(opening.yard.price, prices[at])
            met.add(at)
    assert met == {0, 1}


def test_a_leaf_far_above_the_least_is_none_to_begin_with(asked: Problem) -> None:
    with patch.object(decide, "NEAR", 0.0):
        told = Told(asked)
    held = told.leaves[0].units
    instance = build_instance(asked)
    assert all(held.hold(units_sold(instance, x.fleet)) for x in told.openings[0])
    assert len(told.openings[0]) == 1


def test_many_trips_beside_trains_get_less_work_at_standard() -> None:
    for kind in Effort:
        many = build_instance(draw_trains(0, effort=kind).problem)
        known = BESIDE_RIDES if kind is Effort.STANDARD else BUDGETS[kind]
        assert budget_of(many) is known
        for fewer in (replace(many, rides=()), replace(many, items=many.items[:99])):
            assert budget_of(fewer) is BUDGETS[kind]


def test_a_bound_below_nothing_has_a_leaf_near_it() -> None:
    """A run's share of a day may be rounded down below what it costs."""
    free = {"hire_basis": "day", "hire_fen": 0, "per_km_fen": 0, "per_stop_fen": 0}
    groups = (group("a", "x", 9), group("b", "y", 12))
    asked = problem(groups, (row("q", 12, 5, **free),), services=(train(),))
    told = Told(asked)
    assert told.leaves[0].bound_scaled < 0
    check_people(asked, told.solution)


@pytest.mark.parametrize(("coaches", "few"), [(0.0, 3), (3.4, 3), (2.01, 2), (2.3, 3), (1.2, 2)])
def test_an_annealing_is_held_to_one_coach_less_or_to_as_many_as_the_relaxation_has(
    coaches: float, few: int
) -> None:
    groups = (*(group(end, "x", 9) for end in "abc"), group("a", "y", 9))
    instance = build_instance(problem(groups, (row("small", 9, 9),)))
    table = build_table(instance)
    goal = search_goal(instance, table)
    nothing = np.zeros(len(instance.items))
    units = everything(instance).units
    worths = improve.Worths(units, nothing, np.zeros(1), 1e4, coaches)
    mates = find_mates(instance)
    islands = find_islands(instance, table, mates, ())
    improver = improve.Improver(
        instance, table, goal, worths=[worths], islands=islands, mates=mates
    )
    search = improve.Search(200, 10**6, 4, 1)
    known = improver.improve([nobody_seated(instance)], search, go_on=lambda _: True)[0]
    assert len(known.vehicles) == 4
    asked: list[Annealings] = []

    def begun(_: list[Opening], work: Annealings, *, go_on: GoOn) -> list[Fleet]:
        assert go_on(1.0)
        asked.append(work)
        return []

    with patch.object(improve, "run_annealings", begun):
        wanted = replace(search, fewer=(-1, 0, 1))
        assert improver.improve([known], wanted, go_on=lambda _: True) == [known]
    assert asked[0].most == (0, 4, few)
