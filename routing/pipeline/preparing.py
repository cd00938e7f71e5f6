"""From a scenario to what an engine needs."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem
from routing.errors import InputRefused
from routing.model.findings import Finding, Severity
from routing.model.plan import Plan
from routing.model.rules import PolicyInForce, policy_in_force
from routing.model.scenario import Scenario
from routing.network import build_candidates
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.under_policy import under_policy
from routing.places import locate, to_wgs84
from routing.travel import PathProvider, choose_provider, draw_paths
from routing.validate import check_supply


def prepare_problem(scenario: Scenario, *, data: DataFolder) -> Problem:
    """Everything an engine needs: located places, distances, law, candidates.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        UnknownName: the policy profile does not exist.
        TravelProviderFailed: the distances could not be had.
    """
    located, findings = locate(to_wgs84(scenario), reference=data.reference)
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefused(findings)
    policy = get_policy(scenario, data=data)
    located = under_policy(located, policy.values)
    provider = choose_provider(located.travel, reference=data.reference)
    matrix = provider.matrix(located.places)
    horizon = build_horizon(located)
    candidates = build_candidates(located, matrix, policy, horizon)
    return Problem(located, matrix, policy, horizon, candidates)


def check_scarcity(scenario: Scenario, *, data: DataFolder) -> tuple[Finding, ...]:
    """Warnings about what is scarce or impossible for some; planning goes on all the same."""
    problem = prepare_problem(scenario, data=data)
    supply = check_supply(problem.scenario, problem.matrix, problem.policy)
    return problem.matrix.findings + supply


def draw_roads(plan: Plan, problem: Problem, *, data: DataFolder) -> Plan:
    """The plan with road geometry in its legs, where the travel provider knows roads."""
    provider = choose_provider(problem.scenario.travel, reference=data.reference)
    if not isinstance(provider, PathProvider):
        return plan
    return draw_paths(plan, problem.scenario, provider=provider)


def get_policy(scenario: Scenario, *, data: DataFolder) -> PolicyInForce:
    """The rule values a scenario is planned under.

    Raises:
        UnknownName: the profile does not exist.
    """
    return policy_in_force(data.get_profile(scenario.policy.profile), scenario.policy)


def build_horizon(scenario: Scenario) -> Horizon:
    """The clock that starts at the local midnight two days before anything happens.

    Two days leave room for coaches that go to the first stop long before people are ready.
    """
    zone = ZoneInfo(scenario.timezone)
    moments = [group.ready_from for group in scenario.groups]
    moments += [c.departs for s in scenario.services for c in s.calls if c.departs is not None]
    first = min(moments).astimezone(zone) - timedelta(days=2)
    return Horizon(first.replace(hour=0, minute=0, second=0, microsecond=0), zone)
