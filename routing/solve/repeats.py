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
FAR_M = np.iinfo(np.int64).max // 8
"""Farther than any way: a run then pays its own way from or to the base."""


@dataclass(frozen=True)
class Repeats:
    """What the clock lets one vehicle do several times; arrays have one entry per fleet row.

    Attributes:
        linked: shape (items, rows), whether a run with the item may come before or after another.
        most: most runs of one vehicle.
        pause_s: least time from a run's last arrival to the next one's first departure.
        span_s: most time from a vehicle's first departure to its last arrival, a day at most.
        come_m, leave_m: shape (rows, places), what a linked run pays at least of the empty ways
            to its first stop and from its last, metres; ``FAR_M`` where nothing can come before,
            or after, a run that begins, or ends, there.
    """

    linked: Flags
    most: Ints
    pause_s: Ints
    span_s: Ints
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
        pause_s=np.zeros(rows, dtype=np.int64),
        span_s=np.full(rows, DAY_S, dtype=np.int64),
        come_m=np.full((rows, places), FAR_M, dtype=np.int64),
        leave_m=np.full((rows, places), FAR_M, dtype=np.int64),
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
        gaps_s = self.drive_s[np.ix_(self.end[held], self.start[held])]
        own_s = self.drive_s[self.start[held], self.end[held]]
        pairs = self._pairs(held, own_s, gaps_s)
        found.linked[held, k] = pairs.any(axis=0) | pairs.any(axis=1)
        if pairs.any():
            found.pause_s[k] = int(gaps_s.min()) + 2 * self.stop_s
            found.most[k] = self._most(held, pairs, own_s, int(gaps_s.min()))
            found.span_s[k] = self._span_s(held, pairs)
            self._share_empty_ways(found, k, held, pairs)

    def _pairs(self, held: Ints, own_s: Ints, gaps_s: Ints) -> Flags:
        """Shape (held, held): whether a run with one may come before a run with the other."""
        moving = own_s[:, None] + own_s[None, :] + gaps_s + 3 * self.stop_s
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

    def _span_s(self, held: Ints, pairs: Flags) -> int:
        """From the first departure that any chain of the row can have to its last arrival."""
        first = int(self.ready[held][pairs.any(axis=1)].min()) + self.stop_s
        last = int(self.by[held][pairs.any(axis=0)].max())
        return DAY_S if last >= NEVER_S else min(DAY_S, last - first)

    def _share_empty_ways(self, found: Repeats, k: int, held: Ints, pairs: Flags) -> None:
        """Its part of the shortest way from a run that may come before, or to one after."""
        distance_m = roads_of(self.instance.problem.matrix).distance_m
        ways_m = np.where(pairs, distance_m[np.ix_(self.end[held], self.start[held])], FAR_M)
        back = bool(self.instance.fleet.rows[k].returns_empty)
        paid = FREE_SHARE if back else ALL_SHARES
        come_m, leave_m = ways_m.min(axis=0), ways_m.min(axis=1)
        here_m = np.where(come_m < FAR_M, come_m * paid // ALL_SHARES, FAR_M)
        rest = ALL_SHARES - paid
        there_m = np.where(leave_m < FAR_M, leave_m * rest // ALL_SHARES, FAR_M)
        np.minimum.at(found.come_m[k], self.start[held], here_m)
        np.minimum.at(found.leave_m[k], self.end[held], there_m)
