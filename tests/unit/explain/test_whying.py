"""Every fen of a plan is accounted for; limits are priced by the certificate and tried out."""

from __future__ import annotations

import pytest

from routing.explain.accounting import cost_by_group, cost_by_leg
from routing.explain.binding import find_bindings, find_leaf, find_margins
from routing.explain.whying import Tries, explain_plan
from routing.model.certificate import CertificateLeaf
from routing.model.goals import Pin, PinKind
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.units import Fen
from tests.unit.audit.more_plans import EVERY
from tests.unit.explain.documents import sound


@pytest.mark.parametrize("name", EVERY)
def test_parts_of_the_way_and_groups_both_add_up_to_the_plans_money(name: str) -> None:
    scenario, plan = sound(name)
    legs, groups = cost_by_leg(scenario, plan), cost_by_group(scenario, plan)
    assert sum(leg.total_fen for leg in legs) == plan.cost.total_fen
    assert sum(sum(leg.terms.values()) for leg in legs) == plan.cost.total_fen
    assert sum(group.total_fen for group in groups) == plan.cost.total_fen
    assert sum(group.people for group in groups) == sum(i.people for i in plan.itineraries)


def test_a_coach_is_shared_by_heads() -> None:
    scenario, plan = sound("coach")
    each = {
        cost.group: (cost.total_fen, cost.fen_per_person) for cost in cost_by_group(*sound("coach"))
    }
    assert each == {"ga": (137_915, 6_896), "gb": (103_437, 6_896)}
    assert [leg.leg for leg in cost_by_leg(scenario, plan)] == ["direct"]


def priced(plan: Plan, leaves: tuple[CertificateLeaf, ...]) -> Plan:
    certificate = plan.certificate.model_copy(update={"scale": 1_000, "leaves": leaves})
    return plan.model_copy(update={"certificate": certificate})


DUALS = {
    "demand:ga": 9_000_000,
    "demand:gw": 4_000_000,
    "fleet:mini": -60_000_000,
    "seats:K1/carriage": -500_000,
    "beds:hotel/3": -7_000,
    "least:K1/carriage": 1_000_000,
    "left": -3,
    "feeder:ga@K1/0/": 12,
}


def test_the_prices_are_those_of_the_leaf_in_which_the_plan_lies() -> None:
    scenario, plan = sound("train")  # one carriage bought
    none = CertificateLeaf(branchings=("units:K1/carriage <= 0",), duals={"fleet:bus": -1_000})
    some = CertificateLeaf(branchings=("units:K1/carriage >= 1",), duals=DUALS)
    told = priced(plan, (none, some))
    assert find_leaf(told) == some
    found = [(b.kind, b.subject, b.dual_fen, b.unit) for b in find_bindings(scenario, told)]
    assert found == [
        ("vehicles", "mini", 60_000, 1),
        ("minimum", "K1/carriage", 1_000, 1),
        ("seats", "K1/carriage", 500, 118),
        ("beds", "hotel", 7, 1),
    ]
    assert [(m.group, m.dual_fen) for m in find_margins(told)] == [("ga", 9_000), ("gw", 4_000)]
    assert find_bindings(scenario, plan) == find_margins(plan) == ()


def test_the_first_limits_are_tried_with_one_unit_more_and_the_rest_are_not() -> None:
    scenario, plan = sound("train")
    told = priced(plan, (CertificateLeaf(duals=DUALS),))
    asked: list[Scenario] = []

    def replan(changed: Scenario) -> Plan:
        asked.append(changed)
        cheaper = Fen(plan.cost.objective_fen - 1_000 * len(asked))
        return plan.model_copy(
            update={"cost": plan.cost.model_copy(update={"objective_fen": cheaper})}
        )

    tries = Tries(bindings=4, contrasts=0)
    found = explain_plan(scenario, told, tries=tries, replan=replan, base=told)
    assert [b.checked_fen for b in found.bindings] == [1_000, 2_000, 3_000, 4_000]
    rows = {row.id: row.count for row in asked[0].fleet}
    assert rows["mini"] == 2
    offers = [{o.id: (o.units, o.min_people) for o in s.services[0].offers} for s in asked]
    assert offers[2]["carriage"][0] == offers[0]["carriage"][0] + 1
    assert offers[1]["carriage"][1] == max(0, offers[0]["carriage"][1] - 1)
    beds = [next(p.beds for p in s.places if p.id == "hotel") for s in asked]
    assert beds[3] == (beds[0] or 0) + 1
    few = explain_plan(scenario, told, tries=Tries(1, 0), replan=replan, base=told)
    assert [b.checked_fen is None for b in few.bindings] == [False, True, True, True]


def test_a_wish_that_is_asked_about_is_priced_before_everything_else() -> None:
    scenario, plan = sound("train")
    wish = Pin(kind=PinKind.FORBID, group="ga", service="K1")
    asked: list[Scenario] = []

    def replan(changed: Scenario) -> Plan:
        asked.append(changed)
        return plan

    tries = Tries(bindings=0, contrasts=0, asked=(wish,))
    found = explain_plan(scenario, plan, tries=tries, replan=replan, base=plan)
    (contrast,) = found.contrasts
    assert (contrast.kind, contrast.subject) == ("with_pin", "forbid ga K1")
    assert asked[0].pins == (wish,)
