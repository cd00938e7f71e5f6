"""Each contradiction has its own code, at the place where a planner would mend it."""

from __future__ import annotations

from typing import Any

import pytest

from routing.model.findings import Severity
from routing.validate import check_scenario
from tests.unit.validate.whole_plan import STOPS
from tests.unit.validate.whole_scenario import GROUP, OTHER, place, whole_scenario

EARLY, LATE = "2026-02-24T04:00:00+08:00", "2026-02-26T04:00:00+08:00"
REVERSED = {"from": LATE, "to": EARLY}
BARE_CALL = {"place": "guangzhou", "arrives": LATE, "departs": LATE}

# What is changed (path and new value), and what must be found: code and pointer.
CASES: list[tuple[str, object, str, str]] = [
    ("places/2/id", "site", "DUPLICATE_ID", "/places/2/id"),
    ("groups/1/id", "g1", "DUPLICATE_ID", "/groups/1/id"),
    ("groups/0/origin", "nowhere", "DANGLING_REFERENCE", "/groups/0/origin"),
    ("groups/0/destination", "nowhere", "DANGLING_REFERENCE", "/groups/0/destination"),
    ("fleet/0/base", "nowhere", "DANGLING_REFERENCE", "/fleet/0/base"),
    ("services/0/calls/0/place", "nowhere", "DANGLING_REFERENCE", "/services/0/calls/0/place"),
    ("travel/pairs/0/from", "nowhere", "DANGLING_REFERENCE", "/travel/pairs/0/from"),
    ("travel/pairs/0/to", "nowhere", "DANGLING_REFERENCE", "/travel/pairs/0/to"),
    ("pins/0/group", "nobody", "DANGLING_REFERENCE", "/pins/0/group"),
    ("pins/0/fleet", "nothing", "DANGLING_REFERENCE", "/pins/0/fleet"),
    ("pins/1/service", "nothing", "DANGLING_REFERENCE", "/pins/1/service"),
    ("pins/2/with", "nobody", "DANGLING_REFERENCE", "/pins/2/with"),
    ("previous_plan/frozen_runs/0", "C9", "DANGLING_REFERENCE", "/previous_plan/frozen_runs/0"),
    (
        "previous_plan/plan/itineraries/0/runs/0",
        "C9",
        "DANGLING_REFERENCE",
        "/previous_plan/plan/itineraries/0/runs/0",
    ),
    (
        "previous_plan/plan/runs/1/id",
        "C001",
        "DUPLICATE_ID",
        "/previous_plan/plan/runs/1/id",
    ),
    ("policy/profile", "cn-1949", "UNKNOWN_PROFILE", "/policy/profile"),
    ("places/0/open/0", REVERSED, "WINDOW_REVERSED", "/places/0/open/0"),
    ("fleet/0/available/0", REVERSED, "WINDOW_REVERSED", "/fleet/0/available/0"),
    ("groups/1/arrive_by", EARLY, "ARRIVES_BEFORE_READY", "/groups/1/arrive_by"),
    ("groups/0/arrive_from", LATE, "ARRIVAL_REVERSED", "/groups/0/arrive_from"),
    ("timezone", "Asia/Zhaotong", "TIMEZONE_UNKNOWN", "/timezone"),
    ("timezone", "../etc/passwd", "TIMEZONE_UNKNOWN", "/timezone"),
    ("timezone", "Europe/Berlin", "TIMEZONE_CHANGES", "/timezone"),
    (
        "policy/overrides/night",
        {"from": "22:00", "to": "22:00"},
        "NIGHT_EMPTY",
        "/policy/overrides/night",
    ),
    ("services/0/calls", [BARE_CALL], "TOO_FEW_CALLS", "/services/0/calls"),
    ("services/0/calls/1/place", "nanning", "CALL_TWICE", "/services/0/calls/1/place"),
    (
        "services/0/calls/0",
        {"place": "nanning"},
        "CALL_TIME_MISSING",
        "/services/0/calls/0/departs",
    ),
    (
        "services/0/calls/1",
        {"place": "guangzhou"},
        "CALL_TIME_MISSING",
        "/services/0/calls/1/arrives",
    ),
    ("services/0/calls/1/arrives", EARLY, "CALLS_OUT_OF_ORDER", "/services/0/calls/1/arrives"),
    ("services/0/calls/1/departs", EARLY, "CALLS_OUT_OF_ORDER", "/services/0/calls/1/departs"),
    (
        "services/0/offers/0/from",
        "works",
        "OFFER_NOT_ON_SERVICE",
        "/services/0/offers/0/from",
    ),
    ("services/0/offers/0/from", "guangzhou", "OFFER_REVERSED", "/services/0/offers/0/to"),
    ("services/0/offers", [], "NOTHING_OFFERED", "/services/0/offers"),
    ("services/0/mode", "plane", "CALL_AT_ODD_PLACE", "/services/0/calls/1/place"),
    ("places/0/lat", None, "HALF_A_COORDINATE", "/places/0/lat"),
    ("places/1/lat", 113.02, "OUT_OF_RANGE", "/places/1/lat"),
    ("places/5/beds", None, "HOTEL_INCOMPLETE", "/places/5/beds"),
    ("places/5/bed_fen", None, "HOTEL_INCOMPLETE", "/places/5/bed_fen"),
    ("places/0/admin", "广西//天等县", "ADMIN_FORMAT", "/places/0/admin"),
    ("places/0/admin", "中国/广西/崇左市/天等县", "ADMIN_FORMAT", "/places/0/admin"),
    ("groups/0/destination", "site", "SAME_PLACE", "/groups/0/destination"),
    ("groups/0/wheelchairs", 61, "HEADS_EXCEED_GROUP", "/groups/0/wheelchairs"),
    ("groups/0/members", [f"t{i}" for i in range(61)], "HEADS_EXCEED_GROUP", "/groups/0/members"),
    (
        "groups/0/categories/lifted_from_poverty",
        61,
        "HEADS_EXCEED_GROUP",
        "/groups/0/categories/lifted_from_poverty",
    ),
    ("groups/0/members", ["t", "t"], "MEMBER_TWICE", "/groups/0/members/1"),
    (
        "groups/1",
        OTHER | {"share_key": "village-a", "apart_key": "employer-b"},
        "SHARE_AGAINST_APART",
        "/groups/1/apart_key",
    ),
    ("fleet/0/reserved_seats", 50, "RESERVED_EXCEED_SEATS", "/fleet/0/reserved_seats"),
    ("fleet/0/wheelchair_places", 50, "WHEELCHAIRS_EXCEED_SEATS", "/fleet/0/wheelchair_places"),
    ("travel", {"provider": "table"}, "TABLE_EMPTY", "/travel/pairs"),
    ("travel/pairs/0/to", "site", "PAIR_TO_ITSELF", "/travel/pairs/0/to"),
    ("subsidies/0/rate", None, "SUBSIDY_AMOUNT", "/subsidies/0"),
    ("subsidies/1/rate", 0.5, "SUBSIDY_AMOUNT", "/subsidies/1"),
    ("goals/order/1", "people", "GOAL_TWICE", "/goals/order/1"),
    ("pins/0/fleet", None, "PIN_TARGET", "/pins/0"),
    ("pins/0/service", "d3812", "PIN_TARGET", "/pins/0"),
    ("pins/2/with", "g1", "PIN_WITH_ITSELF", "/pins/2/with"),
    ("pins/1", {"kind": "forbid", "group": "g1", "fleet": "big"}, "PINS_CONTRADICT", "/pins/1"),
    ("pins/1", {"kind": "forbid", "group": "g2", "with": "g1"}, "PINS_CONTRADICT", "/pins/2"),
    ("groups/1/apart_key", "employer-b", "PIN_AGAINST_APART", "/pins/2/with"),
    ("schema_version", "2", "SCHEMA_VERSION", "/schema_version"),
    ("id", "x\ud800", "NOT_TEXT", "/id"),
    ("goals/order", [], "", ""),
]


