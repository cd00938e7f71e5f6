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
from tests.unit.explain.test_reasons import COACH, TRAIN


def quick(scenario: Json) -> None:
    scenario["solver"]["effort"] = "quick"


def replan(scenario: Scenario) -> Plan:
    return plan_scenario(scenario, data=DATA)


Repaired = tuple[str, str | None, int]

COACH_REPAIRS: dict[str, Repaired] = {
    "no coach of the type": ("more_coaches", "bus", 1),
    "all seats reserved": ("fewer_reserved", "bus", 20),
    "together and too many": ("fewer_reserved", "bus", 1),
    "a cap that leaves no seat": ("lift_seat_cap", None, 98),
    "too large for the village": ("larger_coach", "bus", 1),
    "too large for the gate": ("larger_coach", "bus", 1),
    "only wheelchairs": ("wheelchair_places", "bus", 20),
    "together with a wheelchair": ("wheelchair_places", "bus", 1),
    "a foreign vehicle": ("other_permit", "bus", 1),
    "fewer than the minimum": ("waive_minimum", "bus", 1),
    "forbidden by a pin": ("drop_pin", "ga", 1),
    "no bay": ("more_bays", "f", 1),
    # ready at 06:00, 10 min of boarding, three and a half hours: 09:40
    "a gate that shuts too early": ("earlier", "ga", 10),
    "a ride too long": ("longer_ride", "ga", 5),
    "a journey too long": ("longer_ride", "ga", 5),
    "a place open another day only": ("longer_open", "f", 360),
    "a gate on a road closed at night": ("night_access", "f", 1),
    "a vehicle hired too late": ("longer_available", "bus", 360),
    "the halt in a short night": ("earlier", "ga", 120),
    "one driver only": ("more_drivers", None, 1),
    "a break that takes too long": ("earlier", "ga", 10),
}
"""The smallest repair of each cause planted for the coach."""
TRAIN_REPAIRS: dict[str, Repaired] = {
    "ready too late": ("earlier", "ga", 20),
    "a long check-in": ("earlier", "ga", 90),
    "the gate shuts before the train is in": ("later", "ga", 30),
    "the train takes too long": ("longer_ride", "ga", 180),
    "sold for another ride only": ("other_ride", "K1", 1),
    "below the offer's minimum": ("waive_minimum", "K1", 21),
    "together in too few seats": ("more_seats", "K1 · seat", 20),
    "sold out": ("more_seats", "K1 · seat", 1),
}
"""Of causes planted for the train, where a coach all the way is dear and takes too long."""


def dear_coaches(scenario: Json) -> None:
    for row in scenario["fleet"]:
        row["per_km_fen"] = 2_000


NO_COACH = (by_train, dear_coaches, ga(max_on_board_s=25_200))
CAUSES = {case[0]: case[2] for case in COACH} | {
    case[0]: (*NO_COACH, *case[2]) for case in TRAIN if case[0] in TRAIN_REPAIRS
}
WHOLE = [
    *((name, repair) for name, repair in COACH_REPAIRS.items()),
    # these take seconds each: the engine weighs train and coach
    *(pytest.param(name, repair, marks=pytest.mark.slow) for name, repair in TRAIN_REPAIRS.items()),
]


@pytest.mark.timeout(300)  # the solver's code may have to be compiled first
@pytest.mark.parametrize(("cause", "expected"), WHOLE)
def test_the_smallest_repair_applied_makes_the_plan_complete_at_its_price(
    cause: str, expected: Repaired
) -> None:
    check_repair(CAUSES[cause], expected)


def test_too_few_coaches_for_too_many_people() -> None:
    check_repair((ga(people=60), bus(count=1)), ("more_coaches", "bus", 1))


def check_repair(changes: tuple[Change, ...], expected: Repaired) -> None:
    """The repair that is found is the expected one and holds what it promises."""
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
