"""Runs: one vehicle's stops with times, its legs, its empty drives and its drivers' days."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import (
    Coordinate,
    Count,
    DistanceM,
    Document,
    DurationS,
    Identifier,
    Instant,
    LocalisedText,
    MoneyFen,
    PeopleCount,
    SomePeople,
)


class RunMode(StrEnum):
    """What carries the people."""

    COACH = "coach"
    TRAIN = "train"
    PLANE = "plane"


class RunRole(StrEnum):
    """A run's part in a journey."""

    DIRECT = "direct"
    FEEDER = "feeder"
    LINE_HAUL = "line_haul"
    LAST_MILE = "last_mile"


class CoachVehicle(Document):
    """One of a fleet row's equal vehicles."""

    fleet: Identifier
    number: int = Field(strict=True, ge=1, description="1 to the row's count")


class ServiceVehicle(Document):
    """A train or flight of the scenario."""

    service: Identifier


class Load(Document):
    """Some people of one group."""

    group: Identifier
    people: SomePeople


class RunStop(Document):
    """A halt at a place where people board or alight."""

    place: Identifier
    arrives: Instant
    departs: Instant
    board: tuple[Load, ...] = ()
    alight: tuple[Load, ...] = ()
    on_board: PeopleCount = Field(description="people on board after the stop")


class Leg(Document):
    """A movement between two stops; ``duration_s`` is driving only."""

    distance_m: DistanceM
    duration_s: DurationS
    geometry: tuple[Coordinate, ...] = ()
    """Road geometry where the travel provider has one, WGS-84; empty means schematic."""


class Positioning(Document):
    """What a vehicle drives empty."""

    origin: Identifier = Field(alias="from")
    destination: Identifier = Field(alias="to")
    departs: Instant
    arrives: Instant
    distance_m: DistanceM
    duration_s: DurationS


class ActivityKind(StrEnum):
    """What a driver does."""

    DRIVE = "drive"
    BREAK = "break"
    HALT = "halt"
    REST = "rest"
    STANDBY = "standby"


class Activity(Document):
    """A span of one driver's day."""

    kind: ActivityKind
    starts: Instant
    ends: Instant
    place: str | None = None
    """Place id where the coach stands, where it has one."""


class Duty(Document):
    """One driver's part in a run, as activities that follow one another without a gap."""

    driver: Identifier
    activities: tuple[Activity, ...]


class Relay(Document):
    """A hand-over of a standing coach with people on board from one crew to a fresh one."""

    place: Identifier
    arrives: Instant
    departs: Instant
    leaves: tuple[Identifier, ...] = Field(min_length=1, description="drivers who get off here")
    joins: tuple[Identifier, ...] = Field(min_length=1, description="drivers who take over here")


class CrewOption(Document):
    """One way to man a run: so many drivers all the way, or fresh ones from a relay place on."""

    drivers: int = Field(strict=True, ge=1, description="drivers over the whole run")
    relay: Identifier | None = None
    """The place where a fresh crew would take over."""
    driver_days: Count | None = Field(
        default=None, description="drivers times started 24 h; absent where there is no lawful way"
    )
    elapsed_s: DurationS | None = Field(
        default=None, description="least time from first departure to last arrival, seconds"
    )
    cost_fen: MoneyFen | None = Field(default=None, description="drivers and hand-overs, fen")
    refused: tuple[str, ...] = ()
    """Codes of what stands in its way, as in ``left_out``; empty where it is lawful."""


class CrewChoice(Document):
    """Why a run has the crew it has: every crew that was weighed, and a sentence."""

    options: tuple[CrewOption, ...]
    says: LocalisedText


class Run(Document):
    """A route with times: one vehicle, its stops and everything it costs."""

    id: Identifier
    mode: RunMode
    role: RunRole
    vehicle: CoachVehicle | ServiceVehicle
    stops: tuple[RunStop, ...] = Field(min_length=2)
    legs: tuple[Leg, ...]
    """One between each two stops that follow one another."""
    positioning: tuple[Positioning, ...] = ()
    duties: tuple[Duty, ...] = ()
    relays: tuple[Relay, ...] = ()
    """Where fresh drivers take over; those who leave have duties that end there."""
    crew: CrewChoice | None = None
    """Why the crew is what it is, where the law or the distance asks for more than one driver."""
    cost_fen: MoneyFen
    terms: dict[str, MoneyFen] = Field(default_factory=dict, description="cost by term, fen")
