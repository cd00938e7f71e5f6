"""Points that look wrong: swapped, at sea, abroad, outside their county, in another datum."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geopy.distance import geodesic

from routing.model.findings import Finding
from routing.model.places import Place
from routing.model.scenario import Datum, Scenario
from routing.places import point_words as words
from routing.places.boundaries import Boundaries, read_boundaries
from routing.places.datums import RIGHT_ANGLE, place_to_wgs84, point_to_wgs84
from routing.places.gazetteer import read_gazetteer
from routing.places.locate import in_chinese, locate
from routing.places.names import normal

BOUNDARY_SLACK_M = 3_000
"""Boundaries are simplified, and lines are drawn anew from time to time."""
AT_THE_POINT_M = 60
"""A point this near to a known one was taken from it."""
SHIFTED_M = 150
"""A datum moves a point in China by at least this."""
LEVELS = 3


def check_points(scenario: Scenario, *, reference: Path) -> tuple[Finding, ...]:
    """Everything there is to say about a scenario's points, in the order of its places.

    Points in odd places are warned of, and planning goes on all the same. Places without
    coordinates are looked up (see ``locate``): unsure points are warned of, and a name that is not
    found or means several places is an error, for then there is nothing to plan with.

    Args:
        scenario: as given, in its own datum.
        reference: folder of the reference tables.

    Raises:
        UnknownName: the folder has no gazetteer.
    """
    _, findings = locate(scenario, reference=reference)
    given = [(i, p) for i, p in enumerate(scenario.places) if p.lat is not None]
    if not given:
        return findings
    boundaries = read_boundaries(reference)
    odd = [
        finding
        for index, place in given
        for finding in check_point(
            place,
            place_to_wgs84(place, datum=scenario.datum),
            boundaries,
            pointer=f"/places/{index}",
        )
    ]
    ordered = sorted((*findings, *odd), key=lambda f: int(f.pointer.rpartition("/")[2]))
    return (*ordered, *check_datum(scenario, reference=reference))


def check_point(
    given: Place, upright: Place, boundaries: Boundaries, *, pointer: str
) -> Iterator[Finding]:
    """What is odd about one point; the first that applies."""
    if given.lat is None or upright.lat is None or upright.lon is None:
        return
    lat, lon = upright.lat, upright.lon
    county = boundaries.county_at(lat, lon)
    shown = f"{given.lat}, {given.lon}"
    if abs(given.lat) > RIGHT_ANGLE:
        yield words.axes_swapped(given, shown, pointer=pointer, mended=True)
    elif fits_better_swapped(given, upright, boundaries):
        yield words.axes_swapped(given, shown, pointer=pointer, mended=False)
    elif county is None:
        nearest, off_m = boundaries.nearest(lat, lon)
        yield words.outside_china(given, shown, nearest.admin, off_m, pointer=pointer)
    elif given.admin is not None and not fits(given.admin, county.admin):
        yield from check_county(given, lat, lon, boundaries, pointer=pointer)


def fits_better_swapped(given: Place, upright: Place, boundaries: Boundaries) -> bool:
    """Whether the point lies where it should only with its axes the other way round.

    Latitudes of China reach 54° and longitudes start at 73°, so that only the far west is in doubt.
    """
    if upright.lat is None or upright.lon is None or abs(upright.lon) > RIGHT_ANGLE:
        return False
    here = boundaries.county_at(upright.lat, upright.lon)
    there = boundaries.county_at(upright.lon, upright.lat)
    if there is None or (here is not None and given.admin is None):
        return False
    if here is None:
        return given.admin is None or fits(given.admin, there.admin)
    return fits(given.admin, there.admin) and not fits(given.admin, here.admin)


def fits(admin: str | None, county: str) -> bool:
    """Whether a county lies in ``admin``, as far down as that is given; not so when it is not."""
    if admin is None:
        return False
    return all(a == b for a, b in zip(admin.split("/"), county.split("/"), strict=False))


def check_county(
    place: Place, lat: float, lon: float, boundaries: Boundaries, *, pointer: str
) -> Iterator[Finding]:
    """A point further from its county than its precision and the boundary's slack allow.

    Silent where the county is not known by that name (it may have been renamed since), and where
    ``admin`` stops above the county: provinces and prefectures are taken as all their counties.
    """
    admin = place.admin or ""
    areas = [
        county
        for name, counties in boundaries.by_admin.items()
        if fits(admin, name)
        for county in counties
    ]
    if not areas or len(admin.split("/")) > LEVELS:
        return
    off_m = min(area.distance_m(lat, lon) for area in areas)
    if off_m > BOUNDARY_SLACK_M + (place.precision_m or 0):
        here = boundaries.county_at(lat, lon)
        yield words.outside_county(
            place, admin, here.admin if here else "–", off_m, pointer=pointer
        )


def check_datum(scenario: Scenario, *, reference: Path) -> Iterator[Finding]:
    """A datum that fits the known points worse than another one does.

    Evidence is a place whose name the gazetteer knows for certain and whose point is that of the
    gazetteer to within ``AT_THE_POINT_M`` in one datum, and off by a datum's shift in the others.
    """
    votes: dict[Datum, list[tuple[int, float]]] = {datum: [] for datum in Datum}
    for index, place in enumerate(scenario.places):
        known = known_points(place, reference=reference)
        off = {datum: nearest_m(place, known, datum=datum) for datum in Datum}
        fitting = min(off, key=lambda datum: off[datum])
        declared_m = off[scenario.datum]
        if off[fitting] < AT_THE_POINT_M and (fitting is scenario.datum or declared_m > SHIFTED_M):
            votes[fitting].append((index, declared_m))
    likeliest = max(Datum, key=lambda datum: (len(votes[datum]), datum is scenario.datum))
    if likeliest is not scenario.datum:
        index, off_m = max(votes[likeliest], key=lambda vote: vote[1])
        count = len(votes[likeliest])
        yield words.wrong_datum(scenario.datum, likeliest, scenario.places[index].id, off_m, count)


def known_points(place: Place, *, reference: Path) -> list[tuple[float, float]]:
    """Points that the gazetteer has for exactly this name, in this place's division."""
    gazetteer = read_gazetteer(reference)
    entries = [
        gazetteer.entries[position]
        for position, _ in gazetteer.by_key.get(normal(in_chinese(place)), ())
    ]
    return [
        (entry.lat, entry.lon)
        for entry in entries
        if entry.lat is not None
        and entry.lon is not None
        and (place.admin is None or fits(place.admin, entry.admin))
    ]


def nearest_m(place: Place, known: list[tuple[float, float]], *, datum: Datum) -> float:
    """Metres from a place's point, read in a datum, to the nearest known point."""
    if place.lat is None or place.lon is None or abs(place.lat) > RIGHT_ANGLE or not known:
        return float("inf")
    here = point_to_wgs84(place.lat, place.lon, datum=datum)
    return min(float(geodesic(here, point).m) for point in known)
