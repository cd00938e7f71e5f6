"""The JSON Schemas that are published."""

from __future__ import annotations

from routing.errors import UnknownName
from routing.model.base import Document
from routing.model.details import DispatchDetails
from routing.model.findings import AuditReport, Finding
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.rules import PolicyProfile
from routing.model.scenario import Scenario
from routing.model.season import SeasonScenario
from routing.model.season_plan import DayReport, PartRecord, SeasonPlan

SCHEMAS: dict[str, type[Document]] = {
    "scenario": Scenario,
    "plan": Plan,
    "policy": PolicyProfile,
    "finding": Finding,
    "audit": AuditReport,
    "roster": Roster,
    "details": DispatchDetails,
    "season": SeasonScenario,
    "season-plan": SeasonPlan,
    "season-part": PartRecord,
    "day-report": DayReport,
}
"""Documents whose JSON Schema is published."""


def get_schema(name: str) -> dict[str, object]:
    """The JSON Schema of a published document, draft 2020-12.

    Raises:
        UnknownName: no such document is published.
    """
    if name not in SCHEMAS:
        raise UnknownName(name)
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
