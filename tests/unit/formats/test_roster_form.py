"""Rosters from townships' own workbooks."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from routing.formats.roster_form import read_rosters, render_roster_template
from routing.model.roster import Clearance
from tests.generators.small_plan import small_scenario

ROWS: list[list[object]] = [
    ["翠华镇返岗务工人员名册"],
    ["序号", "姓名", "公民身份号码", "联系电话", "行政村", "企业名称", "同行人"],
    [1, "王伟", "11010519491231002X", 13900000001, "翠屏村", "一厂", "甲"],
    [2, "李芳", " 530624199001011234 ", "13900000002", "翠屏村", "一厂", "甲"],
]


def workbook(**sheets: list[list[object]]) -> bytes:
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return data.getvalue()


def test_townships_own_headings_are_understood_and_the_rest_is_named() -> None:
    read = read_rosters({"翠华.xlsx": workbook(表1=ROWS)}, roster_id="r")
    assert read.findings == ()
    assert read.roster is not None
    first, second = read.roster.people
    assert (first.name, first.phone, first.team, first.employer) == (
        "王伟",
        "13900000001",
        "翠屏村",
        "一厂",
    )
    assert second.id_number == "530624199001011234"
    assert second.source == "翠华.xlsx!表1!B4"
    assert read.unmapped == (("翠华.xlsx!表1!A2", "序号"),)


def test_many_workbooks_become_one_roster_in_the_order_of_their_names() -> None:
    other = workbook(名单=[["姓名"], ["赵六"]])
    read = read_rosters({"b.xlsx": workbook(s=ROWS), "a.xlsx": other}, roster_id="r")
    assert read.roster is not None
    assert [p.name for p in read.roster.people] == ["赵六", "王伟", "李芳"]
    assert len({p.token for p in read.roster.people}) == 3


def test_a_mapping_names_what_no_synonym_covers() -> None:
    data = {"a.xlsx": workbook(s=[["打工人", "送哪"], ["王伟", "一厂"]])}
    assert read_rosters(data, roster_id="r").roster is None
    read = read_rosters(data, roster_id="r", mapping={"打工人": "name", "送哪": "employer"})
    assert read.roster is not None
    assert read.roster.people[0].employer == "一厂"
    with pytest.raises(ValueError, match="colour"):
        read_rosters(data, roster_id="r", mapping={"打工人": "colour"})


def test_an_identity_number_stored_as_a_number_is_refused_at_its_cell() -> None:
    rows = [["姓名", "身份证号"], ["王伟", 530624199001011234], ["李芳", "x"]]
    read = read_rosters({"a.xlsx": workbook(s=rows)}, roster_id="r")
    assert [(f.code, f.pointer) for f in read.findings] == [("ROSTER_ID_AS_NUMBER", "a.xlsx!s!B2")]


def test_every_defect_of_every_file_comes_at_once() -> None:
    rows = [
        ["姓名", "核准状态", "手机"],
        ["王伟", "好", "1"],
        ["", "", "139"],
        ["李芳", "待核", ""],
    ]
    read = read_rosters({"a.xlsx": workbook(s=rows), "b.xlsx": b"no"}, roster_id="r")
    assert [(f.code, f.pointer) for f in read.findings] == [
        ("WORKBOOK_CHOICE", "a.xlsx!s!B2"),
        ("ROSTER_NAME_MISSING", "a.xlsx!s!A3"),
        ("WORKBOOK_UNREADABLE", "b.xlsx"),
    ]
    assert read.roster is not None
    assert read.roster.people[1].clearance is Clearance.PENDING


def test_a_token_says_nothing_about_the_person() -> None:
    read = read_rosters({"a.xlsx": workbook(s=ROWS)}, roster_id="r")
    changed = [*ROWS[:2], [1, "赵六", "530624199001011234"], *ROWS[3:]]
    again = read_rosters({"a.xlsx": workbook(s=changed)}, roster_id="r")
    assert read.roster is not None
    assert again.roster is not None
    assert read.roster.people[0].token == again.roster.people[0].token


def test_a_workbook_without_names_is_told() -> None:
    read = read_rosters({"a.xlsx": workbook(s=[["hello"]])}, roster_id="r")
    assert [f.code for f in read.findings] == ["ROSTER_NO_NAMES"]


def test_the_template_offers_the_scenarios_own_places() -> None:
    data = render_roster_template(language="zh", scenario=small_scenario())
    assert data == render_roster_template(language="zh", scenario=small_scenario())
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert sheet.count("<dataValidation ") == 6
    assert "甲村" in strings
    assert read_rosters({"t.xlsx": data}, roster_id="r").roster is None
