"""Coaches by type and base with their prices and limits, and the drivers' hours behind them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import (
    Count,
    Document,
    DurationS,
    Identifier,
    MoneyFen,
    PeopleCount,
    Text,
    Window,
)
from routing.units import Fen, People


class HireBasis(StrEnum):
    """What ``hire_fen`` pays for."""

    RUN = "run"
    DAY = "day"


class FleetRow(Document):
    """A coach type at a base: ``count`` equal vehicles with one price list."""

    id: Identifier
    name: Text | None = None
    seats: int = Field(strict=True, ge=1, le=200, description="approved passenger seats")
    reserved_seats: Count = Field(default=0, description="seats kept for escorts or isolation")
    count: Count = Field(description="vehicles of this type at this base")
    base: Identifier = Field(description="place id where the vehicles are kept")
    home_area: str | None = None
    """Admin prefix that the first boarding or the last alighting must have (charter plate)."""
    operator: str | None = None
    hire_fen: MoneyFen = Field(description="hire of one vehicle per run or day, fen")
    hire_basis: HireBasis = HireBasis.RUN
    per_km_fen: MoneyFen = Field(default=Fen(0), description="per loaded km, fen")
    toll_per_km_fen: MoneyFen = Field(default=Fen(0), description="tolls per loaded km, fen")
    deadhead_per_km_fen: MoneyFen = Field(default=Fen(0), description="per empty km, fen")
    returns_empty: bool = False
    """The empty way back to the base is paid and driven too."""
    driver_day_fen: MoneyFen = Field(default=Fen(0), description="per driver and started 24 h, fen")
    available: tuple[Window, ...] = ()
    """When the vehicles may be away from the base; empty means always."""
    per_stop_fen: MoneyFen = Field(
        default=Fen(0),
        description="per stop beyond the first pickup and the first drop, fen",
    )
    min_people: PeopleCount = Field(
        default=People(0), description="fewest at the fullest point of a direct run"
    )
    max_pickups: int = Field(
        default=3, strict=True, ge=1, le=20, description="distinct pickup places"
    )
    max_drops: int = Field(default=3, strict=True, ge=1, le=20, description="distinct drop places")
    max_pickup_detour_s: DurationS | None = Field(
        default=None,
        description="seconds beyond the direct drive between first and last pickup",
    )
    max_drop_detour_s: DurationS | None = Field(
        default=None,
        description="seconds beyond the direct drive between first and last drop",
    )
    wheelchair_places: Count = Field(default=0, description="wheelchairs one vehicle takes")


class Driver(Document):
    """A driver with hours already behind them."""

    id: Identifier
    operator: str | None = None
    hours_7d: float = Field(default=0, ge=0, le=168, description="hours driven in the last 7 days")
