"""Dispatch details against the plan: each defect has its code, and no finding names a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.model.details import (
    Contact,
    DispatchDetails,
    DriverDetails,
    PlaceContact,
    RunDetails,
)
from routing.model.plan import Plan
from routing.model.rules import PolicyProfile
from routing.roster import check_details
from routing.roster.plates import find_province, is_plate
from tests.generators.small_plan import at, small_plan, small_scenario

NAME = "农建国"


@pytest.fixture
def plan(root: Path) -> Plan:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    return small_plan(profile)


def complete(plan: Plan) -> tuple[RunDetails, ...]:
    """Everything a coach needs, each with people of its own."""
    return tuple(
        RunDetails(
            run=run.id,
            plate=f"桂F·1234{number}",
            drivers=tuple(
                DriverDetails(driver=d.driver, name=f"{NAME}{number}", phone="13900000001")
                for d in run.duties
            ),
            leader=Contact(name="黄卫", phone="13900000002"),
        )
        for number, run in enumerate(run for run in plan.runs if run.duties)
    )


def changed(rows: tuple[RunDetails, ...], **fields: object) -> tuple[RunDetails, ...]:
    return (rows[0].model_copy(update=fields), *rows[1:])


def codes(plan: Plan, *runs: RunDetails, **fields: object) -> set[str]:
    details = DispatchDetails.model_validate({"runs": runs, **fields})
    row = small_scenario().fleet[0].model_copy(update={"home_area": "广西壮族自治区/崇左市"})
    scenario = small_scenario().model_copy(update={"fleet": (row,)})
    findings = check_details(details, scenario, plan)
    assert NAME not in "".join(f.model_dump_json() for f in findings)
    return {finding.code for finding in findings}


def test_complete_details_have_no_findings(plan: Plan) -> None:
    assert codes(plan, *complete(plan)) == set()


def test_what_is_blank_is_a_warning_for_each_coach(plan: Plan) -> None:
    findings = check_details(DispatchDetails(), small_scenario(), plan)
    assert [(f.code, f.subject) for f in findings] == [
        ("DETAILS_INCOMPLETE", run) for run in ("C001", "C002", "C003")
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"plate": "粤B·12345"}, "DETAILS_PLATE_AREA"),
        ({"plate": "12345"}, "DETAILS_PLATE"),
        ({"meeting_time": at(23)}, "DETAILS_MEETING_LATE"),
        ({"leader": Contact(name="黄卫", phone="123")}, "DETAILS_PHONE"),
        ({"plate": ""}, "DETAILS_INCOMPLETE"),
        (
            {
                "drivers": (
                    DriverDetails(driver="C001-D1", name="甲", phone="13900000001"),
                    DriverDetails(driver="nobody", name="乙"),
                )
            },
            "DETAILS_UNKNOWN_DRIVER",
        ),
    ],
)
def test_each_defect_of_a_run_has_its_code(
    plan: Plan, fields: dict[str, object], code: str
) -> None:
    assert codes(plan, *changed(complete(plan), **fields)) == {code}


def test_a_plate_and_a_driver_are_in_one_place_at_a_time(plan: Plan) -> None:
    rows = complete(plan)
    # C001 and C002 are on the road together, C003 runs a day later.
    assert codes(plan, *changed(rows, plate=rows[1].plate)) == {"DETAILS_PLATE_TWICE"}
    assert codes(plan, *changed(rows, plate=rows[2].plate)) == set()
    twin = (rows[1].drivers[0].model_copy(update={"driver": "C001-D1"}),)
    assert codes(plan, *changed(rows, drivers=twin)) == {"DETAILS_DRIVER_TWICE"}


def test_what_the_plan_does_not_know_is_refused(plan: Plan) -> None:
    strange = RunDetails(run="C999")
    contact = PlaceContact(place="nowhere", contact=Contact(name="x"))
    rows = complete(plan)
    assert codes(plan, *rows, strange, contacts=(contact,)) == {
        "DETAILS_UNKNOWN_RUN",
        "DETAILS_UNKNOWN_PLACE",
    }
    assert codes(plan, *rows, rows[0]) == {"DETAILS_RUN_TWICE"}


def test_plates_are_known_by_shape_and_province() -> None:
    assert is_plate("云C·16328") and is_plate("粤B D12345") and is_plate("川aF1234")
    assert not is_plate("云C1632") and not is_plate("C16328") and not is_plate("云I12345")
    assert find_province("桂 F12345") == "广西壮族自治区"
    assert find_province("使014578") == ""
