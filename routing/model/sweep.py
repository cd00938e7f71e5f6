"""What if: the plans of a grid of changes side by side."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from routing.model.base import Document, MoneyFen, PeopleCount
from routing.model.plan import PlanStatus
from routing.units import People


class Row(Document):
    """One line of the sweep's table."""

    labels: tuple[str, ...]
    status: PlanStatus
    total_fen: MoneyFen = Field(description="money, fen")
    carried: PeopleCount = Field(description="people carried")
    left_out: PeopleCount = Field(description="people left out")
    coaches: int = Field(description="vehicles used")
    by_service: PeopleCount = Field(
        default=People(0), description="people who ride a train or a flight"
    )
    journey_mean_s: int = Field(description="mean time door to gate, seconds")
    journey_longest_s: int = Field(default=0, description="longest time door to gate, seconds")
    night_people: PeopleCount = Field(
        default=People(0),
        description="people who set off or arrive between 22:00 and 06:00, local time",
    )
    gap: float
    best: tuple[str, ...] = ()
    """``cheapest`` or ``fastest`` among the rows that carry the most people; ``front`` when no
    such row is both cheaper and faster."""


class Alternative(Document):
    """One row that a planner would look at first."""

    name: Literal["cheap", "fast", "comfortable"]
    row: int = Field(ge=0, description="index into the table's rows")


class Sweep(Document):
    """A grid's plans in one table."""

    scenario_id: str
    axes: tuple[str, ...]
    """What was changed, an entry for each label of a row."""
    rows: tuple[Row, ...]
    alternatives: tuple[Alternative, ...] = ()
    """The cheapest, the fastest and the most comfortable of the rows that carry the most people;
    comfortable is who sets off and arrives by day, then the shortest of the longest journeys."""
