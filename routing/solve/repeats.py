"""How often one vehicle may run, and what a run costs at least where others share the vehicle.

A shuttle, feeder or last mile, may serve several runs if it gets from one to the next in time; a
coach that goes all the way serves one. The bound must hold for
plans that use this, so that a fleet row stands for its vehicles times their most runs, and a run
that may share its vehicle pays only the part of drivers, hire and empty way that no chain escapes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.model.runs import RunRole
from routing.solve.conflicts import NEVER_S, latest_arrival, shortest_drives
from routing.solve.floors import DAY_S
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.stop_sets import roads_of

FREE_SHARE, ALL_SHARES = 1, 4
"""Of an empty way between two runs the later one pays a quarter, the earlier one the rest, where
the vehicle returns empty; else the later one pays all."""


@dataclass(frozen=True)
class Repeats:
    """What the clock lets one vehicle do several times; arrays have one entry per fleet row.

    Attributes:
        linked: shape (items, rows), whether a run with the item may come before or after another.
        most: most runs of one vehicle.
        gap_s: least driving from a run's last stop to the next one's first.
        by_time: whether shares go by time at work rather than by number of runs.
        come_m, leave_m: shape (rows, places), what a linked run pays at least of the empty ways
            to its first stop and from its last, metres.
    """

    linked: Flags
    most: Ints
    gap_s: Ints
    by_time: Flags
    come_m: Ints
    leave_m: Ints

    @property
    def any(self) -> bool:
        """Whether any run can share its vehicle."""
        return bool(self.linked.any())


def no_repeats(instance: Instance) -> Repeats:
    """Every vehicle runs once."""
    rows, places = instance.place_ok.shape
    return Repeats(
        linked=np.zeros((len(instance.items), rows), dtype=bool),
        most=np.ones(rows, dtype=np.int64),
        gap_s=np.zeros(rows, dtype=np.int64),
        by_time=np.zeros(rows, dtype=bool),
        come_m=np.zeros((rows, places), dtype=np.int64),
        leave_m=np.zeros((rows, places), dtype=np.int64),
    )


def find_repeats(instance: Instance) -> Repeats:
    """Which runs may share a vehicle: judged by driving and least stops.

    Two shuttles of a row can follow one another only if each of the first one's people, being
    ready, can be brought, the empty way driven and each of the second one's people brought in time.
    """
    found = no_repeats(instance)
    rows = len(found.most)
    if instance.items:
        ways = _Ways(instance)
        for k in range(rows):
            ways.fill(found, k)
    return found


class _Ways:
    """The items' drives and times, and the ways between their stops."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        items = instance.items
        values = instance.problem.policy.values
        self.start = np.array([instance.picks[i.pick].place for i in items], dtype=np.int64)
        self.end = np.array([instance.drops[i.drop].place for i in items], dtype=np.int64)
        every = sorted({*self.start.tolist(), *self.end.tolist()})
        self.drive_s = shortest_drives(instance.problem, every)
        self.stop_s = int(values.stop_fixed_s) + int(values.stop_per_person_s)
        self.ready = np.array([i.ready_s for i in items], dtype=np.int64)
        self.by = np.array(
            [latest_arrival(i, instance.drops[i.drop]) for i in items], dtype=np.int64
        )
        self.direct = np.array([i.role is RunRole.DIRECT for i in items])

    def fill(self, found: Repeats, k: int) -> None:
        """Enter one fleet row."""
        held = np.array([e for e, i in enumerate(self.instance.items) if k in i.rows], np.int64)
        if not len(held):
            return
        gaps = self.drive_s[np.ix_(self.end[held], self.start[held])]
        found.gap_s[k] = gaps.min()
        own_s = self.drive_s[self.start[held], self.end[held]]
        pairs = self._pairs(held, own_s, int(found.gap_s[k]))
        found.linked[held, k] = pairs.any(axis=0) | pairs.any(axis=1)
        if pairs.any():
            found.most[k] = self._most(held, pairs, own_s, int(found.gap_s[k]))
            cycle_s = int(own_s.min()) + int(found.gap_s[k])
            found.by_time[k] = found.most[k] * cycle_s > DAY_S
            self._share_empty_ways(found, k, held)

    def _pairs(self, held: Ints, own_s: Ints, gap_s: int) -> Flags:
        """Shape (held, held): whether a run with one may come before a run with the other."""
        moving = own_s[:, None] + own_s[None, :] + (gap_s + 3 * self.stop_s)
        direct = self.direct[held][:, None] | self.direct[held][None, :]
        fits: Flags = self.ready[held][:, None] + moving <= self.by[held][None, :]
        shuttles: Flags = fits & ~direct
        return shuttles

    def _most(self, held: Ints, pairs: Flags, own_s: Ints, gap_s: int) -> int:
        """The longest chain that fits between the first readiness and the last arrival."""
        people = sum(self.instance.demands[self.instance.items[e].demand].people for e in held)
        first = int(self.ready[held][pairs.any(axis=1)].min())
        last = int(self.by[held][pairs.any(axis=0)].max())
        cycle_s = int(own_s.min()) + gap_s + 2 * self.stop_s
        if last >= NEVER_S or cycle_s == 0:
            return int(people)
        runs = (last - first + gap_s + self.stop_s) // cycle_s
        return int(min(max(2, runs), people))

    def _share_empty_ways(self, found: Repeats, k: int, held: Ints) -> None:
        distance_m = roads_of(self.instance.problem.matrix).distance_m
        starts, ends = np.unique(self.start[held]), np.unique(self.end[held])
        back = bool(self.instance.fleet.rows[k].returns_empty)
        paid = FREE_SHARE if back else ALL_SHARES
        found.come_m[k, starts] = distance_m[np.ix_(ends, starts)].min(axis=0) * paid // ALL_SHARES
        rest = ALL_SHARES - paid
        found.leave_m[k, ends] = distance_m[np.ix_(ends, starts)].min(axis=1) * rest // ALL_SHARES
