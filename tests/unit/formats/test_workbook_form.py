"""The form: what is written reads back the same, and every defect is told at its cell."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from routing.formats.workbook_form import FormTree, read_workbook, render_form, render_template
from routing.model.findings import Finding
from routing.model.scenario import Scenario
from routing.validate import check_scenario
from tests.generators.scenarios import scenarios

Sheets = dict[str, list[list[object]]]

GOOD: Sheets = {
    "设置": [["设置项", "内容"], ["方案编号", "s1"]],
    "地点": [
        ["地点编号", "名称", "类型", "纬度", "经度"],
        ["a", "甲村", "村", 25.1, 106.1],
        ["b", "乙厂", "工厂", 23.1, 113.1],
        ["c", "车站", "车辆驻地", 25.2, 106.2],
    ],
    "人员批次": [
        ["批次编号", "上车点", "用工单位", "人数", "最早上车"],
        ["g1", "甲村", "乙厂", 30, "2026-02-24 06:30"],
    ],
    "车辆": [
        ["车型编号", "核定座位", "数量", "驻地", "包车费（元）"],
        ["f1", 49, 2, "车站", "2000.50"],
    ],
}


def workbook(sheets: Sheets) -> bytes:
    """A workbook as a planner's program would save it."""
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(row, column, cell.replace(tzinfo=None), dates)
                elif cell is not None:
                    page.write(row, column, cell)
    book.close()
    return data.getvalue()


def with_cell(sheet: str, row: int, column: int, value: object) -> Sheets:
    """The good form with one cell changed."""
    sheets = {name: [list(cells) for cells in rows] for name, rows in GOOD.items()}
    cells = sheets[sheet][row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = value
    return sheets


def check(data: bytes) -> tuple[FormTree, tuple[Finding, ...], Scenario | None]:
    tree = read_workbook(data)
    if tree.raw is None:
        return tree, tree.findings, None
    checked = check_scenario(tree.raw)
    return tree, tree.merge_findings(checked.findings), checked.scenario


def told(sheets: Sheets) -> list[tuple[str, str]]:
    _, findings, _ = check(workbook(sheets))
    return [(finding.code, finding.pointer) for finding in findings]


@given(scenario=scenarios())
@settings(max_examples=15)
def test_any_scenario_reads_back_from_its_form_as_it_was(scenario: Scenario) -> None:
    for language in ("zh", "en"):
        _, findings, again = check(render_form(scenario, language=language))
        assert findings == ()
        assert again == scenario


def test_every_sample_reads_back_from_its_form_as_it_was(root: Path) -> None:
    for path in sorted((root / "data" / "scenarios").glob("*.json")):
        scenario = Scenario.model_validate_json(path.read_bytes())
        _, findings, again = check(render_form(scenario, language="zh"))
        assert (path.name, findings) == (path.name, ())
        assert again == scenario


def test_a_form_with_names_instead_of_ids_and_chinese_choices_is_understood() -> None:
    _, findings, scenario = check(workbook(GOOD))
    assert findings == ()
    assert scenario is not None
    assert scenario.groups[0].origin == "a"
    assert scenario.groups[0].ready_from.isoformat() == "2026-02-24T06:30:00+08:00"
    assert scenario.fleet[0].hire_fen == 200_050


def test_headings_may_be_in_english_or_keys_and_a_title_may_stand_above() -> None:
    sheets = dict(GOOD)
    sheets["Groups"] = [
        ["Spring departure list"],
        ["id", "Pickup *", " employer", "PEOPLE", "Ready from"],
        ["g1", "a", "b", "３０", datetime(2026, 2, 24, 6, 30, tzinfo=UTC)],
    ]
    del sheets["人员批次"]
    _, findings, scenario = check(workbook(sheets))
    assert findings == ()
    assert scenario is not None
    assert scenario.groups[0].people == 30
    assert scenario.groups[0].ready_from.isoformat() == "2026-02-24T06:30:00+08:00"


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "code", "cell"),
    [
        ("人员批次", 1, 3, "三十", "WORKBOOK_NUMBER", "人员批次!D2"),
        ("人员批次", 1, 3, 30.5, "WORKBOOK_NOT_WHOLE", "人员批次!D2"),
        ("人员批次", 1, 4, "明天早上", "WORKBOOK_TIME", "人员批次!E2"),
        ("人员批次", 1, 4, "2026-02-30 06:30", "WORKBOOK_TIME", "人员批次!E2"),
        ("地点", 1, 2, "山洞", "WORKBOOK_CHOICE", "地点!C2"),
        ("车辆", 1, 4, "12.345", "WORKBOOK_NOT_WHOLE", "车辆!E2"),
        ("车辆", 0, 5, "颜色", "WORKBOOK_UNKNOWN_COLUMN", "车辆!F1"),
        ("车辆", 0, 5, "核定座位", "WORKBOOK_REPEATED_COLUMN", "车辆!F1"),
        ("设置", 2, 1, "x", "WORKBOOK_UNKNOWN_SETTING", "设置!A3"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    sheet: str, row: int, column: int, value: object, code: str, cell: str
) -> None:
    sheets = with_cell("设置", 1, 1, "s1")
    sheets["设置"].append(["心情", None])
    sheets[sheet][row] += [None] * (column + 1 - len(sheets[sheet][row]))
    sheets[sheet][row][column] = value
    assert told(sheets) == [(code, cell)]


def test_a_finding_of_validation_stands_at_the_cell_it_speaks_of() -> None:
    assert told(with_cell("人员批次", 1, 1, "丙村")) == [("DANGLING_REFERENCE", "人员批次!B2")]
    missing = with_cell("人员批次", 1, 3, None)
    assert [cell for _, cell in told(missing)] == ["人员批次!D2"]


def test_all_defects_of_all_sheets_come_at_once() -> None:
    sheets = with_cell("人员批次", 1, 3, "many")
    sheets["人员批次"].append(["g1", "甲村", "nowhere", 5, "soon"])
    sheets["车辆"][1][1] = "big"
    sheets["经停"] = [["所属编号", "车站或机场"], ["K1", "甲村"]]
    cells = {cell for _, cell in told(sheets)}
    assert {
        "人员批次!D2",
        "人员批次!A3",
        "人员批次!C3",
        "人员批次!E3",
        "车辆!B2",
        "经停!A2",
    } <= cells


def test_no_defect_is_told_twice() -> None:
    codes = told(with_cell("人员批次", 1, 3, "many"))
    assert codes == [("WORKBOOK_NUMBER", "人员批次!D2")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"id,people\n1,2\n"])
