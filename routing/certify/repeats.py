"""How often one vehicle may run, read from the trips again in code of its own.

A feeder's or last mile's trip is linked on a fleet row when a run with it may come before or after
another such run of one vehicle: from the first one's readiness, both drives, the empty way between
and three stops of one person still bring the second one in time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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
        pause_s: least time between two of them: an empty drive and two stops.
        span_s: most time from a vehicle's first departure to its last arrival, a day at most.
        come_m: by place where runs begin, the shortest way from a run that may come before.
        leave_m: by place where runs end, the shortest way to a run that may come after.
    """

    linked: frozenset[int] = frozenset()
    most: int = 1
    pause_s: int = 0
    span_s: int = SECONDS_PER_DAY
    come_m: dict[str, int] = field(default_factory=dict)
    leave_m: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Repeats:
    """Every row's repeats."""

    rows: dict[str, RowRepeats]

    def of(self, row: FleetRow) -> RowRepeats:
        """The row's repeats; one run a vehicle where it has none."""
        return self.rows.get(row.id, RowRepeats())


def find_repeats(space: Space) -> Repeats:
    """The repeats of every row of a space."""
    drive = shortest(space)
    rows: dict[str, RowRepeats] = {}
    for row in space.problem.scenario.fleet:
        held = [n for n, t in enumerate(space.trips) if row.id in t.rows]
        if held:
            rows[row.id] = _of_row(space, drive, held)
    return Repeats(rows)


def _of_row(space: Space, drive: Array, held: list[int]) -> RowRepeats:
    matrix = space.problem.matrix
    trips = [space.trips[n] for n in held]
    values = space.problem.policy.values
    stop_s = int(values.stop_fixed_s) + int(values.stop_per_person_s)
    here = [matrix.index[t.pick.place] for t in trips]
    there = [matrix.index[t.drop.place] for t in trips]
    gaps_s = drive[np.ix_(there, here)]
    own_s = drive[here, there]
    ready_s = np.array([t.ready_s for t in trips])
    by_s = np.array([latest_s(t) for t in trips])
    shuttle = np.array([t.role != "direct" for t in trips])
    fits = ready_s[:, None] + own_s[:, None] + own_s + gaps_s + 3 * stop_s <= by_s[None, :]
    fits &= shuttle[:, None] & shuttle[None, :]
    before, after = fits.any(axis=1), fits.any(axis=0)
    if not fits.any():
        return RowRepeats()
    first_s, last_s = int(ready_s[before].min()), int(by_s[after].max())
    gap_s, most, span_s = int(gaps_s.min()), sum(t.people for t in trips), int(SECONDS_PER_DAY)
    cycle_s = int(own_s.min()) + gap_s + 2 * stop_s
    if last_s < NEVER_S:
        span_s = min(span_s, last_s - first_s - stop_s)
    if last_s < NEVER_S and cycle_s > 0:
        most = min(most, max(2, (last_s - first_s + gap_s + stop_s) // cycle_s))
    come_m: dict[str, int] = {}
    leave_m: dict[str, int] = {}
    for i, j in np.argwhere(fits).tolist():
        way_m = int(matrix.distance_m[there[i], here[j]])
        start, end = trips[j].pick.place, trips[i].drop.place
        come_m[start] = min(way_m, come_m.get(start, way_m))
        leave_m[end] = min(way_m, leave_m.get(end, way_m))
    linked = frozenset(held[n] for n in np.flatnonzero(before | after).tolist())
    return RowRepeats(linked, most, gap_s + 2 * stop_s, span_s, come_m, leave_m)
