"""What if: a grid of changes planned one after another, into one table and one picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routing.explain.sweeping import Cell, Grid, build_cells, tabulate, tell_sweep
from routing.formats.json_documents import render_json
from routing.formats.sweep_chart import render_sweep_chart
from routing.formats.workbook.sweep_sheet import render_sweep_workbook
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.sweep import Sweep
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.planning import plan_scenario
from routing.ports.renderer import Language


@dataclass(frozen=True, slots=True)
class Swept:
    """A grid's table and the plan of each of its rows."""

    sweep: Sweep
    plans: tuple[Plan, ...]


def sweep(
    scenario: Scenario,
    grid: Grid,
    *,
    data: DataFolder,
    tell: Callable[[int, int, Cell], None] | None = None,
) -> Swept:
    """Plan every combination of a grid, each at the scenario's effort and seed.

    Args:
        scenario: a scenario that ``read_scenario`` accepted.
        grid: the changes.
        data: policies and reference tables.
        tell: hears before each plan its number from 0, how many there are, and which it is.

    Raises:
        UnknownName: an axis names a fleet row or service that the scenario lacks.
        ValueError: the grid has more than 200 cells.
        TravelProviderFailed: the distances could not be had.
    """
    cells = build_cells(scenario, grid)
    plans = []
    for number, cell in enumerate(cells):
        if tell is not None:
            tell(number, len(cells), cell)
        plans.append(plan_scenario(cell.scenario, data=data))
    rows = tabulate(zip(cells, plans, strict=True))
    return Swept(tell_sweep(scenario, grid, rows), tuple(plans))


def render_sweep(sweep: Sweep, *, language: Language) -> dict[str, bytes]:
    """The files of a sweep by name: the table as JSON and as a workbook, and the picture."""
    return {
        "sweep.json": render_json(sweep),
        "sweep.xlsx": render_sweep_workbook(sweep, language=language),
        "sweep.svg": render_sweep_chart(sweep, language=language),
    }
