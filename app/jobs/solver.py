"""What a solver child does: a scenario's bytes in, an audited plan's bytes out.

The child imports this module and nothing of the server or the queue.
"""

from __future__ import annotations

from pathlib import Path

from app.ports.work import Refused, Solved
from routing import pipeline
from routing.artefacts.problem import Report
from routing.errors import InputRefused, TravelProviderFailed
from routing.formats.json_documents import render_json
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder


def solve_scenario(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Plan an accepted scenario; ``report`` may stop it, and then the best plan so far is given."""
    document = Scenario.model_validate_json(scenario)
    try:
        plan = pipeline.plan_scenario(document, data=DataFolder(data), report=report)
    except InputRefused as refused:
        return Refused(findings=refused.findings)
    except TravelProviderFailed as failed:
        return Refused(provider_failed=str(failed))
    return solved(plan)


def solved(plan: Plan, *, result: bytes | None = None, scenario: bytes | None = None) -> Solved:
    """A plan as a finished job's answer; see ``Solved``."""
    return Solved(
        stop_reason=plan.stop_reason,
        plan=render_json(plan),
        cost_fen=plan.cost.objective_fen,
        bound_fen=plan.certificate.lower_bound_fen,
        gap=plan.certificate.gap,
        result=result,
        scenario=scenario,
    )
