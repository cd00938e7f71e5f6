"""The embedded default: road lengths and times from straight lines, without any network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.travel_matrix import TravelMatrix
from routing.errors import TravelProviderFailed
from routing.model.places import Place
from routing.travel.geodesic import ROWS_AT_ONCE, geodesic_rows_m
from routing.travel.skeleton import Reach, Skeleton, weigh_ways
from routing.travel.travel_model import TravelModel


class GreatCircleTravel:
    """Travel times by the calibrated model; works anywhere, with no input but coordinates."""

    def __init__(self, model: TravelModel, *, skeleton: Skeleton | None = None) -> None:
        """Without a skeleton every road is an ordinary one."""
        self.model = model
        self.skeleton = skeleton

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Distances and times between all places; zero between places at the same point.

        Raises:
            TravelProviderFailed: a place has no coordinates.
        """
        lat, lon = coordinates(places)
        mountain = np.array([self.model.mountain(place.admin) for place in places])
        size = len(places)
        reach = self._reach(lat, lon)
        distance_m = np.empty((size, size), dtype=np.int64)
        duration_s = np.empty((size, size), dtype=np.int64)
        for first in range(0, size, ROWS_AT_ONCE):
            rows, rest = slice(first, first + ROWS_AT_ONCE), slice(first, size)
            geo_km = geodesic_rows_m(lat[rest], lon[rest], rows=slice(0, ROWS_AT_ONCE)) / 1_000
            way_km = self._skeleton_km(geo_km, reach, rows, rest)
            road_km = way_km * self.model.circuity.factor(way_km)
            between = (mountain[rows, None] + mountain[None, rest]) / 2
            hours = self.model.driving.hours(road_km, mountain=between)
            distance_m[rows, rest] = np.rint(road_km * 1_000)
            duration_s[rows, rest] = np.rint(hours * 3_600)
            # Each pair is worked out once: a way back is the way there.
            for table in (distance_m, duration_s):
                table[rest, rows] = table[rows, rest].T
        return TravelMatrix(
            place_ids=tuple(place.id for place in places),
            distance_m=distance_m,
            duration_s=duration_s,
            provider=f"great_circle, model {self.model.id}: {describe(self.model)}",
            mean_error=self.model.mean_error,
        )

    def _reach(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Reach | None:
        """The ways to the towns; None where the straight line is always the cheapest."""
        ordinary = self.model.circuity.ordinary
        if self.skeleton is None or ordinary == 1:
            return None
        return self.skeleton.reach(lat, lon, ordinary=ordinary)

    def _skeleton_km(
        self, geo_km: NDArray[np.float64], reach: Reach | None, rows: slice, rest: slice
    ) -> NDArray[np.float64]:
        ordinary = self.model.circuity.ordinary
        if reach is None:
            return ordinary * geo_km
        return weigh_ways(geo_km, reach.of(rows), reach.of(rest), ordinary=ordinary)


def coordinates(
    places: Sequence[Place],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes of the places, one array each.

    Raises:
        TravelProviderFailed: a place has no coordinates.
    """
    lost = [place.id for place in places if place.lat is None or place.lon is None]
    if lost:
        raise TravelProviderFailed(f"places without coordinates: {', '.join(sorted(lost))}")
    lat = np.array([place.lat for place in places], dtype=np.float64)
    lon = np.array([place.lon for place in places], dtype=np.float64)
    return lat, lon


def describe(model: TravelModel) -> str:
    """The model's formulas with their parameters, in one line."""
    circuity, driving = model.circuity, model.driving
    road = f"·exp({circuity.a0:.4f} {circuity.a1:+.4f}·ln "
    along = (
        f"road_km = km{road}km), km straight along expressways and ×{circuity.ordinary} elsewhere"
    )
    straight = f"road_km = geo_km{road}geo_km)"
    return (
        f"{straight if circuity.ordinary == 1 else along}, "
        f"hours = {driving.offset_h} + km·({driving.h_per_km} + {driving.mountain_h_per_km}·m)"
    )
