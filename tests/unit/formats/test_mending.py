"""Cells with findings, in workbooks and JSON files, and what becomes of what is typed into them."""

from __future__ import annotations

import json

import pytest

from app.pages.draft_view import build_inputs, texts_of
from routing.formats.json_documents import render_json
from routing.formats.mending import MarkedTable, mark_tree, mend_sheets, mend_tree
from routing.formats.mending.sheets import find_cell, written
from routing.formats.workbook_form import unpack
from routing.formats.workbook_form.unpack import RawSheet
from routing.model.findings import Severity
from routing.pipeline import DataFolder, MendedInput, read_mended
from tests.conftest import ROOT
from tests.generators.small_plan import small_scenario
from tests.unit.formats.test_workbook_form import GOOD, Sheets, with_cell, workbook


@pytest.fixture(scope="module")
def folder() -> DataFolder:
    return DataFolder(ROOT / "data")


def marked(tables: tuple[MarkedTable, ...]) -> dict[str, tuple[str, list[str]]]:
    """Text and codes of every cell with a finding, by its address."""
    return {
        cell.where: (cell.text, [finding.code for finding in cell.findings])
        for table in tables
        for row in table.rows
        for cell in row
        if cell.findings
    }


def read(sheets: Sheets, folder: DataFolder, **texts: str) -> MendedInput:
    typed = {where.replace("_", "!"): text for where, text in texts.items()}
    return read_mended(workbook(sheets), typed, folder=folder)


def test_the_wrong_cells_of_a_workbook_are_marked_in_their_rows(folder: DataFolder) -> None:
    sheets = with_cell("人员批次", 1, 3, "三十")
    sheets["车辆"][1][1] = -3
    found = read(sheets, folder)
    assert found.scenario is None
    assert marked(found.tables) == {
        "人员批次!D2": ("三十", ["WORKBOOK_NUMBER"]),
        "车辆!B2": ("-3", ["NEGATIVE"]),
    }
    groups = found.tables[0]
    assert groups.title == "人员批次"
    assert groups.headings == ("批次编号", "人数", "上车点", "用工单位", "最早上车")
    assert [cell.text for cell in groups.rows[0]] == [
        "g1",
        "三十",
        "甲村",
        "乙厂",
        "2026-02-24 06:30",
    ]


def test_a_mended_cell_is_read_in_place_of_the_files_and_the_rest_stays(
    folder: DataFolder,
) -> None:
    sheets = with_cell("人员批次", 1, 3, "三十")
    mended = read(sheets, folder, 人员批次_D2="30")
    whole = read(GOOD, folder)
    assert mended.scenario is not None
    assert mended.scenario == whole.scenario
    still = read(sheets, folder, 人员批次_D2="很多")
    assert marked(still.tables) == {"人员批次!D2": ("很多", ["WORKBOOK_NUMBER"])}


def test_a_missing_cell_can_be_filled_in_beyond_the_end_of_its_row(folder: DataFolder) -> None:
    sheets = with_cell("车辆", 1, 4, None)
    found = read(sheets, folder)
    assert list(marked(found.tables)) == ["车辆!E2"]
    filled = read(sheets, folder, 车辆_E2="2000.5")
    assert filled.scenario is not None
    assert filled.scenario.fleet[0].hire_fen == 200_050


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("人员批次!D2", ("人员批次", 1, 3)),
        ("a!b!AA10", ("a!b", 9, 26)),
        ("车辆", None),
        ("车辆!D0", None),
        ("车辆!ZZZ1", None),
        ("/groups/0/people", None),
    ],
)
def test_an_address_leads_to_a_cell_or_nowhere(
    where: str, expected: tuple[str, int, int] | None
) -> None:
    assert find_cell(where) == expected


def test_what_is_typed_outside_the_sheets_changes_nothing() -> None:
    sheets = (RawSheet("a", [["x"]]),)
    assert mend_sheets(sheets, {"a!A9": "y", "b!A1": "y", "/a": "y"}) == sheets


def test_a_mended_workbook_reads_like_the_same_typed_in_a_spreadsheet() -> None:
    typed = mend_sheets(unpack(workbook(GOOD))[0], {"地点!B2": "丙村"})
    other = unpack(workbook(with_cell("地点", 1, 1, "丙村")))[0]
    assert typed == other
    assert written(30.0) == "30"


def spoiled_json() -> dict[str, object]:
    document: dict[str, object] = json.loads(render_json(small_scenario()))
    return document


def test_a_json_files_wrong_values_are_marked_in_their_records(folder: DataFolder) -> None:
    document = spoiled_json()
    groups = document["groups"]
    assert isinstance(groups, list)
    groups[0]["people"] = "many"
    people = groups[0]["id"]
    del groups[1]["origin"]
    document["colour"] = "red"
    data = json.dumps(document).encode()
    found = read_mended(data, {}, folder=folder)
    assert marked(found.tables) == {
        "/colour": ("red", ["UNKNOWN_FIELD"]),
        "/groups/0/people": ("many", ["WRONG_TYPE"]),
        "/groups/1/origin": ("", ["MISSING_FIELD"]),
    }
    names = [table.rows[0][0].text for table in found.tables if table.title == "/groups"]
    assert names == [people]
    whole = small_scenario()
    texts = {
        "/groups/0/people": str(whole.groups[0].people),
        "/groups/1/origin": whole.groups[1].origin,
        "/colour": "",
    }
    assert read_mended(data, texts, folder=folder).scenario == whole


def test_text_stays_text_where_a_scenario_holds_text() -> None:
    raw = {"id": "a", "title": "b", "groups": [{"id": "g", "people": 1, "together": True}]}
    mended = mend_tree(
        raw,
        {
            "/id": "123",
            "/title": '{"zh": "甲", "en": "A"}',
            "/groups/0/people": "47",
            "/groups/0/together": "false",
            "/groups/7/people": "1",
        },
    )
    assert mended == {
        "id": "123",
        "title": {"zh": "甲", "en": "A"},
        "groups": [{"id": "g", "people": 47, "together": False}],
    }
    assert raw["id"] == "a"


def test_a_finding_about_no_value_marks_nothing(folder: DataFolder) -> None:
    found = read_mended(b"[]", {}, folder=folder)
    assert found.scenario is None
    assert found.tables == ()
    assert mark_tree([], found.findings) == ()


def test_what_is_only_odd_is_marked_too_and_refuses_nothing(folder: DataFolder) -> None:
    found = read(with_cell("地点", 2, 4, 131.1), folder)
    assert found.scenario is not None
    assert {f.severity for f in found.findings} == {Severity.WARNING}
    assert [where for where in marked(found.tables) if where.startswith("地点!")]
    inputs = build_inputs(found.tables, "en")
    verdicts = {cell.verdict for table in inputs for row in table.rows for cell in row}
    assert verdicts == {"", "warning"}


def test_only_what_was_changed_is_taken_from_the_page(folder: DataFolder) -> None:
    tables = build_inputs(read(with_cell("人员批次", 1, 3, "三\n十"), folder).tables, "zh")
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert {cell.where: cell.verdict for cell in cells if cell.verdict} == {"人员批次!D2": "error"}
    sent = {f"old:{c.where}": c.known for c in cells} | {f"new:{c.where}": c.known for c in cells}
    assert texts_of(sent) == {}
    assert texts_of(sent | {"new:人员批次!D2": "30"}) == {"人员批次!D2": "30"}
    assert texts_of({"new:人员批次!D2": "30"}) == {}