def change(raw: dict[str, Any], path: str, value: object) -> None:
    """Put a value in the place that the path names; list entries must be there."""
    holder: Any = raw
    steps = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps[:-1]:
        holder = holder[step]
    holder[steps[-1]] = value


def found(raw: object) -> list[tuple[str, str]]:
    return [(f.code, f.pointer) for f in check_scenario(raw, profiles=["cn-2023"]).findings]


@pytest.mark.parametrize(("path", "value", "code", "pointer"), CASES)
def test_each_contradiction_is_one_finding(
    path: str, value: object, code: str, pointer: str
) -> None:
    """Exactly that finding; where one change breaks two rules, the other names the same cause."""
    raw = whole_scenario()
    change(raw, path, value)
    findings = found(raw)
    assert (code, pointer) in findings if code else findings == []
    assert len(findings) <= 3


def test_barring_groups_that_share_a_key_is_a_contradiction() -> None:
    raw = whole_scenario()
    raw["groups"][1]["share_key"] = "village-a"
    raw["pins"] = [{"kind": "forbid", "group": "g1", "with": "g2"}]
    assert found(raw) == [("PIN_AGAINST_SHARE", "/pins/0/with")]


def test_the_same_pair_twice_is_a_contradiction_and_its_reverse_is_not() -> None:
    raw = whole_scenario()
    pair = raw["travel"]["pairs"][0]
    raw["travel"]["pairs"] = [pair, pair | {"from": "works", "to": "site"}, pair]
    assert found(raw) == [("DUPLICATE_PAIR", "/travel/pairs/2")]


