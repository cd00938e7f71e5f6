"""Parts planned by several processes of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from routing.model.season_plan import PartRecord
from routing.season.parts import PartTask, Runner, plan_part, run_here


def runner_for(workers: int) -> Runner:
    """Plans parts in as many processes; in this one where one is enough.

    Each process is started afresh and reads the compiled code from its cache; the parts come back
    in whatever order they are done, which changes no plan.
    """
    if workers <= 1:
        return run_here

    def run(tasks: Sequence[PartTask]) -> Iterator[PartRecord]:
        if not tasks:
            return
        with ProcessPoolExecutor(min(workers, len(tasks)), get_context("spawn")) as pool:
            # The longest parts first, so that none of them is started last.
            order = sorted(tasks, key=lambda t: -sum(x.people for x in t.assignment.loads))
            for done in as_completed([pool.submit(plan_part, t) for t in order]):
                yield done.result()

    return run
