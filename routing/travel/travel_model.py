"""The calibrated road model: how long a road is, and how long a coach takes, by straight line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from routing.errors import TravelProviderFailed
from routing.model.base import Document, LocalisedText

MODEL_FILE = "travel_model.json"

Share = Annotated[float, Field(ge=0, le=1)]


class CircuityModel(Document):
    """``road_km = km · exp(a0 + a1 · ln km)``, held between ``least`` and ``most``.

    ``km`` are skeleton km: straight lines along expressways, and on other roads straight lines
    times ``ordinary``; at 1 the straight line from end to end is the cheapest way. Below
    ``from_km`` the factor of ``from_km`` is kept: no pair that short was measured, and the
    logarithm would make hops inside a town ever more crooked.
    """

    a0: float
    a1: float
    least: float = Field(ge=1)
    most: float = Field(ge=1)
    from_km: float = Field(gt=0, description="km")
    ordinary: float = Field(default=1.0, ge=1, description="km of an expressway's line per km")
    source: str

    def factor(self, skeleton_km: NDArray[np.float64]) -> NDArray[np.float64]:
        """Road length over skeleton km, same shape as ``skeleton_km``."""
        fitted = np.exp(self.a0 + self.a1 * np.log(np.maximum(skeleton_km, self.from_km)))
        return np.clip(fitted, self.least, self.most)


class DrivingModel(Document):
    """``hours = offset_h + km · (h_per_km + mountain_h_per_km · m)``, at least local roads' pace.

    The offset is the slow way out of one town and into the other. Over a few kilometres there is
    no such way, so a drive takes no longer than it would at ``local_speed_kmh`` throughout.
    """

    offset_h: float = Field(ge=0, description="hours")
    h_per_km: float = Field(gt=0, description="hours per km")
    mountain_h_per_km: float = Field(ge=0, description="hours per km at mountain index 1")
    local_speed_kmh: float = Field(gt=0, description="km/h")
    source: str
    local_source: str

    def hours(
        self, road_km: NDArray[np.float64], *, mountain: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Driving time in hours without breaks; ``mountain`` broadcasts against ``road_km``."""
        open_road = self.offset_h + road_km * (self.h_per_km + self.mountain_h_per_km * mountain)
        return np.minimum(open_road, road_km / self.local_speed_kmh)


class TravelModel(Document):
    """All parameters of the embedded travel model with their sources."""

    id: str
    title: LocalisedText
    circuity: CircuityModel
    driving: DrivingModel
    mountain_index: dict[str, Share] = Field(description="province to 0 (plain) – 1 (mountains)")
    mountain_index_default: Share
    mountain_source: str
    mean_error: float = Field(ge=0, description="mean relative error on held-out pairs")
    p90_error: float = Field(ge=0, description="ninth decile of the relative error")
    error_source: str

    def mountain(self, admin: str | None) -> float:
        """Mountain index of the province that ``admin`` (``省/市/县``) starts with."""
        province = (admin or "").split("/")[0]
        return self.mountain_index.get(province, self.mountain_index_default)


def read_travel_model(reference: Path, *, refitted: Path | None = None) -> TravelModel:
    """The model kept in the reference folder, or the one that a county refitted for itself.

    Raises:
        TravelProviderFailed: the file is absent or malformed.
    """
    path = reference / MODEL_FILE if refitted is None else refitted
    try:
        return TravelModel.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        raise TravelProviderFailed(f"travel model {path} cannot be read: {fault}") from fault
