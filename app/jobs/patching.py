"""What a solver child does with changes to an announced plan."""

from __future__ import annotations

from pathlib import Path

from app.jobs.solver import solved
from app.ports.work import Refused, Solved
from routing import pipeline
from routing.artefacts.problem import Report
from routing.errors import InputRefused, TravelProviderFailed
from routing.explain import Changes, PatchReport
from routing.formats.json_documents import render_json
from routing.model.base import Document
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder


class PatchTask(Document):
    """An announced plan, what it was made from, and what happened since."""

    scenario: Scenario
    plan: Plan
    changes: Changes


def solve_patch(payload: bytes, data: Path, report: Report) -> Solved | Refused:
    """Change an announced plan as little as is worth it; the result says who must be told."""
    task = PatchTask.model_validate_json(payload)
    try:
        patched = pipeline.patch(
            task.scenario, task.plan, task.changes, data=DataFolder(data), report=report
        )
    except InputRefused as refused:
        return Refused(findings=refused.findings)
    except TravelProviderFailed as failed:
        return Refused(provider_failed=str(failed))
    return solved(
        patched.plan,
        result=patched.model_dump_json(include=set(PatchReport.model_fields)).encode(),
        scenario=render_json(patched.scenario),
    )
