"""Groups: people with one origin, one destination and one window."""

from __future__ import annotations

from pydantic import Field

from routing.model.base import (
    Count,
    Document,
    DurationS,
    Identifier,
    Instant,
    MoneyFen,
    SomePeople,
)


class Group(Document):
    """People who travel from one origin to one destination within one window."""

    id: Identifier
    origin: Identifier = Field(description="place id")
    destination: Identifier = Field(description="place id")
    people: SomePeople
    ready_from: Instant
    """Boarding starts no earlier."""
    arrive_by: Instant | None = None
    """They have arrived (``arrives`` of their last stop) no later."""
    arrive_from: Instant | None = None
    """They arrive no earlier, for instance before the gate opens."""
    max_on_board_s: DurationS | None = Field(
        default=None, description="limit in any one vehicle, seconds"
    )
    max_journey_s: DurationS | None = Field(default=None, description="limit door to gate, seconds")
    together: bool = False
    """Never split: the whole group in the same coach and on the same train."""
    wheelchairs: Count = Field(default=0, description="people in wheelchairs among them")
    priority: Count = Field(default=0, description="a higher one is left out later")
    share_key: str | None = None
    """Groups with the same key ride in one coach when they fit."""
    apart_key: str | None = None
    """Groups with different keys never share a coach."""
    payer: str | None = None
    """Who pays for them."""
    categories: dict[str, Count] = Field(default_factory=dict, description="heads by category")
    own_travel_fen_per_person: MoneyFen | None = Field(
        default=None,
        description="a ticket and subsidy instead of our vehicle, fen; absent = not allowed",
    )
    members: tuple[str, ...] = ()
    """Opaque tokens of a roster; never names."""
