"""Points in odd places are reported, each with its distance, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routing.model.findings import Finding, Severity
from routing.model.places import Place
from routing.model.scenario import Datum, Scenario
from routing.places import check_points
from routing.places.datums import point_from_wgs84

Check = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def scenario(root: Path) -> Scenario:
    return Scenario.model_validate_json(
        (root / "data/scenarios/tiandeng-pengjiang.json").read_bytes()
    )


@pytest.fixture
def check(root: Path, scenario: Scenario) -> Check:
    def check(**changes: object) -> tuple[Finding, ...]:
        first = scenario.places[0].model_copy(update=changes)
        changed = scenario.model_copy(update={"places": (first, *scenario.places[1:])})
        return check_points(changed, reference=root / "data/reference")

    return check


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    assert all(f.severity is Severity.WARNING for f in findings)
    return [(f.code, f.pointer) for f in findings]


def test_the_sample_scenarios_are_above_suspicion(root: Path) -> None:
    for path in sorted((root / "data/scenarios").glob("*.json")):
        scenario = Scenario.model_validate_json(path.read_bytes())
        assert check_points(scenario, reference=root / "data/reference") == (), path


def test_swapped_axes_are_suspected(check: Check) -> None:
    assert codes(check(lat=107.14, lon=23.085)) == [("AXES_SWAPPED", "/places/0")]


def test_swapped_axes_are_suspected_in_the_far_west_too(check: Check) -> None:
    """Urumqi: both numbers could be a latitude."""
    found = check(lat=87.61, lon=43.82, admin="新疆维吾尔自治区/乌鲁木齐市")
    assert codes(found) == [("AXES_SWAPPED", "/places/0")]


def test_a_point_in_the_sea_says_how_far_out_it_is(check: Check) -> None:
    """Due east of Zhoushan's outermost islands at 122.78° E: 0.72° of 96.4 km each."""
    found = check(lat=30.0, lon=123.5)
    assert codes(found) == [("POINT_OUTSIDE_CHINA", "/places/0")]
    assert found[0].measured is not None
    assert float(found[0].measured.split()[0]) == pytest.approx(70, abs=3)


def test_a_point_abroad_is_reported(check: Check) -> None:
    assert codes(check(lat=60.17, lon=24.94)) == [("POINT_OUTSIDE_CHINA", "/places/0")]


def test_a_point_outside_its_county_says_where_it_is_and_how_far(check: Check) -> None:
    found = check(lat=22.817, lon=108.366)
    assert codes(found) == [("POINT_OUTSIDE_COUNTY", "/places/0")]
    assert "南宁市" in found[0].cause.zh
    assert found[0].measured is not None
    assert 80 < float(found[0].measured.split()[0]) < 130


def test_the_precision_of_a_point_is_granted(check: Check) -> None:
    assert check(lat=22.817, lon=108.366, precision_m=200_000) == ()


def test_a_prefecture_as_admin_means_any_of_its_counties(check: Check) -> None:
    assert check(admin="广西壮族自治区/崇左市") == ()
    assert codes(check(admin="广西壮族自治区/南宁市")) == [("POINT_OUTSIDE_COUNTY", "/places/0")]


def test_a_county_of_unknown_name_is_not_judged(check: Check) -> None:
    assert check(admin="广西壮族自治区/崇左市/新设区") == ()


def seat(name: str, lat: float, lon: float) -> Place:
    return Place.model_validate(
        {"id": name, "name": name, "kind": "county_station", "lat": lat, "lon": lon}
    )


@pytest.mark.parametrize("true", list(Datum))
@pytest.mark.parametrize("declared", list(Datum))
def test_a_wrong_datum_is_suspected_from_known_points(
    root: Path, scenario: Scenario, true: Datum, declared: Datum
) -> None:
    known = {"大关县": (27.7516, 103.8892), "镇雄县": (27.4452, 104.8712)}
    places = tuple(seat(n, *point_from_wgs84(*p, datum=true)) for n, p in known.items())
    given = scenario.model_copy(update={"places": places, "datum": declared})
    found = check_points(given, reference=root / "data/reference")
    if true is declared:
        assert found == ()
    else:
        assert codes(found) == [("DATUM_SUSPECT", "/datum")]
        assert found[0].limit == true
        assert found[0].measured is not None
        assert 300 < int(found[0].measured.split()[0]) < 1_500


def test_a_place_without_a_point_is_looked_up_and_told_of(check: Check) -> None:
    assert check(lat=None, lon=None, name="天等镇") == ()
    assert codes(check(lat=None, lon=None, name="龙茗镇")) == [("PLACE_UNSURE", "/places/0")]


def test_a_place_that_cannot_be_found_is_an_error(check: Check) -> None:
    (found,) = check(lat=None, lon=None, name="qqqq", admin=None)
    assert (found.code, found.severity) == ("PLACE_NOT_FOUND", Severity.ERROR)


def test_findings_stand_in_the_order_of_the_places(root: Path, scenario: Scenario) -> None:
    """Looked up and given points take turns."""
    places = list(scenario.places)
    for index in (2, 10):
        places[index] = places[index].model_copy(update={"lat": 30.0, "lon": 123.5})
    for index in (3, 11):
        bare = {"lat": None, "lon": None, "name": "龙茗镇"}
        places[index] = places[index].model_copy(update=bare)
    changed = scenario.model_copy(update={"places": tuple(places)})
    found = check_points(changed, reference=root / "data/reference")
    assert [f.pointer for f in found] == ["/places/2", "/places/3", "/places/10", "/places/11"]


def test_a_scenario_by_names_alone_needs_no_boundaries(root: Path, scenario: Scenario) -> None:
    bare = tuple(p.model_copy(update={"lat": None, "lon": None}) for p in scenario.places)
    named = scenario.model_copy(update={"places": bare})
    found = check_points(named, reference=root / "data/reference")
    assert {f.code for f in found} == {"PLACE_UNSURE"}
