"""Scenarios that come with names only."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.model.findings import Severity
from routing.model.places import Place, PlaceKind
from routing.model.scenario import Scenario
from routing.places import locate
from routing.places.locate import locate_place

CASES = (
    "daguan-2020-02-16",
    "daguan-2020-02-18",
    "daguan-2020-02-23",
    "nujiang-zhuhai",
    "tiandeng-pengjiang",
    "weixin-dongguan",
    "zunyi-kunming",
    "zunyi-shanghai",
)


@pytest.fixture
def reference(root: Path) -> Path:
    return root / "data/reference"


def village(name: str, **more: object) -> Place:
    return Place.model_validate({"id": "v", "name": name, "kind": "village", **more})


@pytest.mark.parametrize("case", CASES)
def test_a_case_by_names_alone_is_located_whole(root: Path, reference: Path, case: str) -> None:
    scenario = Scenario.model_validate_json((root / f"data/scenarios/{case}.json").read_bytes())
    bare = tuple(p.model_copy(update={"lat": None, "lon": None}) for p in scenario.places)
    located, findings = locate(scenario.model_copy(update={"places": bare}), reference=reference)
    assert all(place.lat is not None and place.source for place in located.places)
    assert {f.severity for f in findings} <= {Severity.WARNING}
    unsure = {f.subject for f in findings}
    for place in located.places:
        assert place.id in unsure or (place.precision_m or 0) <= 5_000


def test_given_points_are_left_alone(root: Path, reference: Path) -> None:
    scenario = Scenario.model_validate_json(
        (root / "data/scenarios/tiandeng-pengjiang.json").read_bytes()
    )
    assert locate(scenario, reference=reference) == (scenario, ())


def test_a_sure_name_is_located_in_silence_with_its_source(reference: Path) -> None:
    place = Place(id="s", name="昆明南站", kind=PlaceKind.RAIL_STATION)
    located, finding = locate_place(place, pointer="/places/0", reference=reference)
    assert finding is None
    assert located.admin == "云南省/昆明市/呈贡区"
    assert located.precision_m == 1_000
    assert located.source is not None


def test_the_address_is_looked_up_before_the_name(reference: Path) -> None:
    place = village("our hall", address="大关县翠华镇")
    located, finding = locate_place(place, pointer="/places/0", reference=reference)
    assert located.admin == "云南省/昭通市/大关县"
    assert finding is None


def test_a_county_is_no_precise_address_of_a_factory(reference: Path) -> None:
    place = Place(id="f", name="factory", address="广东省东莞市", kind=PlaceKind.FACTORY)
    located, finding = locate_place(place, pointer="/places/0", reference=reference)
    assert located.precision_m == 30_000
    assert finding is not None
    assert (finding.code, finding.measured) == ("PLACE_UNSURE", "30 km")


def test_a_name_that_is_not_known_is_an_error_with_near_ones(reference: Path) -> None:
    _, finding = locate_place(village("义务市"), pointer="/places/4", reference=reference)
    assert finding is not None
    assert (finding.code, finding.pointer) == ("PLACE_NOT_FOUND", "/places/4")
    assert finding.severity is Severity.ERROR
    assert "义乌市" in finding.remedy.zh


def test_a_name_that_means_several_places_is_an_error(reference: Path) -> None:
    _, finding = locate_place(village("鼓楼区"), pointer="/places/0", reference=reference)
    assert finding is not None
    assert finding.code == "PLACE_AMBIGUOUS"
    assert "南京" in finding.cause.en
    assert "徐州" in finding.cause.en


def test_the_admin_settles_what_a_name_means(reference: Path) -> None:
    place = village("鼓楼区", admin="江苏省/徐州市")
    located, _ = locate_place(place, pointer="/places/0", reference=reference)
    assert located.lat == pytest.approx(34.29, abs=0.05)


def test_a_name_outside_the_given_admin_is_not_taken(reference: Path) -> None:
    place = village("蓬江区", admin="云南省/昭通市/大关县")
    located, finding = locate_place(place, pointer="/places/0", reference=reference)
    assert finding is not None
    assert located.lat is None or located.lat == pytest.approx(27.75, abs=0.05)
    assert finding.code in ("PLACE_UNSURE", "PLACE_NOT_FOUND")


def test_a_place_that_only_sounds_or_looks_alike_is_never_taken(reference: Path) -> None:
    """回龙镇 has no point of its own; it must not lend its county's seat to 龙若镇."""
    for name in ("龙若镇", "大关贤"):
        located, finding = locate_place(village(name), pointer="/places/0", reference=reference)
        assert finding is not None
        assert finding.code == "PLACE_NOT_FOUND"
        assert located.lat is None
