"""What children do for a sweep: one cuts the grid into cells and fills the table, many plan."""

from __future__ import annotations

from pathlib import Path

from app.ports.work import MoreParts, Part, PartEnd, Solved, Stage
from routing import pipeline
from routing.artefacts.problem import Report
from routing.explain.sweeping import Cell, Grid, Row, build_cells, tabulate
from routing.formats.json_documents import render_json
from routing.model.base import Document
from routing.model.findings import Finding
from routing.model.plan import Plan, StopReason
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder

CELL = "sweep_cell"


class SweepTask(Document):
    """A scenario, and the changes to try in every combination."""

    scenario: Scenario
    grid: Grid


class TableRow(Row):
    """A cell's figures."""

    cell: int
    """The cell's number, from 0; its scenario and plan are had by it."""


class MissingCell(Document):
    """A cell without a plan."""

    cell: int
    labels: tuple[str, ...]
    findings: tuple[Finding, ...]
    """Why; empty when the sweep was cancelled before the cell was planned."""


class SweepTable(Document):
    """A sweep's cells side by side."""

    rows: tuple[TableRow, ...]
    missing: tuple[MissingCell, ...]


def step_sweep(stage: Stage, data: Path, report: Report) -> MoreParts | Solved:
    """Hand the cells out; when all have ended, put them into one table."""
    if not stage.ends and not stage.stopped:
        task = SweepTask.model_validate_json(stage.payload)
        return MoreParts(
            tuple(
                Part(CELL, render_json(cell), " · ".join(cell.labels))
                for cell in build_cells(task.scenario, task.grid)
            )
        )
    stop_reason = StopReason.CANCELLED if stage.stopped else StopReason.WORK
    return Solved(stop_reason=stop_reason, result=render_json(_table(stage.ends)))


def try_cell(payload: bytes, data: Path, report: Report) -> bytes:
    """Plan one cell; the plan as JSON.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    cell = Cell.model_validate_json(payload)
    return render_json(pipeline.plan_scenario(cell.scenario, data=DataFolder(data), report=report))


def _table(ends: tuple[PartEnd, ...]) -> SweepTable:
    cells = {end.number: Cell.model_validate_json(end.part.payload) for end in ends}
    planned = {
        end.number: Plan.model_validate_json(end.result) for end in ends if end.result is not None
    }
    rows = tabulate((cells[number], plan) for number, plan in planned.items())
    return SweepTable(
        rows=tuple(
            TableRow(cell=number, **dict(row)) for number, row in zip(planned, rows, strict=True)
        ),
        missing=tuple(
            MissingCell(cell=end.number, labels=cells[end.number].labels, findings=end.findings)
            for end in ends
            if end.result is None
        ),
    )
