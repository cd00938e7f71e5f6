"""A decision whose coaches stop more often than the table lists."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from routing.model.runs import RunRole
from routing.solve.decide import Decider, Decision
from routing.solve.decision_work import DecisionWork
from routing.solve.floors import BIG_FEN, law_of
from routing.solve.instance import NO_FEN, Instance, Ints
from routing.solve.long_routes.columns import LongRoutes
from routing.solve.long_routes.grown import Line, find_holder, grow_table
from routing.solve.long_routes.neighbours import set_neighbours
from routing.solve.long_routes.rearrange import rearrange, total_fen
from routing.solve.long_routes.tours import (
    FIRST_PARCEL,
    FIRST_STOP,
    MISSED,
    NOWHERE,
    PARCELS,
    PEOPLE,
    ROW,
    SET,
    STOPS,
    WIDTH,
    Coaches,
    Town,
)
from routing.solve.long_routes.ways import FITS, LEAST
from routing.solve.selection import Selection, Vehicle

PARCEL = 10
"""People who are not parted, at most, unless their group is never split."""
TURNS_PER_PARCEL = 1_000
FIRST_TURNS = 20
"""Turns for each parcel in which everybody is put on a coach, whatever it costs."""
TURNS_SHARE = 0.3
"""Turns beside those of an annealing of coaches with few stops, which are cheaper."""
SEEDS = 2
"""Annealings at a time, each with a seed of its own."""
TRIES = 4
"""How often as many seeds are tried anew, at most, while somebody is left out."""
LEFT_BEHIND = (1.25, 1.6)
"""What leaving out the largest parcel counts while searching, as a share of a typical coach: enough
that it pays for a coach, little enough that the search passes through plans which leave some out.
Annealings take turns with them.
"""
HOT, COLD = 0.04, 0.0008
"""First and last temperature as a share of what a typical coach costs."""


@dataclass(frozen=True, slots=True)
class _Tour:
    """A coach: its driving order, its row, and its people by item."""

    picks: Line
    drops: Line
    row: int
    load: tuple[tuple[int, int], ...]


class TourSearch:
    """Rearranges the coaches of decisions, with long routes."""

    def __init__(self, instance: Instance, long: LongRoutes, decider: Decider) -> None:
        self.instance = instance
        self.long = long
        self.decider = decider

    def improve(self, decision: Decision, work: DecisionWork) -> Decision:
        """The best of a decision and of what a search from nothing makes of its people."""
        kept = tuple(v for v in decision.selection.vehicles if not self._is_free(v))
        towns = [
            self._town(self._parcels(decision.selection, kept, share)) for share in LEFT_BEHIND
        ]
        parcels = len(towns[0].parcel)
        if not parcels:
            return decision
        turns = min(round(TURNS_SHARE * work.iterations), TURNS_PER_PARCEL * parcels)

        def search(seed: int) -> tuple[Town, Coaches]:
            town = towns[seed % len(towns)]
            return town, self._search(town, kept, turns, self.decider.seed + seed)

        best, vehicles = decision, list[Vehicle]()
        for first in range(0, max(TRIES * SEEDS, work.tours), SEEDS):
            with ThreadPoolExecutor(max_workers=2) as pool:
                found = list(pool.map(search, range(first, first + SEEDS)))
            for town, coaches in found:
                selection = self._read(decision.selection, kept, town, coaches)
                if selection is None:
                    continue
                vehicles += selection.vehicles
                other = self.decider.appraise(selection)
                if other is not None and self.decider.rank(other) < self.decider.rank(best):
                    best = other
            if not best.selection.left_people and first + SEEDS >= work.tours:
                break
        columns = sorted({(v.combination, v.row) for v in vehicles})
        return self.decider.recombine(best, columns, work)

    def _parcels(self, selection: Selection, kept: tuple[Vehicle, ...], share: float) -> Ints:
        """The people of all vehicles that are not kept, in parcels."""
        instance = self.instance
        loose = dict.fromkeys(range(len(instance.items)), 0)
        for v in selection.vehicles:
            if v not in kept:
                for e, n in v.load:
                    loose[e] += n
        for e, item in enumerate(instance.items):
            if item.role is RunRole.DIRECT and self._may_move(e):
                loose[e] += selection.own[item.demand] + selection.left[item.demand]
        largest = min(PARCEL, max(loose.values(), default=0))
        fare = int(share * self._coach_fen()) // max(1, largest)
        rows = []
        for e, people in loose.items():
            item = instance.items[e]
            stop, other = (
                (item.pick, item.drop) if self.long.reach.by_pick else (item.drop, item.pick)
            )
            dearest = fare
            if item.role is RunRole.DIRECT:
                dearest = min(dearest, int(instance.own_fen[item.demand]))
            count = -(-people // PARCEL)
            for n in range(count):
                part = people // count + int(n < people % count)
                rows.append((stop, other, part, dearest * part, e))
        return np.array(rows, dtype=np.int64).reshape(len(rows), 5)

    def _is_free(self, vehicle: Vehicle) -> bool:
        return all(self._may_move(e) for e, _ in vehicle.load)

    def _may_move(self, e: int) -> bool:
        """Whether an item's people may be put anywhere: not those who are kept together.

        Nor those whose growing stop is a station, which stands alone.
        """
        item, mates = self.instance.items[e], self.decider.mates
        node = item.pick if self.long.reach.by_pick else item.drop
        plain = bool(self.long.ways.start[:, node, FITS].any())
        bound = item.demand in mates.whole or item.demand in mates.set_of
        return plain and not bound and self.instance.demands[item.demand].wheelchairs == 0

    def _coach_fen(self) -> int:
        """What the cheapest coach costs from one place to another, typically.

        Where one place does not make up a coach, what it costs on the routes that are known.
        """
        table = self.long.table
        alone = (table.pick.size[table.pair[:, 0]] == 1) & (table.drop.size[table.pair[:, 1]] == 1)
        least = table.cost.min(axis=1, initial=BIG_FEN)
        known = least < BIG_FEN
        least = least[known & alone] if (known & alone).any() else least[known]
        return int(np.median(least)) if len(least) else 1

    def _town(self, parcels: Ints) -> Town:
        instance, long = self.instance, self.long
        may = np.zeros((len(instance.fleet.rows), len(instance.items)), dtype=bool)
        for e, item in enumerate(instance.items):
            may[list(item.rows), e] = True
        listed = long.listed(long.table)
        other = listed.drop if long.reach.by_pick else listed.pick
        law = law_of(instance)
        return Town(long.ways, law, parcels, may, instance.conflict, set_neighbours(other))

    def _search(self, town: Town, kept: tuple[Vehicle, ...], turns: int, seed: int) -> Coaches:
        """One annealing, from nobody on board."""
        start, best = self._empty(town, kept), self._empty(town, kept)
        near = np.argsort(town.ways.hop[1], axis=1, kind="stable").astype(np.int64)
        coach = float(self._coach_fen())
        heat = (HOT * coach, COLD * coach)
        if (town.ways.rows[:, LEAST] > town.parcel[:, PEOPLE].max()).any():
            # A coach that one stop does not make up would never be opened.
            parcel = town.parcel.copy()
            parcel[:, MISSED] = BIG_FEN // len(parcel)
            turns_first = FIRST_TURNS * len(parcel)
            rearrange(town._replace(parcel=parcel), start, best, near, heat, turns_first, seed)
            best.total[1] = total_fen(town, best)
            start, best = best, start
        rearrange(town, start, best, near, heat, turns, seed)
        return best

    def _empty(self, town: Town, kept: tuple[Vehicle, ...]) -> Coaches:
        used = np.bincount([v.row for v in kept], minlength=len(town.ways.rows))
        most = min(int(self.instance.fleet.count.sum()), len(town.parcel)) + 2
        return Coaches(
            coach=np.zeros((most, WIDTH), dtype=np.int64),
            where=np.full(len(town.parcel), NOWHERE, dtype=np.int64),
            used=used.astype(np.int64),
            total=np.array([0, town.parcel[:, 3].sum()], dtype=np.int64),
        )

    def _read(
        self, before: Selection, kept: tuple[Vehicle, ...], town: Town, coaches: Coaches
    ) -> Selection | None:
        """A selection with these coaches; None where somebody bound for a ride has no coach."""
        own = [0] * len(self.instance.demands)
        left = list(own)
        for d, people in enumerate(before.own):
            own[d] = 0 if self._moves(d) else people
            left[d] = 0 if self._moves(d) else before.left[d]
        for p in np.flatnonzero(coaches.where == NOWHERE):
            item = self.instance.items[int(town.parcel[p, 4])]
            if item.role is not RunRole.DIRECT:
                return None
            side = own if self.instance.own_fen[item.demand] < NO_FEN else left
            side[item.demand] += int(town.parcel[p, 2])
        tours = [_tour(self.long, town, c) for c in coaches.coach[: int(coaches.total[0])]]
        vehicles = self._vehicles(tours)
        if vehicles is None:
            return None
        return replace(before, vehicles=(*kept, *vehicles), own=tuple(own), left=tuple(left))

    def _moves(self, demand: int) -> bool:
        """Whether a demand's people outside coaches were given to the search."""
        items = self.instance.items
        return any(
            i.demand == demand and i.role is RunRole.DIRECT and self._may_move(e)
            for e, i in enumerate(items)
        )

    def _vehicles(self, tours: list[_Tour]) -> list[Vehicle] | None:
        """Tours as vehicles of the grown table; None where a tour has no column."""
        table = self.long.table
        found = grow_table(self.instance, table, [(t.picks, t.drops) for t in tours])
        self.decider.adopt(table)
        vehicles: list[Vehicle] = []
        for tour in tours:
            c = found.get((tour.picks, tour.drops))
            column = None if c is None else find_holder(table, c, {e for e, _ in tour.load})
            if column is None:
                return None
            vehicles.append(Vehicle(column, tour.row, tour.load))
        return vehicles


def _tour(long: LongRoutes, town: Town, coach: Ints) -> _Tour:
    """A coach with its stops in driving order."""
    stops = tuple(int(n) for n in coach[FIRST_STOP : FIRST_STOP + coach[STOPS]])
    load: dict[int, int] = {}
    for p in coach[FIRST_PARCEL : FIRST_PARCEL + coach[PARCELS]]:
        item = int(town.parcel[p, 4])
        load[item] = load.get(item, 0) + int(town.parcel[p, 2])
    picks, drops = long.lines(stops, int(coach[SET]))
    return _Tour(picks, drops, int(coach[ROW]), tuple(sorted(load.items())))
