"""How often one vehicle may run, read from the trips again in code of its own.

A feeder's or last mile's trip is linked on a fleet row when a run with it may come before or after
another such run of one vehicle: from the first one's readiness, both drives, the least empty way
and three stops of one person still bring the second one in time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.certify.space import NEVER_S, Space, latest_s, shortest
from routing.model.fleet import FleetRow
from routing.units import SECONDS_PER_DAY

Array = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RowRepeats:
    """What one fleet row's vehicles can do several times.

    Attributes:
        linked: numbers of the trips whose runs may share a vehicle.
        most: most runs of one vehicle.
        gap_s: least driving between two runs.
        starts, ends: places where runs of the row begin and end.
    """

    linked: frozenset[int] = frozenset()
    most: int = 1
    gap_s: int = 0
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def goes_by_time(self, least_drive_s: int) -> bool:
        """Whether chains fill more than a day, so that shares go by time at work."""
        return self.most * (least_drive_s + self.gap_s) > SECONDS_PER_DAY


@dataclass(frozen=True)
class Repeats:
    """Every row's repeats, and the drives they rest on."""

    rows: dict[str, RowRepeats]
    by_time: frozenset[str]

    def of(self, row: FleetRow) -> RowRepeats:
        """The row's repeats; one run a vehicle where it has none."""
        return self.rows.get(row.id, RowRepeats())


def find_repeats(space: Space) -> Repeats:
    """The repeats of every row of a space."""
    drive = shortest(space)
    rows: dict[str, RowRepeats] = {}
    by_time = set[str]()
    for row in space.problem.scenario.fleet:
        held = [n for n, t in enumerate(space.trips) if row.id in t.rows]
        if not held:
            continue
        found, own_s = _of_row(space, drive, held)
        rows[row.id] = found
        if found.linked and found.goes_by_time(own_s):
            by_time.add(row.id)
    return Repeats(rows, frozenset(by_time))


def _of_row(space: Space, drive: Array, held: list[int]) -> tuple[RowRepeats, int]:
    index = space.problem.matrix.index
    trips = [space.trips[n] for n in held]
    values = space.problem.policy.values
    stop_s = int(values.stop_fixed_s) + int(values.stop_per_person_s)
    starts = sorted({t.pick.place for t in trips})
    ends = sorted({t.drop.place for t in trips})
    here = [index[t.pick.place] for t in trips]
    there = [index[t.drop.place] for t in trips]
    gap_s = int(drive[np.ix_(there, here)].min())
    own_s = drive[here, there]
    ready_s = np.array([t.ready_s for t in trips])
    by_s = np.array([latest_s(t) for t in trips])
    moving_s = own_s[:, None] + own_s[None, :] + gap_s + 3 * stop_s
    shuttle = np.array([t.role != "direct" for t in trips])
    fits = ready_s[:, None] + moving_s <= by_s[None, :]
    fits &= shuttle[:, None] & shuttle[None, :]
    before, after = fits.any(axis=1), fits.any(axis=0)
    least_s = int(own_s.min())
    if not fits.any():
        return RowRepeats(), least_s
    last_s = int(by_s[after].max())
    most = sum(t.people for t in trips)
    cycle_s = least_s + gap_s + 2 * stop_s
    if last_s < NEVER_S and cycle_s > 0:
        first_s = int(ready_s[before].min())
        most = min(most, max(2, (last_s - first_s + gap_s + stop_s) // cycle_s))
    linked = frozenset(n for n, joins in zip(held, before | after, strict=True) if joins)
    return RowRepeats(linked, most, gap_s, tuple(starts), tuple(ends)), least_s
