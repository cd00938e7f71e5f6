"""What a plan is to be good at, what is pinned, and how hard to search."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field

from routing.model.base import Count, Document, DurationS, Identifier, MoneyFen
from routing.units import Fen

Goal = Literal["people", "law", "cost", "time", "balance"]


class Goals(Document):
    """Ordered goals and the prices that weigh people, time and risk against money."""

    order: tuple[Goal, ...] = ("people", "law", "cost", "time", "balance")
    left_out_fen_per_person: MoneyFen = Field(
        default=Fen(1_000_000),
        description="penalty per person left out, fen; not money spent",
    )
    ride_hour_fen_per_person: MoneyFen = Field(
        default=Fen(0),
        description="penalty per person and hour door to gate, fen; not money spent",
    )
    late_fen_per_person: MoneyFen = Field(
        default=Fen(0),
        description="what a person late for a check-in or a gate is reckoned at when coaches are "
        "timed, fen; not money spent, in no objective. 0 takes only the slack that costs nothing",
    )


class PinKind(StrEnum):
    """Whether a pin asks for something or bars it."""

    REQUIRE = "require"
    FORBID = "forbid"


class Pin(Document):
    """A leader's wish: a group must, or must not, use a fleet row, a service or share a coach."""

    kind: PinKind
    group: Identifier
    fleet: Identifier | None = None
    service: Identifier | None = None
    with_group: Identifier | None = Field(
        default=None, alias="with", description="another group's id"
    )


def company_of(pins: Iterable[Pin], group: str) -> tuple[str, ...]:
    """Groups that pins do not let a group travel without, in the order of the pins."""
    return tuple(
        pin.with_group
        for pin in pins
        if pin.group == group and pin.kind is PinKind.REQUIRE and pin.with_group is not None
    )


class Effort(StrEnum):
    """How much work to spend; each is a work limit, not a clock."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


class SolverChoice(Document):
    """How hard to search, and from which seed."""

    effort: Effort = Effort.STANDARD
    seed: Count = Field(default=0, description="seed of every random choice")
    time_limit_s: DurationS | None = Field(
        default=None,
        description="stop after this many seconds; such a plan may differ between machines",
    )
    gap_target: float = Field(
        default=0.0, ge=0, le=1, description="stop once the gap is this small, 0–1"
    )
