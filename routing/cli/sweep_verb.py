"""``zhida sweep SCENARIO GRID --out DIR``: a grid of changes in one table and one picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_scenario
from routing.cli.exit_codes import ExitCode
from routing.cli.plan_verb import with_choices
from routing.errors import InputRefused
from routing.explain.sweeping import Cell, Grid, front_grid
from routing.formats.json_documents import render_json
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.goals import Effort
from routing.model.sweep import Sweep
from routing.pipeline import read_grid, render_sweep, sweep
from routing.ports.renderer import Language

FRONT = "front"
"""Stands for a grid: plans of the scenario as it is, from the cheapest to the fastest."""
NAMES = {
    "zh": {"cheap": "最省钱", "fast": "最快", "comfortable": "最舒适"},
    "en": {"cheap": "cheapest", "fast": "fastest", "comfortable": "most comfortable"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="JSON file or workbook")
    parser.add_argument(
        "grid", help=f"JSON file of axes, or the word {FRONT}: cheap, fast and comfortable plans"
    )
    parser.add_argument("--out", required=True, help="folder for the files; made when absent")
    parser.add_argument(
        "--effort", choices=[e.value for e in Effort], default="quick", help="of each plan"
    )
    parser.add_argument("--seed", type=int, help="overrides the scenario's")


def run(args: argparse.Namespace) -> ExitCode:
    """Plan every cell; write table, picture and every plan; print the table.

    Raises:
        InputRefused: the scenario or the grid is malformed.
        UnknownName: an axis names what the scenario lacks.
    """
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    grid = front_grid() if args.grid == FRONT else _load_grid(args.grid)
    try:
        swept = sweep(with_choices(scenario, args), grid, data=folder, tell=_tell)
    except ValueError as large:
        raise InputRefused((_too_large(str(large)),)) from large
    plans = Path(args.out) / "plans"
    plans.mkdir(parents=True, exist_ok=True)
    for name, content in render_sweep(swept.sweep, language=args.lang).items():
        (Path(args.out) / name).write_bytes(content)
    for number, plan in enumerate(swept.plans):
        (plans / f"{number:03d}.json").write_bytes(render_json(plan))
    sys.stdout.write(_table(swept.sweep, language=args.lang))
    return ExitCode.DONE


def _load_grid(path: str) -> Grid:
    grid, findings = read_grid(Path(path).read_bytes())
    if grid is None:
        raise InputRefused(findings)
    return grid


def _tell(number: int, of: int, cell: Cell) -> None:
    sys.stderr.write(f"{number + 1}/{of}  {' · '.join(cell.labels)}\n")


def _table(sweep: Sweep, *, language: Language) -> str:
    """A line a plan; those to look at first bear their name."""
    lines = []
    for number, row in enumerate(sweep.rows):
        names = [NAMES[language][a.name] for a in sweep.alternatives if a.row == number]
        labels, money = " · ".join(row.labels), f"{row.total_fen / 100:,.2f}"
        ride = f"{row.journey_mean_s / 3_600:.1f} h"
        said = (
            f"{labels}：{money} 元，{row.carried} 人（未安排 {row.left_out}），{row.coaches} 辆车，"
            f"平均 {ride}，夜间 {row.night_people} 人"
            if language == "zh"
            else f"{labels}: {money} CNY, {row.carried} people ({row.left_out} left out), "
            f"{row.coaches} vehicles, mean {ride}, {row.night_people} by night"
        )
        lines.append(f"{number:>3}  {said}{'  ← ' + ', '.join(names) if names else ''}\n")
    return "".join(lines)


def _too_large(said: str) -> Finding:
    return Finding(
        code="GRID_UNFIT",
        severity=Severity.ERROR,
        pointer="/axes",
        cause=LocalisedText(zh=f"组合太多：{said}", en=f"too many combinations: {said}"),
        remedy=LocalisedText(zh="减少取值或分几次做", en="try fewer values, or sweep in parts"),
    )
