"""Places: where people board, alight, change and sleep, and where coaches are kept."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from routing.model.base import (
    Count,
    DistanceM,
    Document,
    Identifier,
    Longitude,
    MoneyFen,
    Text,
    Window,
)

SwappableLatitude = Annotated[float, Field(ge=-180, le=180, description="degrees north")]


class PlaceKind(StrEnum):
    """What a place is in the operation."""

    RESETTLEMENT_SITE = "resettlement_site"
    TOWNSHIP_STATION = "township_station"
    VILLAGE = "village"
    COUNTY_STATION = "county_station"
    FACTORY = "factory"
    RAIL_STATION = "rail_station"
    AIRPORT = "airport"
    COACH_BASE = "coach_base"
    HOTEL = "hotel"
    SERVICE_AREA = "service_area"


class Place(Document):
    """A point where something stops, with what limits the coaches there."""

    id: Identifier
    name: Text
    kind: PlaceKind
    lat: SwappableLatitude | None = None
    """Degrees north in the scenario's datum; absent when ``address`` is to be looked up.

    Beyond 90 only where latitude and longitude are swapped, which is set right and reported.
    """
    lon: Longitude | None = None
    """Degrees east in the scenario's datum; absent when ``address`` is to be looked up."""
    address: str | None = None
    """A name or address to look up when there are no coordinates."""
    precision_m: DistanceM | None = None
    """How far the true point may be from this one, metres."""
    admin: str | None = None
    """``省/市/县``: province, prefecture and county, separated by slashes."""
    open: tuple[Window, ...] = ()
    """When coaches may stand here; empty means always."""
    max_coach_seats: Count | None = Field(
        default=None, description="most seats of a coach that fits in"
    )
    bays: Count | None = Field(default=None, description="coaches that may stand here at once")
    no_night_access: bool = False
    """The road is closed to coaches in the policy's ``night_access`` hours."""
    beds: Count | None = Field(default=None, description="beds of a hotel")
    bed_fen: MoneyFen | None = Field(default=None, description="price of a bed for a night, fen")
    relay_fen: MoneyFen | None = Field(
        default=None,
        description="price of each fresh driver who takes over a coach here, beside their day; "
        "absent where no relay is arranged, fen",
    )
    source: str | None = None
    """Where the coordinates come from."""
