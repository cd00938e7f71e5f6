"""The service's start: its words on the command line and its wiring.

``serve``, ``worker`` and ``keys`` belong to the service; every other word goes to the engine's
command line.
What they need is imported only then, so that a solver child, which imports this module as the
console script's, loads no server.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

SERVICE_WORDS = {
    "serve": "the service and the planner's page",
    "worker": "only the solver, for a database that servers share",
    "keys": "add, list, rotate or revoke API keys",
}
REFUSED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``zhida`` with these words (the process's own by default); the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in SERVICE_WORDS:
        return _run_service(words)
    from routing.cli.main import main as engine_main

    return engine_main(words, epilog=_service_help())


def _service_help() -> str:
    """The service's words, for the end of the engine's help."""
    lines = (f"    {word:<20}{text}" for word, text in SERVICE_WORDS.items())
    return "the service:\n" + "\n".join(lines)


def _run_service(words: list[str]) -> int:
    from app.settings import SettingsRefused, read_settings
    from routing.cli.data_folder import find_data_folder

    args = build_parser().parse_args(words)
    try:
        settings = read_settings(
            find_data_folder(args.data).root,
            state=args.state,
            database=args.database,
            host=getattr(args, "host", "127.0.0.1"),
            port=getattr(args, "port", 8000),
            slots=args.slots,
        )
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    from app.service import run_keys, run_server, run_worker

    if args.word == "keys":
        return run_keys(settings, args)
    return run_server(settings) if args.word == "serve" else run_worker(settings)


def build_parser() -> argparse.ArgumentParser:
    """The words of ``serve``, ``worker`` and ``keys``."""
    parser = argparse.ArgumentParser(prog="zhida", description="直达 · point-to-point plans")
    words = parser.add_subparsers(dest="word", required=True)
    for word, text in SERVICE_WORDS.items():
        sub = words.add_parser(word, help=text)
        sub.add_argument("--data", help="folder of policies, reference tables and samples")
        sub.add_argument("--state", type=Path, help="folder that the service writes to")
        sub.add_argument(
            "--database",
            help="postgresql://… or sqlite:///FILE; a file in the state folder by default",
        )
        sub.add_argument("--slots", type=int, help="solves at once in this process (2)")
    keys = words.choices["keys"]
    keys.add_argument("deed", choices=("add", "list", "rotate", "revoke"))
    keys.add_argument("name", nargs="?", help="the key's public name, for rotate and revoke")
    keys.add_argument("--tenant", default="local", help="whose plans it sees (local)")
    keys.add_argument("--role", choices=("viewer", "planner", "admin"), default="planner")
    serve = words.choices["serve"]
    serve.add_argument("--host", default="127.0.0.1", help="address to bind to (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port to bind to (8000)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
