"""Dispatch details: what is known only after planning and is printed on the papers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from routing.model.base import SCHEMA_VERSION, Count, Document, Identifier, Instant


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


class Supply(Document):
    """Something that is loaded for the people: so many for each, and so many for each vehicle."""

    name: str = Field(min_length=1)
    per_person: Count = 0
    per_vehicle: Count = 0


class SignOff(Document):
    """Who answers for a version of the details."""

    name: str = Field(min_length=1)
    role: str = ""
    """Office or post: ``县人社局 就业科``."""
    note: str = ""
    at: Instant
    by: str = ""
    """Public name of the key that signed; nobody types it."""


class DispatchDetails(Document):
    """Everything that was filled in for one plan."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    scenario_sha256: str = Field(default="", description="the plan's scenario hash it belongs to")
    hotline: Contact | None = None
    """The county's number for everyone."""
    runs: tuple[RunDetails, ...] = ()
    contacts: tuple[PlaceContact, ...] = ()
    supplies: tuple[Supply, ...] = ()
    """Empty: the product's proposal stands."""
    version: Count = 0
    """Number of the version these are; on the way in, the version they were made from, 0 for none
    in particular."""
    sign_offs: tuple[SignOff, ...] = ()
    """Who signed this version. On the way in they are left aside: signing is a deed of its own."""


class DetailsVersion(Document):
    """A state of a plan's details that was kept; it never changes, it is only signed."""

    number: Count
    saved_at: Instant
    saved_by: str
    note: str = ""
    plan_sha256: str = Field(description="SHA-256 of the plan document it was filled in for")
    details: DispatchDetails
    sign_offs: tuple[SignOff, ...] = ()


class DetailsHistory(Document):
    """Every version of a plan's details, oldest first."""

    versions: tuple[DetailsVersion, ...] = ()
