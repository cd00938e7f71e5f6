"""The least that a season's runs can cost and take, from distances, law and tariffs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.route_task import RouteTask, TaskStop
from routing.artefacts.timetable import Refusal, Timetable
from routing.artefacts.travel_matrix import TravelMatrix
from routing.certify.season_space import SeasonSpace
from routing.certify.space import clock_s
from routing.costing.coaches import coach_terms, total_fen
from routing.costing.rounding import km_fen
from routing.duties.crew_choice import find_timetable
from routing.model.season import CoachUse, SeasonCoach
from routing.units import SECONDS_PER_DAY

DAY_S = int(SECONDS_PER_DAY)
MILLI = 1_000
Ends = tuple[str, str, str, bool]
"""Base, origin, destination, and whether the coach drives home empty."""


@dataclass(frozen=True)
class SeasonFloors:
    """Prices every way once."""

    space: SeasonSpace
    matrix: TravelMatrix
    _timed: dict[tuple[object, ...], Timetable | Refusal] = field(default_factory=dict)
    _quickest: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def run_fen(self, row: SeasonCoach, ends: Ends) -> int | None:
        """What no run can cost less than that carries anybody on this way.

        Every leg is a shortest way over any places, one person boards, and an empty kilometre
        costs no more than a loaded one. None where no crew can do it lawfully.
        """
        out_m, loaded_m, home_m = self._lengths("m", ends)
        timed = self._timetable(row, ends)
        if isinstance(timed, Refusal):
            return None
        cheap = min(row.deadhead_per_km_fen, row.per_km_fen + row.toll_per_km_fen)
        terms = coach_terms(
            row.model_copy(update={"deadhead_per_km_fen": cheap}),
            loaded_m=loaded_m,
            empty_m=out_m + home_m,
            extra_stops=0,
            drivers=timed.drivers,
            driver_days=timed.driver_days,
            days=1,
        )
        return int(total_fen(terms))

    def least_days(self, ends: Ends) -> int:
        """Days between two departures of one vehicle on this way, at least."""
        season, halt_s = self.space.season, self._halt_s()
        moving_s = sum(self._lengths("s", ends))
        nights = -(-moving_s // (DAY_S - halt_s)) - 1 if halt_s else 0
        away_s = moving_s + max(0, nights) * halt_s + int(season.turnaround_s)
        span_s = clock_s(season.loads_until) - clock_s(season.loads_from)
        return max(0, -(-(away_s - span_s) // DAY_S))

    def home_fen(self, row: SeasonCoach, destination: str) -> int:
        """What the empty way home from a place costs."""
        at = self.matrix.index
        metres = int(self.matrix.distance_m[at[destination], at[row.base]])
        return int(km_fen(row.deadhead_per_km_fen, metres))

    def short_milli_fen(self, origin: str, destination: str) -> int | None:
        """The least that a feeder or last mile costs one person; None where none can go."""
        if origin == destination:
            return 0
        at, season = self.matrix.index, self.space.season
        if self.matrix.distance_m[at[origin], at[destination]] > season.feeder_max_m:
            return None
        found = [
            fen * MILLI // self.space.room(row)
            for row in self.space.rows(CoachUse.LOCAL)
            if self.space.room(row)
            for fen in [self.run_fen(row, (row.base, origin, destination, row.returns_empty))]
            if fen is not None
        ]
        return min(found, default=None)

    def _timetable(self, row: SeasonCoach, ends: Ends) -> Timetable | Refusal:
        metres, seconds = self._lengths("m", ends), self._lengths("s", ends)
        key = metres, seconds, row.use
        if key not in self._timed:
            task = self._task(row, ends, metres, seconds)
            self._timed[key] = find_timetable(task, self.space.values)
        return self._timed[key]

    def _task(
        self,
        row: SeasonCoach,
        ends: Ends,
        metres: tuple[int, int, int],
        seconds: tuple[int, int, int],
    ) -> RouteTask:
        season, values = self.space.season, self.space.values
        stand_s = values.stop_fixed_s + values.stop_per_person_s
        # The crew may come up to two days before the day of departure.
        first_s = 2 * DAY_S + clock_s(season.loads_from)
        last_s = 2 * DAY_S + clock_s(season.loads_until)
        near = metres[1] < values.night_halt_exempt_m and row.use is CoachUse.LOCAL
        return RouteTask(
            stops=(
                TaskStop(ends[1], stand_s, board_from_s=first_s, open_s=((first_s, last_s),)),
                TaskStop(ends[2], stand_s, arrive_by_s=first_s + int(season.arrive_within_s)),
            ),
            drive_s=(seconds[1],),
            drive_m=(metres[1],),
            lead_in_s=seconds[0],
            lead_in_m=metres[0],
            lead_out_s=seconds[2],
            lead_out_m=metres[2],
            halts_at_night=not near,
        )

    def _lengths(self, unit: str, ends: Ends) -> tuple[int, int, int]:
        """Of the empty way there, the loaded way and the empty way home; ``m`` or ``s``."""
        if unit not in self._quickest:
            table = self.matrix.distance_m if unit == "m" else self.matrix.duration_s
            self._quickest[unit] = _shortest(table)
        best, at = self._quickest[unit], self.matrix.index
        base, origin, destination, home = ends
        b, o, d = at[base], at[origin], at[destination]
        return int(best[b, o]), int(best[o, d]), int(best[d, b]) if home else 0

    def _halt_s(self) -> int:
        halt = self.space.values.night_halt
        if halt is None:
            return 0
        return int((clock_s(halt.end) - clock_s(halt.start)) % DAY_S)


def _shortest(direct: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shortest ways over any places: what one more stop between cannot shorten."""
    best = direct
    while True:
        over = np.min(best[:, :, None] + best[None, :, :], axis=1)
        shorter = np.minimum(best, over)
        if np.array_equal(shorter, best):
            return best
        best = shorter
