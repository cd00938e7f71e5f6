"""A season's plan: who leaves when and how, what each coach does, what is booked until when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from routing.model.base import (
    SCHEMA_VERSION,
    Count,
    Document,
    Identifier,
    Instant,
    LocalisedText,
    MoneyFen,
    PeopleCount,
    SignedFen,
    SomePeople,
)
from routing.model.findings import AuditReport
from routing.model.plan import CostTerm, Plan, PlanStatus
from routing.model.scenario import Scenario

SHA256 = r"^[0-9a-f]{64}$"


class PartKind(StrEnum):
    """What a part of a season plans."""

    OUTWARD = "outward"
    """Direct coaches from home to one city."""
    HOMEWARD = "homeward"
    """Coaches that stand in a city carry people home."""
    SERVICE = "service"
    """A train or flight with its feeders and last miles."""


class SeasonLoad(Document):
    """People of one group who leave on one day in one part."""

    group: Identifier
    people: SomePeople


class SeasonCoaches(Document):
    """Coaches of one row that a part may use."""

    fleet: Identifier
    returning: Count = Field(default=0, description="vehicles that go home empty afterwards")
    staying: Count = Field(default=0, description="vehicles that wait there for people to carry")


class SeasonAssignment(Document):
    """What the master gives to one part."""

    part: Identifier
    kind: PartKind
    day: date
    subject: str
    """The city as ``省/市``, or the service's id."""
    loads: tuple[SeasonLoad, ...]
    coaches: tuple[SeasonCoaches, ...] = ()


class PartSummary(Document):
    """One part of the season as it was planned; the plan itself stands in a file of its own."""

    assignment: SeasonAssignment
    scenario_sha256: str = Field(pattern=SHA256, description="of the part's scenario")
    plan_sha256: str = Field(pattern=SHA256, description="of the part's plan")
    people: PeopleCount
    cost_fen: MoneyFen
    bound_fen: MoneyFen
    runs: Count
    audited: bool
    """Whether the audit of the part's plan found nothing."""


class PartRecord(Document):
    """A part's scenario and plan, as they are kept beside the season's plan."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    assignment: SeasonAssignment
    scenario: Scenario
    plan: Plan


class Crew(Document):
    """Who of the season stands behind a driver id of a part's plan."""

    driver: Identifier
    """Driver id of the part's plan."""
    person: Identifier
    """The same driver through the season."""


class Trip(Document):
    """One vehicle of the season on one run of a part."""

    part: Identifier
    run: Identifier
    day: date
    fleet: Identifier
    """Row id of the season's fleet."""
    number: int = Field(strict=True, ge=1, description="1 to the row's count")
    leaves: Instant
    """From the base, or from where it stood."""
    free: Instant
    """Back at the base, or empty in the city where it stays."""
    ends_at: Identifier
    """Place id where it is then."""
    crew: tuple[Crew, ...]


class SeasonPurchase(Document):
    """What is to be booked, and until when."""

    service: Identifier
    offer: Identifier
    day: date
    units: Count = Field(description="units to buy")
    people: PeopleCount
    cost_fen: MoneyFen
    book_by: Instant | None = None
    booked_on: date
    """The day on which the plan counts it as booked."""


class SeasonLeftOut(Document):
    """People of a group who are not carried."""

    group: Identifier
    people: SomePeople
    reason: LocalisedText


class Wait(Document):
    """How long the people of one site or payer wait beyond their first day."""

    kind: Literal["site", "payer"]
    subject: str
    people: PeopleCount
    mean_days: float = Field(ge=0, description="mean wait, days")


class Equity(Document):
    """How evenly waiting is spread, and what evenness costs."""

    waits: tuple[Wait, ...]
    worst_mean_days: float = Field(ge=0, description="mean wait of whoever waits longest, days")
    price_fen: SignedFen | None = Field(
        default=None, description="money more than the master's plan without this goal, fen"
    )


class Standby(Document):
    """People of later days who may be called to seats that will probably stay empty."""

    day: date
    city: str
    expected_empty: float = Field(ge=0, description="seats empty on average")
    people: PeopleCount = Field(description="people who may be called within the accepted risk")


class SeasonCertificate(Document):
    """A lower bound on the money of the season."""

    people_bound: PeopleCount = Field(description="the most that can be carried, as proven")
    lower_bound_fen: MoneyFen = Field(
        description="no plan that carries at least as many costs less, fen"
    )
    gap: float = Field(ge=0, le=1, description="(value − bound) / value, 0 when the value is 0")
    proves: LocalisedText
    scale: int = Field(default=1_000, ge=1, description="what the integer duals were multiplied by")
    duals: dict[str, int] = Field(
        default_factory=dict, description="row name to its price, in fen times ``scale``"
    )


class SeasonRound(Document):
    """One round of master and days."""

    master_fen: MoneyFen = Field(description="what the master expected, fen")
    planned_fen: MoneyFen = Field(description="what the days cost, fen")
    left_by_days: PeopleCount = Field(description="people whom the days could not carry")
    parts_planned: Count = Field(description="parts of this round that no round had before it")


class SeasonCost(Document):
    """The money of all parts."""

    total_fen: MoneyFen = Field(description="money spent, fen")
    terms: dict[CostTerm, MoneyFen] = Field(description="money by term, fen")


class Went(Document):
    """How many of a part's people of one group really left."""

    part: Identifier
    group: Identifier
    people: PeopleCount


class Broken(Document):
    """A vehicle that cannot run for some days."""

    fleet: Identifier
    count: Count = Field(description="vehicles of the row that are out of use")
    until: date
    """Last day on which they are missing."""


class DayReport(Document):
    """What was done on one day, read back in the evening."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    day: date
    went: tuple[Went, ...] = ()
    """Parts and groups that it does not name went as planned."""
    broken: tuple[Broken, ...] = ()
    cancelled: tuple[Identifier, ...] = ()
    """Services that will not run; those of the day itself carried nobody."""


class Changed(Document):
    """What planning the rest of a season again has changed."""

    untouched: PeopleCount = Field(
        description="people of later days whose means of travel still runs"
    )
    moved: PeopleCount = Field(description="of them, moved to another day or means")
    move_fen_per_person: MoneyFen = Field(description="the price at which they were moved, fen")
    cost_before_fen: MoneyFen = Field(description="money of the whole season as planned before")


class SeasonPlan(Document):
    """Who leaves on which day by which means, and everything that makes it possible."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    scenario_id: Identifier
    scenario_sha256: str = Field(pattern=SHA256, description="over canonical JSON (RFC 8785)")
    status: PlanStatus
    versions: dict[str, str]
    seed: Count
    cost: SeasonCost
    certificate: SeasonCertificate
    parts: tuple[PartSummary, ...]
    trips: tuple[Trip, ...] = ()
    purchases: tuple[SeasonPurchase, ...] = ()
    left_out: tuple[SeasonLeftOut, ...] = ()
    equity: Equity
    standby: tuple[Standby, ...] = ()
    rounds: tuple[SeasonRound, ...] = ()
    reports: tuple[DayReport, ...] = ()
    """What was read back of days that are over, oldest first."""
    changed: Changed | None = None
    """Absent in a plan that was made before anybody left."""
    audit: AuditReport | None = None
