"""``routes.geojson``: RFC 7946, every leg, stop and left-out group once, nothing personal."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from routing.formats.geojson import GeoJsonRenderer
from routing.model.base import Coordinate
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.unit.formats import map_plans


@pytest.fixture(scope="module")
def sample() -> tuple[Scenario, Plan]:
    return map_plans.mixed()


def render(scenario: Scenario, plan: Plan) -> list[dict[str, Any]]:
    document = json.loads(GeoJsonRenderer().render(scenario, plan, language="zh"))
    assert document["type"] == "FeatureCollection"
    assert set(document) == {"type", "features"}  # no crs member: RFC 7946, 4
    features: list[dict[str, Any]] = document["features"]
    return features


def of_kind(features: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [f for f in features if f["properties"]["kind"] == kind]


def test_each_leg_stop_and_left_out_group_is_one_feature(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    features = render(scenario, plan)
    assert len(of_kind(features, "leg")) == sum(len(run.legs) for run in plan.runs)
    assert len(of_kind(features, "stop")) == sum(len(run.stops) for run in plan.runs)
    assert len(of_kind(features, "left_out")) == len(plan.left_out)
    assert len(features) == len({f["id"] for f in features})


def test_positions_are_longitude_then_latitude_of_the_right_place(
    sample: tuple[Scenario, Plan],
) -> None:
    scenario, plan = sample
    first = of_kind(render(scenario, plan), "stop")[0]
    place = next(p for p in scenario.places if p.id == plan.runs[0].stops[0].place)
    assert first["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}


def test_a_leg_without_a_road_is_a_straight_line_that_says_so(
    sample: tuple[Scenario, Plan],
) -> None:
    scenario, plan = sample
    leg = of_kind(render(scenario, plan), "leg")[0]
    assert leg["properties"]["schematic"] is True
    assert len(leg["geometry"]["coordinates"]) == 2


def test_a_leg_with_a_road_keeps_every_vertex(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    road = tuple(Coordinate(lat=23 + i / 10, lon=107 + i / 7) for i in range(5))
    run = plan.runs[0]
    legs = (run.legs[0].model_copy(update={"geometry": road}), *run.legs[1:])
    changed = plan.model_copy(
        update={"runs": (run.model_copy(update={"legs": legs}), *plan.runs[1:])}
    )
    leg = of_kind(render(scenario, changed), "leg")[0]
    assert leg["properties"]["schematic"] is False
    assert leg["geometry"]["coordinates"] == [[round(p.lon, 6), p.lat] for p in road]


def test_people_add_up_over_the_stops_of_each_run(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    on_board: dict[str, int] = {}
    for stop in of_kind(render(scenario, plan), "stop"):
        about = stop["properties"]
        now = on_board.get(about["run"], 0) + about["board"] - about["alight"]
        assert now == about["on_board"]
        on_board[about["run"]] = now
    assert set(on_board.values()) == {0}


def test_times_carry_the_scenarios_offset(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    for leg in of_kind(render(scenario, plan), "leg"):
        departs = datetime.fromisoformat(leg["properties"]["departs"])
        assert departs.utcoffset() is not None
        assert leg["properties"]["departs"].endswith("+08:00")


def test_what_looks_personal_is_masked_and_tokens_stay_out(
    sample: tuple[Scenario, Plan],
) -> None:
    scenario, plan = sample
    place = scenario.places[0].model_copy(update={"name": "王某 13812345678 530321199001011234"})
    group = scenario.groups[0].model_copy(update={"members": ("secret-token",)})
    told = scenario.model_copy(
        update={"places": (place, *scenario.places[1:]), "groups": (group, *scenario.groups[1:])}
    )
    text = GeoJsonRenderer().render(told, plan, language="zh").decode()
    assert "138****5678" in text
    assert "5303**********1234" in text
    assert "13812345678" not in text
    assert "530321199001011234" not in text
    assert "secret-token" not in text


def test_a_place_without_coordinates_gives_no_geometry(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    lost = plan.runs[0].stops[0].place
    places = tuple(
        p.model_copy(update={"lat": None, "lon": None}) if p.id == lost else p
        for p in scenario.places
    )
    stop = of_kind(render(scenario.model_copy(update={"places": places}), plan), "stop")[0]
    assert stop["geometry"] is None


def test_the_language_chooses_the_names(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    chinese = GeoJsonRenderer().render(scenario, plan, language="zh").decode()
    english = GeoJsonRenderer().render(scenario, plan, language="en").decode()
    assert "南宁东站" in chinese
    assert "南宁东站" not in english
    assert "Nanning East" in english
