"""GPX, iCalendar and CSV, read back with a parser."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import gpxpy
import pytest
from icalendar import Calendar

from routing.formats.calendar import render_calendar
from routing.formats.csv_table import guard, render_csv
from routing.formats.gpx import render_gpx
from routing.formats.plan_view import PlanView
from routing.model.base import Coordinate
from routing.model.rules import PolicyProfile
from tests.generators.small_plan import at, small_plan, small_scenario

EVIL = '=HYPERLINK("http://evil.example/")\x0b<gpx>&\r\nBEGIN:VEVENT'


@pytest.fixture
def view(root: Path) -> PlanView:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    return PlanView(small_scenario(), small_plan(profile), "zh")


@pytest.fixture
def hostile(view: PlanView) -> PlanView:
    scenario = view.scenario
    places = tuple(p.model_copy(update={"name": EVIL}) for p in scenario.places)
    return PlanView(scenario.model_copy(update={"places": places}), view.plan, "zh")


def test_gpx_gives_the_stops_with_their_times_and_no_invented_road(view: PlanView) -> None:
    gpx = gpxpy.parse(render_gpx(view, view.plan.runs[0]).decode())
    assert [p.name for p in gpx.routes[0].points] == ["甲村", "一厂"]
    assert gpx.routes[0].points[0].time == at(6)
    assert gpx.tracks == []


def test_gpx_has_the_road_where_the_plan_knows_it(view: PlanView) -> None:
    run = view.plan.runs[0]
    road = (Coordinate(lat=23, lon=107), Coordinate(lat=23.5, lon=108))
    known = run.model_copy(update={"legs": (run.legs[0].model_copy(update={"geometry": road}),)})
    gpx = gpxpy.parse(render_gpx(view, known).decode())
    assert [(p.latitude, p.longitude) for p in gpx.tracks[0].segments[0].points] == [
        (23, 107),
        (23.5, 108),
    ]


def test_gpx_holds_any_name_as_text(hostile: PlanView) -> None:
    gpx = gpxpy.parse(render_gpx(hostile, hostile.plan.runs[0]).decode())
    assert gpx.routes[0].points[0].name == EVIL.replace("\x0b", "").replace("\r\n", "\n")


def test_the_calendar_has_an_event_for_each_stop_and_one_alarm_a_run(view: PlanView) -> None:
    runs = view.coach_runs()
    calendar = Calendar.from_ical(render_calendar(view, runs).decode())
    events = calendar.walk("VEVENT")
    assert len(events) == 6
    assert len(calendar.walk("VALARM")) == 3
    assert events[0].decoded("dtstart") == at(6)
    assert len({str(event["uid"]) for event in events}) == 6
    assert render_calendar(view, runs) == render_calendar(view, runs)


def test_no_name_opens_an_event_of_its_own(hostile: PlanView) -> None:
    calendar = Calendar.from_ical(render_calendar(hostile, hostile.coach_runs()).decode())
    assert len(calendar.walk("VEVENT")) == 6


def test_csv_counts_everyone_who_boards_and_alights(view: PlanView) -> None:
    rows = list(csv.reader(StringIO(render_csv(view).decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["班次", "车辆/车次", "序号"]
    assert sum(int(row[7]) for row in rows[1:] if row[7]) == 150
    assert sum(int(row[8]) for row in rows[1:] if row[8]) == 150


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_of_a_csv_is_calculated(cell: str) -> None:
    assert guard(cell) == f"'{cell}"
    assert guard("甲村 =1") == "甲村 =1"


def test_hostile_names_stay_in_their_cell(hostile: PlanView) -> None:
    rows = list(csv.reader(StringIO(render_csv(hostile).decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {9}
    assert {row[3] for row in rows[1:]} == {f"'{EVIL}"}
