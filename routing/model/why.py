"""Why a plan costs what it costs, which limits bind, and what each decision is worth."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from routing.model.base import (
    Document,
    Identifier,
    LocalisedText,
    MoneyFen,
    PeopleCount,
    SignedFen,
)
from routing.model.plan import CostTerm


class LegCost(Document):
    """What one part of the way costs: direct coaches, feeders, trains, last miles, the rest."""

    leg: Literal["direct", "feeder", "line_haul", "last_mile", "beside"]
    """``beside`` is own tickets and beds."""
    runs: int = Field(ge=0, description="runs")
    people: PeopleCount = Field(description="people who use it")
    total_fen: MoneyFen
    terms: dict[CostTerm, MoneyFen] = Field(description="money by term, fen")


class GroupCost(Document):
    """What a group's people cost, each run shared by the heads on it."""

    group: str
    people: PeopleCount
    total_fen: MoneyFen
    fen_per_person: MoneyFen = Field(description="rounded half up")


class Binding(Document):
    """A limit that holds the cost up, and what one unit more of it would save."""

    kind: Literal["vehicles", "seats", "beds", "minimum"]
    subject: str
    """Fleet row, ``service/offer``, or hotel."""
    dual_fen: MoneyFen = Field(
        description="what the certificate's price says one unit more saves, fen: an estimate from "
        "the relaxed problem, exact for small changes only"
    )
    unit: int = Field(
        ge=1, description="what one unit is when it is planned again: 1, or the seats of an offer"
    )
    checked_fen: SignedFen | None = Field(
        default=None,
        description="what was saved when it was planned again with one unit more, fen; absent "
        "when it was not tried",
    )
    checked_people: int | None = Field(
        default=None, description="people carried more when it was planned again"
    )


class MarginalPerson(Document):
    """What one person more of a group would cost by the certificate's prices."""

    group: str
    dual_fen: MoneyFen = Field(description="fen, an estimate from the relaxed problem")


class Contrast(Document):
    """The same scenario planned otherwise: what one thing is worth.

    The figures are the other plan's less this plan's; both plans are the best that was found at
    their effort, so a difference smaller than their gaps may be the search's.
    """

    kind: str
    """``without_service``, ``one_fewer``, ``one_more``, ``without_pin``, ``with_pin``."""
    subject: str
    cost_fen: SignedFen = Field(description="money more than in this plan, fen")
    objective_fen: SignedFen = Field(description="objective more than in this plan, fen")
    people: int = Field(description="people carried more than in this plan")
    says: LocalisedText


class CrewReason(Document):
    """Why the coaches named have the crew they have."""

    runs: tuple[Identifier, ...]
    says: LocalisedText


class Why(Document):
    """Every fen of a plan accounted for, and what its decisions and limits are worth."""

    total_fen: MoneyFen
    per_person_fen: MoneyFen = Field(description="money by person carried, rounded half up")
    legs: tuple[LegCost, ...]
    payers: dict[str, SignedFen]
    groups: tuple[GroupCost, ...]
    """The dearest a person first."""
    bindings: tuple[Binding, ...]
    """Those that save most by their price first."""
    margins: tuple[MarginalPerson, ...]
    """The dearest first."""
    contrasts: tuple[Contrast, ...]
    crews: tuple[CrewReason, ...] = ()
    """Direct coaches that need more than one driver, those with the same reason together."""
