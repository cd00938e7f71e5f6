"""``zhida turn SCENARIO``: the same operation on its way home, as a scenario to read and mend."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_scenario
from routing.cli.exit_codes import ExitCode
from routing.formats.json_documents import render_json
from routing.pipeline import turn_home


def moment(text: str) -> datetime:
    """A moment in ISO 8601, with or without an offset.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-02-15T18:00") from wrong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="JSON file or workbook of the way to work")
    parser.add_argument(
        "--home-by", required=True, type=moment, metavar="TIME", help="when the last are home"
    )
    parser.add_argument("--out", help="file to write; standard output by default")


def run(args: argparse.Namespace) -> ExitCode:
    """Write the scenario of the way home.

    Raises:
        InputRefused: the scenario is malformed, or a service cannot be turned.
    """
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    content = render_json(turn_home(scenario, home_by=args.home_by))
    if args.out is None:
        sys.stdout.write(content.decode() + "\n")
    else:
        Path(args.out).write_bytes(content)
        sys.stdout.write(f"{args.out}\n")
    return ExitCode.DONE
