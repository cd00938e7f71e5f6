"""``zhida template NAME``: an empty workbook to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.exit_codes import ExitCode
from routing.formats.details_form import render_details_form
from routing.formats.roster_form import render_roster_template
from routing.formats.workbook_form import render_template

TEMPLATES = {
    "scenario": render_template,
    "roster": render_roster_template,
    "details": render_details_form,
}
"""Workbook templates by the name of the document they become."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("name", choices=sorted(TEMPLATES))
    parser.add_argument("--out", help="file to write; NAME.xlsx by default")


def run(args: argparse.Namespace) -> ExitCode:
    """Write the template and say where."""
    path = Path(args.out or f"{args.name}.xlsx")
    path.write_bytes(TEMPLATES[args.name](language=args.lang))
    sys.stdout.write(f"{path}\n")
    return ExitCode.DONE
