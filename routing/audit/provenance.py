"""Whether a plan belongs to this scenario and was made under the rules it claims."""

from __future__ import annotations

import json
from collections.abc import Iterator

from routing.audit.canonical import sha256_of
from routing.audit.case import Case
from routing.audit.rule import Reading, Rule, rule
from routing.audit.wording import Unit


@rule(
    "SCENARIO_MISMATCH",
    title=("计划出自本情景", "The plan was made from this scenario"),
    remedy=(
        "用该计划所据的情景核对，或重新编制",
        "audit it against the scenario it was made from, or plan again",
    ),
    unit=Unit.TEXT,
)
def belongs_to_the_scenario(case: Case) -> Iterator[Reading]:
    """The scenario's id, and SHA-256 over its canonical JSON (RFC 8785), are the plan's."""
    scenario, plan = case.scenario, case.plan
    yield Reading("/scenario_id", scenario.id, plan.scenario_id, scenario.id)
    if plan.scenario_id == scenario.id:
        digest = sha256_of(scenario)
        yield Reading("/scenario_sha256", scenario.id, plan.scenario_sha256, digest)


@rule(
    "POLICY_MISMATCH",
    title=(
        "计划所据规则与规则档加调整一致",
        "The rules in force are the profile with its overrides",
    ),
    remedy=(
        "按情景选定的规则档重新编制",
        "plan again under the profile that the scenario chooses",
    ),
    unit=Unit.TEXT,
)
def states_the_rules_in_force(case: Case) -> Iterator[Reading]:
    """Profile and every value in ``provenance.policy`` equal the profile plus the overrides."""
    claimed, pointer = case.plan.provenance.policy, "/provenance/policy"
    chosen = case.scenario.policy.profile
    yield Reading(f"{pointer}/profile", "profile", claimed.profile, chosen)
    yield Reading(f"{pointer}/profile", "profile", case.profile.id, chosen)
    stated = claimed.values.model_dump(mode="json")
    for name, value in case.values.model_dump(mode="json").items():
        found, wanted = (json.dumps(v, sort_keys=True) for v in (stated[name], value))
        yield Reading(f"{pointer}/values/{name}", name, found, wanted)


@rule(
    "FROZEN_CHANGED",
    title=("已冻结的班次保持不变", "Frozen runs stay exactly as they were"),
    remedy=("恢复该班次，或先解除冻结", "restore the run, or unfreeze it first"),
    unit=Unit.TEXT,
)
def keeps_frozen_runs(case: Case) -> Iterator[Reading]:
    """Every run named in ``previous_plan.frozen_runs`` stands in the plan, equal in every field."""
    previous = case.scenario.previous_plan
    if previous is None:
        return
    before = {run.id: run for run in previous.plan.runs}
    now = {run.id: run for run in case.plan.runs}
    for name in previous.frozen_runs:
        same = name in now and now[name] == before.get(name)
        yield Reading("/runs", name, "unchanged" if same else "changed", "unchanged")


RULES: tuple[Rule, ...] = (
    belongs_to_the_scenario,
    states_the_rules_in_force,
    keeps_frozen_runs,
)
