"""What children do for a season: one spreads people over days, many plan the parts.

The step runs the whole way through a season with the parts that have ended; where it meets parts
that nobody has planned yet, it hands them out and is called again when they have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.jobs.kinds import SEASON_PART
from app.ports.work import MoreParts, Part, PartEnd, Refused, Solved, Stage
from routing.artefacts.problem import Progress, Report
from routing.formats.json_documents import render_json
from routing.model.base import Document
from routing.model.plan import StopReason
from routing.model.scenario import Scenario
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartRecord, SeasonAssignment
from routing.pipeline import DataFolder
from routing.season.parts import MemoryStore, PartTask, plan_part
from routing.season.planning import SeasonDesk, plan_season


class SeasonPartTask(Document):
    """One part to be planned."""

    assignment: SeasonAssignment
    scenario: Scenario


class _Wanted(Exception):
    """Parts that have to be planned before a season can go on."""

    def __init__(self, tasks: Sequence[PartTask]) -> None:
        super().__init__(f"{len(tasks)} parts")
        self.tasks = tuple(tasks)


def step_season(stage: Stage, data: Path, report: Report) -> MoreParts | Solved | Refused:
    """Hand out the parts that are missing, or answer with the season's plan.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    failed = next((end for end in stage.ends if end.result is None and end.findings), None)
    if failed is not None:
        return Refused(failed.findings)
    if stage.stopped:
        return Solved(stop_reason=StopReason.CANCELLED)
    season = SeasonScenario.model_validate_json(stage.payload)
    desk = SeasonDesk(
        data=DataFolder(data),
        store=_store_of(stage.ends),
        runner=_hand_out,
        told=lambda phase, done, of: _tell(report, phase, done / max(1, of)),
    )
    try:
        planned = plan_season(season, desk=desk)
    except _Wanted as wanted:
        return MoreParts(tuple(_part(task) for task in wanted.tasks))
    plan = planned.plan
    return Solved(
        stop_reason=StopReason.WORK,
        cost_fen=plan.cost.total_fen,
        bound_fen=plan.certificate.lower_bound_fen,
        gap=plan.certificate.gap,
        result=render_json(plan),
    )


def plan_season_part(payload: bytes, data: Path, report: Report) -> bytes:
    """Plan one part; its record as JSON.

    Raises:
        TravelProviderFailed: the distances could not be had.
    """
    task = SeasonPartTask.model_validate_json(payload)
    record = plan_part(PartTask(task.assignment, task.scenario, DataFolder(data)), report=report)
    return render_json(record)


def _hand_out(tasks: Sequence[PartTask]) -> Iterable[PartRecord]:
    if tasks:
        raise _Wanted(tasks)
    return ()


def _store_of(ends: tuple[PartEnd, ...]) -> MemoryStore:
    store = MemoryStore()
    for end in ends:
        if end.result is not None:
            store.keep(PartRecord.model_validate_json(end.result))
    return store


def _part(task: PartTask) -> Part:
    payload = SeasonPartTask(assignment=task.assignment, scenario=task.scenario)
    return Part(SEASON_PART, render_json(payload), task.assignment.part)


def _tell(report: Report, phase: str, share: float) -> None:
    report(Progress(phase, share))
