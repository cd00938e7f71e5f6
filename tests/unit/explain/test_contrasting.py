"""What a decision is worth: the plan made otherwise is the one that is compared."""

from __future__ import annotations

from routing.explain.contrasting import contrast_plan
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.units import Fen, People
from tests.unit.explain.documents import sound


def test_each_service_row_and_pin_is_tried_once_and_set_against_the_plan() -> None:
    scenario, plan = sound("train")
    raw = scenario.model_dump(mode="json")
    raw["pins"] = [{"kind": "require", "group": "ga", "service": "K1"}]
    asked: list[Scenario] = []

    def replan(changed: Scenario) -> Plan:
        """Dearer by one fen each time, and with the walkers left out."""
        asked.append(changed)
        fen = Fen(plan.cost.total_fen + len(asked))
        cost = plan.cost.model_copy(update={"total_fen": fen, "objective_fen": Fen(2 * fen)})
        return plan.model_copy(update={"cost": cost, "itineraries": plan.itineraries[:1]})

    found = contrast_plan(Scenario.model_validate(raw), plan, replan=replan)
    assert [(c.kind, c.subject) for c in found] == [
        ("without_service", "K1"),
        ("one_fewer", "mini"),
        ("one_more", "mini"),
        ("one_fewer", "gz"),
        ("one_more", "gz"),
        ("without_pin", "require ga K1"),
    ]
    assert [c.cost_fen for c in found] == [1, 2, 3, 4, 5, 6]
    assert {c.people for c in found} == {-(4 + 3)}
    assert found[0].objective_fen == 2 * (plan.cost.total_fen + 1) - plan.cost.objective_fen
    assert "without K1: +0.01 CNY, -7 people" in found[0].says.en
    counts = [{row.id: row.count for row in changed.fleet} for changed in asked]
    assert [c["mini"] for c in counts] == [1, 0, 2, 1, 1, 1]
    assert (asked[0].services, asked[0].pins, asked[-1].pins) == ((), (), ())


def test_no_more_is_tried_than_asked_for() -> None:
    scenario, plan = sound("train")
    assert len(contrast_plan(scenario, plan, replan=lambda _: plan, most=2)) == 2
    same = contrast_plan(scenario, plan, replan=lambda _: plan, most=1)[0]
    assert (same.cost_fen, same.people) == (Fen(0), People(0))
