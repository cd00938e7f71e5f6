"""What each ingredient of the engine is worth: ``python -m tests.benchmarks.ablation S0 M0``.

Every problem is solved as it is, and again without one ingredient at a time, at the same work
limits; printed are plan, bound, gap and CPU seconds. ``--table FILE`` replaces the table of a
Markdown file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

from routing.model.goals import Effort
from routing.solve import decide, engine, generation, improve
from routing.solve.duals import load_price
from routing.solve.engine import Budget
from tests.benchmarks.markdown import fill
from tests.benchmarks.run import HEAD, line, measure


def _budget(change: Callable[[Budget], Budget]) -> AbstractContextManager[object]:
    changed = {effort: change(budget) for effort, budget in engine.BUDGETS.items()}
    return patch.object(engine, "BUDGETS", changed)


def _no_prices() -> AbstractContextManager[object]:
    return patch.object(decide, "load_price", lambda *known: np.zeros_like(load_price(*known)))


def _one_start(budget: Budget) -> Budget:
    """As many turns in all, in a single annealing."""
    known = budget.decision
    turns, visits = known.iterations * known.starts, known.visits * known.starts
    return replace(budget, decision=replace(known, starts=1, iterations=turns, visits=visits))


WITHOUT: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "everything": nullcontext,
    "no cuts": lambda: _budget(lambda b: replace(b, tree=replace(b.tree, cut_rounds=0))),
    "no counts of vehicles": lambda: _budget(
        lambda b: replace(b, tree=replace(b.tree, count_leaves=0))
    ),
    "no enumeration": lambda: _budget(lambda b: replace(b, tree=replace(b.tree, sets=0))),
    "costs not made true": lambda: _budget(
        lambda b: replace(b, tree=replace(b.tree, rounds=0, columns_per_round=0))
    ),
    "seats not priced": _no_prices,
    "one long annealing": lambda: _budget(_one_start),
    "a quarter as hot": lambda: patch.object(improve, "HOT", improve.HOT / 4),
    "twice as wide": lambda: patch.object(improve, "WIDEST", 2 * improve.WIDEST),
    "duals not smoothed": lambda: patch.object(generation, "SMOOTHING", 0.0),
}


def main() -> None:
    """Run the problems named on the command line, each with every ablation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["S0", "M0", "tiandeng-pengjiang"])
    parser.add_argument("--effort", type=Effort, default=Effort.QUICK)
    parser.add_argument("--table", type=Path, help="Markdown file whose table is replaced")
    chosen = parser.parse_args()
    measure("XS0", Effort.QUICK)
    rows = []
    for name in chosen.names:
        for what, without in WITHOUT.items():
            with without():
                cells = measure(name, chosen.effort)
            rows.append((name, what, *cells[1:6]))
            print(f"{what:24}", line(cells), flush=True)
    if chosen.table:
        fill(chosen.table, "ablation", ("problem", "without", *HEAD[1:6]), rows)


if __name__ == "__main__":
    main()
