"""Several annealings side by side, each from a seed of its own.

Compiled code lets Python's other threads run, so that two annealings use two cores. What they
find depends on their seeds alone, not on how many run at a time or which of them ends first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from routing.solve.abreast import AT_ONCE, run_abreast
from routing.solve.anneal import LOWEST, STOP, TURNS, Schedule, anneal, copy_fleet
from routing.solve.instance import Ints
from routing.solve.yard import CARGO, COST, ITEMS, LOAD, ROW, Fleet, Yard

GoOn = Callable[[float], bool]
"""Told the share of turns done, says whether to go on."""


class Opening(NamedTuple):
    """Where an annealing begins, and what it knows."""

    yard: Yard
    fleet: Fleet


@dataclass(frozen=True, slots=True)
class Annealings:
    """How much to search.

    Attributes:
        seed: of the first annealing; each has its own.
        starts: number of annealings.
        schedule: turns and temperatures of each.
        cooler: temperatures of every second one beside those. Which is better differs from
            problem to problem.
        most: coaches that each in turn may have at most, 0 for no limit. Held to few, it looks at
            fuller ones, which lie beyond plans with one more that are dearer than either.
    """

    seed: int
    starts: int
    schedule: Schedule
    cooler: float = 1.0
    most: tuple[int, ...] = (0,)

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


def held_to(yard: Yard, fleet: Fleet, most: int) -> Fleet:
    """A copy with room for so many coaches; it keeps the fullest, the others' people wait."""
    total = int(fleet.total[0])
    fullest = np.argsort(-fleet.coach[:total, LOAD], kind="stable")[:most]
    kept = fleet.coach[np.sort(fullest)]
    coach = np.zeros((most, fleet.coach.shape[1]), dtype=np.int64)
    coach[: len(kept)] = kept
    missed = fleet.missed.copy()
    for row in fleet.coach[:total]:
        _add_cargo(missed, row, 1)
    for row in kept:
        _add_cargo(missed, row, -1)
    used = np.bincount(kept[:, ROW], minlength=len(fleet.used)).astype(np.int64)
    total_fen = int(kept[:, COST].sum())
    held = copy_fleet(fleet)._replace(coach=coach, missed=missed, used=used)
    held.total[:] = (len(kept), total_fen)
    return held


def _add_cargo(missed: Ints, row: Ints, sign: int) -> None:
    size = int(row[ITEMS])
    cargo = row[CARGO : CARGO + 2 * size].reshape(size, 2)
    np.add.at(missed, cargo[:, 0], sign * cargo[:, 1])


def run_annealings(
    openings: list[Opening], work: Annealings, *, go_on: GoOn, at_once: int = AT_ONCE
) -> list[Fleet]:
    """The fleets found, best first; the openings take turns as starts."""
    pulses = np.zeros((work.starts, 3), dtype=np.int64)

    def one(n: int) -> _Found:
        yard, opening = openings[n % len(openings)]
        most = work.most[n % len(work.most)]
        fleet = held_to(yard, opening, most) if most else copy_fleet(opening)
        best = copy_fleet(fleet)
        anneal(yard, fleet, best, work.schedule_of(n), pulses[n])
        return _Found(int(pulses[n, LOWEST]), work.seed + n, best)

    def look(_: float) -> None:
        part = float(pulses[:, TURNS].mean()) / max(1, work.schedule.iterations)
        if not go_on(min(1.0, part)):
            pulses[:, STOP] = 1

    found = run_abreast(one, work.starts, look=look, at_once=at_once)
    return [x.fleet for x in sorted(found, key=lambda x: x.rank)]
