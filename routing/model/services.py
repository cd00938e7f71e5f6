"""Trains and flights with what is offered on them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import (
    Count,
    Document,
    DurationS,
    Identifier,
    Instant,
    MoneyFen,
    PeopleCount,
    SomePeople,
)
from routing.units import Fen, People, Seconds


class ServiceMode(StrEnum):
    """What kind of vehicle runs to a timetable."""

    TRAIN = "train"
    PLANE = "plane"


class OfferKind(StrEnum):
    """How seats of a service are sold."""

    CHARTER = "charter"
    CARRIAGE = "carriage"
    BLOCK = "block"
    TICKET = "ticket"


class Call(Document):
    """A stop of a service in its timetable."""

    place: Identifier = Field(description="place id of the station or airport")
    arrives: Instant | None = None
    """Absent at the first call."""
    departs: Instant | None = None
    """Absent at the last call."""


class Offer(Document):
    """Seats of a service at a price: ``price_fen`` a unit plus ``per_person_fen`` a head."""

    id: Identifier
    kind: OfferKind
    seats: int = Field(strict=True, ge=1, le=5_000, description="seats of one unit")
    units: Count = Field(default=1, description="units on sale")
    min_people: PeopleCount = Field(
        default=People(0), description="fewest over all units for it to be bought"
    )
    price_fen: MoneyFen = Field(default=Fen(0), description="per unit bought, fen")
    per_person_fen: MoneyFen = Field(default=Fen(0), description="per person carried, fen")
    origin: Identifier | None = Field(
        default=None, alias="from", description="only from this call's place"
    )
    destination: Identifier | None = Field(
        default=None, alias="to", description="only to this call's place"
    )


class LargeParty(Document):
    """From how many people boarding at one call the carrier asks for a longer check-in."""

    people: SomePeople
    check_in_s: DurationS = Field(description="people are at the station this long before, seconds")


class Service(Document):
    """A train or flight on its day: calls in order, offers, and the time people need around it."""

    id: Identifier
    mode: ServiceMode
    number: str
    """Train or flight number as passengers know it."""
    calls: tuple[Call, ...]
    offers: tuple[Offer, ...]
    book_by: Instant | None = None
    """The latest moment to book any offer."""
    check_in_s: DurationS = Field(
        default=Seconds(3_600),
        description="people are at the station this long before, seconds",
    )
    large_party: LargeParty | None = None
    """A longer check-in for many; ``check_in_s`` holds for fewer."""
    egress_s: DurationS = Field(
        default=Seconds(1_800),
        description="from arrival until a coach may load, seconds",
    )
    source: str | None = None
