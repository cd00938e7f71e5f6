"""Every column of the space as arrays, so that many leaves can be priced on it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from routing.certify.coaches import FAR, Coaches
from routing.certify.space import Space, Stop
from routing.model.certificate import StopSpace

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NONE_FEN = 10**15
"""Cost of a column that no order allows."""


class Columns:
    """Pairs of stop sets with the largest sets of trips that may share a coach there.

    Attributes:
        picks, drops: the stops of each.
        trips: shape (columns, widest), trip numbers; padded with one past the last trip.
    """

    def __init__(self, space: Space, stops: StopSpace) -> None:
        self.space = space
        self.rows = space.problem.scenario.fleet
        self.coaches = Coaches(space, stops)
        found = [
            (picks, drops, part)
            for picks, drops, trips in self.coaches.stop_sets()
            for part in _shareable(space, trips)
        ]
        self.picks = [x[0] for x in found]
        self.drops = [x[1] for x in found]
        widest = max((len(x[2]) for x in found), default=0)
        self.trips = np.full((len(found), widest), len(space.trips), dtype=np.int64)
        for n, (_, _, trips) in enumerate(found):
            self.trips[n, : len(trips)] = trips
        self.people = np.array([*(t.people for t in space.trips), 0], dtype=np.int64)
        self.seats = [space.capacity(r.id) for r in self.rows]
        self.able = np.zeros((len(self.rows), len(space.trips) + 1), dtype=bool)
        for k, row in enumerate(self.rows):
            self.able[k, :-1] = [row.id in t.rows for t in space.trips]
        direct = np.array([*(t.role == "direct" for t in space.trips), False])
        self.direct = direct[self.trips[:, 0]] if widest else np.zeros(0, dtype=bool)
        self._fen: dict[tuple[int, int], tuple[int, int]] = {}

    def best_loads(self, worth: Ints, row: int) -> Ints:
        """Per column, the worth of the best load of a row: dearest people first.

        Args:
            worth: of one person, by trip, with a zero at the end; at most zero earns nothing.
            row: index of the fleet row.
        """
        value = np.where(self.able[row], np.maximum(worth, 0), 0)[self.trips]
        order = np.argsort(-value, axis=1, kind="stable")
        people = np.take_along_axis(self.people[self.trips] * (value > 0), order, axis=1)
        before = np.cumsum(people, axis=1) - people
        taken = np.clip(self.seats[row] - before, 0, people)
        total: Ints = (np.take_along_axis(value, order, axis=1) * taken).sum(axis=1)
        return total

    def too_few(self, row: int) -> Flags:
        """Direct columns whose people are fewer than the row's least."""
        people = (self.people * self.able[row])[self.trips].sum(axis=1)
        least = int(self.rows[row].min_people)
        short: Flags = self.direct & (np.minimum(people, self.seats[row]) < least)
        return short

    @cached_property
    def metres(self) -> Ints:
        """Per column, metres with people that no order is shorter than, metric roads or not.

        The shortest way from any pickup to any drop, and for each further stop on a side the
        shortest between any two of that side.
        """
        sides = [self._places(self.picks), self._places(self.drops)]
        metres = self._nearest(sides[0], sides[1], apart=False)
        for places in sides:
            further = (places >= 0).sum(axis=1) - 1
            metres += np.where(further > 0, self._nearest(places, places, apart=True), 0) * further
        return metres

    def _places(self, stops: list[tuple[Stop, ...]]) -> Ints:
        """Shape (columns, most stops), indices of places, padded with −1."""
        index = self.space.problem.matrix.index
        found = np.full((len(stops), max(map(len, stops), default=0)), -1, dtype=np.int64)
        for n, known in enumerate(stops):
            found[n, : len(known)] = [index[s.place] for s in known]
        return found

    def _nearest(self, starts: Ints, ends: Ints, *, apart: bool) -> Ints:
        """Per column, the metres of the shortest way from some start to some end.

        ``apart``: both are stops of one side, and no stop is its own end.
        """
        distance_m = np.minimum(self.space.problem.matrix.distance_m, FAR)
        nearest = np.full(len(starts), FAR, dtype=np.int64)
        for a, b in product(range(starts.shape[1]), range(ends.shape[1])):
            if not (apart and a == b):
                metres = distance_m[starts[:, a], ends[:, b]]
                known = (starts[:, a] >= 0) & (ends[:, b] >= 0)
                nearest = np.where(known, np.minimum(nearest, metres), nearest)
        return nearest

    def cheapest_fen(self, row: int) -> Ints:
        """Per column, fen that no run of a row costs less than: one to look closer at few of them.

        A vehicle that does several runs may pay hire and crew elsewhere.
        """
        known = self.rows[row]
        shares = bool(self.coaches.repeats.of(known).linked)
        stops = np.array([len(p) + len(d) for p, d in zip(self.picks, self.drops, strict=True)])
        fixed = -1 if shares else int(known.hire_fen) + int(known.driver_day_fen)
        fen: Ints = fixed + int(known.per_stop_fen) * (stops - 2)
        for per_km in (known.per_km_fen, known.toll_per_km_fen):
            fen += int(per_km) * self.metres // 1_000
        return np.minimum(fen, NONE_FEN // 100)

    def people_of(self, demands: Set[str], roles: Set[str]) -> Ints:
        """Per column, the people of a set of demands on trips of some roles."""
        trips = self.space.trips
        counts = [t.people * (t.demand in demands and t.role in roles) for t in trips]
        found: Ints = np.array([*counts, 0], dtype=np.int64)[self.trips].sum(axis=1)
        return found

    def calling(self, picks: Set[str], drops: Set[str]) -> Flags:
        """Columns whose stops hold all of the named ones."""
        flags = [
            picks <= {stop_name(s) for s in p} and drops <= {stop_name(s) for s in d}
            for p, d in zip(self.picks, self.drops, strict=True)
        ]
        return np.array(flags, dtype=bool)

    def least_fen(self, column: int, row: int, *, enough: int) -> int:
        """The least cost of a row on a column, exact where it is below ``enough``."""
        fen, known_below = self._fen.get((column, row), (0, -1))
        if fen < enough and known_below < enough:
            trips = [n for n in self.trips[column].tolist() if n < len(self.space.trips)]
            sides = self.picks[column], self.drops[column]
            found = self.coaches.least_fen(self.rows[row], sides, trips, enough=enough)
            fen = NONE_FEN if found is None else found
            self._fen[column, row] = fen, enough
        return fen


def stop_name(stop: Stop) -> str:
    """A stop as counts of vehicles name it."""
    if stop.service is None:
        return stop.place
    return f"{stop.place}@{stop.service}/{stop.call}/{stop.hotel or ''}"


def _shareable(space: Space, trips: list[int]) -> Iterator[list[int]]:
    """The largest sets of trips of which no two stay apart, with somebody at every stop."""
    apart = {
        n: frozenset(m for m in trips if m != n and frozenset((n, m)) in space.apart) for n in trips
    }
    if not any(apart.values()):
        yield trips
        return
    ends = _ends(space, trips)
    for part in _largest(trips, apart):
        if _ends(space, part) == ends:
            yield part


def _largest(trips: list[int], apart: dict[int, frozenset[int]]) -> list[list[int]]:
    """All largest sets without a pair that stays apart, found trip by trip."""
    found: set[frozenset[int]] = {frozenset()}
    for n in trips:
        grown = {s | {n} if not s & apart[n] else s for s in found}
        grown |= {(s - apart[n]) | {n} for s in found}
        found = {s for s in grown | found if not any(s < o for o in grown)}
    return [sorted(s) for s in found if not any(s < o for o in found)]


def _ends(space: Space, trips: list[int]) -> tuple[frozenset[Stop], frozenset[Stop]]:
    chosen = [space.trips[n] for n in trips]
    return frozenset(t.pick for t in chosen), frozenset(t.drop for t in chosen)
