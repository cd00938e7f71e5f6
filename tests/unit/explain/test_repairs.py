"""The smallest repair, applied, carries everyone at the price stated; the real engine says so."""

from __future__ import annotations

import pytest

from routing.explain.change import Change as Repairing
from routing.explain.changes import changes_for
from routing.explain.repairs import explain_left_out, repair_left_out
from routing.model.plan import LeftOut, Plan, PlanStatus
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario, prepare_problem
from tests.unit.audit.draft import Json, at
from tests.unit.explain.planted import (
    DATA,
    Change,
    bus,
    by_train,
    ga,
    offers,
    pin,
    problem_of,
    rule,
    world,
)


def quick(scenario: Json) -> None:
    scenario["solver"]["effort"] = "quick"


def replan(scenario: Scenario) -> Plan:
    return plan_scenario(scenario, data=DATA)


WHOLE: tuple[tuple[str, tuple[Change, ...], tuple[str, str | None, int]], ...] = (
    ("too few coaches", (ga(people=60), bus(count=1)), ("more_coaches", "bus", 1)),
    ("too few people", (bus(min_people=23),), ("waive_minimum", "bus", 3)),
    # ready at 06:00, 10 min of boarding, three and a half hours: 09:40
    ("too early a gate", (ga(arrive_by=at("09:30")),), ("earlier", "ga", 10)),
)


@pytest.mark.timeout(300)  # the solver's code may have to be compiled first
@pytest.mark.parametrize(
    ("changes", "expected"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE]
)
def test_the_smallest_repair_applied_makes_the_plan_complete_at_its_price(
    changes: tuple[Change, ...], expected: tuple[str, str | None, int]
) -> None:
    scenario = Scenario.model_validate(world(quick, *changes).scenario)
    problem = prepare_problem(scenario, data=DATA)
    plan = explain_left_out(problem, replan(scenario))
    assert plan.status is not PlanStatus.COMPLETE
    mended = repair_left_out(scenario, plan, problem=problem, replan=replan)
    repair = mended.left_out[0].repair
    assert repair is not None
    assert (repair.kind, repair.subject, repair.amount) == expected

    (change,) = [
        c
        for c in changes_for(scenario, plan.left_out[0], problem=problem)
        if (c.kind, c.subject, c.amount) == expected
    ]
    after = replan(change.scenario)
    assert after.status is PlanStatus.COMPLETE
    assert after.audit is not None
    assert after.audit.passed
    assert after.cost.total_fen - plan.cost.total_fen == repair.cost_fen


def offered(*changes: Change) -> dict[str, Repairing]:
    """Changes that are offered for a group that no solve has carried, by kind."""
    made = world(*changes)
    problem, plan = problem_of(made)
    explained = explain_left_out(problem, plan)
    scenario = Scenario.model_validate(made.scenario)
    found = changes_for(scenario, explained.left_out[0], problem=problem)
    return {change.kind: change for change in found}


def test_a_limit_is_widened_by_the_fewest_minutes_that_suffice() -> None:
    # Ready at 06:00, loaded at 06:10, three and a half hours: 09:40, and 15 minutes earlier 09:25.
    found = offered(ga(arrive_by=at("09:28")))
    assert (found["earlier"].amount, found["later"].amount) == (15, 15)
    group = found["later"].scenario.groups[0]
    assert group.arrive_by is not None
    assert group.arrive_by.isoformat() == at("09:43")


def test_a_ride_limit_is_widened_for_the_ride_only() -> None:
    found = offered(ga(max_on_board_s=12_000))
    assert (found["longer_ride"].amount, set(found)) == (10, {"longer_ride"})


def test_seats_on_a_train_are_added_in_the_offers_own_units() -> None:
    carriage: Json = {"id": "car", "kind": "carriage", "seats": 12, "units": 0, "price_fen": 1}
    found = offered(by_train, bus(count=0), offers(carriage))
    change = found["more_seats"]
    assert (change.subject, change.amount) == ("K1 · car", 24)
    assert change.scenario.services[0].offers[0].units == 2


def test_a_pin_and_a_single_driver_can_be_given_up() -> None:
    assert offered(pin("forbid", fleet="bus"))["drop_pin"].scenario.pins == ()
    found = offered(ga(destination="g"), rule(max_drivers=1))
    assert found["more_drivers"].scenario.policy.overrides.max_drivers == 2


def test_a_reason_that_nothing_mends_offers_nothing() -> None:
    made = world(ga(people=1))
    problem, _ = problem_of(made)
    left = LeftOut.model_validate(
        {"group": "ga", "people": 1, "reasons": [{"code": "UNREACHABLE", "subject": "bus"}]}
    )
    assert changes_for(Scenario.model_validate(made.scenario), left, problem=problem) == ()
