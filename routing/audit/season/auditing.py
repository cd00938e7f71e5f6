"""A season's plan checked rule by rule, from documents alone."""

from __future__ import annotations

from collections.abc import Mapping

from routing.audit.season import people, structure, supplies, vehicles
from routing.audit.season.case import SeasonCase
from routing.audit.season.rule import SeasonRule, judge
from routing.model.findings import AuditReport, Finding, RuleCheck
from routing.model.rules import PolicyProfile
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartRecord, SeasonPlan

SUBSTANCE: tuple[SeasonRule, ...] = (*people.RULES, *vehicles.RULES, *supplies.RULES)
SEASON_RULES: tuple[SeasonRule, ...] = (*structure.RULES, *SUBSTANCE)
"""Every rule, in the order of the sheet; the first three must hold before the rest is read."""


def audit_season(
    season: SeasonScenario,
    plan: SeasonPlan,
    parts: Mapping[str, PartRecord],
    *,
    profile: PolicyProfile,
) -> AuditReport:
    """Read a season's plan against its scenario and its parts, and report every rule.

    Args:
        season: the season as its file was read.
        plan: any plan of it; its own ``audit`` is ignored.
        parts: the parts' records by part id, as they are kept beside the plan.
        profile: the policy profile that the season names.
    """
    case = SeasonCase(season, plan, parts, profile)
    checks: list[RuleCheck] = []
    findings: list[Finding] = []
    for rules in (structure.RULES, SUBSTANCE):
        for rule in rules:
            check, broken = judge(rule, case)
            checks.append(check)
            findings += broken
        if findings:
            break
    return AuditReport(findings=tuple(findings), rules=tuple(checks))
