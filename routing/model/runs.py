"""Runs: one vehicle's stops with times, its legs, its empty drives and its drivers' days."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import (
    Coordinate,
    DistanceM,
    Document,
    DurationS,
    Identifier,
    Instant,
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
    cost_fen: MoneyFen
    terms: dict[str, MoneyFen] = Field(default_factory=dict, description="cost by term, fen")
