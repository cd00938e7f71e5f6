"""Parts planned by several processes of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from routing.model.season_plan import PartRecord
from routing.pipeline.processes import start_processes
from routing.season.parts import PartTask, Runner, plan_part, run_here
from routing.solve.compile_ahead import load_ahead


def runner_for(workers: int) -> Runner:
    """Plans parts in as many processes; in this one where one is enough."""
    return run_here if workers <= 1 else _Pool(workers)


class _Pool:
    """Processes that are started afresh once, and then plan the parts of every round.

    They read the compiled code from its cache when they start, which takes longer than a part, so
    that they do it while the first master is solved. The parts come back in whatever order they
    are done, which changes no plan.
    """

    def __init__(self, workers: int) -> None:
        self._processes: ProcessPoolExecutor = start_processes(workers)
        for _ in range(workers):
            self._processes.submit(load_ahead)

    def __call__(self, tasks: Sequence[PartTask]) -> Iterator[PartRecord]:
        if not tasks:
            return
        # The longest parts first, so that none of them is started last.
        order = sorted(tasks, key=lambda t: -sum(x.people for x in t.assignment.loads))
        for done in as_completed([self._processes.submit(plan_part, t) for t in order]):
            yield done.result()
