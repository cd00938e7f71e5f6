"""Which vehicle of the season makes which run, and who drives it.

A vehicle has a crew of its own that goes wherever it goes. Runs are given out day by day, the
longest first, to vehicles that are rested and whose drivers have hours left. Which of them goes
decides who is fresh for what comes: several customs are tried, and the one is kept under which the
fewest runs find no vehicle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind, CoachVehicle, Run
from routing.model.season import CoachUse
from routing.model.season_plan import Crew, PartRecord, Trip
from routing.season.frame import Frame
from routing.season.part_scenarios import BACK, STAY, season_row

DAY_S = 86_400.0
WEEK_S = 7 * DAY_S
Span = tuple[float, float]
"""Start and end of a drive, seconds since 1970."""


@dataclass
class Vehicle:
    """One vehicle of the season as it stands."""

    number: int
    at: str
    free: datetime | None = None
    drives: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Errand:
    """A run of a part that needs a vehicle."""

    record: PartRecord
    run: Run
    fleet: str

    @cached_property
    def leaves(self) -> datetime:
        """When the vehicle sets out, empty or loaded."""
        moments = [self.run.stops[0].departs, *(p.departs for p in self.run.positioning)]
        moments += [a.starts for d in self.run.duties for a in d.activities[:1]]
        return min(moments)

    @cached_property
    def free(self) -> datetime:
        """When the vehicle and its crew are done."""
        moments = [self.run.stops[-1].departs, *(p.arrives for p in self.run.positioning)]
        moments += [a.ends for d in self.run.duties for a in d.activities[-1:]]
        return max(moments)

    @property
    def ends_at(self) -> str:
        """Where it is then; a coach that brought people home stands at its base."""
        if self.run.positioning and self.run.positioning[-1].departs >= self.run.stops[-1].arrives:
            return self.run.positioning[-1].destination
        return self.run.stops[-1].place

    @cached_property
    def hardest_s(self) -> float:
        """The most that one of its drivers drives, seconds."""
        return max((_total_s(drives) for _, drives in self.drives), default=0.0)

    @cached_property
    def drives(self) -> list[tuple[str, tuple[Span, ...]]]:
        """Driver ids of the plan with their drives, the hardest duty first."""
        found = [
            (
                d.driver,
                tuple(
                    (a.starts.timestamp(), a.ends.timestamp())
                    for a in d.activities
                    if a.kind is ActivityKind.DRIVE
                ),
            )
            for d in self.run.duties
        ]
        return sorted(found, key=lambda x: (-_total_s(x[1]), x[0]))


Custom = Callable[[Vehicle, Errand], tuple[float, ...]]
"""Which of several vehicles goes on an errand: the one with the least value."""


def latest_back(vehicle: Vehicle, errand: Errand) -> tuple[float, ...]:
    """Who came back last, so that the others stay fresh for what comes."""
    return 0.0 if vehicle.free is None else -vehicle.free.timestamp(), vehicle.number


def fullest_week(vehicle: Vehicle, errand: Errand) -> tuple[float, ...]:
    """Whose drivers have driven most in the last seven days and still may."""
    return -_driven_s(vehicle, errand), vehicle.number


def freshest(vehicle: Vehicle, errand: Errand) -> tuple[float, ...]:
    """Whose drivers have driven least in the last seven days: a coach that stays drives home."""
    return _driven_s(vehicle, errand), vehicle.number


def _driven_s(vehicle: Vehicle, errand: Errand) -> float:
    since = errand.leaves.timestamp() - WEEK_S
    return sum(_total_s(d for d in own if d[1] > since) for own in vehicle.drives.values())


CUSTOMS: tuple[Custom, ...] = (latest_back, fullest_week)


@dataclass(frozen=True, slots=True)
class Given:
    """Trips of runs, and the runs for which no vehicle is free, by part and its fleet row."""

    trips: tuple[Trip, ...]
    unserved: Mapping[tuple[str, str], int]


def give_vehicles(
    frame: Frame, records: Iterable[PartRecord], before: Iterable[Trip] = ()
) -> Given:
    """A trip for every coach run that finds a vehicle, in the order in which they leave.

    ``before`` are trips of days that are over, with the hours they cost left out of account only
    when their runs are not among ``records``.
    """
    records, before = tuple(records), tuple(before)
    best = _given_by(CUSTOMS[0], frame, records, before)
    for custom in CUSTOMS[1:]:
        if not best.unserved:
            break
        other = _given_by(custom, frame, records, before)
        best = max(best, other, key=lambda given: len(given.trips))
    return best


def _given_by(
    custom: Custom, frame: Frame, records: tuple[PartRecord, ...], before: tuple[Trip, ...]
) -> Given:
    desk = VehicleDesk(frame, custom)
    trips = tuple(desk.give(records, before))
    return Given(trips, dict(desk.unserved))


@dataclass
class VehicleDesk:
    """Gives vehicles and drivers to runs by one custom.

    Attributes:
        unserved: runs for which no vehicle is free, by part and its fleet row.
    """

    frame: Frame
    custom: Custom

    def __post_init__(self) -> None:
        """All vehicles stand at their bases."""
        self.values: PolicyValues = self.frame.values
        self.rows = {r.id: r for r in self.frame.season.fleet}
        self.pools: dict[str, list[Vehicle]] = defaultdict(list)
        self.hired: dict[tuple[str, object], int] = defaultdict(int)
        self.unserved: dict[tuple[str, str], int] = defaultdict(int)
        self.turnaround = timedelta(seconds=int(self.frame.season.turnaround_s))

    def give(self, records: Iterable[PartRecord], before: Iterable[Trip] = ()) -> list[Trip]:
        """A trip for every coach run that finds a vehicle; see ``give_vehicles``."""
        fixed = {(t.part, t.run): t for t in before}
        errands = sorted(
            (e for r in records for e in _errands(r)),
            key=lambda e: (e.record.assignment.day, -e.hardest_s, e.leaves, e.run.id),
        )
        trips = []
        for errand in errands:
            row = self.rows[errand.fleet]
            trip = fixed.get((errand.record.assignment.part, errand.run.id))
            if trip is not None:
                self._again(errand, trip)
            elif row.comes_back and row.use is CoachUse.DIRECT:
                trip = self._own(errand)
            else:
                trip = self._hired(errand)
            if trip is None:
                self.unserved[errand.record.assignment.part, _fleet_of(errand.run)] += 1
            else:
                trips.append(trip)
        return sorted(trips, key=lambda t: (t.leaves, t.part, t.run))

    def _own(self, errand: Errand) -> Trip | None:
        suited = [v for v in self._standing(errand) if self._rested(v, errand)]
        custom = freshest if _fleet_of(errand.run).endswith(STAY) else self.custom
        suited.sort(key=lambda v: custom(v, errand))
        for vehicle in suited:
            crew = self._crew(vehicle, errand)
            if crew is not None:
                return self._book(vehicle, errand, crew)
        return None

    def _standing(self, errand: Errand) -> list[Vehicle]:
        """Vehicles of the row where the run begins: at the base, or in the city."""
        pool = self.pools[errand.fleet]
        if _fleet_of(errand.run).endswith(BACK):
            city = errand.record.assignment.subject
            return [v for v in pool if v.at == city]
        if len(pool) < int(self.rows[errand.fleet].count):
            pool.append(Vehicle(len(pool) + 1, ""))
        return [v for v in pool if v.at == ""]

    def _rested(self, vehicle: Vehicle, errand: Errand) -> bool:
        return vehicle.free is None or vehicle.free + self.turnaround <= errand.leaves

    def _crew(self, vehicle: Vehicle, errand: Errand) -> tuple[Crew, ...] | None:
        """The vehicle's drivers for a run, hardest duty to who drove least; None beyond hours."""
        letters = "ABC"[: self.values.max_drivers]
        since = errand.leaves.timestamp() - WEEK_S
        drove = {x: _total_s(s for s in vehicle.drives[x] if s[1] > since) for x in letters}
        order = sorted(letters, key=lambda x: (drove[x], x))
        crew = []
        for (driver, drives), letter in zip(errand.drives, order, strict=False):
            if not self._lawful(vehicle.drives[letter], drives):
                return None
            crew.append(Crew(driver=driver, person=f"{errand.fleet}/{vehicle.number}/{letter}"))
        return tuple(crew) if len(crew) == len(errand.run.duties) else None

    def _lawful(self, driven: list[Span], drives: tuple[Span, ...]) -> bool:
        """Whether no span of 24 hours or seven days that ends with a new drive is too full.

        Spans that end with an earlier drive were looked at when it was given.
        """
        since = drives[0][0] - WEEK_S if drives else 0.0
        recent = [d for d in driven if d[1] > since]
        limits = ((DAY_S, self.values.drive_24h_max_s), (WEEK_S, self.values.drive_7d_max_s))
        return all(
            _inside_s([*recent, *drives], end - length, end) <= most
            for _, end in drives
            for length, most in limits
        )

    def _book(self, vehicle: Vehicle, errand: Errand, crew: tuple[Crew, ...]) -> Trip:
        fleet = _fleet_of(errand.run)
        vehicle.at = errand.record.assignment.subject if fleet.endswith(STAY) else ""
        self._remember(vehicle, errand, crew)
        return _trip(errand, vehicle.number, crew)

    def _remember(self, vehicle: Vehicle, errand: Errand, crew: tuple[Crew, ...]) -> None:
        vehicle.free = errand.free
        drives = dict(errand.drives)
        for member in crew:
            vehicle.drives[member.person.rsplit("/", 1)[1]] += drives[member.driver]

    def _again(self, errand: Errand, trip: Trip) -> None:
        """A trip that was made already: its vehicle is where it left it."""
        row = self.rows[errand.fleet]
        if not (row.comes_back and row.use is CoachUse.DIRECT):
            self.hired[errand.fleet, trip.day] = max(
                trip.number, self.hired[errand.fleet, trip.day]
            )
            return
        pool = self.pools[errand.fleet]
        while len(pool) < trip.number:
            pool.append(Vehicle(len(pool) + 1, ""))
        vehicle = pool[trip.number - 1]
        stays = _fleet_of(errand.run).endswith(STAY)
        vehicle.at = errand.record.assignment.subject if stays else ""
        self._remember(vehicle, errand, trip.crew)

    def _hired(self, errand: Errand) -> Trip:
        """A vehicle that is hired for the day, with a crew of that day."""
        day = errand.record.assignment.day
        self.hired[errand.fleet, day] += 1
        number = self.hired[errand.fleet, day]
        crew = tuple(
            Crew(driver=driver, person=f"{errand.fleet}/{day.isoformat()}/{number}/{letter}")
            for (driver, _), letter in zip(errand.drives, "ABC", strict=False)
        )
        return _trip(errand, number, crew)


def _errands(record: PartRecord) -> Iterator[Errand]:
    for run in record.plan.runs:
        if isinstance(run.vehicle, CoachVehicle):
            yield Errand(record, run, season_row(run.vehicle.fleet))


def _fleet_of(run: Run) -> str:
    return run.vehicle.fleet if isinstance(run.vehicle, CoachVehicle) else ""


def _trip(errand: Errand, number: int, crew: tuple[Crew, ...]) -> Trip:
    return Trip(
        part=errand.record.assignment.part,
        run=errand.run.id,
        day=errand.record.assignment.day,
        fleet=errand.fleet,
        number=number,
        leaves=errand.leaves,
        free=errand.free,
        ends_at=errand.ends_at,
        crew=crew,
    )


def _total_s(spans: Iterable[Span]) -> float:
    return sum(end - start for start, end in spans)


def _inside_s(spans: Iterable[Span], start: float, end: float) -> float:
    """Seconds of some spans inside a window."""
    return sum(min(b, end) - max(a, start) for a, b in spans if b > start and a < end)
