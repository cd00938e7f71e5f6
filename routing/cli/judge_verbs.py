"""``zhida evaluate``, ``compare``, ``patch`` and ``rehearse``: judge plans, change them little."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_changes, load_plan, load_scenario, print_findings
from routing.cli.exit_codes import ExitCode
from routing.cli.plan_verb import exit_code, write_outputs
from routing.explain import compare_plans
from routing.formats.json_documents import render_json
from routing.model.base import Document
from routing.pipeline import evaluate, patch, rehearse


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``evaluate``."""
    parser.add_argument("scenario", help="JSON file or workbook")
    parser.add_argument("plan", help="plan.json, made by anyone")


def run_evaluate(args: argparse.Namespace) -> ExitCode:
    """Price a plan, audit it and measure it against a quick search's bound."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    judged = evaluate(scenario, load_plan(args.plan), data=folder)
    print_findings(judged.report.findings, language=args.lang)
    _print(judged)
    return ExitCode.DONE if judged.report.passed else ExitCode.AUDIT_FOUND_VIOLATIONS


def add_compare_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``compare``."""
    parser.add_argument("first", help="plan.json")
    parser.add_argument("second", help="plan.json")


def run_compare(args: argparse.Namespace) -> ExitCode:
    """Print what differs between two plans, as JSON."""
    _print(compare_plans(load_plan(args.first), load_plan(args.second)))
    return ExitCode.DONE


def add_patch_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``patch``."""
    parser.add_argument("scenario", help="what the plan was made from")
    parser.add_argument("plan", help="the announced plan.json")
    parser.add_argument("changes", help="JSON file: what happened since")
    parser.add_argument("--out", required=True, help="folder for the files; made when absent")


def run_patch(args: argparse.Namespace) -> ExitCode:
    """Apply changes with the least disturbance, and write the files and who is concerned."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    patched = patch(scenario, load_plan(args.plan), load_changes(args.changes), data=folder)
    out = Path(args.out)
    write_outputs(out, patched.scenario, patched.plan, folder=folder, language=args.lang)
    (out / "scenario.json").write_bytes(render_json(patched.scenario))
    (out / "changes.json").write_bytes(render_json(patched.comparison))
    return exit_code(patched.plan, language=args.lang)


def add_rehearse_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``rehearse``."""
    parser.add_argument("scenario", help="what the plan was made from")
    parser.add_argument("plan", help="plan.json")
    parser.add_argument("--seed", type=int, default=0, help="seed of the simulation")
    parser.add_argument("--times", type=int, default=1_000, help="how often it is played")


def run_rehearse(args: argparse.Namespace) -> ExitCode:
    """Play a plan many times with delays and no-shows, and print the risks as JSON."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    _print(rehearse(scenario, load_plan(args.plan), seed=args.seed, times=args.times))
    return ExitCode.DONE


def _print(document: Document) -> None:
    sys.stdout.write(render_json(document).decode())
    sys.stdout.write("\n")
