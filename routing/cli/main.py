"""The command line's front door: words in, exit code out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from routing.cli.documents import print_findings
from routing.cli.exit_codes import ExitCode
from routing.errors import GeocoderFailed, InputRefused, TravelProviderFailed, UnknownName


@dataclass(frozen=True, slots=True)
class Verb:
    """A word of the command line: what it says of itself, and where its deeds are.

    A verb's module is imported when the verb is asked for, so that planning does not wait for
    what weeks of departures or a roster need.

    Attributes:
        help: its line in the list of verbs.
        module: of ``routing.cli``.
        arguments, deed: names in the module of what adds its words and of what it does.
    """

    help: str
    module: str
    arguments: str = "add_arguments"
    deed: str = "run"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the verb's words."""
        getattr(self.load(), self.arguments)(parser)

    def run(self, args: argparse.Namespace) -> ExitCode:
        """Do it."""
        return ExitCode(getattr(self.load(), self.deed)(args))

    def load(self) -> object:
        """The module of its deeds."""
        return import_module(f"routing.cli.{self.module}")


VERBS: dict[str, Verb] = {
    "plan": Verb("decide and write every file", "plan_verb"),
    "validate": Verb(
        "say everything that is wrong with a scenario",
        "check_verbs",
        "add_validate_arguments",
        "run_validate",
    ),
    "audit": Verb("check a plan rule by rule", "check_verbs", "add_audit_arguments", "run_audit"),
    "certify": Verb(
        "price a plan's bound again, without a solver",
        "check_verbs",
        "add_audit_arguments",
        "run_certify",
    ),
    "evaluate": Verb(
        "price and judge a plan made by anyone",
        "judge_verbs",
        "add_evaluate_arguments",
        "run_evaluate",
    ),
    "why": Verb("say where the money goes and what decisions are worth", "why_verb"),
    "compare": Verb(
        "say what differs between two plans", "judge_verbs", "add_compare_arguments", "run_compare"
    ),
    "patch": Verb(
        "change an announced plan as little as possible",
        "judge_verbs",
        "add_patch_arguments",
        "run_patch",
    ),
    "sweep": Verb("plan a grid of changes into one table and one picture", "sweep_verb"),
    "rehearse": Verb(
        "play a plan with delays and no-shows",
        "judge_verbs",
        "add_rehearse_arguments",
        "run_rehearse",
    ),
    "season": Verb("plan weeks of departures", "season_verb"),
    "papers": Verb("write every paper as PDF", "papers_verb"),
    "places": Verb("say where a name is, offline", "places_verb"),
    "refit": Verb(
        "fit the travel model to your own distances",
        "travel_verbs",
        "add_refit_arguments",
        "run_refit",
    ),
    "template": Verb("write an empty workbook to fill in", "template_verb"),
    "turn": Verb("write the scenario of the way home", "turn_verb"),
    "schema": Verb("print a JSON Schema", "schema_verb"),
}


def build_parser(asked: str | None, *, epilog: str | None = None) -> argparse.ArgumentParser:
    """The parser of every verb, with the words of the one that is asked for.

    ``epilog`` stands under the list of verbs.
    """
    parser = argparse.ArgumentParser(
        prog="zhida",
        description="点对点运输方案 · point-to-point plans",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, verb in VERBS.items():
        sub = verbs.add_parser(name, help=verb.help)
        if name != asked:
            continue
        sub.add_argument("--data", help="folder of policies and reference tables")
        sub.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of texts")
        verb.add_arguments(sub)
    return parser


def main(argv: Sequence[str] | None = None, *, epilog: str | None = None) -> int:
    """Run one verb and return its exit code; ``epilog`` ends the help.

    Every refusal is told in words; only a defect of Zhida itself leaves a traceback.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    asked = next((word for word in words if word in VERBS), None)
    args = build_parser(asked, epilog=epilog).parse_args(words)
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
