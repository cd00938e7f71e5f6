"""What a scenario says about distances and times."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import DistanceM, Document, DurationS, Identifier


class ProviderName(StrEnum):
    """Where distances and times come from."""

    GREAT_CIRCLE = "great_circle"
    TABLE = "table"
    OSRM = "osrm"
    VALHALLA = "valhalla"


class Pair(Document):
    """A directed distance and time that overrides the provider.

    A missing reverse takes the same values.
    """

    origin: Identifier = Field(alias="from", description="place id")
    destination: Identifier = Field(alias="to", description="place id")
    distance_m: DistanceM
    duration_s: DurationS
    source: str | None = None


class TravelChoice(Document):
    """The provider, and the pairs a county knows better."""

    provider: ProviderName = ProviderName.GREAT_CIRCLE
    pairs: tuple[Pair, ...] = ()
