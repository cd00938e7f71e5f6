"""Villages from door to gate under real law: long routes, audited, and a bound over all of them."""

from __future__ import annotations

from functools import cache

from routing.model.plan import Plan, PlanStatus
from routing.model.scenario import Scenario
from routing.pipeline import certify, plan_scenario
from routing.solve.stop_sets import LONGEST
from tests.generators.villages import LEAST, STOPS, villages_of
from tests.golden.case import DATA, get_scenario


@cache
def asked() -> Scenario:
    return villages_of(get_scenario("zunyi-kunming"), 24, seed=5)


@cache
def planned() -> Plan:
    return plan_scenario(asked(), data=DATA)


def test_everybody_is_carried_and_the_audit_is_empty() -> None:
    assert planned().status is PlanStatus.COMPLETE
    assert planned().audit is not None
    assert planned().audit.findings == ()


def test_coaches_stop_more_often_than_is_listed_and_are_worth_opening() -> None:
    stops = [len(run.stops) - 1 for run in planned().runs]
    assert LONGEST < max(stops) <= STOPS
    assert all(run.stops[-2].on_board >= LEAST for run in planned().runs)


def test_the_bound_covers_all_routes_and_is_priced_again() -> None:
    space = planned().certificate.stops
    assert space.relaxed
    assert space.max_pickups == STOPS
    assert planned().certificate.gap <= 0.05
    assert certify(asked(), planned(), data=DATA) == ()
