"""An answer to the question where a name is."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import DistanceM, Document, Latitude, LocalisedText, Longitude


class Match(StrEnum):
    """How a name was recognised, from the surest to the least sure."""

    EXACT = "exact"
    SHORT = "short"
    ADDRESS = "address"
    PINYIN = "pinyin"
    SIMILAR = "similar"
    SEAT = "seat"
    ONLINE = "online"


class PlaceCandidate(Document):
    """A place that a name may mean, with an honest precision."""

    name: str
    """Official name."""
    kind: str
    """Kind of gazetteer entry, such as ``county``, ``township`` or ``station_hsr``."""
    admin: str
    """``省/市/县``, as far as known."""
    lat: Latitude
    lon: Longitude
    precision_m: DistanceM = Field(description="how far the true point may be, metres")
    match: Match
    score: int = Field(ge=0, le=100, description="how well the name fits, 0–100")
    note: LocalisedText | None = None
    """What a planner should know of this place."""
    source: str
    """Where the point comes from."""

    @property
    def is_sure(self) -> bool:
        """Whether the name itself, and not only something like it, was found."""
        return self.match in (Match.EXACT, Match.SHORT)
