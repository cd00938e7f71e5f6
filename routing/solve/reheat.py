"""Annealings from the plan found, beside the proof, on cores that would stand idle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

from routing.solve.abreast import LOOK_S
from routing.solve.annealings import Annealings, Opening, run_annealings
from routing.solve.yard import Fleet, Yard

WARMTH = 0.3
"""Temperatures beside those of the annealing that found the plan."""

THREAD = "reheat"
"""How the threads of such annealings are named."""


class Reheat:
    """Annealings that were begun and go on by themselves; compiled code lets other threads run.

    Each round begins from the best fleet of the one before. The yard is theirs alone, so that what
    they find does not depend on what happens meanwhile.
    """

    def __init__(
        self, yard: Yard, opening: Fleet, rounds: list[Annealings], *, at_once: int
    ) -> None:
        self.yard = yard
        self._stop = Event()
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=THREAD)
        self._future = pool.submit(self._run, opening, rounds, at_once)
        pool.shutdown(wait=False)

    def _run(self, best: Fleet, rounds: list[Annealings], at_once: int) -> Fleet:
        for work in rounds:
            if not self._stop.is_set():
                found = run_annealings(
                    [Opening(self.yard, best)], work, go_on=self._goes_on, at_once=at_once
                )
                best = found[0]
        return best

    def _goes_on(self, _: float) -> bool:
        return not self._stop.is_set()

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
        return self._future.result()