def test_beds_outside_a_hotel_are_only_a_warning() -> None:
    raw = whole_scenario()
    raw["places"][1]["beds"] = 4
    checked = check_scenario(raw)
    assert [(f.code, f.severity) for f in checked.findings] == [
        ("BEDS_ELSEWHERE", Severity.WARNING)
    ]
    assert checked.scenario is not None


def test_swapped_axes_are_no_error() -> None:
    raw = whole_scenario()
    raw["places"][1] = place("works", "factory", 113.02, 22.6)
    assert found(raw) == []


def test_places_without_coordinates_are_left_to_the_gazetteer() -> None:
    raw = whole_scenario()
    del raw["places"][1]["lat"], raw["places"][1]["lon"]
    assert found(raw) == []


def test_a_zone_that_no_longer_changes_is_accepted() -> None:
    """Moscow kept summer time until 2014."""
    raw = whole_scenario()
    raw["timezone"] = "Europe/Moscow"
    assert found(raw) == []


def test_a_train_may_leave_the_minute_it_arrives() -> None:
    raw = whole_scenario()
    raw["services"][0]["calls"][1]["departs"] = raw["services"][0]["calls"][1]["arrives"]
    assert found(raw) == []


def test_nothing_hides_behind_a_broken_neighbour() -> None:
    """References and windows are still judged in records that are broken elsewhere."""
    raw = whole_scenario()
    raw["groups"][0] = GROUP | {"people": "sixty", "origin": "nowhere", "arrive_by": EARLY}
    raw["places"][0]["open"] = [REVERSED, "always"]
    raw["places"].append(7)
    raw["fleet"] = {"id": "big"}
    codes = {(code, pointer) for code, pointer in found(raw)}
    assert codes >= {
        ("WRONG_TYPE", "/groups/0/people"),
        ("DANGLING_REFERENCE", "/groups/0/origin"),
        ("ARRIVES_BEFORE_READY", "/groups/0/arrive_by"),
        ("ARRIVAL_REVERSED", "/groups/0/arrive_from"),
        ("WINDOW_REVERSED", "/places/0/open/0"),
        ("WRONG_TYPE", "/places/0/open/1"),
        ("WRONG_TYPE", "/places/6"),
        ("WRONG_TYPE", "/fleet"),
    }


def test_unix_seconds_in_a_window_or_a_plan_are_no_time() -> None:
    raw = whole_scenario()
    raw["places"][0]["open"] = [{"from": "1771891200", "to": "1771891201"}]
    raw["previous_plan"]["plan"]["runs"][0]["stops"] = [STOPS[0] | {"arrives": "0"}, STOPS[1]]
    assert found(raw) == [
        ("WRONG_TIME", "/places/0/open/0/from"),
        ("WRONG_TIME", "/places/0/open/0/to"),
        ("WRONG_TIME", "/previous_plan/plan/runs/0/stops/0/arrives"),
    ]


def test_a_field_misspelt_is_told_its_name() -> None:
    raw = whole_scenario()
    raw["groups"][0]["arive_by"] = LATE
    finding = check_scenario(raw).findings[0]
    assert (finding.code, finding.pointer) == ("UNKNOWN_FIELD", "/groups/0/arive_by")
    assert "arrive_by" in finding.remedy.en


def test_a_python_name_is_no_field_of_the_document() -> None:
    """The contract says ``from`` and ``to``, whatever the code calls them."""
    raw = whole_scenario()
    raw["places"][0]["open"] = [{"start": EARLY, "end": LATE}]
    assert {code for code, _ in found(raw)} == {"MISSING_FIELD", "UNKNOWN_FIELD"}


def test_endless_nesting_is_one_finding() -> None:
    raw = whole_scenario()
    nested: Any = []
    for _ in range(500):
        nested = [nested]
    raw["groups"][0]["members"] = nested
    assert "TOO_DEEP" in {code for code, _ in found(raw)}


def test_a_very_long_id_does_not_break_the_answer() -> None:
    raw = whole_scenario()
    raw["groups"][0]["origin"] = "x" * 100_000
    raw["y" * 100_000] = 1
    codes = {code for code, _ in found(raw)}
    assert codes == {"TOO_LONG", "DANGLING_REFERENCE", "UNKNOWN_FIELD"}


def test_a_number_beyond_all_bounds_is_one_finding() -> None:
    raw = whole_scenario()
    raw["places"][0]["lat"] = 10**400
    raw["groups"][0]["people"] = -(10**400)
    assert {pointer for _, pointer in found(raw)} == {"/places/0/lat", "/groups/0/people"}


def test_thousands_of_wrong_references_are_answered_at_once() -> None:
    """Only so many are compared with what there is; each is reported."""
    raw = whole_scenario()
    raw["groups"] += [OTHER | {"id": f"h{i}", "origin": f"sight-{i}"} for i in range(3_000)]
    findings = check_scenario(raw).findings
    assert len(findings) == 3_000
    assert findings[0].limit == "site"
    assert findings[-1].limit == "–"