def test_what_is_no_workbook_is_refused_as_such(data: bytes) -> None:
    tree = read_workbook(data)
    assert tree.raw is None
    assert [f.code for f in tree.findings] == ["WORKBOOK_UNREADABLE"]


def test_a_workbook_without_the_forms_sheets_is_refused() -> None:
    tree = read_workbook(workbook({"Sheet1": [["hello"]]}))
    assert [f.code for f in tree.findings] == ["WORKBOOK_NO_FORM"]


def test_a_zip_that_unpacks_beyond_bounds_is_refused_before_it_is_unpacked() -> None:
    data = BytesIO(workbook(GOOD))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/bomb.xml", b"0" * 201_000_000)
    assert len(data.getvalue()) < 20_000_000
    assert [f.code for f in read_workbook(data.getvalue()).findings] == ["WORKBOOK_TOO_LARGE"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_a_form_that_can_be_planned_as_it_stands(language: str) -> None:
    data = render_template(language="zh" if language == "zh" else "en")
    _, findings, scenario = check(data)
    assert findings == ()
    assert scenario is not None
    assert data == render_template(language="zh" if language == "zh" else "en")


def test_the_template_has_both_languages_lists_and_text_formats() -> None:
    data = render_template(language="zh")
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    head = book.get_sheet_by_name("人员批次").to_python()[0]
    assert head[0] == "批次编号\nGroup id *"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        groups = parts.read("xl/worksheets/sheet3.xml").decode()
        assert groups.count("<dataValidation ") >= 10
        assert "'地点'!$A$2" in groups
        assert not any(b"<f>" in parts.read(n) for n in parts.namelist() if "worksheets" in n)
