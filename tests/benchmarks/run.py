"""The engine on drawn problems and real cases: ``python -m tests.benchmarks.run S0 M1``.

Prints one line per problem: plan, bound, gap, CPU and wall seconds. Figures, not tests.
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
from tests.benchmarks.train_days import draw_trains

DATA = Path(__file__).parents[2] / "data"
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
    """A problem by name: drawn ``M1``, ``T1`` with trains, ``C0`` of counties, or a real case."""
    path = DATA / "scenarios" / f"{name}.json"
    if path.exists():
        scenario = Scenario.model_validate_json(path.read_bytes())
        solver = scenario.solver.model_copy(update={"effort": effort})
        changed = scenario.model_copy(update={"solver": solver})
        return ColumnEngine(), prepare_problem(changed, data=DataFolder(DATA))
    size = name.rstrip("0123456789")
    seed = int(name.removeprefix(size))
    if size in COUNTY_DAYS:
        return ColumnEngine(), draw_day(size, seed, effort=effort)
    trains = size == "T"
    drawn = draw_trains(seed, effort=effort) if trains else draw(size, seed, effort=effort)
    rule = None if size in VILLAGE_STOPS else drawn.narrow
    return ColumnEngine(rule), drawn.problem


def main() -> None:
    """Run the problems named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=DRAWN)
    parser.add_argument("--effort", type=Effort, default=Effort.QUICK)
    chosen = parser.parse_args()
    heads = f"{'gap':>8}{'left':>6}{'cpu s':>8}{'wall s':>8}{'MB':>7}"
    print(f"{'problem':24}{'plan':>14}{'bound':>14}{heads}")
    for name in chosen.names:
        engine, problem = prepare(name, chosen.effort)
        told, cpu, wall = Told(), time.process_time(), time.perf_counter()
        solution = engine.solve(problem, report=told)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        left = sum(n for _, n in solution.left_out)
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
        print(
            f"{name:24}{told.cost_fen / 100:14,.0f}{told.bound_fen / 100:14,.0f}"
            f"{solution.certificate.gap:8.2%}{left:6}{cpu:8.1f}{wall:8.1f}{memory_mb:7}",
            flush=True,
        )


if __name__ == "__main__":
    main()
