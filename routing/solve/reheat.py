"""An annealing from the plan found, beside the proof, on a core that would stand idle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

from routing.solve.abreast import LOOK_S
from routing.solve.annealings import Annealings, run_annealings
from routing.solve.yard import Fleet, Yard

WARMTH = 0.3
"""Temperatures beside those of the annealing that found the plan."""

THREAD = "reheat"
"""How the threads of such annealings are named."""


class Reheat:
    """Annealings that were begun and go on by themselves; compiled code lets other threads run.

    The yard is theirs alone, so that what they find does not depend on what happens meanwhile.
    """

    def __init__(self, yard: Yard, openings: list[Fleet], work: Annealings) -> None:
        self.yard = yard
        self._stop = Event()
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=THREAD)
        self._future = pool.submit(
            run_annealings, yard, openings, work, go_on=lambda _: not self._stop.is_set(), at_once=1
        )
        pool.shutdown(wait=False)

    def stop(self) -> None:
        """Have it end soon."""
        self._stop.set()

    def wait(self, go_on: Callable[[], bool]) -> None:
        """Wait until all turns are done, or until told not to go on."""
        while not self._future.done():
            wait([self._future], timeout=LOOK_S)
            if not go_on():
                self.stop()

    def best(self) -> Fleet:
        """The best fleet found."""
        return self._future.result()[0]
