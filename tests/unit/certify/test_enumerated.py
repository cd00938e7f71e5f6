"""A leaf closed by looking at every set of coaches is looked at again, in code of its own."""

from __future__ import annotations

import pytest

from routing.artefacts.problem import Problem
from routing.model.plan import Plan
from tests.unit.certify.spoiled import codes, leaves, planned, six_groups
from tests.unit.solve.tiny import problem


@pytest.fixture(scope="module")
def asked() -> Problem:
    return six_groups()


@pytest.fixture(scope="module")
def plan(asked: Problem) -> Plan:
    return planned(asked)


def test_the_plan_is_proven_best_by_enumeration(asked: Problem, plan: Plan) -> None:
    assert any(leaf.enumerated for leaf in plan.certificate.leaves)
    assert plan.certificate.gap == 0
    assert codes(asked, plan) == []


def test_a_bound_one_fen_higher_is_not_proven(asked: Problem, plan: Plan) -> None:
    more = plan.certificate.lower_bound_fen + 1
    assert codes(asked, plan, lower_bound_fen=more) == ["CERTIFICATE_NOT_PROVEN"]


def test_prices_alone_prove_less(asked: Problem, plan: Plan) -> None:
    plain = [{**leaf, "enumerated": False} for leaf in leaves(plan)]
    assert codes(asked, plan, leaves=plain) == ["CERTIFICATE_NOT_PROVEN"]


def test_without_any_prices_all_sets_are_looked_at(asked: Problem, plan: Plan) -> None:
    free = [{**leaf, "duals": {}} for leaf in leaves(plan)]
    assert codes(asked, plan, leaves=free) == []


def test_a_cheaper_coach_than_the_engine_knew_is_found(asked: Problem, plan: Plan) -> None:
    scenario = asked.scenario
    rows = tuple(
        r.model_copy(update={"hire_fen": r.hire_fen - 4_000}) if r.id == "middle" else r
        for r in scenario.fleet
    )
    cheaper = problem(scenario.groups, rows)
    assert codes(cheaper, plan) == ["CERTIFICATE_NOT_PROVEN"]


def test_where_a_ticket_may_be_bought_sets_of_coaches_prove_nothing(plan: Plan) -> None:
    ticket = six_groups(own_travel_fen_per_person=90_000)
    assert codes(ticket, plan) == ["CERTIFICATE_NOT_PROVEN"]
