"""``zhida schema NAME``: the published JSON Schema of a document."""

from __future__ import annotations

import argparse
import json
import sys

from routing.cli.exit_codes import ExitCode
from routing.pipeline import SCHEMAS, get_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("name", choices=sorted(SCHEMAS))


def run(args: argparse.Namespace) -> ExitCode:
    """Print the schema."""
    sys.stdout.write(json.dumps(get_schema(args.name), ensure_ascii=False, indent=2) + "\n")
    return ExitCode.DONE
