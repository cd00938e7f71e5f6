"""Scarcity is a warning with the numbers, and silence where there is enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.model.findings import Finding, Severity
from routing.model.rules import PolicyInForce, PolicyValues
from routing.model.scenario import Scenario
from routing.validate import check_scenario, check_supply
from tests.unit.validate.test_contradictions import change
from tests.unit.validate.whole_plan import POLICY_VALUES
from tests.unit.validate.whole_scenario import whole_scenario

PLACES = ("site", "works", "base", "nanning", "guangzhou", "inn")
HOURS = {("site", "works"): 12, ("site", "nanning"): 3, ("guangzhou", "works"): 2}


@pytest.fixture
def raw() -> dict[str, Any]:
    """Enough of everything; nobody may travel on their own."""
    document = whole_scenario()
    for group in document["groups"]:
        group.pop("own_travel_fen_per_person", None)
    return document


def policy(**changes: object) -> PolicyInForce:
    values = PolicyValues.model_validate(POLICY_VALUES | changes)
    return PolicyInForce(profile="cn-2023", values=values)


def matrix(hours: dict[tuple[str, str], int]) -> TravelMatrix:
    """A day between any two places but those named, in both directions."""
    duration_s = np.full((len(PLACES), len(PLACES)), 24 * 3_600, dtype=np.int64)
    for (origin, destination), time in hours.items():
        i, j = PLACES.index(origin), PLACES.index(destination)
        duration_s[i, j] = duration_s[j, i] = min(time * 3_600, UNREACHABLE)
    return TravelMatrix(PLACES, duration_s.copy(), duration_s, provider="by hand")


def supply(
    raw: dict[str, Any], hours: dict[tuple[str, str], int] = HOURS, **values: object
) -> tuple[Finding, ...]:
    scenario = check_scenario(raw).scenario
    assert isinstance(scenario, Scenario)
    found = check_supply(scenario, matrix(hours), policy(**values))
    assert all(f.severity is Severity.WARNING for f in found)
    return found


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, f.pointer) for f in found]


def test_enough_of_everything_is_passed_over_in_silence(raw: dict[str, Any]) -> None:
    assert supply(raw) == ()


CASES: list[tuple[str, object, str, str]] = [
    ("fleet/0/reserved_seats", 49, "ROW_WITHOUT_SEATS", "/fleet/0"),
    ("groups/0/people", 500, "SEATS_SCARCE", "/groups"),
    ("groups/0/wheelchairs", 4, "WHEELCHAIRS_SCARCE", "/groups"),
    ("fleet/0/min_people", 48, "MINIMUM_NOT_REACHABLE", "/fleet/0/min_people"),
    (
        "services/0/offers/0/min_people",
        61,
        "MINIMUM_NOT_REACHABLE",
        "/services/0/offers/0/min_people",
    ),
    ("fleet/0/home_area", "云南省", "HOME_AREA_UNKNOWN", "/fleet/0/home_area"),
    ("places/0/max_coach_seats", 30, "SITE_TOO_NARROW", "/places/0/max_coach_seats"),
    (
        "groups/0/arrive_by",
        "2026-02-24T18:00:00+08:00",
        "WINDOW_TOO_SHORT",
        "/groups/0/arrive_by",
    ),
    ("groups/0/max_journey_s", 36_000, "RIDE_LIMIT_TOO_SHORT", "/groups/0/max_journey_s"),
    (
        "places/1/open",
        [{"from": "2026-02-24T08:00:00+08:00", "to": "2026-02-24T17:00:00+08:00"}],
        "CLOSED_TOO_EARLY",
        "/groups/0",
    ),
    ("services/0/check_in_s", 18_001, "SERVICE_OUT_OF_REACH", "/services/0"),
]


@pytest.mark.parametrize(("path", "value", "code", "pointer"), CASES)
def test_each_scarcity_is_found(
    raw: dict[str, Any], path: str, value: object, code: str, pointer: str
) -> None:
    change(raw, path, value)
    assert (code, pointer) in codes(supply(raw))


def test_a_minimum_just_within_reach_is_passed_over(raw: dict[str, Any]) -> None:
    raw["fleet"][0]["min_people"] = 47
    raw["services"][0]["offers"][0]["min_people"] = 60
    assert supply(raw) == ()


def test_the_load_cap_is_counted(raw: dict[str, Any]) -> None:
    """Three coaches at half of 49 seats, rounded down, and 60 seats on the train: 132 seats."""
    raw["groups"][0]["people"] = 113
    found = supply(raw, seat_cap=0.5)
    assert codes(found) == [("SEATS_SCARCE", "/groups")]
    assert (found[0].measured, found[0].limit) == ("133", "132")


def test_who_may_buy_a_ticket_is_not_short_of_seats(raw: dict[str, Any]) -> None:
    raw["groups"][0] |= {"people": 500, "own_travel_fen_per_person": 35_000}
    assert supply(raw) == ()


def test_a_group_that_stays_together_needs_one_vehicle(raw: dict[str, Any]) -> None:
    raw["groups"][0] |= {"people": 61, "together": True}
    found = supply(raw)
    assert codes(found) == [("GROUP_TOO_LARGE", "/groups/0/people")]
    assert (found[0].measured, found[0].limit) == ("61", "60")


def test_nothing_that_runs_is_said_once(raw: dict[str, Any]) -> None:
    raw |= {"fleet": [], "services": [], "pins": []}
    assert ("NOTHING_RUNS", "/fleet") in codes(supply(raw))


def test_no_road_and_no_train_is_no_way_there(raw: dict[str, Any]) -> None:
    cut_off = {(o, d): UNREACHABLE for o in PLACES[:1] for d in PLACES[1:]}
    found = supply(raw, cut_off)
    assert ("NO_WAY_THERE", "/groups/0") in codes(found)
    assert ("SERVICE_OUT_OF_REACH", "/services/0") in codes(found)


def test_a_train_makes_up_for_a_slow_road(raw: dict[str, Any]) -> None:
    """The coach takes 20 h; by train they are there at 18:00 + 30 min + boarding + 2 h."""
    raw["groups"][0]["arrive_by"] = "2026-02-24T20:40:00+08:00"
    slow = HOURS | {("site", "works"): 20}
    assert codes(supply(raw, slow)) == []


def test_the_earliest_arrival_is_told(raw: dict[str, Any]) -> None:
    """Ready at 06:00, 310 s of boarding, 12 h of driving; the train would be at 20:35:10."""
    raw["groups"][0]["arrive_by"] = "2026-02-24T18:05:00+08:00"
    found = [f for f in supply(raw) if f.code == "WINDOW_TOO_SHORT"]
    assert found[0].measured == "2026-02-24T18:05:10+08:00"
