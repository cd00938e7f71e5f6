"""The document behind the map: people, times, totals and ways agree with the plan."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from routing.errors import UnknownName
from routing.formats.map import (
    MapData,
    TileLayer,
    build_map_data,
    choose_tile_layers,
    render_map_data,
)
from routing.formats.map.polyline import decode, distance_km
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.unit.formats import map_plans

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def sample() -> tuple[Scenario, Plan]:
    return map_plans.mixed()


@pytest.fixture(scope="module")
def data(sample: tuple[Scenario, Plan]) -> MapData:
    return build_map_data(*sample, "zh")


def test_every_run_keeps_its_stops_people_and_clock_times(
    sample: tuple[Scenario, Plan], data: MapData
) -> None:
    _, plan = sample
    start = datetime.fromisoformat(data.starts).replace(tzinfo=ZONE)
    for run, drawn in zip(plan.runs, data.runs, strict=True):
        assert drawn.id == run.id
        for stop, shown in zip(run.stops, drawn.stops, strict=True):
            assert start + timedelta(minutes=shown.arrives_min) == stop.arrives
            assert start + timedelta(minutes=shown.departs_min) == stop.departs
            assert shown.board == sum(load.people for load in stop.board)
            assert shown.alight == sum(load.people for load in stop.alight)
            assert shown.on_board == stop.on_board


def test_each_leg_runs_from_its_stop_to_the_next(data: MapData) -> None:
    for run in data.runs:
        for number, leg in enumerate(run.legs):
            start, end = (data.places[run.stops[number + i].place] for i in (0, 1))
            first = decode(data.segments[leg[0]].line)[0]
            last = decode(data.segments[leg[-1]].line)[-1]
            assert distance_km(first, (start.lat, start.lon)) < 0.01
            assert distance_km(last, (end.lat, end.lon)) < 0.01


def test_drivers_activities_fill_their_duty_without_a_gap(
    sample: tuple[Scenario, Plan], data: MapData
) -> None:
    _, plan = sample
    start = datetime.fromisoformat(data.starts).replace(tzinfo=ZONE)
    for run, drawn in zip(plan.runs, data.runs, strict=True):
        for duty, shown in zip(run.duties, drawn.duties, strict=True):
            spans = re.findall(r"([DBHRS])(\d+)", shown.spans)
            assert "".join(letter + length for letter, length in spans) == shown.spans
            assert len(spans) == len(duty.activities)
            end = shown.starts_min + sum(int(length) for _, length in spans)
            assert start + timedelta(minutes=end) == duty.activities[-1].ends


def test_a_relay_is_where_and_when_the_plan_says_and_masks_what_its_drivers_are_called() -> None:
    scenario, plan = map_plans.handed_over()
    data = build_map_data(scenario, plan, "zh")
    start = datetime.fromisoformat(data.starts).replace(tzinfo=ZONE)
    (told,), (shown,) = plan.runs[0].relays, data.runs[0].relays
    assert data.places[shown.place].name == map_plans.RELAY_PLACE.name
    assert start + timedelta(minutes=shown.arrives_min) == told.arrives
    assert start + timedelta(minutes=shown.departs_min) == told.departs
    assert shown.joins == "云-D3, 云-D4 138****5678"
    assert all(not run.relays for run in data.runs[1:])


def test_a_relay_at_a_place_without_coordinates_leaves_its_run_on_the_map() -> None:
    scenario, plan = map_plans.handed_over()
    lost = scenario.places[-1].model_copy(update={"lat": None, "lon": None})
    unlocated = scenario.model_copy(update={"places": (*scenario.places[:-1], lost)})
    data = build_map_data(unlocated, plan, "zh")
    assert data.runs[0].id == plan.runs[0].id
    assert data.runs[0].relays == ()


def test_totals_agree_with_the_plan(sample: tuple[Scenario, Plan], data: MapData) -> None:
    scenario, plan = sample
    totals = data.totals
    assert totals.demand == sum(group.people for group in scenario.groups)
    assert totals.carried + totals.own_travel + totals.left_out == totals.demand
    assert totals.cost_fen == plan.cost.total_fen


def test_a_train_with_its_feeders_and_last_miles_are_partners(data: MapData) -> None:
    ids = [run.id for run in data.runs]
    train = data.runs[ids.index("T1")]
    assert {ids[index] for index in train.partners} == {"F1", "F2", "L1", "L2"}
    assert train.seats == 100
    assert train.people == train.peak == sum(data.runs[ids.index(f"F{n}")].people for n in (1, 2))


def test_insets_look_at_the_home_county_and_the_city_of_arrival(data: MapData) -> None:
    assert data.home is not None
    assert data.city is not None
    assert data.home.name == ("天等县", "Longyan resettlement estate")
    assert data.city.name[0] == "蓬江区"
    assert data.home.west < 107.14 < data.home.east
    assert data.city.west < 113.05 < data.city.east


def test_people_left_out_stand_where_they_wait_with_every_reason(data: MapData) -> None:
    (pin,) = data.left_out
    assert data.places[pin.place].name == ("龙岩移民安置小区", "Longyan resettlement estate")
    assert pin.people == 9
    assert [reason.code for reason in pin.reasons] == ["FLEET_EXHAUSTED", "TIME_WINDOW"]


def test_nothing_personal_reaches_the_map(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    place = scenario.places[0].model_copy(update={"name": "王某 13812345678"})
    group = scenario.groups[1].model_copy(update={"members": ("secret-token",)})
    told = scenario.model_copy(
        update={
            "places": (place, *scenario.places[1:]),
            "groups": (scenario.groups[0], group, *scenario.groups[2:]),
        }
    )
    duty = plan.runs[0].duties[0].model_copy(update={"driver": "530321199001011234"})
    run = plan.runs[0].model_copy(update={"duties": (duty,)})
    named = plan.model_copy(update={"runs": (run, *plan.runs[1:])})
    text = render_map_data(told, named, language="zh").decode()
    assert "138****5678" in text
    assert "5303**********1234" in text
    for secret in ("13812345678", "530321199001011234", "secret-token"):
        assert secret not in text


def test_the_document_reads_back_equal(sample: tuple[Scenario, Plan], data: MapData) -> None:
    written = render_map_data(*sample, language="zh")
    assert TypeAdapter(MapData).validate_json(written) == data
    assert written == render_map_data(*sample, language="zh")


def test_a_run_at_a_place_without_coordinates_is_not_drawn_and_the_rest_is(
    sample: tuple[Scenario, Plan],
) -> None:
    scenario, plan = sample
    lost = plan.runs[0].stops[0].place
    places = tuple(
        p.model_copy(update={"lat": None, "lon": None}) if p.id == lost else p
        for p in scenario.places
    )
    data = build_map_data(scenario.model_copy(update={"places": places}), plan, "zh")
    wanted = [run.id for run in plan.runs if all(stop.place != lost for stop in run.stops)]
    assert [run.id for run in data.runs] == wanted
    assert wanted


def test_a_plan_without_runs_gives_a_map(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    empty = plan.model_copy(update={"runs": (), "itineraries": ()})
    data = build_map_data(scenario, empty, "zh")
    assert data.runs == ()
    assert data.home is None


def test_tile_layers_are_the_operators_choice_only(sample: tuple[Scenario, Plan]) -> None:
    assert json.loads(render_map_data(*sample, language="zh"))["tiles"] == []
    layer = TileLayer(name="AMap", urls=("https://example.org/{z}/{x}/{y}",), attribution="AMap")
    with_tiles = json.loads(render_map_data(*sample, language="zh", tiles=[layer]))["tiles"]
    assert with_tiles == [layer.model_dump(mode="json")]


def test_only_known_layers_are_chosen_and_tianditu_needs_its_key() -> None:
    layers = choose_tile_layers(["osm", "tianditu", "amap"], tianditu_key="k")
    assert [layer.datum for layer in layers] == ["wgs84", "wgs84", "gcj02"]
    assert all(url.endswith("tk=k") for url in layers[1].urls)
    for names in (["tianditu"], ["elsewhere"]):
        with pytest.raises(UnknownName):
            choose_tile_layers(names)


def test_an_inset_needs_two_places(sample: tuple[Scenario, Plan]) -> None:
    scenario, plan = sample
    one = plan.model_copy(update={"runs": plan.runs[:1], "itineraries": plan.itineraries[:1]})
    data = build_map_data(scenario, one, "zh")
    assert data.city is None
