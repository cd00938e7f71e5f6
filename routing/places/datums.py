"""Coordinates between WGS-84 and the two shifted systems of Chinese maps."""

from __future__ import annotations

import geocoordinates_ffi as geo

from routing.model.places import Place
from routing.model.scenario import Datum, Scenario

DIGITS = 7
"""Decimals of a degree that are kept (1.1 cm): a point comes back the same from any datum."""
RIGHT_ANGLE = 90.0


def point_to_wgs84(lat: float, lon: float, *, datum: Datum) -> tuple[float, float]:
    """Latitude and longitude in WGS-84, to about a centimetre.

    Outside China GCJ-02 is WGS-84 by definition.

    Raises:
        ValueError: a latitude beyond ±90 or a longitude beyond ±180.
    """
    if abs(lat) > RIGHT_ANGLE or abs(lon) > 2 * RIGHT_ANGLE:
        raise ValueError(f"no point on earth: {lat}, {lon}")
    match datum:
        case Datum.WGS84:
            return round(lat, DIGITS), round(lon, DIGITS)
        case Datum.GCJ02:
            point = geo.gcj02_to_wgs84_refined(geo.Gcj02(lat=lat, lon=lon))
        case Datum.BD09:
            point = geo.bd09_to_wgs84_refined(geo.Bd09(lat=lat, lon=lon))
    return round(point.lat, DIGITS), round(point.lon, DIGITS)


def point_from_wgs84(lat: float, lon: float, *, datum: Datum) -> tuple[float, float]:
    """Latitude and longitude of a WGS-84 point in another datum, for maps that use it."""
    match datum:
        case Datum.WGS84:
            return lat, lon
        case Datum.GCJ02:
            point = geo.wgs84_to_gcj02(geo.Wgs84(lat=lat, lon=lon))
        case Datum.BD09:
            point = geo.wgs84_to_bd09(geo.Wgs84(lat=lat, lon=lon))
    return point.lat, point.lon


def to_wgs84(scenario: Scenario) -> Scenario:
    """The scenario with every point in WGS-84 and swapped axes set right.

    Swapped axes are only set right where they cannot be meant, the latitude being beyond 90°;
    ``check_points`` reports them.
    """
    places = tuple(place_to_wgs84(place, datum=scenario.datum) for place in scenario.places)
    return scenario.model_copy(update={"places": places, "datum": Datum.WGS84})


def place_to_wgs84(place: Place, *, datum: Datum) -> Place:
    """The place with its point in WGS-84, or unchanged where it has none."""
    if place.lat is None or place.lon is None:
        return place
    lat, lon = upright(place.lat, place.lon)
    lat, lon = point_to_wgs84(lat, lon, datum=datum)
    return place.model_copy(update={"lat": lat, "lon": lon})


def upright(lat: float, lon: float) -> tuple[float, float]:
    """The two numbers in the order in which they name a point."""
    return (lon, lat) if abs(lat) > RIGHT_ANGLE else (lat, lon)
