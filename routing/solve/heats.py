"""Many annealings side by side: short ones from every seed, longer ones from the best of them.

Compiled code lets Python's other threads run, so that two annealings use two cores. What they
find depends on their seeds alone, not on how many run at a time or which of them ends first.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from routing.solve.anneal import LOWEST, STOP, TURNS, Schedule, anneal, copy_fleet
from routing.solve.instance import Ints
from routing.solve.yard import Fleet, Yard

AT_ONCE = 2
"""Annealings at a time. More would need more cores, and would find the same."""
LOOK_S = 0.2
"""How often to ask whether the search may go on."""
COOLER = 0.35
"""First temperature of each round beside that of the round before it."""
LONGER = 2
"""Turns of each round beside those of the round before it."""
NOT_RUN = np.iinfo(np.int64).max

GoOn = Callable[[float], bool]
"""Told the share of turns done, says whether to go on."""


@dataclass(frozen=True, slots=True)
class Heats:
    """How much to search.

    Attributes:
        seed: of the first annealing; each has its own.
        starts: annealings of the first round, at most.
        rounds: each keeps the better half of the round before it.
        schedule: turns and temperatures of the first round.
    """

    seed: int
    starts: int
    rounds: int
    schedule: Schedule


@dataclass(frozen=True)
class _Entry:
    """An annealing's best fleet; entries are ranked by value, then by seed."""

    value: int
    seed: int
    fleet: Fleet

    @property
    def rank(self) -> tuple[int, int]:
        return self.value, self.seed


def run_heats(
    yard: Yard, openings: list[Fleet], heats: Heats, *, go_on: GoOn, at_once: int = AT_ONCE
) -> list[Fleet]:
    """The fleets found, best first; the openings take turns as starts of the first round."""
    entries = [
        _Entry(NOT_RUN, heats.seed + n, openings[n % len(openings)]) for n in range(heats.starts)
    ]
    schedule = heats.schedule
    done, total = 0, _total_turns(heats)
    past: list[_Entry] = []
    for turn in range(heats.rounds):
        share = schedule.iterations * len(entries)
        told = _part(go_on, done, share, total)
        entries, stopped = _round(yard, entries, schedule, go_on=told, at_once=at_once)
        past += entries
        done += share
        best = sorted(entries, key=lambda x: x.rank)[: max(1, len(entries) // 2)]
        if stopped or turn == heats.rounds - 1 or best[0].value <= schedule.target_fen:
            break
        entries = [_Entry(x.value, x.seed + heats.starts, x.fleet) for x in best]
        schedule = schedule._replace(
            iterations=schedule.iterations * LONGER, hot_fen=_cooler(schedule)
        )
    return [x.fleet for x in sorted(past, key=lambda x: x.rank)]


def _cooler(schedule: Schedule) -> float:
    return max(schedule.cold_fen, schedule.hot_fen * COOLER)


def _total_turns(heats: Heats) -> int:
    turns, starts, total = heats.schedule.iterations, heats.starts, 0
    for _ in range(heats.rounds):
        total += turns * starts
        turns, starts = turns * LONGER, max(1, starts // 2)
    return max(1, total)


def _part(go_on: GoOn, done: int, share: int, total: int) -> GoOn:
    return lambda part: go_on((done + share * part) / total)


def _round(
    yard: Yard, entries: list[_Entry], schedule: Schedule, *, go_on: GoOn, at_once: int
) -> tuple[list[_Entry], bool]:
    """Anneal every entry; the entries they became, and whether they were told to stop."""
    pulses = np.zeros((len(entries), 3), dtype=np.int64)
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        waiting = {
            pool.submit(_anneal_one, yard, entry, schedule, pulse)
            for entry, pulse in zip(entries, pulses, strict=True)
        }
        futures: set[Future[_Entry]] = set(waiting)
        while waiting:
            _, waiting = wait(waiting, timeout=LOOK_S)
            part = float(pulses[:, TURNS].mean()) / max(1, schedule.iterations)
            if not go_on(min(1.0, part)):
                pulses[:, STOP] = 1
    found = sorted((f.result() for f in futures), key=lambda x: x.seed)
    return found, bool(pulses[:, STOP].any())


def _anneal_one(yard: Yard, entry: _Entry, schedule: Schedule, pulse: Ints) -> _Entry:
    fleet, best = copy_fleet(entry.fleet), copy_fleet(entry.fleet)
    anneal(yard, fleet, best, schedule._replace(seed=entry.seed), pulse)
    return _Entry(int(pulse[LOWEST]), entry.seed, best)
