"""Every column of the space as arrays, so that many leaves can be priced on it."""

from __future__ import annotations

from collections.abc import Iterator, Set

import numpy as np
from numpy.typing import NDArray

from routing.certify.coaches import Coaches
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
