"""``zhida plan SCENARIO --out DIR``: decide, audit, and write every file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.artefacts.problem import Progress
from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_scenario, print_findings
from routing.cli.exit_codes import ExitCode
from routing.cli.summary import summarise
from routing.cli.travel_verbs import add_pairs_argument, lay_pairs
from routing.cli.turn_verb import moment
from routing.formats.json_documents import render_json
from routing.model.goals import Effort
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import (
    OutputWriter,
    check_scarcity,
    plan_scenario,
    turn_home,
)
from routing.ports.renderer import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="JSON file")
    parser.add_argument("--out", required=True, help="folder for the files; made when absent")
    parser.add_argument(
        "--effort", choices=[e.value for e in Effort], help="overrides the scenario's"
    )
    parser.add_argument("--seed", type=int, help="overrides the scenario's")
    add_pairs_argument(parser)
    parser.add_argument(
        "--return-home",
        type=moment,
        metavar="TIME",
        help="plan the way home instead, everyone there by this time",
    )


def run(args: argparse.Namespace) -> ExitCode:
    """Plan one scenario.

    Raises:
        InputRefused: the scenario is malformed.
        TravelProviderFailed: the distances could not be had.
    """
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    scenario = lay_pairs(with_choices(scenario, args), args.pairs)
    print_findings(check_scarcity(scenario, data=folder), language=args.lang)
    with OutputWriter(data=folder, language=args.lang) as writer:
        plan = plan_scenario(scenario, data=folder, report=_show_progress)
        writer.write(Path(args.out), scenario, plan)
    if args.pairs is not None:  # the plan is of the scenario with the table in it
        (Path(args.out) / "scenario.json").write_bytes(render_json(scenario))
    sys.stdout.write(summarise(plan, language=args.lang))
    return exit_code(plan, language=args.lang)


def exit_code(plan: Plan, *, language: Language) -> ExitCode:
    """What a finished plan means for the caller; violations are printed."""
    if plan.audit is not None and not plan.audit.passed:
        print_findings(plan.audit.findings, language=language)
        return ExitCode.AUDIT_FOUND_VIOLATIONS
    return ExitCode.PEOPLE_LEFT_OUT if plan.left_out else ExitCode.DONE


def with_choices(scenario: Scenario, args: argparse.Namespace) -> Scenario:
    """The scenario with the effort and the seed that the command line gives."""
    changes: dict[str, object] = {}
    if args.effort is not None:
        changes["effort"] = Effort(args.effort)
    if args.seed is not None:
        changes["seed"] = args.seed
    solver = scenario.solver.model_copy(update=changes)
    chosen = scenario.model_copy(update={"solver": solver})
    return chosen if args.return_home is None else turn_home(chosen, home_by=args.return_home)


def _show_progress(progress: Progress) -> bool:
    if sys.stderr.isatty():
        gap = "" if progress.gap is None else f"  gap {progress.gap:.2%}"
        sys.stderr.write(f"\r{progress.phase:<12}{progress.share:>5.0%}{gap}   ")
        sys.stderr.flush()
    return True
