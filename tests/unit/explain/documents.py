"""Sound plans made by hand, as documents."""

from __future__ import annotations

from routing.audit import audit_plan
from routing.model.findings import AuditReport
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.unit.audit.draft import PROFILE, Draft
from tests.unit.audit.more_plans import EVERY


def read(draft: Draft) -> tuple[Scenario, Plan]:
    return Scenario.model_validate(draft.scenario), Plan.model_validate(draft.plan)


def sound(name: str) -> tuple[Scenario, Plan]:
    return read(EVERY[name]())


def audit(scenario: Scenario, plan: Plan) -> AuditReport:
    return audit_plan(scenario, plan, profile=PROFILE)
