"""Several annealings side by side, each from a seed of its own.

Compiled code lets Python's other threads run, so that two annealings use two cores. What they
find depends on their seeds alone, not on how many run at a time or which of them ends first.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from routing.solve.anneal import LOWEST, STOP, TURNS, Schedule, anneal, copy_fleet
from routing.solve.yard import Fleet, Yard

AT_ONCE = 2
"""Annealings at a time. More would need more cores, and would find the same."""
LOOK_S = 0.2
"""How often to ask whether the search may go on."""

GoOn = Callable[[float], bool]
"""Told the share of turns done, says whether to go on."""


@dataclass(frozen=True, slots=True)
class Annealings:
    """How much to search.

    Attributes:
        seed: of the first annealing; each has its own.
        starts: number of annealings.
        schedule: turns and temperatures of each.
        cooler: temperatures of every second one beside those. Which is better differs from
            problem to problem.
    """

    seed: int
    starts: int
    schedule: Schedule
    cooler: float = 1.0

    def schedule_of(self, number: int) -> Schedule:
        """The schedule of one of them."""
        share = self.cooler if number % 2 else 1.0
        known = self.schedule
        return known._replace(
            seed=self.seed + number, hot_fen=known.hot_fen * share, cold_fen=known.cold_fen * share
        )


@dataclass(frozen=True)
class _Found:
    """An annealing's best fleet; what was found is ranked by value, then by seed."""

    value: int
    seed: int
    fleet: Fleet

    @property
    def rank(self) -> tuple[int, int]:
        return self.value, self.seed


def run_annealings(
    yard: Yard, openings: list[Fleet], work: Annealings, *, go_on: GoOn, at_once: int = AT_ONCE
) -> list[Fleet]:
    """The fleets found, best first; the openings take turns as starts."""
    pulses = np.zeros((work.starts, 3), dtype=np.int64)

    def one(n: int) -> _Found:
        opening = openings[n % len(openings)]
        fleet, best = copy_fleet(opening), copy_fleet(opening)
        anneal(yard, fleet, best, work.schedule_of(n), pulses[n])
        return _Found(int(pulses[n, LOWEST]), work.seed + n, best)

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        futures = [pool.submit(one, n) for n in range(work.starts)]
        waiting = set(futures)
        while waiting:
            _, waiting = wait(waiting, timeout=LOOK_S)
            part = float(pulses[:, TURNS].mean()) / max(1, work.schedule.iterations)
            if not go_on(min(1.0, part)):
                pulses[:, STOP] = 1
    return [x.fleet for x in sorted((f.result() for f in futures), key=lambda x: x.rank)]
