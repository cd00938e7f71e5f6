"""Runs with too many stops to list: what the best of each fleet row costs less what it earns.

A run goes along the side that may have more stops, from its outer end inward, and then through an
order of stops of the other side. Windows, and who may not meet, are left aside.
"""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np

from routing.certify.coaches import FAR, Coaches
from routing.certify.long_search import ROUNDING_FEN, Along, Beyond, LongSearch, Looks
from routing.certify.space import Space, Stop
from routing.certify.walks import NEVER, Ints, walk
from routing.model.fleet import FleetRow


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
        apart = ~np.eye(len(self.near), dtype=bool)
        self.shortest_s = int(self.hop[..., 0][apart].min(initial=FAR))
        self._looks = Looks()
        self._beyond: dict[tuple[int, int], list[Beyond]] = {}

    def worst(self, k: int, worth: list[int], price: int) -> int:
        """The least reduced cost of a run of a row, in fen times the scale; at most zero.

        What it costs, less what its people earn and the price of the row (at most zero).
        """
        row = self.space.problem.scenario.fleet[k]
        seats = self.space.capacity(row.id)
        if row.count == 0 or seats == 0:
            return 0
        least = price
        for n, stops in enumerate(self.sets):
            if (k, n) not in self._beyond:
                self._beyond[k, n] = self._orders(row, stops)
            if self._beyond[k, n]:
                along = self._along(row, stops, worth, seats)
                for beyond in self._beyond[k, n]:
                    least = LongSearch(self.coaches, row, along, beyond, self._looks).least(least)
        return least - price

    def _leg(self, outer: Stop, inner: Stop) -> tuple[int, int]:
        ends = (outer, inner) if self.forward else (inner, outer)
        return self.coaches.drive(ends[0].place, ends[1].place)

    def _empty_m(self, row: FleetRow, place: str, *, first: bool) -> int:
        """Metres without people at the first or the last stop."""
        if first:
            return self.coaches.drive(row.base, place)[1]
        return self.coaches.drive(place, row.base)[1] if row.returns_empty else 0

    def _orders(self, row: FleetRow, stops: tuple[Stop, ...]) -> list[Beyond]:
        """Every order of the other side's stops that the row may drive."""
        most = row.max_drops if self.forward else row.max_pickups
        extra = row.max_drop_detour_s if self.forward else row.max_pickup_detour_s
        if len(stops) > most or any(not self._fits(row, s) for s in stops):
            return []
        found = []
        for order in permutations(stops):
            legs = [self._leg(a, b) for a, b in pairwise(order)]
            ends = (order[0], order[-1]) if self.forward else (order[-1], order[0])
            straight = self.coaches.drive(ends[0].place, ends[1].place)[0] if legs else 0
            path_s, path_m = sum(s for s, _ in legs), sum(m for _, m in legs)
            detour_s = path_s + len(legs) * int(self.coaches.values.stop_fixed_s) - straight
            if extra is None or detour_s <= extra:
                joins = np.array([self._leg(a, order[0]) for a in self.near], dtype=np.int64)
                tail = joins + np.array([path_s, path_m])
                empty_m = self._empty_m(row, order[-1].place, first=not self.forward)
                found.append(Beyond(order, tail, empty_m, self._closing(row, order, tail, empty_m)))
        return found

    def _closing(self, row: FleetRow, order: tuple[Stop, ...], tail: Ints, empty_m: int) -> Ints:
        """Scaled fen by (stops before, inner end), at least: all of a run but its legs before."""
        found = np.full((self.most + 1, len(self.near)), NEVER, dtype=np.int64)
        station = order[0].service is not None
        for j, (tail_s, tail_m) in enumerate(tail.tolist()):
            if max(tail_s, tail_m, empty_m) >= FAR:
                continue
            for s in range(1, self.most + 1):
                lengths = (tail_s + (s - 1) * self.shortest_s, tail_m, empty_m)
                fen = self.coaches.crewed_fen(
                    row, lengths, s + len(order), station=station, partial=True
                )
                if fen is not None:
                    found[s, j] = (fen[0] - ROUNDING_FEN) * self.scale
        return found

    def _along(self, row: FleetRow, stops: tuple[Stop, ...], worth: list[int], seats: int) -> Along:
        """The growing side for one row and one set beyond."""
        per_metre = int(row.per_km_fen + row.toll_per_km_fen) * self.scale // 1_000
        step = np.where(self.hop[..., 0] >= FAR, NEVER, self.hop[..., 1] * per_metre)
        np.fill_diagonal(step, NEVER)
        worths, crowd = [], []
        for near in self.near:
            prices = self._prices(row, near, stops, worth)
            worths.append([p for n, p in enumerate(prices[:seats]) if n == 0 or p > 0])
            crowd.append(len(prices))
        earned = [np.cumsum(np.array(w, dtype=np.int64)) for w in worths]
        most = min(self.most, row.max_pickups if self.forward else row.max_drops)
        return Along(
            forward=self.forward,
            stops=self.near,
            hop=self.hop,
            rest=walk(self._starts(row, stops), step, earned, most, seats),
            worths=worths,
            crowd=crowd,
            seats=seats,
            per_metre=per_metre,
            shortest_s=self.shortest_s,
            scale=self.scale,
        )

    def _fits(self, row: FleetRow, stop: Stop) -> bool:
        limit = self.coaches.places[stop.place].max_coach_seats
        return limit is None or row.seats <= limit

    def _prices(
        self, row: FleetRow, near: Stop, stops: tuple[Stop, ...], worth: list[int]
    ) -> list[int]:
        """What everybody at a stop who may ride to a set beyond earns, the dearest first."""
        if not self._fits(row, near):
            return []
        prices: list[int] = []
        for far in stops:
            ends = (near, far) if self.forward else (far, near)
            for n in self.coaches.trips_at.get(ends, ()):
                if row.id in self.space.trips[n].rows:
                    prices += [worth[n]] * self.space.trips[n].people
        return sorted(prices, reverse=True)

    def _starts(self, row: FleetRow, stops: tuple[Stop, ...]) -> Ints:
        """Cost of the empty way at the outer end; ``NEVER`` where the run is at home nowhere."""
        per_metre = int(row.deadhead_per_km_fen) * self.scale // 1_000
        found = []
        for s in self.near:
            empty_m = self._empty_m(row, s.place, first=self.forward)
            at_home = self.coaches.is_at_home(row, (s.place, *(x.place for x in stops)))
            found.append(empty_m * per_metre if at_home and empty_m < FAR else NEVER)
        return np.array(found, dtype=np.int64)
