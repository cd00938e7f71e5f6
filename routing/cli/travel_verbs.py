"""``zhida refit TABLE`` and ``--pairs FILE``: a county's own roads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_scenario, print_findings
from routing.cli.exit_codes import ExitCode
from routing.errors import InputRefused
from routing.model.findings import Severity
from routing.model.scenario import Scenario
from routing.model.travel import Pair
from routing.pipeline import Refit, read_pair_table, refit, with_pairs
from routing.ports.renderer import Language
from routing.travel.table_words import table_too_small


def add_pairs_argument(parser: argparse.ArgumentParser) -> None:
    """The word that lays a county's table over a scenario."""
    parser.add_argument("--pairs", help="your own distances and times: CSV or workbook")


def lay_pairs(scenario: Scenario, path: str | None) -> Scenario:
    """The scenario with the table of a file laid over it.

    Raises:
        InputRefused: a cell cannot be read, or an end is no place of the scenario.
    """
    if path is None:
        return scenario
    changed, findings = with_pairs(scenario, load_pairs(path))
    if findings:
        raise InputRefused(findings)
    return changed


def load_pairs(path: str) -> tuple[Pair, ...]:
    """The pairs in a file.

    Raises:
        InputRefused: a cell cannot be read; carries every finding.
        OSError: the file cannot be read.
    """
    pairs, findings = read_pair_table(Path(path).read_bytes())
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefused(findings)
    return pairs


def add_refit_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``refit``."""
    parser.add_argument("table", help="CSV or workbook: from, to, distance, time")
    parser.add_argument("--scenario", help="whose places the table speaks of")
    parser.add_argument("--out", default="travel_model.json", help="file for the model")


def run_refit(args: argparse.Namespace) -> ExitCode:
    """Fit the travel model to a table, say how far off it is, and write it."""
    folder = find_data_folder(args.data)
    scenario = None
    if args.scenario is not None:
        scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    try:
        found = refit(
            load_pairs(args.table), name=Path(args.table).stem, data=folder, scenario=scenario
        )
    except ValueError as few:
        print_findings((table_too_small(str(few)),), language=args.lang)
        return ExitCode.INPUT_REFUSED
    Path(args.out).write_text(found.model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(_told(found, args.out, language=args.lang))
    return ExitCode.DONE


def _told(found: Refit, path: str, *, language: Language) -> str:
    errors, circuity = found.errors, found.model.circuity
    factor = f"exp({circuity.a0:.4f} {circuity.a1:+.4f}·ln km)"
    hours = f"{found.hours_before:.1%} → {found.hours_after:.1%}"
    better = errors.mean < found.before
    if language == "zh":
        advice = "" if better else "新模型并不更准，建议仍用原模型\n"
        return (
            f"可用路段 {found.pairs} 条\n"
            f"里程误差：原模型 {found.before:.1%}；新模型（留出三分之一检验）"
            f"{errors.mean:.1%}，九成在 {errors.p90:.1%} 以内，偏差 {errors.bias:+.1%}\n"
            f"时间误差：{hours}\n绕行系数 {factor}\n"
            f"已写入 {path}；设 ZHIDA_TRAVEL_MODEL={path} 即用于编制方案\n"
            f"{advice}"
        )
    advice = "" if better else "it is no better than the present one: better keep that\n"
    return (
        f"{found.pairs} usable roads\n"
        f"length: the present model is {found.before:.1%} off, the new one {errors.mean:.1%} on "
        f"held-out thirds, nine in ten within {errors.p90:.1%}, bias {errors.bias:+.1%}\n"
        f"time: {hours}\ndetour factor {factor}\n"
        f"written to {path}; plans use it with ZHIDA_TRAVEL_MODEL={path}\n"
        f"{advice}"
    )
