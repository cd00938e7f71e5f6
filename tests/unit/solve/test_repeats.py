"""A vehicle that runs again: who is carried by it, what it saves, and that the bound knows."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from routing.certify import certify_plan
from routing.model.plan import CostTerm, Plan, PlanStatus
from routing.model.runs import CoachVehicle, RunRole
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario
from routing.solve.build_instance import build_instance
from routing.solve.repeats import find_repeats
from tests.unit.schedule.small import DATA, DAY, NEXT, TRAIN, document, group, problem_of

LOADS = 5


def scenario(
    *,
    coaches: int,
    basis: str = "run",
    ready: str = f"{DAY}T06:00",
    train: tuple[str, str] = (f"{DAY}T16:30", f"{DAY}T20:30"),
) -> dict[str, Any]:
    """Five coach loads for one train, walking off at the far end, and few coaches to bring them."""
    groups = [
        group(f"g{n}", "hill", 45, ready_from=f"{ready}:00+08:00", destination="south")
        for n in range(LOADS)
    ]
    offer = {"id": "car", "kind": "carriage", "seats": 118, "units": 2, "price_fen": 900_000}
    calls = [
        {"place": "north", "departs": f"{train[0]}:00+08:00"},
        {"place": "south", "arrives": f"{train[1]}:00+08:00"},
    ]
    service = TRAIN | {"calls": calls, "check_in_s": 3_600, "offers": [offer]}
    raw = document(groups=groups, services=[service])
    raw["fleet"] = [raw["fleet"][0] | {"count": coaches, "hire_basis": basis}]
    raw["pins"] = [{"kind": "require", "group": g["id"], "service": "D1"} for g in groups]
    raw["places"] = [p | ({"beds": 300} if p["id"] == "inn" else {}) for p in raw["places"]]
    return raw | {"solver": {"effort": "quick"}}


def planned(raw: dict[str, Any]) -> Plan:
    return plan_scenario(Scenario.model_validate(raw), data=DATA)


def vehicles(plan: Plan) -> Counter[int]:
    """Runs of each number of the one fleet row."""
    return Counter(r.vehicle.number for r in plan.runs if isinstance(r.vehicle, CoachVehicle))


def assert_sound(raw: dict[str, Any], plan: Plan) -> None:
    assert plan.audit is not None
    assert plan.audit.findings == ()
    assert certify_plan(problem_of(raw), plan) == ()


def test_three_coaches_bring_five_loads_one_after_another() -> None:
    raw = scenario(coaches=3)
    plan = planned(raw)

    assert plan.status is PlanStatus.COMPLETE
    assert sum(i.people for i in plan.itineraries) == 45 * LOADS
    assert sum(vehicles(plan).values()) == LOADS
    assert max(vehicles(plan)) <= 3
    assert_sound(raw, plan)


def test_where_there_is_no_time_for_a_second_trip_people_are_left_out_and_told_so() -> None:
    raw = scenario(coaches=3, ready=f"{DAY}T09:00")
    plan = planned(raw)

    assert plan.status is PlanStatus.PARTIAL
    assert sum(x.people for x in plan.left_out) == 45 * (LOADS - 3) - 3 * 4
    assert set(vehicles(plan).values()) == {1}
    assert_sound(raw, plan)


def test_hire_by_the_day_makes_coaches_run_again_where_enough_exist() -> None:
    raw = scenario(coaches=9, basis="day")
    plan = planned(raw)

    assert plan.status is PlanStatus.COMPLETE
    assert len(vehicles(plan)) < LOADS
    assert plan.cost.terms[CostTerm.HIRE] < LOADS * 200_000
    assert_sound(raw, plan)


def test_a_second_trip_leaves_no_earlier_than_it_has_to() -> None:
    """People of a later trip are not set down at the station hours before those of the first."""
    plan = planned(scenario(coaches=3))
    feeders = [r for r in plan.runs if r.role is RunRole.FEEDER]
    again = [r for r in feeders if r.positioning and r.positioning[0].origin == "north"]

    assert again
    for run in again:
        first = min(
            r.stops[-1].arrives for r in feeders if r.vehicle == run.vehicle and r is not run
        )
        assert run.stops[-1].arrives > first


def test_who_finds_no_seat_in_the_morning_is_brought_the_evening_before() -> None:
    """Two trips do not fit between the night and an early check-in; a bed lets one come before."""
    raw = scenario(coaches=3, train=(f"{NEXT}T08:30", f"{NEXT}T12:30"))
    plan = planned(raw)

    assert plan.status is PlanStatus.COMPLETE
    assert max(vehicles(plan)) <= 3
    assert {i.night for i in plan.itineraries} >= {"inn"}
    assert_sound(raw, plan)


@pytest.mark.parametrize(("extra_s", "linked"), [(0, True), (-1, False)])
def test_runs_are_linked_to_the_second(*, extra_s: int, linked: bool) -> None:
    """Two trips of two hours, the way back between them, three stops: exactly, and a second less.

    Both are shuttles, so that no night halt comes in.
    """
    raw = scenario(coaches=2)
    for one in raw["groups"]:
        one["ready_from"] = f"{DAY}T04:00:00+08:00"
    stop_s = 300 + 15
    until_train_s = 12 * 3_600 + 1_800
    raw["services"][0]["check_in_s"] = until_train_s - (3 * 7_200 + 3 * stop_s) - extra_s
    raw["policy"] = {"profile": "cn-2023", "overrides": {"night_halt": "off"}}
    instance = build_instance(problem_of(raw))

    assert find_repeats(instance).any is linked
