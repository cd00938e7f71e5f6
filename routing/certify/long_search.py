"""True runs with many stops, looked at one by one where a relaxation leaves them worth a look.

A run is put together from the inner end of its growing side outward. Those that end in some stops
cost at least what is known of these and what the cheapest walk to them costs, with any people left
for the seats that are free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from routing.certify.coaches import FAR, Coaches
from routing.certify.space import Stop
from routing.certify.walks import NEVER, Ints
from routing.model.fleet import FleetRow

ROUNDING_FEN = 3
"""Loaded kilometres, tolls and empty kilometres are rounded once for the whole run, so that sums of
their parts differ by less than a fen each."""
MOST_WAYS = 3_000_000
"""Ways looked at for one certificate; what is left counts as what it costs at least."""


@dataclass(frozen=True)
class Along:
    """The side that may have more stops, for one fleet row and one set of stops beyond.

    Attributes:
        forward: whether it is the pickups.
        stops: its stops.
        hop: seconds and metres from stop to stop, toward the other side.
        rest: by number of stops less one, the least cost by (people at most, last stop).
        worths: by stop, what each of its people earns, the dearest first.
        crowd: by stop, how many may ride.
        seats: people, at most.
        per_metre: scaled fen.
        shortest_s: the shortest leg between two stops.
        scale: of all fen here.
    """

    forward: bool
    stops: list[Stop]
    hop: Ints
    rest: list[Ints]
    worths: list[list[int]]
    crowd: list[int]
    seats: int
    per_metre: int
    shortest_s: int
    scale: int


@dataclass(frozen=True)
class Beyond:
    """One order of stops of the other side.

    Attributes:
        order: its stops, the nearest first.
        tail: by inner end, seconds and metres to the last of them.
        empty_m: metres without people there.
        close: by (stops before, inner end), scaled fen of all but the legs before, at least.
    """

    order: tuple[Stop, ...]
    tail: Ints
    empty_m: int
    close: Ints


@dataclass
class Looks:
    """How many ways may still be looked at."""

    left: int = field(default_factory=lambda: MOST_WAYS)


@dataclass(frozen=True)
class _Way:
    """Stops from the inner end outward, seconds and metres along them, and what people earn.

    ``dearest`` is what one person of each stop earns, ``worths`` what everybody else does.
    """

    stops: tuple[int, ...]
    seconds: int
    metres: int
    dearest: int
    worths: list[int]


class LongSearch:
    """All runs of one row through one order of stops beyond."""

    def __init__(
        self, coaches: Coaches, row: FleetRow, along: Along, beyond: Beyond, looks: Looks
    ) -> None:
        self.coaches = coaches
        self.row = row
        self.along = along
        self.beyond = beyond
        self.station = beyond.order[0].service is not None
        self.looks = looks
        self._best = 0

    def least(self, below: int) -> int:
        """The least that a run costs less what its people earn, scaled, where it is below that."""
        self._best = below
        low = np.full(len(self.along.stops), NEVER, dtype=np.int64)
        for s, rest in enumerate(self.along.rest, start=1):
            close = self.beyond.close[s]
            known = (rest[-1] < NEVER // 2) & (close < NEVER)
            low = np.minimum(low, np.where(known, rest[-1] + close, NEVER))
        for j in np.argsort(low, kind="stable").tolist():
            if int(low[j]) < self._best:
                dearest, *others = self.along.worths[j]
                self._look(int(low[j]), _Way((j,), 0, 0, dearest, others))
        return self._best

    def _look(self, low: int, way: _Way) -> None:
        """Look at a way as a run, and at all that it is the inner part of."""
        if self.looks.left == 0:
            self._best = min(self._best, low)
            return
        self.looks.left -= 1
        earned = self._earned(way)
        fen = self._fen(way)
        if fen is not None and earned[-1] > -NEVER:
            self._best = min(self._best, fen * self.along.scale - int(earned[-1]))
        for further, a in sorted(self._outward(way, earned)):
            if further < self._best:
                self._look(further, self._longer(way, a))

    def _earned(self, way: _Way) -> Ints:
        """What 0, 1, … people earn at best, one of each stop among them; ``-NEVER`` for fewer."""
        seats, known = self.along.seats, len(way.stops)
        if known > seats:
            return np.full(seats + 1, -NEVER, dtype=np.int64)
        others = [max(0, w) for w in way.worths[: seats - known]]
        others += [0] * (seats - known - len(others))
        sums = np.cumsum([way.dearest, *others], dtype=np.int64)
        return np.concatenate([np.full(known, -NEVER, dtype=np.int64), sums])

    def _longer(self, way: _Way, a: int) -> _Way:
        seconds, metres = (int(x) for x in self.along.hop[a, way.stops[-1]])
        dearest, *others = self.along.worths[a]
        return _Way(
            (*way.stops, a),
            way.seconds + seconds,
            way.metres + metres,
            way.dearest + dearest,
            sorted(way.worths + others, reverse=True),
        )

    def _fen(self, way: _Way) -> int | None:
        """What the way costs as a run, at least; None where it is none."""
        near = tuple(self.along.stops[n] for n in way.stops)
        order = self.beyond.order
        picks, drops = (near[::-1], order) if self.along.forward else (order[::-1], near)
        crowd = sum(self.along.crowd[n] for n in way.stops)
        if min(crowd, self.along.seats) < self.row.min_people and not self.station:
            return None
        if not self.coaches.is_allowed(self.row, picks, drops):
            return None
        return self.coaches.floor_fen(self.row, picks, drops, linked=False)

    def _outward(self, way: _Way, earned: Ints) -> Iterator[tuple[int, int]]:
        """Further stops, with the least of all runs over them, where that is below the best."""
        along, known = self.along, len(way.stops)
        legs = along.hop[:, way.stops[-1]] + np.array([way.seconds, way.metres])
        lows: dict[int, int] = {}
        for s, rest in enumerate(along.rest[: len(along.rest) - known], start=1):
            paid = earned[::-1] if len(rest) > 1 else earned[-1:]
            left = np.where(rest < NEVER // 2, rest - paid[:, None], NEVER).min(axis=0)
            close = int(self.beyond.close[known + s, way.stops[0]])
            total = left + legs[:, 1] * along.per_metre + close
            open_to = (left < NEVER) & (legs[:, 0] < FAR) & (total < self._best)
            for a in np.flatnonzero(open_to).tolist():
                if close < NEVER and a not in way.stops:
                    more = int(left[a]) + self._close(way, (known + s, s), legs[a])
                    lows[a] = min(lows.get(a, NEVER), more)
        return ((low, a) for a, low in lows.items() if low < self._best)

    def _close(self, way: _Way, stops: tuple[int, int], legs: Ints) -> int:
        """All but the empty way and legs of the rest, scaled; ``stops`` are all and the rest's."""
        tail_s, tail_m = (int(x) for x in self.beyond.tail[way.stops[0]] + legs)
        drive_s = tail_s + (stops[1] - 1) * self.along.shortest_s
        lengths = (drive_s, tail_m, self.beyond.empty_m)
        count = stops[0] + len(self.beyond.order)
        found = self.coaches.crewed_fen(
            self.row, lengths, count, station=self.station, partial=True
        )
        return NEVER if found is None else (found[0] - ROUNDING_FEN) * self.along.scale
