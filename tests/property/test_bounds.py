"""The issue's two thousand mixed scenarios: lawful plans, bounds priced again, none above a plan.

Every rule of the contract is drawn into them; the bounded numbers keep a few of them in
``test_plans``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from routing.audit import audit_plan
from routing.formats.json_documents import render_json
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, certify, plan_scenario
from tests.generators.scenarios import seeded_scenario

DATA = DataFolder(Path(__file__).resolve().parents[2] / "data")
SEEDS = range(int(os.environ.get("ZHIDA_BOUND_SEEDS", "2000")))
OTHER_SEED = 7
ANOTHER_PLAN_EVERY = 4
"""Seeds between two whose scenario is planned a second time, from other chances."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def money(scenario: Scenario, plan: Plan) -> tuple[int, int]:
    """People left out, and the objective without what leaving them out costs."""
    left = sum(entry.people for entry in plan.left_out)
    return left, plan.cost.objective_fen - left * int(scenario.goals.left_out_fen_per_person)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mixed_scenario_is_lawful_and_its_bound_is_proven_again(seed: int) -> None:
    scenario = seeded_scenario(seed)
    plan = Plan.model_validate_json(render_json(plan_scenario(scenario, data=DATA)))
    profile = DATA.get_profile(scenario.policy.profile)
    audited = audit_plan(scenario, plan, profile=profile)
    assert [(f.code, f.subject) for f in audited.findings] == []
    assert [(f.code, f.cause.en) for f in certify(scenario, plan, data=DATA)] == []
    if seed % ANOTHER_PLAN_EVERY:
        return
    solver = scenario.solver.model_copy(update={"seed": OTHER_SEED})
    changed = scenario.model_copy(update={"solver": solver})
    other = plan_scenario(changed, data=DATA)
    left, fen = money(changed, other)
    here, _ = money(scenario, plan)
    if left <= here and other.certificate.stops == plan.certificate.stops:
        assert fen >= plan.certificate.lower_bound_fen
