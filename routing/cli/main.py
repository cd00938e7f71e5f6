"""The command line's front door: words in, exit code out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from routing.cli import (
    check_verbs,
    judge_verbs,
    papers_verb,
    places_verb,
    plan_verb,
    schema_verb,
    season_verb,
    sweep_verb,
    template_verb,
    travel_verbs,
    turn_verb,
    why_verb,
)
from routing.cli.documents import print_findings
from routing.cli.exit_codes import ExitCode
from routing.errors import GeocoderFailed, InputRefused, TravelProviderFailed, UnknownName


@dataclass(frozen=True, slots=True)
class Verb:
    """A word of the command line: what it says of itself, its words, and what it does."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], ExitCode]


VERBS: dict[str, Verb] = {
    "plan": Verb("decide and write every file", plan_verb.add_arguments, plan_verb.run),
    "validate": Verb(
        "say everything that is wrong with a scenario",
        check_verbs.add_validate_arguments,
        check_verbs.run_validate,
    ),
    "audit": Verb(
        "check a plan rule by rule", check_verbs.add_audit_arguments, check_verbs.run_audit
    ),
    "certify": Verb(
        "price a plan's bound again, without a solver",
        check_verbs.add_audit_arguments,
        check_verbs.run_certify,
    ),
    "evaluate": Verb(
        "price and judge a plan made by anyone",
        judge_verbs.add_evaluate_arguments,
        judge_verbs.run_evaluate,
    ),
    "why": Verb(
        "say where the money goes and what decisions are worth",
        why_verb.add_arguments,
        why_verb.run,
    ),
    "compare": Verb(
        "say what differs between two plans",
        judge_verbs.add_compare_arguments,
        judge_verbs.run_compare,
    ),
    "patch": Verb(
        "change an announced plan as little as possible",
        judge_verbs.add_patch_arguments,
        judge_verbs.run_patch,
    ),
    "sweep": Verb(
        "plan a grid of changes into one table and one picture",
        sweep_verb.add_arguments,
        sweep_verb.run,
    ),
    "rehearse": Verb(
        "play a plan with delays and no-shows",
        judge_verbs.add_rehearse_arguments,
        judge_verbs.run_rehearse,
    ),
    "season": Verb("plan weeks of departures", season_verb.add_arguments, season_verb.run),
    "papers": Verb("write every paper as PDF", papers_verb.add_arguments, papers_verb.run),
    "places": Verb("say where a name is, offline", places_verb.add_arguments, places_verb.run),
    "refit": Verb(
        "fit the travel model to your own distances",
        travel_verbs.add_refit_arguments,
        travel_verbs.run_refit,
    ),
    "template": Verb(
        "write an empty workbook to fill in", template_verb.add_arguments, template_verb.run
    ),
    "turn": Verb("write the scenario of the way home", turn_verb.add_arguments, turn_verb.run),
    "schema": Verb("print a JSON Schema", schema_verb.add_arguments, schema_verb.run),
}


def build_parser(*, epilog: str | None = None) -> argparse.ArgumentParser:
    """The parser of every verb; ``epilog`` stands under the list of verbs."""
    parser = argparse.ArgumentParser(
        prog="zhida",
        description="点对点运输方案 · point-to-point plans",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, verb in VERBS.items():
        sub = verbs.add_parser(name, help=verb.help)
        sub.add_argument("--data", help="folder of policies and reference tables")
        sub.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of texts")
        verb.add_arguments(sub)
    return parser


def main(argv: Sequence[str] | None = None, *, epilog: str | None = None) -> int:
    """Run one verb and return its exit code; ``epilog`` ends the help.

    Every refusal is told in words; only a defect of Zhida itself leaves a traceback.
    """
    args = build_parser(epilog=epilog).parse_args(argv)
    try:
        return int(VERBS[args.verb].run(args))
    except InputRefused as refused:
        print_findings(refused.findings, language=args.lang)
        return int(ExitCode.INPUT_REFUSED)
    except TravelProviderFailed as failed:
        sys.stderr.write(f"TRAVEL_PROVIDER_FAILED  {failed}\n")
        return int(ExitCode.PROVIDER_FAILED)
    except GeocoderFailed as failed:
        sys.stderr.write(f"GEOCODER_FAILED  {failed}\n")
        return int(ExitCode.PROVIDER_FAILED)
    except (UnknownName, OSError) as absent:
        sys.stderr.write(f"{type(absent).__name__}  {absent}\n")
        return int(ExitCode.INPUT_REFUSED)
