"""The independent checker: it knows documents only and trusts no solver."""

from __future__ import annotations

from routing.audit.case import Case
from routing.audit.rule import judge
from routing.audit.rules import STRUCTURE, SUBSTANCE
from routing.model.findings import AuditReport, Finding, RuleCheck
from routing.model.plan import Plan
from routing.model.rules import PolicyProfile
from routing.model.scenario import Scenario


def audit_plan(scenario: Scenario, plan: Plan, *, profile: PolicyProfile) -> AuditReport:
    """Replay a plan against its scenario and report every rule, met or broken.

    The plan is read as it stands: times, loads, driving hours and money are worked out anew from
    the documents. Rules of structure come first; while one of them is broken the rest cannot be
    read, and the report holds the rules of structure alone.

    Args:
        scenario: the scenario as its file was read, before places were located or converted.
        plan: any plan, made by the engine or by hand; its own ``audit`` is ignored.
        profile: the policy profile that the scenario names.

    Raises:
        pydantic.ValidationError: the profile lacks a rule or holds a value of the wrong shape.
    """
    case = Case(scenario, plan, profile)
    checks: list[RuleCheck] = []
    findings: list[Finding] = []
    for rules in (STRUCTURE, SUBSTANCE):
        for each in rules:
            check, broken = judge(each, case)
            checks.append(check)
            findings += broken
        if findings:
            break
    return AuditReport(findings=tuple(findings), rules=tuple(checks))
