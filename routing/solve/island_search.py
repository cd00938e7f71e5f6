"""Annealing islands side by side, each with its share of the fleet, again and again.

At first a vehicle that an island takes costs what the relaxation says it is worth elsewhere, so
that scarce ones are given up where they save little. The last sweeps know true costs only: with
prices to the end scarce vehicles stand idle. Before and after each of these a short annealing of
everybody lets islands exchange vehicles, which costs a tenth of a sweep and finds as much. What an
island finds depends on its share and its seeds only, not on how many are searched at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event

import numpy as np

from routing.solve.abreast import run_abreast
from routing.solve.annealings import Annealings, GoOn, Opening, run_annealings
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Ints
from routing.solve.island_yards import IslandYard, island_yards
from routing.solve.islands import Islands, allot
from routing.solve.pricing import Numbers
from routing.solve.yard import CARGO, COST, ITEMS, SEATS, VEHICLES, Fleet, Yard, refresh

PRICED, SWEEPS = 3, 6
"""How often every island is searched with prices on vehicles, and in all; the later ones begin from
what they have."""
PRICED_TURNS = 0.5
"""Turns of a sweep with prices beside those of one without. On 20,000 people in 24 islands, with
about as much work: four sweeps with prices 1.73 %, one with and four without 1.54 to 2.02 %,
depending on where they began, three and three 1.44 to 1.63 %."""
COOLER = 0.65
"""First temperature of each sweep beside that of the sweep before it."""
SEEDS_PER_ISLAND = 1_000


@dataclass(frozen=True)
class IslandSearch:
    """What the islands are searched with.

    Attributes:
        yard: of everything.
        islands: at least two.
        row_fen: per fleet row, what a vehicle is worth elsewhere.
        work: of a sweep on an island.
        together: of everybody, after the last sweep with prices and each of the later ones.
    """

    yard: Yard
    islands: Islands
    row_fen: Numbers
    work: Annealings
    together: Annealings

    def run(self, fleet: Fleet, *, go_on: GoOn) -> Fleet:
        """The fleet after all sweeps, at the yard's own costs."""
        yards = island_yards(self._priced(), self.islands)
        for sweep in range(SWEEPS):
            if sweep == PRICED:
                yards = island_yards(self.yard, self.islands)
            parts = _split(fleet, self.islands, yards)
            used = np.array([part.used for part in parts])
            lost = np.array([int(part.missed.sum()) for part in parts])
            seats = max(1, int(self.yard.rows[:, SEATS].max()))
            wish = np.maximum(self.islands.wish, used) + (lost / seats)[:, None]
            spare = np.maximum(0, self.yard.rows[:, VEHICLES] - used.sum(axis=0))
            limit = allot(wish, used, spare, self.islands.people)

            def told(part: float, sweep: int = sweep) -> bool:
                return go_on((sweep + part) / SWEEPS)

            found, stopped = self._sweep([x.yard for x in yards], parts, limit, sweep, told)
            fleet = _join(self.yard, fleet, found, yards)
            if stopped:
                break
            if sweep >= PRICED - 1:
                work = replace(
                    self.together, seed=self.together.seed + sweep * self.together.starts
                )
                fleet = run_annealings(
                    [Opening(self.yard, fleet)], work, go_on=lambda _: told(1.0)
                )[0]
                if not told(1.0):
                    break
        return fleet

    def _priced(self) -> Yard:
        """The yard with what vehicles are worth in their costs."""
        cost = self.yard.cost.copy()
        own = cost[:, :-1]
        own += np.where(own < BIG_FEN, np.rint(self.row_fen).astype(np.int64), 0)
        return self.yard._replace(cost=cost)

    def _sweep(
        self, yards: list[Yard], parts: list[Fleet], limit: Ints, sweep: int, go_on: GoOn
    ) -> tuple[list[Fleet], bool]:
        """Every island once; and whether they were told to stop."""
        stop = Event()

        def one(island: int) -> Fleet:
            yard = yards[island]
            rows = yard.rows.copy()
            rows[:, VEHICLES] = limit[island]
            opening = _repriced(yard, parts[island], int(limit[island].sum()) + 1)
            found = run_annealings(
                [Opening(yard._replace(rows=rows), opening)],
                self._work_on(island, sweep),
                go_on=lambda _: not stop.is_set(),
                at_once=1,
            )
            return found[0]

        def look(done: float) -> None:
            if not go_on(done):
                stop.set()

        return run_abreast(one, len(parts), look=look), stop.is_set()

    def _work_on(self, island: int, sweep: int) -> Annealings:
        """The first sweep is wild; each later one begins cooler, from seeds of its own."""
        schedule = self.work.schedule
        hot = max(schedule.cold_fen, schedule.hot_fen * COOLER**sweep)
        number = sweep * len(self.islands) + island
        seed = self.work.seed + SEEDS_PER_ISLAND * (1 + number)
        turns = round(schedule.iterations * (PRICED_TURNS if sweep < PRICED else 1.0))
        schedule = schedule._replace(hot_fen=hot, iterations=turns)
        return replace(self.work, seed=seed, schedule=schedule)


def _split(fleet: Fleet, islands: Islands, yards: list[IslandYard]) -> list[Fleet]:
    """The fleet island by island."""
    at_work = fleet.coach[: int(fleet.total[0])]
    where = islands.of_item[at_work[:, CARGO]]
    return [x.cut_out(fleet, at_work[where == island]) for island, x in enumerate(yards)]


def _join(yard: Yard, like: Fleet, parts: list[Fleet], yards: list[IslandYard]) -> Fleet:
    """All islands' coaches as one fleet, at the yard's costs."""
    missed = np.zeros_like(like.missed)
    for part, island in zip(parts, yards, strict=True):
        missed[island.items] = part.missed
    whole = like._replace(
        coach=np.concatenate([x.coaches(part) for part, x in zip(parts, yards, strict=True)]),
        missed=missed,
        used=np.sum([part.used for part in parts], axis=0),
        total=np.array([sum(int(part.total[0]) for part in parts), 0], dtype=np.int64),
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
