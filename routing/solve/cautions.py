"""What is learnt about columns once real loads have been timed: costs of planning, not of proof."""

from __future__ import annotations

import numpy as np

from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.crew_lessons import CrewLessons
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Instance
from routing.solve.selection import Vehicle
from routing.solve.table import Table


class Cautions:
    """Raises a plan's column costs where a real load was unlawful or dearer than the floor."""

    def __init__(self, instance: Instance, table: Table, appraiser: Appraiser) -> None:
        self.instance = instance
        self.table = table
        self.appraiser = appraiser
        self.crews = CrewLessons(table, appraiser)
        self._picks = _members(table.pick.sets, len(instance.picks))[table.pair[:, 0]]
        self._drops = _members(table.drop.sets, len(instance.drops))[table.pair[:, 1]]

    def learn(self, vehicle: Vehicle, run: Appraisal | None) -> bool:
        """Take over what timing a vehicle showed; whether it cost more than was assumed.

        An unlawful run bars its column, and every column of the same row that also stops at all
        of its stops: more stops would make it later still.
        """
        cost = self.table.cost
        c, k = vehicle.combination, vehicle.row
        if run is not None:
            dearer = bool(run.cost_fen > cost[c, k])
            self.crews.learn((c, k), run, self._alike(k) if dearer else [])
            cost[c, k] = max(int(cost[c, k]), run.cost_fen)
            return dearer
        wider = (self._picks & self._picks[c] == self._picks[c]).all(axis=1)
        wider &= (self._drops & self._drops[c] == self._drops[c]).all(axis=1)
        for row in self._alike(k):
            cost[wider, row] = BIG_FEN
        return True

    def test(self, combination: int, row: int) -> None:
        """Time a column with the fullest load it can have, where that was not done."""
        load = self.fullest(combination, row)
        if load:
            vehicle = Vehicle(combination, row, tuple(sorted(load.items())))
            self.learn(vehicle, self.appraiser.best_run(row, load))

    def fullest(self, combination: int, row: int) -> dict[int, int]:
        """A full load that uses every item of a column that its row may carry."""
        table = self.table
        held = [int(e) for e in table.items_of(combination) if table.may[e, row]]
        room = int(table.capacity[row])
        if not held or room < len(held):
            return {}
        load = dict.fromkeys(held, 1)
        room -= len(held)
        for e in sorted(held, key=lambda e: (-int(table.amount[e]), e)):
            more = min(room, int(table.amount[e]) - 1)
            load[e] += more
            room -= more
        return load

    def _alike(self, row: int) -> list[int]:
        """Rows with the same base and the same times at work, which are as late as this one."""
        rows = self.instance.fleet.rows
        known = rows[row]
        return [
            k
            for k, other in enumerate(rows)
            if other.base == known.base
            and other.available == known.available
            and self.instance.fleet.capacity[k] >= self.instance.fleet.capacity[row]
        ]


def _members(
    sets: np.ndarray[tuple[int, int], np.dtype[np.int64]], nodes: int
) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Shape (sets, bytes): the nodes of each set as packed bits."""
    flags = np.zeros((len(sets), max(1, nodes)), dtype=bool)
    at, place = np.nonzero(sets >= 0)
    flags[at, sets[at, place]] = True
    return np.packbits(flags, axis=1)
