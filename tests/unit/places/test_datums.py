"""Coordinates between datums, and axes that stand the wrong way round."""

from __future__ import annotations

from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from routing.model.places import Place
from routing.model.scenario import Datum, Scenario
from routing.places import to_wgs84
from routing.places.datums import point_from_wgs84, point_to_wgs84
from routing.travel import choose_provider

SHIFTED = (Datum.GCJ02, Datum.BD09)


def load(root: Path, name: str) -> Scenario:
    return Scenario.model_validate_json((root / f"data/scenarios/{name}.json").read_bytes())


def moved(place: Place, datum: Datum) -> Place:
    assert place.lat is not None
    assert place.lon is not None
    lat, lon = point_from_wgs84(place.lat, place.lon, datum=datum)
    return place.model_copy(update={"lat": lat, "lon": lon})


@given(lat=st.floats(18, 50), lon=st.floats(74, 134), datum=st.sampled_from(SHIFTED))
def test_a_point_comes_back_to_within_a_centimetre(lat: float, lon: float, datum: Datum) -> None:
    there = point_from_wgs84(lat, lon, datum=datum)
    back = point_to_wgs84(*there, datum=datum)
    assert geodesic((lat, lon), back).m < 0.01


@pytest.mark.parametrize(
    ("datum", "expected"),
    [(Datum.GCJ02, (39.916404, 116.410244)), (Datum.BD09, (39.9227, 116.4166))],
)
def test_the_shift_is_the_known_one(datum: Datum, expected: tuple[float, float]) -> None:
    """Tiananmen's published triple, to the five metres of its figures."""
    here = point_from_wgs84(39.915, 116.404, datum=datum)
    assert geodesic(here, expected).m < 15


@pytest.mark.parametrize("datum", SHIFTED)
def test_a_datum_twin_has_the_same_points_and_the_same_matrix(root: Path, datum: Datum) -> None:
    scenario = load(root, "tiandeng-pengjiang")
    places = tuple(moved(place, datum) for place in scenario.places)
    twin = scenario.model_copy(update={"places": places, "datum": datum})
    assert to_wgs84(twin).places == to_wgs84(scenario).places
    provider = choose_provider(scenario.travel, reference=root / "data/reference")
    plain, other = (provider.matrix(to_wgs84(s).places) for s in (scenario, twin))
    assert (plain.distance_m == other.distance_m).all()


def test_helsinki_is_the_same_in_gcj02() -> None:
    assert point_to_wgs84(60.17, 24.94, datum=Datum.GCJ02) == (60.17, 24.94)


def test_a_latitude_beyond_the_pole_is_read_as_a_longitude(root: Path) -> None:
    scenario = load(root, "tiandeng-pengjiang")
    first = scenario.places[0]
    swapped = first.model_copy(update={"lat": first.lon, "lon": first.lat})
    turned = scenario.model_copy(update={"places": (swapped, *scenario.places[1:])})
    assert to_wgs84(turned).places[0] == to_wgs84(scenario).places[0]


def test_a_place_without_a_point_stays_without(root: Path) -> None:
    scenario = load(root, "tiandeng-pengjiang")
    lost = scenario.places[0].model_copy(update={"lat": None, "lon": None})
    bare = scenario.model_copy(update={"places": (lost,), "datum": Datum.GCJ02})
    assert to_wgs84(bare).places == (lost,)


def test_no_point_on_earth_is_refused() -> None:
    with pytest.raises(ValueError, match="no point on earth"):
        point_to_wgs84(95.0, 100.0, datum=Datum.WGS84)
