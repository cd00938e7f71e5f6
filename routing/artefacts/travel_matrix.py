"""Distances and driving times between all places of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.model.base import Coordinate
from routing.model.findings import Finding

UNREACHABLE = np.iinfo(np.int64).max // 4
"""Distance and duration of a pair that no road joins."""


@dataclass(frozen=True)
class TravelMatrix:
    """Directed road distances and driving times; not necessarily metric.

    Attributes:
        place_ids: ids in the order of the arrays' axes.
        distance_m: shape (places, places), metres, read-only.
        duration_s: shape (places, places), seconds of driving, read-only.
        provider: what made it, with the model's name and parameters.
        mean_error: mean relative error on held-out pairs, where known.
        findings: warnings about points that the provider could not place well.
        geometries: road geometry by (from, to) index, where the provider has one.
    """

    place_ids: tuple[str, ...]
    distance_m: NDArray[np.int64]
    duration_s: NDArray[np.int64]
    provider: str
    mean_error: float | None = None
    findings: tuple[Finding, ...] = ()
    geometries: Mapping[tuple[int, int], tuple[Coordinate, ...]] = field(default_factory=dict)
    index: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Freeze the arrays and index the ids."""
        size = len(self.place_ids)
        for array in (self.distance_m, self.duration_s):
            if array.shape != (size, size):
                raise ValueError(f"matrix of shape {array.shape} for {size} places")
            array.setflags(write=False)
        object.__setattr__(self, "index", {pid: i for i, pid in enumerate(self.place_ids)})

    def get_distance_m(self, origin: str, destination: str) -> int:
        """Metres from one place id to another."""
        return int(self.distance_m[self.index[origin], self.index[destination]])

    def get_duration_s(self, origin: str, destination: str) -> int:
        """Seconds of driving from one place id to another."""
        return int(self.duration_s[self.index[origin], self.index[destination]])
