"""Which vehicle of the season makes which run, and who drives it.

A vehicle has a crew of its own that goes wherever it goes. Runs are given out in the order in
which they leave; of the vehicles that are rested and whose drivers have hours left, the one that
came back last goes, so that the others stay fresh for what comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind, CoachVehicle, Run
from routing.model.season import CoachUse
from routing.model.season_plan import Crew, PartRecord, Trip
from routing.season.frame import Frame
from routing.season.part_scenarios import BACK, STAY, season_row

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
Span = tuple[datetime, datetime]


@dataclass
class Vehicle:
    """One vehicle of the season as it stands."""

    number: int
    at: str
    free: datetime | None = None
    drives: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Errand:
    """A run of a part that needs a vehicle."""

    record: PartRecord
    run: Run
    fleet: str

    @property
    def leaves(self) -> datetime:
        """When the vehicle sets out, empty or loaded."""
        moments = [self.run.stops[0].departs, *(p.departs for p in self.run.positioning)]
        moments += [a.starts for d in self.run.duties for a in d.activities[:1]]
        return min(moments)

    @property
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

    def drives(self) -> list[tuple[str, tuple[Span, ...]]]:
        """Driver ids of the plan with their drives, the hardest duty first."""
        found = [
            (
                d.driver,
                tuple((a.starts, a.ends) for a in d.activities if a.kind is ActivityKind.DRIVE),
            )
            for d in self.run.duties
        ]
        return sorted(found, key=lambda x: (-_total_s(x[1]), x[0]))


@dataclass
class VehicleDesk:
    """Gives vehicles and drivers to runs.

    Attributes:
        unserved: runs for which no vehicle is free, by part and row.
    """

    frame: Frame

    def __post_init__(self) -> None:
        """All vehicles stand at their bases."""
        self.values: PolicyValues = self.frame.values
        self.rows = {r.id: r for r in self.frame.season.fleet}
        self.pools: dict[str, list[Vehicle]] = defaultdict(list)
        self.hired: dict[tuple[str, object], int] = defaultdict(int)
        self.unserved: dict[tuple[str, str], int] = defaultdict(int)
        self.turnaround = timedelta(seconds=int(self.frame.season.turnaround_s))

    def give(self, records: Iterable[PartRecord], before: Iterable[Trip] = ()) -> list[Trip]:
        """A trip for every coach run, in the order in which they leave.

        ``before`` are trips of days that are over, with the hours they cost left out of account
        only when their runs are not among ``records``.
        """
        fixed = {(t.part, t.run): t for t in before}
        errands = sorted(
            (e for r in records for e in _errands(r)),
            key=lambda e: (e.leaves, e.record.assignment.part, e.run.id),
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
                self.unserved[errand.record.assignment.part, errand.fleet] += 1
            else:
                trips.append(trip)
        return trips

    def _own(self, errand: Errand) -> Trip | None:
        suited = [v for v in self._standing(errand) if self._rested(v, errand)]
        suited.sort(
            key=lambda v: (v.free is None, -(v.free or errand.leaves).timestamp(), v.number)
        )
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
        since = errand.leaves - WEEK
        drove = {x: _total_s(s for s in vehicle.drives[x] if s[1] > since) for x in letters}
        order = sorted(letters, key=lambda x: (drove[x], x))
        crew = []
        for (driver, drives), letter in zip(errand.drives(), order, strict=False):
            if not self._lawful([*vehicle.drives[letter], *drives]):
                return None
            crew.append(Crew(driver=driver, person=f"{errand.fleet}/{vehicle.number}/{letter}"))
        return tuple(crew) if len(crew) == len(errand.run.duties) else None

    def _lawful(self, drives: list[Span]) -> bool:
        """Whether no span of 24 hours or seven days that ends with a drive is too full."""
        recent = drives[-200:]
        limits = ((DAY, self.values.drive_24h_max_s), (WEEK, self.values.drive_7d_max_s))
        return all(
            _inside_s(recent, end - length, end) <= most
            for _, end in recent
            for length, most in limits
        )

    def _book(self, vehicle: Vehicle, errand: Errand, crew: tuple[Crew, ...]) -> Trip:
        fleet = _fleet_of(errand.run)
        vehicle.at = errand.record.assignment.subject if fleet.endswith(STAY) else ""
        self._remember(vehicle, errand, crew)
        return _trip(errand, vehicle.number, crew)

    def _remember(self, vehicle: Vehicle, errand: Errand, crew: tuple[Crew, ...]) -> None:
        vehicle.free = errand.free
        drives = dict(errand.drives())
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
            for (driver, _), letter in zip(errand.drives(), "ABC", strict=False)
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
    return sum((end - start).total_seconds() for start, end in spans)


def _inside_s(spans: list[Span], start: datetime, end: datetime) -> float:
    """Seconds of some spans inside a window."""
    return _total_s((max(a, start), min(b, end)) for a, b in spans if b > start and a < end)
