"""A whole season: weeks of departures, coaches that come back, offers to be booked in time.

A season is planned in two steps. A master decides how many people of each group leave on which day
and by which means; each day is then planned like any other scenario. A *part* is what is planned
at once: one day's coaches to one city, or one train or flight.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from routing.model.base import (
    SCHEMA_VERSION,
    Count,
    DistanceM,
    Document,
    DurationS,
    Identifier,
    MoneyFen,
    PeopleCount,
    SomePeople,
    Text,
)
from routing.model.fleet import FleetRow
from routing.model.goals import Goals, SolverChoice
from routing.model.places import Place
from routing.model.rules import PolicyChoice
from routing.model.services import Service
from routing.model.travel import TravelChoice
from routing.units import Fen, Metres, Seconds

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


class SeasonGroup(Document):
    """People of one origin and one destination who leave on any day of a span."""

    id: Identifier
    origin: Identifier = Field(description="place id")
    destination: Identifier = Field(description="place id")
    people: SomePeople
    first_day: date
    """They leave on this local day at the earliest."""
    last_day: date
    """They leave on this local day at the latest."""
    wave: Identifier | None = None
    """The wave they belong to, where the county counts by waves."""
    payer: str | None = None
    priority: Count = Field(default=0, description="a higher one is left out later")
    no_show_rate: float = Field(
        default=0.0, ge=0, le=0.5, description="share who do not appear, as experienced, 0–0.5"
    )


class Wave(Document):
    """A day on which many leave, as the lunar calendar names it."""

    id: Identifier
    name: Text
    day: date
    """The solar date."""
    lunar: str | None = None
    """Month and day of the lunar year as ``month-day``, such as ``1-6`` for 正月初六."""


class Opening(Document):
    """The day on which a factory opens: nobody arrives earlier."""

    place: Identifier
    day: date


class CoachUse(StrEnum):
    """What a row's coaches are for."""

    DIRECT = "direct"
    """They carry people all the way."""
    LOCAL = "local"
    """They bring people to a station or from one."""


class DayCount(Document):
    """Vehicles available in a span of days, both included."""

    first_day: date
    last_day: date
    count: Count = Field(description="vehicles available on each of these days")


class SeasonCoach(FleetRow):
    """A coach type at a base for a season.

    ``count`` is how many there are on days that ``days`` does not speak of.
    """

    use: CoachUse = CoachUse.DIRECT
    comes_back: bool = True
    """The same vehicles come back, rest and go again; otherwise so many are hired each day."""
    days: tuple[DayCount, ...] = ()


class LoadingLimit(Document):
    """How many people a place can see off in one day."""

    place: Identifier
    day: date | None = None
    """Absent: on every day without a limit of its own."""
    people: PeopleCount


class StaffLimit(Document):
    """How many escorts a day has; each direct coach takes one."""

    day: date | None = None
    """Absent: on every day without a number of its own."""
    escorts: Count = Field(description="staff who can travel with a vehicle that day")


class Balance(Document):
    """Goals besides money, as prices; none of them is money spent."""

    wait_fen_per_person_day: MoneyFen = Field(
        default=Fen(0), description="each day a person waits beyond their first day, fen"
    )
    uneven_wait_fen_per_person_day: MoneyFen = Field(
        default=Fen(0),
        description="each day by which the mean wait of the site or payer that waits longest "
        "grows, times everybody, fen",
    )
    move_fen_per_person: MoneyFen = Field(
        default=Fen(5_000),
        description="each person moved to another day or means when a season is planned again, fen",
    )
    standby_risk: float = Field(
        default=0.05,
        gt=0,
        lt=1,
        description="accepted chance that somebody called to stand by finds no seat, 0–1",
    )


class SeasonScenario(Document):
    """Everything a season is planned from."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    id: Identifier
    title: Text | None = None
    timezone: str = "Asia/Shanghai"
    """IANA name; every day and clock time is local in it."""
    home_area: str
    """Admin prefix ``省/市`` of home: groups leave it or come back to it."""
    first_day: date
    last_day: date
    planned_on: date
    """The day on which it is planned; what had to be booked before can no longer be."""
    waves: tuple[Wave, ...] = ()
    places: tuple[Place, ...]
    groups: tuple[SeasonGroup, ...] = Field(min_length=1)
    openings: tuple[Opening, ...] = ()
    fleet: tuple[SeasonCoach, ...] = ()
    services: tuple[Service, ...] = ()
    """Trains and flights; each belongs to the local day of its first departure."""
    loading: tuple[LoadingLimit, ...] = ()
    staff: tuple[StaffLimit, ...] = ()
    escorts_per_service: Count = Field(default=0, description="staff on each train or flight used")
    loads_from: str = Field(default="06:00", pattern=CLOCK, description="HH:MM, local")
    """Boarding at the place of origin begins no earlier on the day of departure."""
    loads_until: str = Field(default="18:00", pattern=CLOCK, description="HH:MM, local")
    """The last coach has left the place of origin."""
    arrive_within_s: DurationS = Field(
        default=Seconds(259_200), description="from the start of loading to the gate, seconds"
    )
    turnaround_s: DurationS = Field(
        default=Seconds(28_800),
        description="rest of vehicle and crew at the base between two trips, seconds",
    )
    feeder_max_m: DistanceM = Field(
        default=Metres(200_000), description="longest way to a station or from one, metres"
    )
    policy: PolicyChoice = PolicyChoice()
    travel: TravelChoice = TravelChoice()
    goals: Goals = Goals()
    balance: Balance = Balance()
    solver: SolverChoice = SolverChoice()
