"""The engine on drawn problems and real cases: ``python -m tests.benchmarks.run S0 M1``.

Prints one line per problem: plan, bound, gap, CPU and wall seconds. Figures, not tests. With
``--table FILE`` they replace the table of that effort in a Markdown file.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from routing.artefacts.problem import Problem, Progress
from routing.model.goals import Effort
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, prepare_problem
from routing.solve import ColumnEngine
from tests.benchmarks.county_days import SIZES as COUNTY_DAYS
from tests.benchmarks.county_days import draw_day
from tests.benchmarks.instances import SIZES, VILLAGE_STOPS, draw
from tests.benchmarks.law_days import under_law, with_law
from tests.benchmarks.markdown import fill
from tests.benchmarks.train_days import draw_trains

DATA = Path(__file__).parents[2] / "data"
LAW = "-law"
DRAWN = tuple(f"{size}{seed}" for size in SIZES for seed in range(3))


@dataclass
class Told:
    """What the engine reports last."""

    cost_fen: int = 0
    bound_fen: int = 0

    def __call__(self, progress: Progress) -> bool:
        self.cost_fen = progress.cost_fen or self.cost_fen
        self.bound_fen = progress.bound_fen or self.bound_fen
        return True


def prepare(name: str, effort: Effort) -> tuple[ColumnEngine, Problem]:
    """A problem by name: a real case, or drawn: ``M1``, ``M-law1``, ``T1`` with trains, ``C0``."""
    path = DATA / "scenarios" / f"{name}.json"
    if path.exists():
        scenario = Scenario.model_validate_json(path.read_bytes())
        solver = scenario.solver.model_copy(update={"effort": effort})
        changed = scenario.model_copy(update={"solver": solver})
        return ColumnEngine(), prepare_problem(changed, data=DataFolder(DATA))
    size = name.rstrip("0123456789")
    seed = int(name.removeprefix(size))
    plain = size.removesuffix(LAW)
    if plain in COUNTY_DAYS:
        day = draw_day(plain, seed, effort=effort)
        return ColumnEngine(), day if plain == size else with_law(day)
    trains = plain == "T"
    drawn = draw_trains(seed, effort=effort) if trains else draw(plain, seed, effort=effort)
    drawn = drawn if plain == size else under_law(drawn)
    rule = None if plain in VILLAGE_STOPS else drawn.narrow
    return ColumnEngine(rule), drawn.problem


def measure(name: str, effort: Effort) -> tuple[str, ...]:
    """One problem solved: its name, plan, bound, gap, people left out, CPU and wall s, peak MB."""
    engine, problem = prepare(name, effort)
    told, cpu, wall = Told(), time.process_time(), time.perf_counter()
    solution = engine.solve(problem, report=told)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    left = sum(n for _, n in solution.left_out)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    return (
        name,
        f"{told.cost_fen / 100:,.0f}",
        f"{told.bound_fen / 100:,.0f}",
        f"{solution.certificate.gap:.2%}",
        f"{left}",
        f"{cpu:.1f}",
        f"{wall:.1f}",
        f"{memory_mb}",
    )


HEAD = ("problem", "plan", "bound", "gap", "left", "CPU s", "wall s", "MB")


def line(cells: tuple[str, ...]) -> str:
    """A line of the printed table."""
    name, *figures = cells
    widths = (14, 14, 8, 6, 8, 8, 7)
    return f"{name:24}" + "".join(f"{c:>{w}}" for c, w in zip(figures, widths, strict=True))


def main() -> None:
    """Run the problems named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=DRAWN)
    parser.add_argument("--effort", type=Effort, default=Effort.QUICK)
    parser.add_argument("--table", type=Path, help="Markdown file whose table is replaced")
    chosen = parser.parse_args()
    print(line(HEAD))
    rows = []
    for name in chosen.names:
        rows.append(measure(name, chosen.effort))
        print(line(rows[-1]), flush=True)
    if chosen.table:
        fill(chosen.table, chosen.effort.value, HEAD, rows)


if __name__ == "__main__":
    main()
