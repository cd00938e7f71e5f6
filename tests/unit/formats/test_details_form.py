"""Dispatch details by workbook: out with the plan's runs, in with every defect at its cell."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from routing.formats.details_form import read_details_form, render_details_form
from routing.formats.plan_view import PlanView
from routing.model.details import (
    Contact,
    DispatchDetails,
    DriverDetails,
    PlaceContact,
    RunDetails,
    Supply,
)
from routing.model.rules import PolicyProfile
from tests.generators.small_plan import at, small_plan, small_scenario

Sheets = dict[str, list[list[object]]]

FILLED: Sheets = {
    "班次细目": [
        ["班次", "车牌", "车长", "车长电话", "集合时间"],
        ["C001", "桂F12345", "黄卫", "13900000002", "2022-02-10 05:50"],
        ["C002"],
    ],
    "驾驶员": [
        ["班次", "驾驶员编号", "姓名", "电话"],
        ["C001", "C001-D1", "农建国", "13900000001"],
    ],
    "联系人": [["地点编号", "联系人", "电话"], ["gate-1", "一厂人事", "0750-1"]],
    "值班电话": [["值班人", "电话"], ["值班室", "0771-1"]],
}


def workbook(sheets: Sheets) -> bytes:
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return data.getvalue()


def test_the_workbook_stands_ready_with_the_runs_drivers_and_gates_of_the_plan(root: Path) -> None:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    view = PlanView(small_scenario(), small_plan(profile), "zh")
    data = render_details_form(language="zh", view=view)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    assert [r[0] for r in book.get_sheet_by_name("班次细目").to_python()[1:]] == [
        "C001",
        "C002",
        "T1",
        "C003",
    ]
    assert book.get_sheet_by_name("驾驶员").to_python()[1][:2] == ["C001", "C001-D1"]
    assert [r[0] for r in book.get_sheet_by_name("联系人").to_python()[1:]][:2] == [
        "gate-1",
        "gate-2",
    ]
    untouched = read_details_form(data)
    assert untouched.findings == ()
    assert untouched.details is not None
    assert [run.run for run in untouched.details.runs] == ["C001", "C002", "T1", "C003"]


def test_what_was_filled_in_becomes_the_document() -> None:
    read = read_details_form(workbook(FILLED))
    assert read.findings == ()
    assert read.details is not None
    first = read.details.runs[0]
    assert first.leader == Contact(name="黄卫", phone="13900000002")
    assert first.meeting_time == at(5, 50)
    assert first.drivers == (DriverDetails(driver="C001-D1", name="农建国", phone="13900000001"),)
    assert read.details.hotline == Contact(name="值班室", phone="0771-1")
    assert read.details.contacts[0].place == "gate-1"


@pytest.mark.parametrize(
    ("sheet", "row", "code", "cell"),
    [
        ("班次细目", ["C001"], "DETAILS_RUN_TWICE", "班次细目!A4"),
        ("班次细目", ["", "桂A1"], "WORKBOOK_CELL_MISSING", "班次细目!A4"),
        ("班次细目", ["C004", "", "", "", "early"], "WORKBOOK_TIME", "班次细目!E4"),
        ("驾驶员", ["C009", "D", "王"], "DETAILS_UNKNOWN_RUN", "驾驶员!A3"),
        ("驾驶员", ["C001", "C001-D2", "", "139"], "WORKBOOK_CELL_MISSING", "驾驶员!A3"),
    ],
)
def test_each_defect_is_told_at_its_cell(
    sheet: str, row: list[object], code: str, cell: str
) -> None:
    sheets = FILLED | {sheet: [*FILLED[sheet], row]}
    read = read_details_form(workbook(sheets))
    assert read.details is None
    assert [(f.code, f.pointer) for f in read.findings] == [(code, cell)]


def test_an_empty_template_is_told_to_be_empty() -> None:
    read = read_details_form(render_details_form(language="en"))
    assert [f.code for f in read.findings] == ["WORKBOOK_NO_FORM"]


def test_what_was_filled_in_comes_out_again_and_back_in_unchanged(root: Path) -> None:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    view = PlanView(small_scenario(), small_plan(profile), "zh")
    details = DispatchDetails(
        hotline=Contact(name="值班室", phone="0771-3529000"),
        runs=(
            RunDetails(
                run="C001",
                plate="桂F12345",
                permit_number="45-2022-001",
                contract_number="HT-1",
                operator_contact=Contact(name="车队", phone="0771-3520000"),
                drivers=(DriverDetails(driver="C001-D1", name="农建国", licence="452100"),),
                leader=Contact(name="黄卫", phone="13900000002"),
                meeting_point="村委会",
                meeting_time=at(5),
                sign="红围巾",
            ),
            RunDetails(run="C002"),
            RunDetails(run="T1", leader=Contact(name="=1+1")),
            RunDetails(run="C003"),
        ),
        contacts=(PlaceContact(place="gate-1", contact=Contact(name="门卫", phone="0750-1")),),
        supplies=(Supply(name="方便面", per_person=2), Supply(name="体温计", per_vehicle=1)),
    )
    read = read_details_form(render_details_form(language="en", view=view, details=details))
    assert read.findings == ()
    assert read.details == details
