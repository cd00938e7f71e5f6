"""``zhida evaluate``, ``compare``, ``patch`` and ``rehearse``: judge plans, change them little."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import (
    load_changes,
    load_made_plan,
    load_plan,
    load_scenario,
    print_findings,
)
from routing.cli.exit_codes import ExitCode
from routing.cli.judgement_words import (
    say_comparison,
    say_evaluation,
    say_hardening,
    say_patch,
    say_rehearsal,
)
from routing.cli.plan_verb import exit_code
from routing.errors import InputRefused, UnknownName
from routing.explain import compare_plans
from routing.formats.json_documents import render_json
from routing.model.base import Document, LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.scenario import Scenario
from routing.pipeline import (
    DataFolder,
    OutputWriter,
    evaluate,
    harden,
    patch,
    rehearse,
    render_patch,
)

MISSED_FEN = 100_000
"""What a missed connection is reckoned at where nobody says: a ticket of one's own and a bed."""


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``evaluate``."""
    parser.add_argument("scenario", help="JSON file or workbook")
    parser.add_argument("plan", help="plan.json or a dispatch workbook, made by anyone")
    _add_json(parser)


def run_evaluate(args: argparse.Namespace) -> ExitCode:
    """Price a plan, audit it and measure it against a quick search's bound."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    judged = evaluate(scenario, load_made_plan(args.plan, scenario, folder=folder), data=folder)
    print_findings(judged.report.findings, language=args.lang)
    _say(judged, say_evaluation(judged, language=args.lang), args)
    return ExitCode.DONE if judged.report.passed else ExitCode.AUDIT_FOUND_VIOLATIONS


def add_compare_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``compare``."""
    parser.add_argument("first", help="plan.json")
    parser.add_argument("second", help="plan.json")
    _add_json(parser)


def run_compare(args: argparse.Namespace) -> ExitCode:
    """Print what differs between two plans."""
    comparison = compare_plans(load_plan(args.first), load_plan(args.second))
    _say(comparison, say_comparison(comparison, language=args.lang), args)
    return ExitCode.DONE


def add_patch_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``patch``."""
    parser.add_argument("scenario", help="what the plan was made from")
    parser.add_argument("plan", help="the announced plan.json")
    parser.add_argument("changes", help="JSON file: what happened since")
    parser.add_argument("--out", required=True, help="folder for the files; made when absent")
    parser.add_argument(
        "--from-nothing",
        action="store_true",
        help="plan everything anew as well, to say what peace costs",
    )


def run_patch(args: argparse.Namespace) -> ExitCode:
    """Apply changes with the least disturbance, and write the files and who is concerned.

    Raises:
        InputRefused: the changes are malformed or name what the scenario lacks.
    """
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    plan, changes, out = load_plan(args.plan), load_changes(args.changes), Path(args.out)
    with OutputWriter(data=folder, language=args.lang) as writer:
        try:
            patched = patch(scenario, plan, changes, data=folder, from_nothing=args.from_nothing)
        except UnknownName as unknown:
            raise InputRefused((_unknown_change(str(unknown)),)) from unknown
        writer.write(out, patched.scenario, patched.plan)
    for name, content in render_patch(patched, language=args.lang).items():
        (out / name).write_bytes(content)
    sys.stdout.write(say_patch(patched, language=args.lang))
    return exit_code(patched.plan, language=args.lang)


def add_rehearse_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``rehearse``."""
    parser.add_argument("scenario", help="what the plan was made from")
    parser.add_argument("plan", help="plan.json")
    parser.add_argument("--seed", type=int, default=0, help="seed of the simulation")
    parser.add_argument("--times", type=int, default=1_000, help="how often it is played")
    parser.add_argument(
        "--harden",
        metavar="DIR",
        help="buy connection time where it pays, and write that plan's files here",
    )
    parser.add_argument(
        "--missed-fen",
        type=int,
        default=None,
        help="what a person who misses a connection is reckoned at, fen; the goals' "
        "late_fen_per_person by default, or else 100,000",
    )
    _add_json(parser)


def run_rehearse(args: argparse.Namespace) -> ExitCode:
    """Play a plan many times with delays and no-shows, and print the risks; or make it surer."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    if args.harden is not None:
        return _harden(scenario, args, folder)
    rehearsal = rehearse(scenario, load_plan(args.plan), seed=args.seed, times=args.times)
    _say(rehearsal, say_rehearsal(rehearsal, language=args.lang), args)
    return ExitCode.DONE


def _harden(scenario: Scenario, args: argparse.Namespace, folder: DataFolder) -> ExitCode:
    price = args.missed_fen
    if price is None:
        price = scenario.goals.late_fen_per_person or MISSED_FEN
    before = load_plan(args.plan)
    with OutputWriter(data=folder, language=args.lang) as writer:
        hardening, plan = harden(scenario, before, data=folder, missed_fen=price, seed=args.seed)
        writer.write(Path(args.harden), scenario, plan)
    _say(hardening, say_hardening(hardening, language=args.lang), args)
    return exit_code(plan, language=args.lang)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the whole document instead of words")


def _say(document: Document, words: str, args: argparse.Namespace) -> None:
    """The words, or the document that they are of."""
    sys.stdout.write(render_json(document).decode() + "\n" if args.json else words)


def _unknown_change(name: str) -> Finding:
    return Finding(
        code="CHANGE_UNKNOWN",
        severity=Severity.ERROR,
        pointer="",
        subject=name,
        cause=LocalisedText(
            zh=f"变更提到了方案输入中没有的编号：{name}",
            en=f"the changes name what the scenario does not have: {name}",
        ),
        remedy=LocalisedText(zh="使用方案输入中的编号", en="use ids of the scenario"),
    )
