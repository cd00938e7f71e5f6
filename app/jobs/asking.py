"""What a solver child does with questions about a plan: why it is so, and how to make it surer."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from app.jobs.solver import solved
from app.ports.work import Refused, Solved
from routing.artefacts.problem import Report
from routing.errors import InputRefused, TravelProviderFailed
from routing.formats.json_documents import render_json
from routing.model.base import Count, Document, MoneyFen
from routing.model.goals import Pin
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder
from routing.units import Fen


class WhyAsked(Document):
    """How much is tried to say why a plan is as it is; each try plans the scenario again."""

    limits: int = Field(default=3, ge=0, le=12, description="limits tried with one unit more")
    decisions: int = Field(default=6, ge=0, le=12, description="decisions tried otherwise")
    pins: tuple[Pin, ...] = Field(
        default=(), max_length=12, description="what if this pin were added, beyond the decisions"
    )


class HardenAsked(Document):
    """What a missed connection is reckoned at, and with which luck plans are played."""

    missed_fen_per_person: MoneyFen = Field(
        default=Fen(100_000), description="what a person who misses one is reckoned at, fen"
    )
    seed: Count = 0


class WhyTask(Document):
    """A plan, what it was made from, and what is asked."""

    scenario: Scenario
    plan: Plan
    asked: WhyAsked


class HardenTask(Document):
    """A plan, what it was made from, and how dear a missed connection is."""

    scenario: Scenario
    plan: Plan
    asked: HardenAsked


def solve_why(payload: bytes, data: Path, report: Report) -> Solved | Refused:
    """The plan as it is, with the account of its money and what its decisions are worth."""
    from routing.explain.whying import Tries
    from routing.pipeline import why

    task = WhyTask.model_validate_json(payload)
    asked = task.asked
    tries = Tries(bindings=asked.limits, contrasts=asked.decisions, asked=asked.pins)
    try:
        found = why(task.scenario, task.plan, data=DataFolder(data), tries=tries, report=report)
    except (InputRefused, TravelProviderFailed) as fault:
        return _refused(fault)
    return solved(task.plan, result=render_json(found))


def solve_harden(payload: bytes, data: Path, report: Report) -> Solved | Refused:
    """The plan whose connections are as sure as is worth their money, and what was tried."""
    from routing.pipeline import harden

    task = HardenTask.model_validate_json(payload)
    try:
        tried, plan = harden(
            task.scenario,
            task.plan,
            data=DataFolder(data),
            missed_fen=task.asked.missed_fen_per_person,
            seed=task.asked.seed,
            report=report,
        )
    except (InputRefused, TravelProviderFailed) as fault:
        return _refused(fault)
    return solved(plan, result=render_json(tried))


def _refused(fault: InputRefused | TravelProviderFailed) -> Refused:
    if isinstance(fault, InputRefused):
        return Refused(findings=fault.findings)
    return Refused(provider_failed=str(fault))
