"""A certificate holds as the engine wrote it, and not once anything in it claims more."""

from __future__ import annotations

import pytest

from routing.artefacts.problem import Problem
from routing.certify.columns import NONE_FEN, Columns
from routing.certify.space import build_space
from routing.model.certificate import StopSpace
from routing.model.goals import Pin, PinKind
from routing.model.plan import Plan
from routing.pipeline import certify, plan_scenario
from routing.units import Fen
from tests.generators.scenarios import seeded_scenario
from tests.golden.case import DATA
from tests.unit.certify.spoiled import codes, planned
from tests.unit.solve.test_engine import train
from tests.unit.solve.tiny import group, problem, row


@pytest.fixture(scope="module")
def asked() -> Problem:
    groups = (group("a", "x", 8), group("b", "x", 8), group("c", "y", 8))
    local = {"hire_fen": 2_000, "per_km_fen": 100}
    fleet = (
        row("long", 10, 4),
        row("near", 10, 4, **local),
        row("far", 10, 4, base="terminus", **local),
    )
    return problem(groups, fleet, services=(train(kind="block", seats=10, units=3),))


@pytest.fixture(scope="module")
def plan(asked: Problem) -> Plan:
    return planned(asked)


def test_the_engines_certificate_holds(asked: Problem, plan: Plan) -> None:
    assert plan.certificate.lower_bound_fen > 0
    assert codes(asked, plan) == []


def test_a_row_that_may_carry_nobody_of_a_stop_does_not_call_there() -> None:
    scenario = seeded_scenario(12)
    assert any(g.wheelchairs for g in scenario.groups)
    assert certify(scenario, plan_scenario(scenario, data=DATA), data=DATA) == ()


def test_people_who_must_stay_apart_do_not_fill_each_others_stops() -> None:
    """On ``large``, which ``a-x`` may not use, only ``b-x`` goes to ``x``: never with the others.

    A coach of theirs that calls at ``x`` as well would do so in vain, and is no column.
    """
    people = (group("a", "x", 8), group("a", "y", 8), group("b", "x", 8), group("b", "y", 8))
    large, small = row("large", 20, 4), row("small", 10, 4)
    forbid = PinKind.FORBID
    pins = (
        Pin(kind=forbid, group="b-x", with_group="a-y"),
        Pin(kind=forbid, group="b-x", with_group="b-y"),
        Pin(kind=forbid, group="a-x", fleet="large"),
    )
    columns = Columns(build_space(problem(people, (large, small), pins=pins)), StopSpace())
    found = {
        (frozenset(columns.space.trips[n].demand for n in trips if n < len(people)), k)
        for c, trips in enumerate(columns.trips.tolist())
        for k in range(len(columns.rows))
        if len(columns.picks[c]) == len(columns.drops[c]) == 2
        and columns.least_fen(c, k, enough=NONE_FEN) < NONE_FEN
    }
    assert found == {(frozenset({"a-x", "a-y", "b-y"}), 1)}


def test_a_bound_above_what_the_prices_prove_is_found(asked: Problem, plan: Plan) -> None:
    more = Fen(plan.certificate.lower_bound_fen * 11 // 10)
    assert codes(asked, plan, lower_bound_fen=more) == ["CERTIFICATE_NOT_PROVEN"]


def test_prices_too_high_prove_less(asked: Problem, plan: Plan) -> None:
    leaves = [
        {"branchings": x.branchings, "duals": {k: 2 * v for k, v in x.duals.items()}}
        for x in plan.certificate.leaves
    ]
    assert codes(asked, plan, leaves=leaves) == ["CERTIFICATE_NOT_PROVEN"]


def test_a_missing_leaf_is_found(asked: Problem, plan: Plan) -> None:
    leaf = plan.certificate.leaves[0]
    narrow = [{"branchings": ("units:T1/whole >= 2",), "duals": dict(leaf.duals)}]
    assert codes(asked, plan, leaves=narrow) == ["CERTIFICATE_INCOMPLETE"]


def test_no_leaf_proves_nothing(asked: Problem, plan: Plan) -> None:
    assert codes(asked, plan, leaves=()) == ["CERTIFICATE_EMPTY"]


def test_a_price_of_the_wrong_sign_counts_for_nothing(asked: Problem, plan: Plan) -> None:
    leaves = [
        {"branchings": x.branchings, "duals": {k: -v for k, v in x.duals.items()}}
        for x in plan.certificate.leaves
    ]
    assert codes(asked, plan, leaves=leaves) == ["CERTIFICATE_NOT_PROVEN"]
