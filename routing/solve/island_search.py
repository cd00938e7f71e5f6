"""Annealing islands side by side, each with its share of the fleet, then again with the rest.

A vehicle that an island takes costs what the relaxation says it is worth elsewhere, so that scarce
ones are given up where they save little. What an island finds depends on its share and its seeds
only, not on how many are searched at a time.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Event

import numpy as np

from routing.solve.annealings import AT_ONCE, LOOK_S, Annealings, GoOn, run_annealings
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Ints
from routing.solve.islands import Islands, allot
from routing.solve.pricing import Numbers
from routing.solve.yard import CARGO, COST, ITEMS, ROW, SEATS, VEHICLES, Fleet, Yard, refresh

SWEEPS = 4
"""How often every island is searched; the later ones begin from what they have."""
LATER_STARTS = 2
COOLER = 0.35
"""First temperature of each sweep beside that of the sweep before it."""
SEEDS_PER_ISLAND = 1_000


@dataclass(frozen=True)
class IslandSearch:
    """What the islands are searched with.

    Attributes:
        yard: of everything.
        islands: at least two.
        row_fen: per fleet row, what a vehicle is worth elsewhere.
        work: of the first sweep on an island; its turns are a limit.
        visits: most turns times coaches of an island's annealing.
        least: fewest turns of one.
    """

    yard: Yard
    islands: Islands
    row_fen: Numbers
    work: Annealings
    visits: int
    least: int

    def run(self, fleet: Fleet, *, go_on: GoOn) -> Fleet:
        """The fleet after all sweeps, at the yard's own costs."""
        priced = self._priced()
        for sweep in range(SWEEPS):
            parts = _split(fleet, self.islands)
            used = np.array([part.used for part in parts])
            lost = np.array([int(part.missed.sum()) for part in parts])
            seats = max(1, int(self.yard.rows[:, SEATS].max()))
            wish = np.maximum(self.islands.wish, used) + (lost / seats)[:, None]
            spare = np.maximum(0, self.yard.rows[:, VEHICLES] - used.sum(axis=0))
            limit = allot(wish, used, spare, self.islands.people)

            def told(part: float, sweep: int = sweep) -> bool:
                return go_on((sweep + part) / SWEEPS)

            found, stopped = self._sweep(priced, parts, limit, sweep, told)
            fleet = _join(self.yard, fleet, found)
            if stopped:
                break
        return fleet

    def _priced(self) -> Yard:
        """The yard with what vehicles are worth in their costs."""
        cost = self.yard.cost.copy()
        own = cost[:, :-1]
        own += np.where(own < BIG_FEN, np.rint(self.row_fen).astype(np.int64), 0)
        return self.yard._replace(cost=cost)

    def _sweep(
        self, yard: Yard, parts: list[Fleet], limit: Ints, sweep: int, go_on: GoOn
    ) -> tuple[list[Fleet], bool]:
        """Every island once; and whether they were told to stop."""
        stop = Event()

        def one(island: int) -> Fleet:
            rows = yard.rows.copy()
            rows[:, VEHICLES] = limit[island]
            opening = _repriced(yard, parts[island], int(limit[island].sum()) + 1)
            found = run_annealings(
                yard._replace(rows=rows),
                [opening],
                self._work_on(island, sweep),
                go_on=lambda _: not stop.is_set(),
                at_once=1,
            )
            return found[0]

        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            futures = [pool.submit(one, island) for island in range(len(parts))]
            waiting = set(futures)
            while waiting:
                _, waiting = wait(waiting, timeout=LOOK_S)
                if not go_on(1 - len(waiting) / len(parts)):
                    stop.set()
        return [f.result() for f in futures], stop.is_set()

    def _work_on(self, island: int, sweep: int) -> Annealings:
        """The first sweep is wild; each later one begins cooler, with fewer seeds."""
        schedule = self.work.schedule
        coaches = max(1, round(float(self.islands.wish[island].sum())))
        turns = max(self.least, min(schedule.iterations, self.visits // coaches))
        hot = max(schedule.cold_fen, schedule.hot_fen * COOLER**sweep)
        number = sweep * len(self.islands) + island
        return replace(
            self.work,
            seed=self.work.seed + SEEDS_PER_ISLAND * (1 + number),
            starts=self.work.starts if sweep == 0 else min(LATER_STARTS, self.work.starts),
            schedule=schedule._replace(iterations=turns, hot_fen=hot),
        )


def _split(fleet: Fleet, islands: Islands) -> list[Fleet]:
    """The fleet island by island."""
    at_work = fleet.coach[: int(fleet.total[0])]
    where = islands.of_item[at_work[:, CARGO]]
    parts = []
    for island in range(len(islands)):
        coach = at_work[where == island]
        used = np.bincount(coach[:, ROW], minlength=len(fleet.used)).astype(np.int64)
        missed = np.where(islands.of_item == island, fleet.missed, 0)
        total = np.array([len(coach), int(coach[:, COST].sum())], dtype=np.int64)
        parts.append(Fleet(coach, missed, used, fleet.riding.copy(), fleet.sold.copy(), total))
    return parts


def _join(yard: Yard, like: Fleet, parts: list[Fleet]) -> Fleet:
    """All islands' coaches as one fleet, at the yard's costs."""
    coaches = [part.coach[: int(part.total[0])] for part in parts]
    whole = like._replace(
        coach=np.concatenate(coaches),
        missed=np.sum([part.missed for part in parts], axis=0),
        used=np.sum([part.used for part in parts], axis=0),
        total=np.array([sum(map(len, coaches)), 0], dtype=np.int64),
    )
    return _repriced(yard, whole, len(like.coach))


def _repriced(yard: Yard, fleet: Fleet, room: int) -> Fleet:
    """A copy with room for so many coaches, each at the yard's costs."""
    size = int(fleet.total[0])
    coach = np.zeros((max(room, size + 1), fleet.coach.shape[1]), dtype=np.int64)
    coach[:size] = fleet.coach[:size]
    coach[:, COST] = 0
    copy = Fleet(
        coach,
        fleet.missed.copy(),
        fleet.used.copy(),
        fleet.riding.copy(),
        fleet.sold.copy(),
        np.array([size, 0], dtype=np.int64),
    )
    for c in np.flatnonzero(coach[:size, ITEMS] > 0):
        refresh(yard, copy, int(c))
    return copy
