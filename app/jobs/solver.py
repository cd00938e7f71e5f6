"""What a solver child does: a scenario's bytes in, an audited plan's bytes out.

The child imports this module and nothing of the server or the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from routing.artefacts.problem import Report
from routing.errors import InputRefused, TravelProviderFailed
from routing.formats.json_documents import render_json
from routing.model.findings import Finding
from routing.model.plan import StopReason
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, plan_scenario


@dataclass(frozen=True, slots=True)
class Solved:
    """An audited plan and the figures that lists show of it."""

    plan: bytes
    stop_reason: StopReason
    cost_fen: int
    bound_fen: int
    gap: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Why no plan could be made: the codes of the command line."""

    findings: tuple[Finding, ...] = ()
    provider_failed: str | None = None


@dataclass(frozen=True, slots=True)
class Crashed:
    """A defect of the product showed itself; trying again would show it again."""

    kind: str
    trace: str


Answer = Solved | Refused | Crashed
Solve = Callable[[bytes, Path, Report], Solved | Refused]


def solve_scenario(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Plan an accepted scenario; ``report`` may stop it, and then the best plan so far is given."""
    document = Scenario.model_validate_json(scenario)
    try:
        plan = plan_scenario(document, data=DataFolder(data), report=report)
    except InputRefused as refused:
        return Refused(findings=refused.findings)
    except TravelProviderFailed as failed:
        return Refused(provider_failed=str(failed))
    return Solved(
        plan=render_json(plan),
        stop_reason=plan.stop_reason,
        cost_fen=plan.cost.objective_fen,
        bound_fen=plan.certificate.lower_bound_fen,
        gap=plan.certificate.gap,
    )
