"""A forecourt too small for many coaches: fewer, fuller ones come, and everybody is carried."""

from __future__ import annotations

from typing import Any

from routing.model.plan import Plan, PlanStatus
from routing.model.runs import RunRole
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario, prepare_problem
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from tests.unit.schedule.small import DATA, DAY, TRAIN, document, group

VILLAGES = ("hill", "dale")


def scenario(*, bays: int | None) -> dict[str, Any]:
    """Four groups of twelve for one train whose forecourt opens for twenty minutes.

    A small coach for each is cheapest; at one bay two of them can stand, one after the other.
    """
    groups = [
        group(f"{village}{n}", village, 12, destination="south", arrive_by=None)
        for village in VILLAGES
        for n in range(2)
    ]
    calls = [
        {"place": "north", "departs": f"{DAY}T13:00:00+08:00"},
        {"place": "south", "arrives": f"{DAY}T17:00:00+08:00"},
    ]
    offer = {"id": "seat", "kind": "ticket", "seats": 1, "units": 60, "per_person_fen": 5_000}
    service = TRAIN | {"calls": calls, "check_in_s": 3_600, "offers": [offer]}
    raw = document(groups=groups, services=[service])
    small = raw["fleet"][0] | {"id": "f12", "seats": 12, "hire_fen": 20_000, "per_km_fen": 80}
    small["driver_day_fen"] = 0
    raw["fleet"] = [small, raw["fleet"][0]]
    raw["pins"] = [{"kind": "require", "group": g["id"], "service": "D1"} for g in groups]
    window = {"from": f"{DAY}T11:35:00+08:00", "to": f"{DAY}T11:55:00+08:00"}
    station = {"bays": bays, "open": [window]}
    raw["places"] = [p | (station if p["id"] == "north" else {}) for p in raw["places"]]
    return raw | {"solver": {"effort": "quick"}}


def planned(*, bays: int | None) -> Plan:
    plan = plan_scenario(Scenario.model_validate(scenario(bays=bays)), data=DATA)
    assert plan.audit is not None
    assert plan.audit.findings == ()
    return plan


def feeders(plan: Plan) -> int:
    return sum(run.role is RunRole.FEEDER for run in plan.runs)


def test_without_a_limit_small_coaches_come() -> None:
    assert feeders(planned(bays=None)) == 4


def test_one_decision_alone_leaves_people_without_a_bay() -> None:
    """What the rounds are for: the cheapest coaches do not fit into the forecourt."""
    problem = prepare_problem(Scenario.model_validate(scenario(bays=1)), data=DATA)
    solution = ColumnEngine().solve(problem, report=lambda _: True)
    plan = build_plan(problem, solution, scenario_sha256="0" * 64, versions={})

    assert {r.code for x in plan.left_out for r in x.reasons} >= {"BAY_FULL"}


def test_with_one_bay_fuller_coaches_come_and_nobody_is_left() -> None:
    plan = planned(bays=1)

    assert plan.status is PlanStatus.COMPLETE
    assert feeders(plan) < 4
