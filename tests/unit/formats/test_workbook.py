"""The dispatch workbook, read back with another library than wrote it."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from routing.formats.workbook import WorkbookRenderer
from routing.model.plan import Plan
from routing.model.rules import PolicyProfile
from routing.model.scenario import Scenario
from routing.model.services import LargeParty
from routing.ports.renderer import Language
from routing.units import People, Seconds
from tests.generators.small_plan import at, small_plan, small_scenario

Rows = list[list[object]]

HOSTILE = (
    '=HYPERLINK("http://evil.example/","click")',
    "{{ 7*191 }}",
    "<script>alert(1)</script>",
    "#set page(fill: red)",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "a\u202egnp.exe",
    "long " * 2_000,
)


@pytest.fixture
def plan(root: Path) -> Plan:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    return small_plan(profile)


def read(data: bytes) -> dict[str, Rows]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def render(plan: Plan, language: Language = "en", scenario: Scenario | None = None) -> bytes:
    return WorkbookRenderer().render(scenario or small_scenario(), plan, language=language)


def test_it_has_its_twelve_sheets_in_both_languages(plan: Plan) -> None:
    assert list(read(render(plan, "en"))) == [
        "Overview",
        "Vehicles",
        "Stops",
        "Journeys",
        "Duties",
        "Manifests",
        "Marshalling",
        "Carriages",
        "Hand-over",
        "Supplies",
        "Costs",
        "Left out",
    ]
    assert list(read(render(plan, "zh")))[:3] == ["总览", "车辆", "停靠"]


def test_every_journey_stands_with_its_runs_and_its_bed(plan: Plan) -> None:
    rows = read(render(plan))["Journeys"][2:]
    assert len(rows) == len(plan.itineraries)
    assert sum(row[1] for row in rows) == sum(i.people for i in plan.itineraries)
    assert [row[2] for row in rows] == [" → ".join(i.runs) for i in plan.itineraries]
    assert [bool(row[7]) for row in rows] == [i.night is not None for i in plan.itineraries]


def test_equal_plans_give_equal_bytes(plan: Plan) -> None:
    assert render(plan) == render(plan)


def test_every_run_stands_once_among_the_vehicles_and_the_total_is_the_sum(plan: Plan) -> None:
    rows = read(render(plan))["Vehicles"][2:]
    assert [row[0] for row in rows] == ["C001", "C002", "T1", "C003", "Total"]
    assert rows[0][3] == "49-seat coach #1"
    assert rows[0][10] == at(6, 30).replace(tzinfo=None)
    assert rows[-1][16] == 22_000.0
    assert rows[-1][13] == pytest.approx(700 + 90 + 900 + 30)


def test_every_stop_says_who_boards_and_who_alights(plan: Plan) -> None:
    rows = read(render(plan))["Stops"][2:]
    assert len(rows) == 8
    assert rows[2][3] == "Village B"
    assert rows[2][6:10] == [40.0, "", 40.0, "+40 b-2  "]


def test_the_manifests_give_each_person_of_a_coach_one_line(plan: Plan) -> None:
    rows = read(render(plan))["Manifests"][2:]
    heads = [row[0] for row in rows if isinstance(row[0], str)]
    people = [row for row in rows if isinstance(row[0], float)]
    assert [head.split()[0] for head in heads] == ["C001", "C002", "C003"]
    assert len(people) == 30 + 40 + 40
    assert [row[1] for row in people[:3]] == ["m-1", "m-2", ""]


def test_carriages_are_filled_one_after_another(plan: Plan) -> None:
    rows = read(render(plan))["Carriages"][2:]
    assert [(row[3], row[7]) for row in rows] == [(1.0, 25.0), (2.0, 15.0)]


@pytest.mark.parametrize(("from_people", "latest_h"), [(41, 8), (40, 7)])
def test_marshalling_says_when_the_last_feeder_must_be_empty(
    plan: Plan, from_people: int, latest_h: int
) -> None:
    """40 people for the train of nine: an hour before, or two where the carrier calls them many."""
    scenario = small_scenario()
    party = LargeParty(people=People(from_people), check_in_s=Seconds(7_200))
    services = tuple(s.model_copy(update={"large_party": party}) for s in scenario.services)
    rows = read(render(plan, scenario=scenario.model_copy(update={"services": services})))
    (row,) = rows["Marshalling"][2:]

    assert isinstance(row[3], datetime)
    assert row[5] == row[3] - timedelta(hours=9 - latest_h)
    assert (row[4], row[6], row[7], row[8]) == (40.0, 1.0, "C002", 40.0)
    assert row[11] == (latest_h - 8) * 60 + 880.0


def test_the_hand_over_counts_everyone_who_is_to_arrive(plan: Plan) -> None:
    rows = read(render(plan))["Hand-over"][2:]
    arrivals = [row for row in rows if isinstance(row[5], float)]
    assert sum(row[5] for row in arrivals if isinstance(row[5], float)) == 73
    assert [row[2] for row in arrivals] == ["49-seat coach #1", "own ticket", "49-seat coach #3"]


def test_the_costs_add_up_section_by_section(plan: Plan) -> None:
    rows = read(render(plan))["Costs"][2:]
    totals = [row[2] for row in rows if row[0] == "Total"]
    assert totals == [26_700.0, 26_700.0, 10_000.0, 22_000.0]


def test_whoever_is_left_out_stands_there_with_reasons_and_repair(plan: Plan) -> None:
    rows = read(render(plan))["Left out"][2:]
    assert [(row[0], row[3], row[4], row[7]) for row in rows] == [
        ("b-1", 2.0, "SEATS", "one 49-seater more"),
        ("b-1", "", "TRAIN_FULL", ""),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_becomes_a_formula_or_a_link(plan: Plan, text: str) -> None:
    scenario = small_scenario()
    places = tuple(p.model_copy(update={"name": text}) for p in scenario.places)
    fleet = tuple(r.model_copy(update={"name": text, "operator": text}) for r in scenario.fleet)
    hostile = scenario.model_copy(update={"places": places, "fleet": fleet, "title": text})
    data = render(plan, scenario=hostile)
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheets = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/")]
        assert not any(n.endswith(".rels") and "sheet" in n for n in parts.namelist())
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert text in {row[3] for row in read(data)["Stops"]}


def test_headings_stay_in_view_and_every_sheet_prints_on_a4(plan: Plan) -> None:
    with zipfile.ZipFile(BytesIO(render(plan))) as parts:
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        for name in sheets:
            text = parts.read(name).decode()
            assert 'paperSize="9"' in text
            assert 'orientation="landscape"' in text
            assert 'fitToHeight="0"' in text
            assert 'ySplit="2"' in text
