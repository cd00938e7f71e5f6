"""From the linear program's shares of trains, flights and tickets to whole people.

Coaches are not decided here: whoever is to go by one waits for a seat, which the annealing finds.
"""

from __future__ import annotations

import numpy as np

from routing.model.runs import RunRole
from routing.solve.branching import WHOLE
from routing.solve.instance import Instance, Ints
from routing.solve.leaves import Leaf
from routing.solve.selection import Selection


def round_modes(instance: Instance, leaf: Leaf, whole: frozenset[int]) -> Selection:
    """Everybody on the way that the leaf gives them, by largest remainders; no coach yet.

    Seats of the units that the leaf buys and beds are kept to. A demand in ``whole`` goes the way
    of its largest share.
    """
    return _Rounding(instance, leaf, whole).selection()


class _Rounding:
    def __init__(self, instance: Instance, leaf: Leaf, whole: frozenset[int]) -> None:
        self.instance = instance
        self.leaf = leaf
        self.whole = whole
        bought = [int(u + 1 - WHOLE) for u in leaf.units_used]
        self.seats = [n * o.seats for n, o in zip(bought, instance.offers, strict=True)]
        self.beds = [b.beds for b in instance.beds]
        self.rides = [0] * len(instance.rides)
        self.waits = {
            item.demand for item in instance.items if item.role is RunRole.DIRECT and item.rows
        }

    def selection(self) -> Selection:
        """Rides, own tickets and people left out, who may still get a seat on a coach."""
        instance = self.instance
        table = instance.ride_table
        own, left = [0] * len(instance.demands), [0] * len(instance.demands)
        for d, demand in enumerate(instance.demands):
            ways = np.flatnonzero(table.demand == d)
            rest = demand.people - self._seat(d, ways)
            alone = self.leaf.own_used[d] if self.leaf.own_used else 0.0
            if rest and d not in self.waits and alone >= rest - 0.5:
                own[d] = rest
            else:
                left[d] = rest
        sold = np.bincount(table.offer, weights=self.rides, minlength=len(instance.offers))
        units = tuple(int(np.ceil(n / o.seats)) for n, o in zip(sold, instance.offers, strict=True))
        return Selection((), tuple(self.rides), units, tuple(own), tuple(left))

    def _seat(self, demand: int, ways: Ints) -> int:
        """Give a demand's people their rides; how many have one."""
        people = self.instance.demands[demand].people
        shares = [self.leaf.rides_used[r] for r in ways] if self.leaf.rides_used else []
        if demand in self.whole:
            return self._seat_all(people, ways, shares)
        seated = 0
        for r, share in zip(ways, shares, strict=False):
            seated += self._take(int(r), min(int(share + WHOLE), people - seated))
        wanted = min(people, round(sum(shares))) - seated
        by_part = sorted(zip(shares, ways, strict=False), key=lambda x: (-(x[0] % 1.0), int(x[1])))
        for _, r in by_part:
            if wanted > 0:
                taken = self._take(int(r), 1)
                seated, wanted = seated + taken, wanted - taken
        return seated

    def _seat_all(self, people: int, ways: Ints, shares: list[float]) -> int:
        if sum(shares) < people / 2:
            return 0
        for share, r in sorted(zip(shares, ways, strict=False), key=lambda x: (-x[0], int(x[1]))):
            if share > 0 and self._room(int(r)) >= people:
                return self._take(int(r), people)
        return 0

    def _room(self, ride: int) -> int:
        known = self.instance.rides[ride]
        beds = self.beds[known.bed] if known.bed >= 0 else self.seats[known.offer]
        return min(self.seats[known.offer], beds)

    def _take(self, ride: int, people: int) -> int:
        """Seat as many as there is room for; how many."""
        known = self.instance.rides[ride]
        taken = max(0, min(people, self._room(ride)))
        self.rides[ride] += taken
        self.seats[known.offer] -= taken
        if known.bed >= 0:
            self.beds[known.bed] -= taken
        return taken
