"""The service as a test starts it: the real one, with one of the test's solvers behind it.

Words: ``serve|worker STATE DATABASE SLOTS SOLVER``; the environment holds the other settings.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.jobs.solver import Solve, solve_scenario
from app.service import run_server, run_worker
from app.settings import read_settings
from tests.api import solvers

ROOT = Path(__file__).resolve().parents[2]
SOLVERS: dict[str, Solve] = {
    "real": solve_scenario,
    "steady": solvers.steady,
    "deaf": solvers.deaf,
    "drawn": solvers.drawn,
    "fatal": solvers.fatal,
    "murderous": solvers.murderous,
    "broken": solvers.broken,
    "greedy": solvers.greedy,
}


def main() -> int:
    """Serve or work until told to stop."""
    word, state, database, slots, solver = sys.argv[1:]
    settings = read_settings(
        ROOT / "data", state=Path(state), database=database or None, port=0, slots=int(slots)
    )
    Path(state).mkdir(parents=True, exist_ok=True)
    (Path(state) / f"{word}.pid").write_text(str(os.getpid()))
    run = run_server if word == "serve" else run_worker
    return run(settings, solve=SOLVERS[solver])


if __name__ == "__main__":
    sys.exit(main())
