"""What every document has in common: frozen, closed to unknown fields, numbers strict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from routing.units import Fen, Metres, People, Seconds

SCHEMA_VERSION: Literal["1"] = "1"

Identifier = Annotated[
    str, Field(min_length=1, max_length=200, description="id, unique in its list")
]
Instant = Annotated[AwareDatetime, Field(description="ISO 8601 with an offset")]

PeopleCount = Annotated[People, Field(strict=True, ge=0, le=10_000_000, description="people")]
SomePeople = Annotated[
    People, Field(strict=True, ge=1, le=10_000_000, description="people, at least one")
]
DurationS = Annotated[Seconds, Field(strict=True, ge=0, le=31_622_400, description="seconds")]
DistanceM = Annotated[Metres, Field(strict=True, ge=0, le=100_000_000, description="metres")]
MoneyFen = Annotated[Fen, Field(strict=True, ge=0, le=10**13, description="fen (CNY × 100)")]
SignedFen = Annotated[Fen, Field(strict=True, description="fen (CNY × 100)")]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000, description="a count")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="degrees north, WGS-84 in outputs")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="degrees east, WGS-84 in outputs")]


class Document(BaseModel):
    """Base of every record: immutable, and it refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
        str_max_length=20_000,
        use_attribute_docstrings=True,
    )


class LocalisedText(Document):
    """A text shown to people, in both languages of the product."""

    zh: str
    """Chinese."""
    en: str
    """English."""


Text = str | LocalisedText


class Window(Document):
    """A span of time that includes both of its ends."""

    start: Instant = Field(alias="from")
    end: Instant = Field(alias="to")


class ClockWindow(Document):
    """A daily span of local clock time that includes its start and excludes its end.

    It may cross midnight: ``22:00`` to ``06:00`` is the night.
    """

    start: str = Field(
        alias="from", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM, local"
    )
    end: str = Field(alias="to", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM, local")


class Coordinate(Document):
    """A point on the earth, WGS-84."""

    lat: Latitude
    lon: Longitude
