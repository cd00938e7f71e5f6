"""A season, its plan and its parts side by side, with what the rules look up again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from routing.model.rules import PolicyProfile, PolicyValues, policy_in_force
from routing.model.runs import ActivityKind, CoachVehicle, Run
from routing.model.season import CoachUse, SeasonCoach, SeasonGroup, SeasonScenario
from routing.model.season_plan import PartRecord, SeasonPlan, Trip

STAY, BACK = "~stay", "~back"
"""How a part names the coaches that stay in a city, and those that come home from it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A coach run of a part with the trip that claims it.

    Attributes:
        pointer: of the trip in the season's plan.
        row: the part's fleet row, with its ending.
    """

    pointer: str
    trip: Trip
    run: Run
    row: str

    @property
    def leaves(self) -> datetime:
        """When the vehicle sets out, by the run itself."""
        moments = [self.run.stops[0].arrives, *(p.departs for p in self.run.positioning)]
        moments += [d.activities[0].starts for d in self.run.duties if d.activities]
        return min(moments)

    @property
    def free(self) -> datetime:
        """When vehicle and crew are done, by the run itself."""
        moments = [self.run.stops[-1].arrives, *(p.arrives for p in self.run.positioning)]
        moments += [d.activities[-1].ends for d in self.run.duties if d.activities]
        return max(moments)


@dataclass(frozen=True)
class SeasonCase:
    """What is audited, and under which rules."""

    season: SeasonScenario
    plan: SeasonPlan
    parts: Mapping[str, PartRecord]
    profile: PolicyProfile

    @cached_property
    def zone(self) -> ZoneInfo:
        """The season's zone."""
        return ZoneInfo(self.season.timezone)

    def day_of(self, moment: datetime) -> date:
        """The local day of a moment."""
        return moment.astimezone(self.zone).date()

    @cached_property
    def values(self) -> PolicyValues:
        """The rule values in force."""
        return policy_in_force(self.profile, self.season.policy).values

    @cached_property
    def groups(self) -> dict[str, SeasonGroup]:
        """Groups by id."""
        return {g.id: g for g in self.season.groups}

    @cached_property
    def fleet(self) -> dict[str, SeasonCoach]:
        """Rows by id."""
        return {r.id: r for r in self.season.fleet}

    def records(self) -> Iterator[tuple[str, PartRecord]]:
        """Pointer and record of each part of the plan."""
        for i, part in enumerate(self.plan.parts):
            yield f"/parts/{i}", self.parts[part.assignment.part]

    @cached_property
    def coach_runs(self) -> dict[tuple[str, str], Run]:
        """Every coach run of every part, by part and run."""
        return {
            (record.assignment.part, run.id): run
            for _, record in self.records()
            for run in record.plan.runs
            if isinstance(run.vehicle, CoachVehicle)
        }

    @cached_property
    def made(self) -> tuple[Made, ...]:
        """Every trip with its run; readable once the rules of structure hold."""
        found = []
        for i, trip in enumerate(self.plan.trips):
            run = self.coach_runs[trip.part, trip.run]
            row = run.vehicle.fleet if isinstance(run.vehicle, CoachVehicle) else ""
            found.append(Made(f"/trips/{i}", trip, run, row))
        return tuple(found)

    @cached_property
    def by_vehicle(self) -> dict[tuple[str, int, date | None], tuple[Made, ...]]:
        """Trips of each vehicle in the order in which they leave.

        A vehicle that comes back is the same through the season; a hired one lasts for its day.
        """
        found: dict[tuple[str, int, date | None], list[Made]] = defaultdict(list)
        for made in sorted(self.made, key=lambda m: (m.leaves, m.pointer)):
            lasts = self.lasts(made.trip.fleet)
            found[made.trip.fleet, made.trip.number, None if lasts else made.trip.day].append(made)
        return {key: tuple(trips) for key, trips in found.items()}

    def lasts(self, fleet: str) -> bool:
        """Whether a row's vehicles are the same through the season: direct ones that come back."""
        row = self.fleet[fleet]
        return row.comes_back and row.use is CoachUse.DIRECT

    @cached_property
    def drives(self) -> dict[str, tuple[tuple[datetime, datetime, str], ...]]:
        """What each person drives through the season: start, end and the trip's pointer."""
        found: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
        for made in self.made:
            people = {c.driver: c.person for c in made.trip.crew}
            for duty in made.run.duties:
                found[people[duty.driver]] += [
                    (a.starts, a.ends, made.pointer)
                    for a in duty.activities
                    if a.kind is ActivityKind.DRIVE
                ]
        return {person: tuple(sorted(spans)) for person, spans in found.items()}

    @cached_property
    def leaving(self) -> dict[tuple[str, date], int]:
        """People who leave each place of origin on each local day, by their first boarding."""
        found: dict[tuple[str, date], int] = defaultdict(int)
        for _, record in self.records():
            for itinerary in record.plan.itineraries:
                if itinerary.departs is not None:
                    place = self.groups[itinerary.group].origin
                    found[place, self.day_of(itinerary.departs)] += itinerary.people
        return dict(found)


def base_row(fleet: str) -> str:
    """The season's row behind a part's row."""
    for ending in (STAY, BACK):
        if fleet.endswith(ending):
            return fleet[: -len(ending)]
    return fleet
