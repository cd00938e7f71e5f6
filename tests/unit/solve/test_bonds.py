"""Pins that let a group travel only in another's company are kept, whoever is left out for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from routing.artefacts.problem import Problem
from routing.artefacts.solution import Solution
from routing.certify import certify_plan
from routing.model.goals import Pin
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from routing.solve.bonds import broken_bonds, find_bonds, leave_out
from routing.solve.build_instance import build_instance
from routing.solve.instance import Instance
from routing.solve.selection import Selection, Vehicle
from tests.unit.solve.tiny import group, problem, row

WITH = Pin(kind="require", group="a-x", with_group="b-x")
FLEET = (row("large", 9, 3),)


def solve(asked: Problem) -> Solution:
    solution = ColumnEngine().solve(asked, report=lambda _: True)
    plan = build_plan(asked, solution, scenario_sha256="0" * 64, versions={})
    assert certify_plan(asked, plan) == ()
    return solution


def loads(solution: Solution) -> list[dict[str, int]]:
    """People of each group by coach, the fullest first."""
    found = []
    for coach in solution.coaches:
        people: dict[str, int] = defaultdict(int)
        for stop in coach.stops:
            for name, n in stop.board:
                people[name] += n
        found.append(dict(people))
    return sorted(found, key=lambda x: (-sum(x.values()), sorted(x)))


def test_who_may_not_travel_alone_stays_with_those_who_cannot_travel() -> None:
    groups = (group("a", "x", 4), group("b", "x", 3), group("c", "y", 2))
    barred = Pin(kind="forbid", group="b-x", fleet="large")
    asked = problem(groups, FLEET, pins=(WITH, barred))
    solution = solve(asked)
    assert solution.left_out == (("a-x", 4), ("b-x", 3))
    plan = build_plan(asked, solution, scenario_sha256="0" * 64, versions={})
    assert ("PINNED", "b-x") in {(r.code, r.subject) for r in plan.left_out[0].reasons}
    assert loads(solution) == [{"c-y": 2}]


def test_company_is_shared_out_where_the_coach_it_must_take_holds_few() -> None:
    """Seven people who need company, which may only take coaches of four."""
    groups = (group("a", "x", 7), group("b", "x", 3))
    small = Pin(kind="require", group="b-x", fleet="small")
    asked = problem(groups, (row("large", 12, 2), row("small", 4, 3)), pins=(WITH, small))
    solution = solve(asked)
    assert solution.left_out == ()
    assert all(load.get("b-x", 0) > 0 for load in loads(solution))


def test_as_many_travel_as_their_company_allows() -> None:
    """One person takes three of seven along in a coach of four."""
    groups = (group("a", "x", 7), group("b", "x", 1))
    small = Pin(kind="require", group="b-x", fleet="small")
    asked = problem(groups, (row("large", 12, 2), row("small", 4, 3)), pins=(WITH, small))
    solution = solve(asked)
    assert solution.left_out == (("a-x", 4),)
    assert loads(solution) == [{"a-x": 3, "b-x": 1}]


def test_a_cheap_ticket_is_no_company() -> None:
    groups = (group("a", "x", 3), group("b", "x", 8, own_travel_fen_per_person=1))
    solution = solve(problem(groups, (row("large", 12, 2),), pins=(WITH,)))
    assert solution.left_out == ()
    assert all(load.get("b-x", 0) > 0 for load in loads(solution) if "a-x" in load)


def test_pins_in_a_row_all_hold() -> None:
    groups = (group("a", "x", 6), group("b", "x", 7), group("c", "x", 8))
    pins = (WITH, Pin(kind="require", group="b-x", with_group="c-x"))
    asked = problem(groups, FLEET, pins=pins)
    found = loads(solve(asked))
    for members, company in (("a-x", "b-x"), ("b-x", "c-x")):
        assert any(members in load and company in load for load in found)


@pytest.fixture(scope="module")
def instance() -> Instance:
    groups = (group("a", "x", 4), group("b", "x", 3), group("c", "y", 2))
    return build_instance(problem(groups, FLEET, pins=(WITH,)))


def choose(instance: Instance, *coaches: dict[int, int]) -> Selection:
    """A selection of coaches with people by demand; everyone else stays."""
    item = {x.demand: e for e, x in enumerate(instance.items)}
    vehicles = tuple(
        Vehicle(0, 0, tuple(sorted((item[d], n) for d, n in load.items()))) for load in coaches
    )
    left = tuple(
        x.people - sum(load.get(d, 0) for load in coaches) for d, x in enumerate(instance.demands)
    )
    return Selection(vehicles, (), (), (0,) * len(left), left)


def test_each_way_of_travelling_alone_breaks_a_bond(instance: Instance) -> None:
    bonds = find_bonds(instance)
    a, b, c = (
        next(d for d, x in enumerate(instance.demands) if x.name.startswith(name)) for name in "abc"
    )
    assert broken_bonds(instance, bonds, choose(instance, {a: 4, b: 1}, {b: 2, c: 2})) == ()
    assert broken_bonds(instance, bonds, choose(instance, {b: 3}, {c: 2})) == ()
    assert broken_bonds(instance, bonds, choose(instance, {a: 2, b: 3}, {a: 2})) == bonds
    assert broken_bonds(instance, bonds, choose(instance, {a: 4, c: 1}, {b: 3})) == bonds
    by_ticket = replace(choose(instance, {b: 3}), own=tuple(int(d == a) for d in range(3)))
    assert broken_bonds(instance, bonds, by_ticket) == bonds


def test_whoever_breaks_a_bond_stays_with_all_in_their_coach(instance: Instance) -> None:
    bonds = find_bonds(instance)
    a, b, c = (
        next(d for d, x in enumerate(instance.demands) if x.name.startswith(name)) for name in "abc"
    )
    after = leave_out(instance, bonds, choose(instance, {a: 4, c: 1}, {b: 3}, {c: 1}))
    assert after == choose(instance, {b: 3}, {c: 1})
