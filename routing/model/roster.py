"""Rosters: people's data, apart from every scenario and plan.

A roster meets a plan only when papers are made; a group's ``members`` are its tokens.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from routing.model.base import SCHEMA_VERSION, Document, Identifier, PeopleCount


class Clearance(StrEnum):
    """Whether someone may board."""

    CLEARED = "cleared"
    PENDING = "pending"
    REFUSED = "refused"


class Person(Document):
    """One traveller as the township wrote them down."""

    token: Identifier
    """Opaque; the only trace of a person outside the roster."""
    name: str = Field(min_length=1)
    id_number: str | None = None
    """Resident identity number, 18 characters, as text."""
    phone: str | None = None
    group: str | None = None
    """Group id of the scenario; absent where pickup and employer say it."""
    pickup: str | None = None
    """Pickup place, id or name."""
    employer: str | None = None
    """Destination place, id or name."""
    township: str | None = None
    family: str | None = None
    """People with the same mark within a group stay together."""
    team: str | None = None
    """Village team; kept together where families allow."""
    clearance: Clearance = Clearance.CLEARED
    leader: bool = False
    """Vehicle leader (车长), chosen among the passengers."""
    source: str | None = None
    """Where the line stands: ``file!sheet!cell``."""


class TownshipTotal(Document):
    """How many people a township itself says it sends; compared with who is on the roster."""

    township: str = Field(min_length=1)
    people: PeopleCount


class Roster(Document):
    """Everyone who is to travel."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    id: Identifier
    people: tuple[Person, ...] = ()
    totals: tuple[TownshipTotal, ...] = ()
