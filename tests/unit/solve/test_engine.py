"""The engine against everything that can be tried by hand, and against its own promises."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.artefacts.problem import Problem, Progress
from routing.artefacts.solution import Solution
from routing.certify import certify_plan
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import Goals, Pin
from routing.model.plan import StopReason
from routing.model.services import Service
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from routing.units import Fen
from tests.unit.solve.tiny import READY, cheapest_by_hand, group, problem, row

ENDS = [("a", "x"), ("b", "x"), ("a", "y"), ("c", "y")]


def solve(given_problem: Problem) -> Solution:
    return ColumnEngine().solve(given_problem, report=lambda _: True)


def money(solution: Solution) -> int:
    bound, gap = solution.certificate.lower_bound_fen, solution.certificate.gap
    return round(bound / (1 - gap)) if gap < 1 else 0


def check_people(given_problem: Problem, solution: Solution) -> None:
    """Everybody is somewhere exactly once, on coaches that hold them."""
    wanted = {g.id: int(g.people) for g in given_problem.scenario.groups}
    seats = {r.id: r.seats - r.reserved_seats for r in given_problem.scenario.fleet}
    found: Counter[str] = Counter()
    for portion in solution.portions:
        found[portion.group] += portion.people
    found.update(dict(solution.left_out))
    assert found == wanted
    for coach in solution.coaches:
        boarding = sum(n for s in coach.stops for _, n in s.board)
        alighting = sum(n for s in coach.stops for _, n in s.alight)
        assert 0 < boarding == alighting <= seats[coach.fleet]
    used = Counter(c.fleet for c in solution.coaches)
    assert all(used[r.id] <= r.count for r in given_problem.scenario.fleet)


def check_proof(given_problem: Problem, solution: Solution) -> None:
    """Code that shares nothing with the engine proves the same bound."""
    plan = build_plan(given_problem, solution, scenario_sha256="0" * 64, versions={})
    assert certify_plan(given_problem, plan) == ()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    small=st.integers(1, 3),
    large=st.integers(0, 2),
)
def test_no_plan_by_hand_is_cheaper_and_no_bound_is_above_it(
    sizes: list[int], small: int, large: int
) -> None:
    groups = tuple(group(*ENDS[n], size) for n, size in enumerate(sizes))
    fleet = (row("small", 3, small), row("large", 6, large))
    by_hand = cheapest_by_hand(groups, fleet)
    asked = problem(groups, fleet)
    solution = solve(asked)
    check_people(asked, solution)
    check_proof(asked, solution)
    if by_hand is None:
        assert solution.left_out
        return
    assert not solution.left_out
    assert solution.certificate.lower_bound_fen <= by_hand
    assert money(solution) == by_hand


def test_the_order_of_the_input_changes_nothing() -> None:
    groups = tuple(group(*ENDS[n], 4 + n) for n in range(4))
    fleet = (row("small", 5, 4), row("large", 9, 2))
    there = solve(problem(groups, fleet))
    back = solve(problem(groups[::-1], fleet[::-1]))
    assert there.coaches == back.coaches
    assert there.certificate == back.certificate


def test_the_same_seed_gives_the_same_solution() -> None:
    groups = tuple(group(*ENDS[n], 7 + n) for n in range(4))
    asked = problem(groups, (row("small", 5, 6), row("large", 9, 2)))
    assert solve(asked) == solve(asked)


def test_too_few_seats_carry_as_many_as_there_are_and_prove_it() -> None:
    asked = problem((group("a", "x", 9),), (row("small", 4, 2),))
    solution = solve(asked)
    assert solution.left_out == (("a-x", 1),)
    assert solution.certificate.people_bound == 8
    check_people(asked, solution)
    check_proof(asked, solution)


def test_a_higher_priority_is_left_out_later() -> None:
    asked = problem((group("a", "x", 4), group("b", "x", 4, priority=5)), (row("small", 4, 1),))
    assert solve(asked).left_out == (("a-x", 4),)


def test_nobody_at_all_can_be_carried_without_a_fleet() -> None:
    solution = solve(problem((group("a", "x", 3),), ()))
    assert solution.left_out == (("a-x", 3),)
    assert solution.certificate.people_bound == 0


def test_who_goes_together_is_not_split() -> None:
    groups = (group("a", "x", 5, together=True), group("b", "x", 5, together=True))
    asked = problem(groups, (row("six", 6, 2), row("four", 4, 3)))
    solution = solve(asked)
    loads = [n for c in solution.coaches for s in c.stops for _, n in s.board]
    assert loads == [5, 5]


def test_different_apart_keys_never_share() -> None:
    groups = (group("a", "x", 2, apart_key="red"), group("b", "x", 2, apart_key="blue"))
    solution = solve(problem(groups, (row("large", 9, 3),)))
    assert len(solution.coaches) == 2


def test_a_pin_that_parts_two_groups_needs_no_coach_to_part_them_on() -> None:
    groups = (group("a", "x", 3), group("b", "x", 2))
    parted = Pin(kind="forbid", group="a-x", with_group="b-x")
    assert solve(problem(groups, (), pins=(parted,))).left_out == (("a-x", 3), ("b-x", 2))


def test_equal_share_keys_ride_in_one_coach() -> None:
    groups = (
        group("a", "x", 3, share_key="family"),
        group("c", "x", 3, share_key="family"),
        group("b", "x", 3),
    )
    asked = problem(groups, (row("six", 6, 2), row("three", 3, 2)))
    solution = solve(asked)
    chains = {p.group: p.chain for p in solution.portions}
    assert chains["a-x"] == chains["c-x"]
    check_people(asked, solution)


def test_wheelchairs_go_where_their_places_are() -> None:
    groups = (group("a", "x", 6, wheelchairs=2),)
    fleet = (row("plain", 6, 1), row("lift", 4, 2, wheelchair_places=1))
    asked = problem(groups, fleet)
    solution = solve(asked)
    lifts = [c for c in solution.coaches if c.fleet == "lift"]
    assert len(lifts) == 2
    check_people(asked, solution)


def test_a_direct_coach_is_not_opened_below_its_least_load() -> None:
    groups = (group("a", "x", 4), group("c", "y", 4))
    asked = problem(groups, (row("eight", 8, 3, min_people=8),))
    solution = solve(asked)
    assert [sum(n for s in c.stops for _, n in s.board) for c in solution.coaches] == [8]


def test_a_pin_forbids_a_row_and_another_asks_for_one() -> None:
    fleet = (row("cheap", 9, 2), row("dear", 9, 2, hire_fen=90_000))
    groups = (group("a", "x", 5),)
    forbid = Pin.model_validate({"kind": "forbid", "group": "a-x", "fleet": "cheap"})
    ask = Pin.model_validate({"kind": "require", "group": "a-x", "fleet": "dear"})
    for pin in (forbid, ask):
        assert {c.fleet for c in solve(problem(groups, fleet, pins=(pin,))).coaches} == {"dear"}


def test_own_travel_is_bought_when_it_costs_less() -> None:
    groups = (group("a", "x", 2, own_travel_fen_per_person=1_000),)
    solution = solve(problem(groups, (row("small", 4, 1),)))
    assert solution.coaches == ()
    assert [p.chain for p in solution.portions] == [()]


def test_people_come_before_money_however_small_the_penalty() -> None:
    goals = Goals(left_out_fen_per_person=Fen(1))
    assert solve(problem((group("a", "x", 1),), (row("small", 4, 1),), goals=goals)).left_out == ()


def train(**offer: object) -> Service:
    leaves = READY + timedelta(hours=6)
    fields = {"id": "whole", "kind": "charter", "seats": 100, "price_fen": 30_000}
    return Service.model_validate(
        {
            "id": "T1", "mode": "train", "number": "T1",
            "calls": [
                {"place": "station", "departs": leaves},
                {"place": "terminus", "arrives": leaves + timedelta(hours=5)},
            ],
            "offers": [fields | offer],
        }
    )  # fmt: skip


@pytest.fixture
def crowd() -> tuple[tuple[Group, ...], tuple[FleetRow, ...]]:
    groups = tuple(group(*ENDS[n], 8) for n in range(4))
    local = {"hire_fen": 2_000, "per_km_fen": 100}
    fleet = (
        row("long", 10, 4),
        row("near", 10, 6, **local),
        row("far", 10, 6, base="terminus", **local),
    )
    return groups, fleet


def test_a_train_is_chosen_with_feeders_and_last_miles_where_it_costs_less(
    crowd: tuple[tuple[Group, ...], tuple[FleetRow, ...]],
) -> None:
    asked = problem(*crowd, services=(train(),))
    solution = solve(asked)
    assert [(p.service, p.units) for p in solution.purchases] == [("T1", 1)]
    assert {c.role.value for c in solution.coaches} == {"feeder", "last_mile"}
    assert all(len(p.chain) == 3 for p in solution.portions)
    check_people(asked, solution)
    check_proof(asked, solution)


def test_a_train_whose_minimum_is_out_of_reach_is_not_bought(
    crowd: tuple[tuple[Group, ...], tuple[FleetRow, ...]],
) -> None:
    solution = solve(problem(*crowd, services=(train(min_people=60),)))
    assert solution.purchases == ()
    assert {c.role.value for c in solution.coaches} == {"direct"}


def test_units_are_bought_as_needed(
    crowd: tuple[tuple[Group, ...], tuple[FleetRow, ...]],
) -> None:
    block = train(kind="block", seats=10, units=5, price_fen=3_000)
    asked = problem(*crowd, services=(block,))
    solution = solve(asked)
    riders = sum(r.people for r in solution.rides)
    assert [p.units for p in solution.purchases] == [-(-riders // 10)]
    check_people(asked, solution)
    check_proof(asked, solution)


def test_progress_is_told_and_the_end_is_proven_where_it_is() -> None:
    told: list[Progress] = []
    asked = problem((group("a", "x", 3),), (row("small", 4, 1),))
    solution = ColumnEngine().solve(asked, report=lambda p: told.append(p) is None)
    assert solution.stop_reason is StopReason.PROVEN
    assert told[-1].gap == 0
    assert [p.share for p in told] == sorted(p.share for p in told)


def test_a_cancelled_solve_keeps_a_whole_plan_and_says_so() -> None:
    asked = problem(tuple(group(*ENDS[n], 7) for n in range(4)), (row("small", 5, 8),))
    solution = ColumnEngine().solve(asked, report=lambda _: False)
    check_people(asked, solution)
    check_proof(asked, solution)
    assert not solution.left_out
    assert solution.stop_reason in (StopReason.CANCELLED, StopReason.PROVEN)
