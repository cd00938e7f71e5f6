"""A certificate of many leaves holds as the engine wrote it, and not once a leaf is touched."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from routing.artefacts.problem import Problem
from routing.model.plan import Plan
from routing.solve import tree
from tests.unit.certify.spoiled import codes, leaves, planned, six_groups


@pytest.fixture(scope="module")
def asked() -> Problem:
    return six_groups()


@pytest.fixture(scope="module")
def plan(asked: Problem) -> Plan:
    with patch.object(tree, "can_enumerate", lambda *_: False):
        return planned(asked)


def test_vehicles_were_counted_out_and_the_plan_is_proven_best(asked: Problem, plan: Plan) -> None:
    subjects = {b.split(":")[0] for leaf in plan.certificate.leaves for b in leaf.branchings}
    assert subjects == {"vehicles"}
    assert plan.certificate.gap == 0
    assert codes(asked, plan) == []


def test_a_bound_one_fen_higher_is_not_proven(asked: Problem, plan: Plan) -> None:
    more = plan.certificate.lower_bound_fen + 1
    assert codes(asked, plan, lower_bound_fen=more) == ["CERTIFICATE_NOT_PROVEN"]


def test_each_leaf_is_needed(asked: Problem, plan: Plan) -> None:
    for missing in range(len(plan.certificate.leaves)):
        fewer = leaves(plan)
        del fewer[missing]
        assert codes(asked, plan, leaves=fewer) == ["CERTIFICATE_INCOMPLETE"]


def test_a_wrong_branching_is_found(asked: Problem, plan: Plan) -> None:
    for at in range(len(plan.certificate.leaves)):
        spoiled = leaves(plan)
        subject, sign, number = spoiled[at]["branchings"][-1].rsplit(" ", 2)
        moved = int(number) + (1 if sign == ">=" else -1)
        spoiled[at]["branchings"] = (*spoiled[at]["branchings"][:-1], f"{subject} {sign} {moved}")
        assert codes(asked, plan, leaves=spoiled) == ["CERTIFICATE_INCOMPLETE"]


def test_prices_of_another_leaf_prove_too_little(asked: Problem, plan: Plan) -> None:
    first, *rest = leaves(plan)
    stolen = [{**leaf, "duals": first["duals"]} for leaf in (first, *rest)]
    assert codes(asked, plan, leaves=stolen) == ["CERTIFICATE_NOT_PROVEN"]


@pytest.mark.parametrize("name", ["demand:b-x", "demand:c-y"])
def test_a_changed_price_is_found(asked: Problem, plan: Plan, name: str) -> None:
    for factor in (0, 2):
        spoiled = leaves(plan)
        for leaf in spoiled:
            leaf["duals"][name] = leaf["duals"].get(name, 0) * factor
        assert codes(asked, plan, leaves=spoiled) == ["CERTIFICATE_NOT_PROVEN"]


def test_a_cut_whose_vehicles_are_said_to_be_worth_more_proves_less(
    asked: Problem, plan: Plan
) -> None:
    cuts = [
        cut.model_dump() | {"worth": tuple(w and max(cut.worth) for w in cut.worth)}
        for cut in plan.certificate.cuts
    ]
    assert cuts
    assert codes(asked, plan, cuts=cuts) == ["CERTIFICATE_NOT_PROVEN"]


def test_a_cut_whose_people_are_said_to_count_less_proves_less(asked: Problem, plan: Plan) -> None:
    assert any(max(cut.weights) > 1 for cut in plan.certificate.cuts)
    cuts = [
        cut.model_dump() | {"weights": (1,) * len(cut.demands)} for cut in plan.certificate.cuts
    ]
    assert codes(asked, plan, cuts=cuts) == ["CERTIFICATE_NOT_PROVEN"]
    short = [cut.model_dump() | {"weights": (1, 2, 3, 4, 5)} for cut in plan.certificate.cuts]
    assert codes(asked, plan, cuts=short) == ["CERTIFICATE_UNREADABLE"]


def test_names_that_do_not_exist_are_unreadable(asked: Problem, plan: Plan) -> None:
    cuts = [cut.model_dump() | {"demands": ("nobody",)} for cut in plan.certificate.cuts]
    assert codes(asked, plan, cuts=cuts) == ["CERTIFICATE_UNREADABLE"]
    assert codes(asked, plan, cuts=()) == ["CERTIFICATE_UNREADABLE"]
    rooted = [{**leaf, "branchings": ("root",)} for leaf in leaves(plan)]
    assert codes(asked, plan, leaves=rooted) == ["CERTIFICATE_UNREADABLE"]
