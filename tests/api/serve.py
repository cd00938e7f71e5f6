"""The service as a test starts it: the real one, with one of the test's solvers behind it.

Words: ``serve|worker STATE DATABASE SLOTS SOLVER``; the environment holds the other settings.
Every solver child imports this module again, so that it loads the server only where it serves.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.ports.work import InParts, Kinds, OnePiece, Solve
from tests.api import solvers

ROOT = Path(__file__).resolve().parents[2]
SOLVERS: dict[str, Solve] = {
    "steady": solvers.steady,
    "held": solvers.steady,
    "planned": solvers.planned,
    "deaf": solvers.deaf,
    "drawn": solvers.drawn,
    "murderous": solvers.murderous,
    "greedy": solvers.greedy,
}
PRELOADS = {"planned": "tests.api.preload_engine", "held": "tests.api.preload_held"}


def kinds_with(solver: str) -> Kinds:
    """The service's kinds of work; with one of the test's solvers, a sweep's cells are the test's.

    A solver that bears a name of ``steps`` takes the place of the sweep's own step.
    """
    if solver == "real":
        from app.jobs.kinds import KINDS

        return KINDS
    step = solvers.STEPS.get(solver, solvers.step_in_cells)
    return Kinds(
        whole={"plan": OnePiece(SOLVERS[solver]), "sweep": InParts(step)},
        parts={"cell": solvers.work_cell},
        preload=PRELOADS.get(solver, "tests.api.preload"),
    )


def main() -> int:
    """Serve or work until told to stop."""
    from app.service import run_server, run_worker
    from app.settings import read_settings

    word, state, database, slots, solver = sys.argv[1:]
    settings = read_settings(
        ROOT / "data", state=Path(state), database=database or None, port=0, slots=int(slots)
    )
    Path(state).mkdir(parents=True, exist_ok=True)
    (Path(state) / f"{word}.pid").write_text(str(os.getpid()))
    run = run_server if word == "serve" else run_worker
    return run(settings, kinds=kinds_with(solver))


if __name__ == "__main__":
    sys.exit(main())
