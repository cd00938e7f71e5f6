"""What holds of every plan, whatever the scenario: scenarios are drawn, nothing is picked."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from routing.audit import audit_plan
from routing.formats.json_documents import render_json
from routing.model.findings import Severity
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, plan_scenario, read_scenario
from tests.generators.scenarios import scenarios, seeded_scenario, shuffled

DATA = DataFolder(Path(__file__).resolve().parents[2] / "data")
ALL = bool(os.environ.get("ZHIDA_TEST_ALL"))
SEEDS = range(400 if ALL else 24)

# Plans end by work, not by the clock; a busy machine takes its time over them.
pytestmark = pytest.mark.timeout(900)


@cache
def planned(seed: int) -> tuple[Scenario, Plan]:
    scenario = seeded_scenario(seed)
    return scenario, plan_scenario(scenario, data=DATA)


def audit_codes(scenario: Scenario, plan: Plan) -> list[tuple[str, str | None, str]]:
    """Findings of the independent audit on the plan as read from its own bytes."""
    again = Plan.model_validate_json(render_json(plan))
    profile = DATA.get_profile(scenario.policy.profile)
    report = audit_plan(scenario, again, profile=profile)
    return [(f.code, f.subject, f.cause.en) for f in report.findings]


@given(scenario=scenarios())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_plan_passes_the_audit(scenario: Scenario) -> None:
    assert audit_codes(scenario, plan_scenario(scenario, data=DATA)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_of_a_seed_passes_the_audit(seed: int) -> None:
    assert audit_codes(*planned(seed)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_everyone_is_counted_once(seed: int) -> None:
    scenario, plan = planned(seed)
    told = {group.id: 0 for group in scenario.groups}
    for entry in (*plan.itineraries, *plan.left_out):
        told[entry.group] += entry.people
    assert told == {group.id: group.people for group in scenario.groups}


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_left_out_is_told_why(seed: int) -> None:
    _, plan = planned(seed)
    assert all(entry.reasons for entry in plan.left_out)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_is_never_above_the_value(seed: int) -> None:
    scenario, plan = planned(seed)
    carried = sum(i.people for i in plan.itineraries)
    left_out = sum(e.people for e in plan.left_out)
    penalty = left_out * scenario.goals.left_out_fen_per_person
    value = plan.cost.objective_fen - penalty
    certificate = plan.certificate
    assert carried <= certificate.people_bound <= carried + left_out
    assert 0 <= certificate.lower_bound_fen <= value
    assert certificate.gap == pytest.approx(
        (value - certificate.lower_bound_fen) / value if value else 0, abs=1e-6
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_read_from_its_bytes_is_the_same_plan(seed: int) -> None:
    _, plan = planned(seed)
    assert Plan.model_validate_json(render_json(plan)) == plan


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_input_changes_neither_runs_nor_cost(seed: int) -> None:
    scenario, plan = planned(seed)
    other = plan_scenario(shuffled(scenario, Random(seed)), data=DATA)
    assert other.runs == plan.runs
    assert other.cost == plan.cost
    assert sorted(other.itineraries, key=str) == sorted(plan.itineraries, key=str)


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_the_same_scenario_gives_the_same_bytes(seed: int) -> None:
    scenario, plan = planned(seed)
    assert render_json(plan_scenario(scenario, data=DATA)) == render_json(plan)


@given(scenario=scenarios())
def test_a_scenario_read_from_its_bytes_is_the_same_scenario(scenario: Scenario) -> None:
    assert Scenario.model_validate_json(render_json(scenario)) == scenario


@given(scenario=scenarios())
def test_every_generated_scenario_is_well_formed(scenario: Scenario) -> None:
    checked = read_scenario(render_json(scenario), folder=DATA)
    assert [f for f in checked.findings if f.severity is Severity.ERROR] == []
    assert checked.scenario == scenario
