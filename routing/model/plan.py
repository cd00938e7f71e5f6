"""The whole output."""

from __future__ import annotations

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
from routing.model.certificate import Certificate
from routing.model.findings import AuditReport
from routing.model.rules import PolicyInForce
from routing.model.runs import Run


class PlanStatus(StrEnum):
    """Whether everyone is carried."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    INFEASIBLE = "infeasible"


class StopReason(StrEnum):
    """Why the search ended."""

    PROVEN = "proven"
    GAP = "gap"
    WORK = "work"
    TIME = "time"
    CANCELLED = "cancelled"


class CostTerm(StrEnum):
    """The names of the parts of a plan's cost."""

    HIRE = "hire"
    DISTANCE = "distance"
    DEADHEAD = "deadhead"
    TOLLS = "tolls"
    DRIVERS = "drivers"
    RAIL = "rail"
    AIR = "air"
    TICKETS = "tickets"
    HOTEL = "hotel"


class Cost(Document):
    """Money, and the objective that also counts the goals' penalties."""

    total_fen: MoneyFen = Field(description="money spent, fen")
    terms: dict[CostTerm, MoneyFen] = Field(description="money by term, fen")
    objective_fen: MoneyFen = Field(description="money plus the goals' penalties, fen")
    by_payer: dict[str, SignedFen] = Field(default_factory=dict, description="money by payer, fen")


class Purchase(Document):
    """What was bought of one offer."""

    service: Identifier
    offer: Identifier
    units: Count = Field(description="units bought")
    people: PeopleCount
    cost_fen: MoneyFen


class Itinerary(Document):
    """The way of some people of one group, door to gate."""

    group: Identifier
    people: SomePeople
    runs: tuple[Identifier, ...] = ()
    """Run ids in order; none for own travel."""
    departs: Instant | None = None
    """When their first stop departs; absent for own travel."""
    arrives: Instant | None = None
    """When their last stop is reached; absent for own travel."""
    night: Identifier | None = None
    """Place id of the hotel where they sleep between two runs."""


class Reason(Document):
    """Why people are left out: a code, and the fleet row, service or place it speaks of."""

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    subject: str | None = None
    detail: LocalisedText | None = None


class Repair(Document):
    """The smallest single change found by re-solving that carries them."""

    kind: str
    subject: str | None = None
    amount: int | None = None
    cost_fen: SignedFen | None = None
    detail: LocalisedText


class LeftOut(Document):
    """People of a group who are not carried, and every reason that holds."""

    group: Identifier
    people: SomePeople
    reasons: tuple[Reason, ...]
    repair: Repair | None = None


class Provenance(Document):
    """What the plan was made with; no timestamps, so that equal inputs give equal plans."""

    versions: dict[str, str]
    seed: Count
    effort: str
    provider: str
    """Travel provider, with its model."""
    travel_error: float | None = None
    """Mean relative error of the travel model on held-out pairs, where known."""
    policy: PolicyInForce


class Plan(Document):
    """Who goes when, on what, from which stop, with which drivers, at what cost."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    scenario_id: Identifier
    scenario_sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="over canonical JSON (RFC 8785)"
    )
    status: PlanStatus
    stop_reason: StopReason
    provenance: Provenance
    cost: Cost
    purchases: tuple[Purchase, ...] = ()
    certificate: Certificate
    runs: tuple[Run, ...] = ()
    itineraries: tuple[Itinerary, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    audit: AuditReport | None = None
