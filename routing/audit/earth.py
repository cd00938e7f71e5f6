"""The audit's own distances: the shortest way over the earth between two places."""

from __future__ import annotations

from math import asin, cos, floor, radians, sin, sqrt

from routing.model.places import Place

MEAN_RADIUS_M = 6_371_008.8
"""Mean radius of the earth, IUGG 1980."""
FLATTENING_MARGIN = 0.994
"""A great circle on the mean sphere is at most 0.56 % longer than the way on WGS-84."""

RIGHT_ANGLE = 90.0


def shortest_way_m(origin: Place, destination: Place) -> int | None:
    """A distance in metres that no road between two places can be shorter than.

    None where a place has no coordinates. The great circle on the mean sphere (haversine), less
    what the earth's flattening can take away, rounded down.
    """
    start, end = _point(origin), _point(destination)
    if start is None or end is None:
        return None
    north, south = radians(start[0]), radians(end[0])
    half_lat, half_lon = (south - north) / 2, radians(end[1] - start[1]) / 2
    chord = sin(half_lat) ** 2 + cos(north) * cos(south) * sin(half_lon) ** 2
    return floor(2 * MEAN_RADIUS_M * asin(min(1.0, sqrt(chord))) * FLATTENING_MARGIN)


def _point(place: Place) -> tuple[float, float] | None:
    """Latitude and longitude; turned round where the latitude can only be a longitude."""
    if place.lat is None or place.lon is None:
        return None
    return (place.lon, place.lat) if abs(place.lat) > RIGHT_ANGLE else (place.lat, place.lon)
