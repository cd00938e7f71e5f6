"""A leaf closed by looking at every set of coaches is looked at again, in code of its own."""

from __future__ import annotations

from typing import Any

import pytest

from routing.artefacts.problem import Problem
from routing.certify import certify_plan
from routing.model.certificate import Certificate
from routing.model.plan import Plan
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from tests.unit.solve.tiny import group, problem, row

PEOPLE = {"a-x": 6, "a-y": 3, "b-x": 9, "b-y": 5, "c-x": 4, "c-y": 6}


def asking(**changes: object) -> Problem:
    groups = tuple(group(*name.split("-"), n, **changes) for name, n in PEOPLE.items())
    return problem(groups, (row("small", 5, 4), row("middle", 8, 3), row("large", 11, 2)))


@pytest.fixture(scope="module")
def asked() -> Problem:
    return asking()


@pytest.fixture(scope="module")
def plan(asked: Problem) -> Plan:
    solution = ColumnEngine().solve(asked, report=lambda _: True)
    return build_plan(asked, solution, scenario_sha256="0" * 64, versions={})


def codes(asked: Problem, plan: Plan, **changes: object) -> list[str]:
    fields = plan.certificate.model_dump() | changes
    spoiled = plan.model_copy(update={"certificate": Certificate.model_validate(fields)})
    return [f.code for f in certify_plan(asked, spoiled)]


def leaves(plan: Plan) -> list[dict[str, Any]]:
    return [leaf.model_dump() for leaf in plan.certificate.leaves]


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
    ticket = asking(own_travel_fen_per_person=90_000)
    assert codes(ticket, plan) == ["CERTIFICATE_NOT_PROVEN"]
