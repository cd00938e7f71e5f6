"""Dispatch details: what is known only after planning and is printed on the papers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from routing.model.base import SCHEMA_VERSION, Document, Identifier, Instant


class Contact(Document):
    """Somebody to phone."""

    name: str
    phone: str = ""


class DriverDetails(Document):
    """Who stands behind a driver id of the plan."""

    driver: Identifier
    name: str
    phone: str = ""
    licence: str = ""
    """Number of the driving licence or of the professional qualification."""


class RunDetails(Document):
    """A run's vehicle and people in charge."""

    run: Identifier
    plate: str = ""
    permit_number: str = ""
    """Number of the charter plate (包车标志牌)."""
    contract_number: str = ""
    operator_contact: Contact | None = None
    drivers: tuple[DriverDetails, ...] = ()
    leader: Contact | None = None
    meeting_point: str = ""
    meeting_time: Instant | None = None
    sign: str = ""
    """What the holding sign and the people's mark (scarf, badge) look like."""


class PlaceContact(Document):
    """Whom to ask for at a place: an employer's gate, a station's service desk."""

    place: Identifier
    contact: Contact


class DispatchDetails(Document):
    """Everything that was filled in for one plan."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    scenario_sha256: str = Field(default="", description="the plan's scenario hash it belongs to")
    hotline: Contact | None = None
    """The county's number for everyone."""
    runs: tuple[RunDetails, ...] = ()
    contacts: tuple[PlaceContact, ...] = ()
