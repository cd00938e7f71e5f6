"""Which side of a coach may have more stops than the table lists, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from routing.solve.instance import Instance
from routing.solve.stop_sets import LONGEST

MOST_WORK = 400_000_000
"""Steps of the dynamic programs of one pricing pass."""
LISTED = 2
"""Stops of the growing side up to which sets are listed all the same."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A side that grows.

    Attributes:
        by_pick: whether pickups grow; otherwise drops do.
        most: its stops, at most.
        beside: stops of the other side, at most.
    """

    by_pick: bool
    most: int
    beside: int

    @property
    def listed(self) -> tuple[int, int]:
        """Most stops of the pickup sets and of the drop sets that are listed."""
        return (LISTED, self.beside) if self.by_pick else (self.beside, LISTED)


def find_reach(instance: Instance) -> Reach | None:
    """The side that grows; None where every run is listed, or where few stops fill a coach.

    More stops pay where the people of ``LONGEST`` typical places do not fill the largest coach.
    Elsewhere the table with its cuts proves more than longer routes without cuts would.
    """
    found = [r for by_pick in (True, False) if (r := _grown(instance, by_pick)) is not None]
    return max(found, key=lambda r: (r.most, r.by_pick), default=None)


def _grown(instance: Instance, by_pick: bool) -> Reach | None:
    fleet = instance.fleet
    nodes, others = instance.picks, instance.drops
    most_stops, most_others = fleet.max_pickups, fleet.max_drops
    if not by_pick:
        nodes, others, most_stops, most_others = others, nodes, most_others, most_stops
    plain = [n for n, node in enumerate(nodes) if node.service is None]
    on_hand = fleet.count > 0
    most = min(int(most_stops[on_hand].max(initial=1)), len(plain))
    if most <= LONGEST:
        return None
    people = np.zeros(len(nodes), dtype=np.int64)
    for demand, node in {(i.demand, i.pick if by_pick else i.drop) for i in instance.items}:
        people[node] += instance.demands[demand].people
    if LONGEST * float(np.median(people[plain])) > int(fleet.capacity[on_hand].max(initial=0)):
        return None
    stations = sum(n.service is not None for n in others)
    beside = min(LONGEST, int(most_others[on_hand].max(initial=1)))
    for size in range(beside, 0, -1):
        sets = stations + sum(comb(len(others) - stations, s) for s in range(1, size + 1))
        seats = int(np.where(fleet.capacity < most * people.max(), fleet.capacity + 1, 1).sum())
        if sets * seats * most * len(plain) ** 2 <= MOST_WORK:
            return Reach(by_pick, most, size)
    return None
