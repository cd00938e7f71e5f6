"""Each kind of wrong shape has its own code."""

from __future__ import annotations

import pytest

from routing.model.scenario import Scenario
from routing.validate import check_plan, check_scenario, read_model
from tests.unit.validate.test_contradictions import change
from tests.unit.validate.whole_plan import whole_plan
from tests.unit.validate.whole_scenario import whole_scenario

CASES: list[tuple[str, object, str]] = [
    ("groups/0/people", "60", "WRONG_TYPE"),
    ("groups/0/people", True, "WRONG_TYPE"),
    ("groups/0/people", 60.5, "NOT_WHOLE"),
    ("groups/0/people", 60.0, "NOT_WHOLE"),
    ("groups/0/people", -60, "NEGATIVE"),
    ("groups/0/people", 0, "OUT_OF_RANGE"),
    ("groups/0/people", 10**9, "OUT_OF_RANGE"),
    ("drivers/0/hours_7d", -0.5, "NEGATIVE"),
    ("policy/overrides/seat_cap", 0, "OUT_OF_RANGE"),
    ("places/0/lon", 181.0, "OUT_OF_RANGE"),
    ("places/0/lon", "107.14", "WRONG_TYPE"),
    ("places/0/no_night_access", 1, "WRONG_TYPE"),
    ("places/0/kind", "castle", "UNKNOWN_VALUE"),
    ("policy/overrides/night_halt", "on", "UNKNOWN_VALUE"),
    ("groups/0/ready_from", "2026-02-24T06:00:00", "NAIVE_TIME"),
    ("groups/0/ready_from", "2026-02-24 at six", "WRONG_TIME"),
    ("groups/0/ready_from", 1771891200, "WRONG_TYPE"),
    ("groups/0/id", "", "EMPTY"),
    ("groups", [], "EMPTY"),
    ("groups/0/id", "x" * 201, "TOO_LONG"),
    ("policy/overrides/night/from", "25:00", "WRONG_FORMAT"),
    ("previous_plan/plan/scenario_sha256", "abc", "WRONG_FORMAT"),
    ("places/0/name", 7, "WRONG_TYPE"),
    ("places/0/name", ["x"], "WRONG_TYPE"),
    ("drivers/0/hours_7d", float("nan"), "MALFORMED"),
    ("drivers/0/hours_7d", float("inf"), "MALFORMED"),
]


@pytest.mark.parametrize(("path", "value", "code"), CASES)
def test_each_wrong_shape_has_its_code(path: str, value: object, code: str) -> None:
    raw = whole_scenario()
    change(raw, path, value)
    found = {(f.code, f.pointer) for f in check_scenario(raw).findings}
    assert (code, f"/{path}") in found


def test_a_missing_and_an_unknown_field_have_theirs() -> None:
    raw = whole_scenario()
    del raw["groups"][0]["people"]
    raw["groups"][0]["persons"] = 60
    found = [(f.code, f.pointer) for f in check_scenario(raw).findings]
    assert found == [
        ("MISSING_FIELD", "/groups/0/people"),
        ("UNKNOWN_FIELD", "/groups/0/persons"),
    ]


def test_a_plan_with_a_run_that_is_not_there_is_refused() -> None:
    raw = whole_plan()
    raw["itineraries"][0]["runs"] = ["C009"]
    plan, findings = check_plan(raw)
    assert plan is None
    assert [(f.code, f.pointer) for f in findings] == [
        ("DANGLING_REFERENCE", "/itineraries/0/runs/0")
    ]


def test_a_plan_whose_times_make_no_sense_is_left_to_the_audit() -> None:
    raw = whole_plan()
    raw["runs"][0]["stops"].reverse()
    raw["runs"][0]["legs"] = []
    plan, findings = check_plan(raw)
    assert plan is not None
    assert findings == ()


def test_a_document_with_endless_defects_is_refused_with_the_first_of_them() -> None:
    _, findings = read_model(Scenario, {f"k{n}": n for n in range(6_000)})
    assert len(findings) == 5_000 + 1
    more = [finding for finding in findings if finding.code == "TOO_MANY_DEFECTS"]
    assert [finding.limit for finding in more] == ["5000"]
