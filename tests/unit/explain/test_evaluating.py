"""A hand-made plan is priced by the lists, audited as it stands, and set against the bound."""

from __future__ import annotations

import pytest

from routing.explain.evaluating import evaluate_plan
from routing.explain.pricing import price_plan
from routing.model.plan import Plan
from routing.units import Fen
from tests.unit.audit.more_plans import EVERY
from tests.unit.audit.mutant import Mutant
from tests.unit.audit.test_mutants import MUTANTS, NAMES
from tests.unit.explain.documents import audit, read, sound


@pytest.mark.parametrize("name", EVERY)
def test_a_sound_plan_is_priced_as_it_states_and_breaks_nothing(name: str) -> None:
    scenario, plan = sound(name)
    evaluation = evaluate_plan(scenario, plan, audit=audit, reference=plan)
    assert evaluation.report.passed
    assert evaluation.priced_fen == evaluation.stated_fen == plan.cost.total_fen
    assert evaluation.priced is not None
    assert evaluation.priced.cost.objective_fen == plan.cost.objective_fen
    assert evaluation.gap == pytest.approx(plan.certificate.gap)


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_a_spoiled_plan_returns_exactly_the_spoilt_rule(mutant: Mutant) -> None:
    scenario, plan = read(mutant.outside())
    evaluation = evaluate_plan(scenario, plan, audit=audit)
    assert {f.code for f in evaluation.report.findings} == {mutant.code}
    assert mutant.code in evaluation.says.en


def bare(plan: Plan) -> Plan:
    """The plan as somebody would type it who leaves the sums to the computer."""
    runs = tuple(run.model_copy(update={"terms": {}, "cost_fen": Fen(0)}) for run in plan.runs)
    bought = tuple(p.model_copy(update={"cost_fen": Fen(0)}) for p in plan.purchases)
    cost = plan.cost.model_copy(update={"total_fen": Fen(0), "terms": {}, "objective_fen": Fen(0)})
    return plan.model_copy(update={"runs": runs, "purchases": bought, "cost": cost})


@pytest.mark.parametrize("name", EVERY)
def test_a_plan_without_prices_is_priced_from_the_lists(name: str) -> None:
    scenario, plan = sound(name)
    priced = price_plan(scenario, bare(plan))
    assert priced.cost.total_fen == plan.cost.total_fen
    assert priced.cost.objective_fen == plan.cost.objective_fen
    assert [run.cost_fen for run in priced.runs] == [run.cost_fen for run in plan.runs]
    assert priced.purchases == plan.purchases
    assert priced.cost.by_payer == plan.cost.by_payer


def test_payers_share_a_coach_by_heads() -> None:
    made = EVERY["coach"]()
    made.group("gb")["payer"] = "employer"
    scenario, plan = read(made)
    # 241 352 fen for 20 and 15 people
    assert price_plan(scenario, plan).cost.by_payer == {"county": 137_915, "employer": 103_437}


def test_a_coach_hired_by_the_day_pays_a_day_once() -> None:
    made = EVERY["twice"]()
    made.row("mini").update(hire_basis="day")
    scenario, plan = read(made)
    hires = [run.terms.get("hire") for run in price_plan(scenario, plan).runs]
    assert hires[:2] == [60_000, 0]


def test_a_plan_that_names_what_does_not_exist_is_not_priced() -> None:
    made = EVERY["coach"]()
    made.run("C001")["vehicle"]["fleet"] = "nowhere"
    scenario, plan = read(made)
    evaluation = evaluate_plan(scenario, plan, audit=audit)
    assert (evaluation.priced, evaluation.priced_fen, evaluation.gap) == (None, None, None)


def test_no_gap_is_given_for_a_plan_that_carries_fewer_than_the_bound_speaks_of() -> None:
    scenario, plan = sound("coach")
    fewer = plan.model_copy(update={"itineraries": plan.itineraries[:1]})
    evaluation = evaluate_plan(scenario, fewer, audit=audit, reference=plan)
    assert evaluation.gap is None
    assert evaluation.lower_bound_fen is None
    assert evaluation.people_bound == 35
    assert "no bound" in evaluation.says.en
