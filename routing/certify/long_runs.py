"""Runs with too many stops to list, priced by a relaxation: one layer of numbers for each stop.

A run is walked along the side that may have more stops, from its outer end inward, and ends in a
set of stops of the other side. It may come to a place again, though not from the place it just
went to; windows, detours, and who may not meet are left aside, and its crew is the least that the
way through the other side asks for, with the shortest leg there is between any two stops before.
"""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from routing.certify.coaches import FAR, Coaches
from routing.certify.space import Space, Stop
from routing.model.fleet import FleetRow

Ints = NDArray[np.int64]
NEVER = 1 << 60
ROUNDING_FEN = 3
"""Loaded kilometres, tolls and empty kilometres are rounded once for the whole run, so that sums of
their parts differ by less than a fen each."""
Layer = tuple[Ints, Ints, Ints, Ints]
"""By (people, stop): the least cost and the stop before; the same with another stop before."""


class LongRuns:
    """All runs whose longer side has up to so many stops."""

    def __init__(self, space: Space, coaches: Coaches, scale: int) -> None:
        self.space = space
        self.scale = scale
        self.coaches = coaches
        stops = coaches.stops
        self.forward = stops.max_pickups >= stops.max_drops
        self.most = max(stops.max_pickups, stops.max_drops)
        ends = [(t.pick, t.drop) if self.forward else (t.drop, t.pick) for t in space.trips]
        self.near = sorted({a for a, _ in ends if a.service is None}, key=repr)
        far = sorted({b for _, b in ends}, key=repr)
        beside, depth = min(stops.max_pickups, stops.max_drops), 2 if self.forward else 3
        self.sets = list(coaches.sets(far, beside, depth))
        self.hop = np.array([[self._leg(a, b) for b in self.near] for a in self.near])
        self.shortest_s = min((int(s) for s in self.hop[..., 0].ravel() if s > 0), default=FAR)
        self._close: dict[tuple[int, int], Ints | None] = {}

    def worst(self, k: int, worth: list[int]) -> int:
        """The least that a run of a row costs less what its people earn, in fen times the scale."""
        row = self.space.problem.scenario.fleet[k]
        seats = self.space.capacity(row.id)
        if row.count == 0 or seats == 0:
            return 0
        least = 0
        for n, stops in enumerate(self.sets):
            if (k, n) not in self._close:
                self._close[k, n] = self._closing(row, stops)
            close = self._close[k, n]
            if close is not None:
                earned = [self._earned(row, a, stops, worth, seats) for a in self.near]
                start = self._starts(row, stops)
                least = min(least, self._search(row, start, close * self.scale, earned, seats))
        return least

    def _leg(self, outer: Stop, inner: Stop) -> tuple[int, int]:
        ends = (outer, inner) if self.forward else (inner, outer)
        return self.coaches.drive(ends[0].place, ends[1].place)

    def _empty_m(self, row: FleetRow, place: str, *, first: bool) -> int:
        """Metres without people at the first or the last stop."""
        if first:
            return self.coaches.drive(row.base, place)[1]
        return self.coaches.drive(place, row.base)[1] if row.returns_empty else 0

    def _closing(self, row: FleetRow, stops: tuple[Stop, ...]) -> Ints | None:
        """Fen by (stops before, inner end): the other side, crew and hire; None where barred."""
        values = self.coaches.values
        most = row.max_drops if self.forward else row.max_pickups
        extra = row.max_drop_detour_s if self.forward else row.max_pickup_detour_s
        if len(stops) > most or any(not self._fits(row, s) for s in stops):
            return None
        found = np.full((self.most + 1, len(self.near)), NEVER // 10**7, dtype=np.int64)
        for order in permutations(stops):
            legs = [self._leg(a, b) for a, b in pairwise(order)]
            ends = (order[0], order[-1]) if self.forward else (order[-1], order[0])
            straight = self.coaches.drive(ends[0].place, ends[1].place)[0] if legs else 0
            path_s = sum(s for s, _ in legs)
            detour_s = path_s + len(legs) * int(values.stop_fixed_s) - straight
            if extra is not None and detour_s > extra:
                continue
            empty_m = self._empty_m(row, order[-1].place, first=not self.forward)
            path_m = sum(m for _, m in legs)
            for j, inner in enumerate(self.near):
                join_s, join_m = self._leg(inner, order[0])
                if max(join_s + path_s, join_m + path_m, empty_m) >= FAR:
                    continue
                for s in range(1, self.most + 1):
                    drive_s = join_s + path_s + (s - 1) * self.shortest_s
                    lengths = (drive_s, join_m + path_m, empty_m)
                    station = order[0].service is not None
                    fen = self.coaches.crewed_fen(row, lengths, s + len(stops), station=station)
                    if fen is not None:
                        found[s, j] = min(found[s, j], fen[0] - ROUNDING_FEN)
        return found

    def _fits(self, row: FleetRow, stop: Stop) -> bool:
        limit = self.coaches.places[stop.place].max_coach_seats
        return limit is None or row.seats <= limit

    def _earned(
        self, row: FleetRow, near: Stop, stops: tuple[Stop, ...], worth: list[int], seats: int
    ) -> list[int]:
        """What 1, 2, … people of a stop earn, the dearest first; at least one boards."""
        if not self._fits(row, near):
            return []
        prices: list[int] = []
        for far in stops:
            ends = (near, far) if self.forward else (far, near)
            for n in self.coaches.trips_at.get(ends, ()):
                if row.id in self.space.trips[n].rows:
                    prices += [worth[n]] * self.space.trips[n].people
        prices.sort(reverse=True)
        kept = [p for n, p in enumerate(prices[:seats]) if n == 0 or p > 0]
        return [int(x) for x in np.cumsum(np.array(kept, dtype=np.int64))]

    def _search(
        self, row: FleetRow, first: Ints, close: Ints, earned: list[list[int]], seats: int
    ) -> int:
        """The least over all walks to one set of the other side; at most zero."""
        most = min(self.most, row.max_pickups if self.forward else row.max_drops)
        crowd = sum(sorted((len(e) for e in earned), reverse=True)[:most])
        counted = crowd > seats
        per_metre = int(row.per_km_fen + row.toll_per_km_fen) * self.scale // 1_000
        step = np.where(self.hop[..., 0] >= FAR, NEVER, self.hop[..., 1] * per_metre)
        np.fill_diagonal(step, NEVER)
        shape = (seats + 1 if counted else 1, len(self.near))
        start = _nowhere(shape)
        start[0][0] = first
        layer = _boarded(start, earned, counted)
        least = 0
        for s in range(1, most + 1):
            if s > 1:
                layer = _boarded(_moved(layer, step), earned, counted)
            whole = np.where(layer[0] < NEVER // 2, layer[0] + close[s], NEVER)
            least = min(least, int(whole.min()))
        return least

    def _starts(self, row: FleetRow, stops: tuple[Stop, ...]) -> Ints:
        """Cost of the empty way at the outer end; ``NEVER`` where the run is at home nowhere."""
        per_metre = int(row.deadhead_per_km_fen) * self.scale // 1_000
        found = []
        for s in self.near:
            empty_m = self._empty_m(row, s.place, first=self.forward)
            at_home = self.coaches.is_at_home(row, (s.place, *(x.place for x in stops)))
            found.append(empty_m * per_metre if at_home and empty_m < FAR else NEVER)
        return np.array(found, dtype=np.int64)


def _moved(layer: Layer, step: Ints) -> Layer:
    """The best two ways to every stop from the stops of a layer, each from another stop."""
    best, before, second, _ = layer
    stops = np.arange(len(step))
    value = np.where(before[:, :, None] == stops, second[:, :, None], best[:, :, None])
    value = np.minimum(value + step[None], NEVER)
    found: list[Ints] = []
    for _ in range(2):
        origin = value.argmin(axis=1)
        found += [np.take_along_axis(value, origin[:, None, :], axis=1)[:, 0], origin]
        np.put_along_axis(value, origin[:, None, :], NEVER, axis=1)
    return found[0], found[1], found[2], found[3]


def _boarded(layer: Layer, earned: list[list[int]], counted: bool) -> Layer:
    """People of each stop get on: all that are worth it, or any number where seats are counted."""
    room = len(layer[0])
    out = _nowhere(layer[0].shape)
    for j, gains in enumerate(earned):
        if gains and not counted:
            _enter(out, j, 0, (layer, gains[-1]))
        elif counted:
            for more, fen in enumerate(gains[: room - 1], start=1):
                _enter(out, j, more, (layer, fen))
    return out


def _nowhere(shape: tuple[int, int]) -> Layer:
    never, none = np.full(shape, NEVER, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    return never, none, never.copy(), none.copy()


def _enter(out: Layer, j: int, more: int, ways: tuple[Layer, int]) -> None:
    """Keep, for every number of people at a stop, the best way and the best from elsewhere."""
    layer, earned = ways
    rows = slice(more, len(layer[0]))
    best, before, second, other = (x[rows, j] for x in out)
    for at in (0, 2):
        value, origin = (x[: len(layer[0]) - more, j] for x in layer[at : at + 2])
        fen = np.where(value < NEVER // 2, value - earned, NEVER)
        wins = fen < best
        moves = wins & (before != origin)
        second[moves], other[moves] = best[moves], before[moves]
        best[wins], before[wins] = fen[wins], origin[wins]
        next_best = ~wins & (before != origin) & (fen < second)
        second[next_best], other[next_best] = fen[next_best], origin[next_best]
