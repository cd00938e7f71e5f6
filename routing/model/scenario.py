"""The whole input."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from routing.model.base import (
    SCHEMA_VERSION,
    Document,
    Identifier,
    MoneyFen,
    PeopleCount,
    Text,
)
from routing.model.demand import Group
from routing.model.fleet import Driver, FleetRow
from routing.model.goals import Goals, Pin, SolverChoice
from routing.model.places import Place
from routing.model.plan import Plan
from routing.model.rules import PolicyChoice
from routing.model.services import Service
from routing.model.travel import TravelChoice
from routing.units import People


class Datum(StrEnum):
    """The coordinate system of a scenario's points."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class Subsidy(Document):
    """How a payer's share of the cost is taken over by someone else."""

    payer: str
    applies_to: str
    """Who is subsidised: a payer, a mode (``coach``, ``train``, ``plane``) or ``*``."""
    min_people: PeopleCount = Field(
        default=People(0), description="fewest per vehicle for it to apply"
    )
    rate: float | None = Field(default=None, ge=0, le=1, description="share of the cost, 0–1")
    fen_per_person: MoneyFen | None = Field(default=None, description="per head, fen")
    cap_fen: MoneyFen | None = Field(default=None, description="most in all, fen")


class PreviousPlan(Document):
    """A plan to change as little as possible, and what of it is frozen."""

    plan: Plan
    frozen_runs: tuple[Identifier, ...] = ()
    """Ids of runs that stay exactly as they are."""


class Scenario(Document):
    """Everything a plan is made from."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    id: Identifier
    title: Text | None = None
    timezone: str = "Asia/Shanghai"
    """IANA name; local clock times of the rules are read in it."""
    datum: Datum = Datum.WGS84
    places: tuple[Place, ...]
    groups: tuple[Group, ...] = Field(min_length=1)
    fleet: tuple[FleetRow, ...] = ()
    drivers: tuple[Driver, ...] = ()
    services: tuple[Service, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    policy: PolicyChoice = PolicyChoice()
    travel: TravelChoice = TravelChoice()
    goals: Goals = Goals()
    pins: tuple[Pin, ...] = ()
    previous_plan: PreviousPlan | None = None
    solver: SolverChoice = SolverChoice()
