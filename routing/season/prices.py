"""What a direct run costs, at the least and as expected, and how long it keeps its coach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.route_task import RouteTask, TaskStop
from routing.artefacts.timetable import Timetable
from routing.costing.coaches import coach_terms, total_fen
from routing.costing.rounding import km_fen
from routing.duties.crew_choice import find_timetable
from routing.model.fleet import HireBasis
from routing.model.season import SeasonCoach
from routing.season.frame import Frame
from routing.solve.clocks import Clock, find_clock
from routing.solve.floors import window_s
from routing.units import SECONDS_PER_DAY

DAY_S = int(SECONDS_PER_DAY)
AFTER_S = 2 * DAY_S
"""Second on the clock at which the day of departure begins; a crew may come the day before."""


@dataclass(frozen=True, slots=True)
class Way:
    """A row's coach from one place to another.

    Attributes:
        base: where it starts empty.
        home: whether it drives home empty afterwards.
    """

    row: SeasonCoach
    base: str
    origin: str
    destination: str
    home: bool


@dataclass(frozen=True, slots=True)
class Lengths:
    """Metres and seconds of the empty way there, the loaded way and the empty way home."""

    metres: tuple[int, int, int]
    seconds: tuple[int, int, int]


@dataclass
class Prices:
    """Prices ways; what was priced once is kept."""

    frame: Frame

    def __post_init__(self) -> None:
        """Begin with nothing priced."""
        self.timed: dict[tuple[object, ...], Clock | None] = {}

    @cached_property
    def law_halt_s(self) -> int:
        """Length of the night halt."""
        return window_s(self.frame.values.night_halt)

    def clock(self, way: Way, *, least: bool, people: int) -> Clock | None:
        """The cheapest lawful crew and departure on a day of the season; None without one."""
        lengths = self.lengths(way, least=least)
        key = lengths, people, way.row.use
        if key not in self.timed:
            self.timed[key] = find_clock(self._task(way, lengths, people), self.frame.values)
        return self.timed[key]

    def timetable(self, way: Way, *, people: int) -> Timetable | None:
        """The same with every activity, as expected; None where there is none."""
        task = self._task(way, self.lengths(way, least=False), people)
        found = find_timetable(task, self.frame.values)
        return found if isinstance(found, Timetable) else None

    def expected_fen(self, way: Way, *, people: int) -> int | None:
        """What a full run costs that serves this way alone."""
        return self._fen(way, least=False, people=people)

    def floor_fen(self, way: Way) -> int | None:
        """The least a run can cost that carries anybody on this way, whoever else rides.

        Shortest ways over any places stand for every leg, one person for every stop, and an empty
        kilometre counts as no dearer than a loaded one, because the coach may come loaded with
        others instead.
        """
        return self._fen(way, least=True, people=1)

    def least_away_s(self, way: Way) -> int:
        """Seconds between two departures of one coach on this way, at least."""
        lengths = self.lengths(way, least=True)
        drive_s, halt_s = sum(lengths.seconds), self.law_halt_s
        # What is driven fits between night halts, one fewer than stretches.
        nights = max(0, -(-drive_s // (DAY_S - halt_s)) - 1)
        return drive_s + nights * halt_s + int(self.frame.season.turnaround_s)

    def lengths(self, way: Way, *, least: bool) -> Lengths:
        """The three ways of a run."""
        frame, at = self.frame, self.frame.matrix.index
        metres = frame.shortest_m if least else frame.matrix.distance_m
        seconds = frame.shortest_s if least else frame.matrix.duration_s
        base, origin, end = at[way.base], at[way.origin], at[way.destination]

        def three(table: NDArray[np.int64]) -> tuple[int, int, int]:
            home = int(table[end, base]) if way.home else 0
            return int(table[base, origin]), int(table[origin, end]), home

        return Lengths(three(metres), three(seconds))

    def home_fen(self, way: Way) -> int:
        """What the empty way home costs."""
        return km_fen(way.row.deadhead_per_km_fen, self.lengths(way, least=False).metres[2])

    def _fen(self, way: Way, *, least: bool, people: int) -> int | None:
        clock = self.clock(way, least=least, people=people)
        if clock is None:
            return None
        row, (out_m, loaded_m, home_m) = way.row, self.lengths(way, least=least).metres
        if least:
            loaded_fen = row.per_km_fen + row.toll_per_km_fen
            cheap = min(row.deadhead_per_km_fen, loaded_fen)
            row = row.model_copy(update={"deadhead_per_km_fen": cheap})
        days = 1 if row.hire_basis is HireBasis.DAY and least else _days(clock)
        terms = coach_terms(
            row,
            loaded_m=loaded_m,
            empty_m=out_m + home_m,
            extra_stops=0,
            drivers=clock.drivers,
            driver_days=clock.driver_days,
            days=days,
        )
        return total_fen(terms)

    def _task(self, way: Way, lengths: Lengths, people: int) -> RouteTask:
        season, calendar, values = self.frame.season, self.frame.calendar, self.frame.values
        stand_s = values.stop_fixed_s + people * values.stop_per_person_s
        from_s = AFTER_S + calendar.clock_s(season.loads_from)
        until_s = AFTER_S + calendar.clock_s(season.loads_until)
        local = lengths.metres[1] < values.night_halt_exempt_m and way.row.use.value == "local"
        return RouteTask(
            stops=(
                TaskStop(way.origin, stand_s, board_from_s=from_s, open_s=((from_s, until_s),)),
                TaskStop(
                    way.destination, stand_s, arrive_by_s=from_s + int(season.arrive_within_s)
                ),
            ),
            drive_s=(lengths.seconds[1],),
            drive_m=(lengths.metres[1],),
            lead_in_s=lengths.seconds[0],
            lead_in_m=lengths.metres[0],
            lead_out_s=lengths.seconds[2],
            lead_out_m=lengths.metres[2],
            halts_at_night=not local,
        )


def _days(clock: Clock) -> int:
    """Local calendar days on which it carries people."""
    return clock.arrives_s // DAY_S - clock.departs_s // DAY_S + 1
