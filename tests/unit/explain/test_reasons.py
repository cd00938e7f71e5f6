"""A planted cause is named exactly, for the fleet row or service it concerns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from routing.explain.changes import changes_for
from routing.explain.reasons import REASONS, find_reasons
from routing.model.plan import Reason
from tests.unit.audit.draft import at
from tests.unit.explain.planted import (
    Change,
    bus,
    by_train,
    ga,
    offers,
    pin,
    place,
    problem_of,
    rule,
    train,
    window,
    world,
)

SEAT = {"id": "seat", "kind": "ticket", "seats": 1, "units": 40, "per_person_fen": 20_000}

COACH: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("no coach of the type", "NO_FLEET", (bus(count=0),)),
    ("all seats reserved", "SEATS", (bus(reserved_seats=49),)),
    ("together and too many", "SEATS", (ga(people=48, together=True),)),
    ("a cap that leaves no seat", "SEATS", (rule(seat_cap=0.02),)),
    ("too large for the village", "VEHICLE_CLASS", (place("a", max_coach_seats=48),)),
    ("too large for the gate", "VEHICLE_CLASS", (place("f", max_coach_seats=48),)),
    ("only wheelchairs", "VEHICLE_CLASS", (ga(wheelchairs=20),)),
    ("together with a wheelchair", "VEHICLE_CLASS", (ga(wheelchairs=1, together=True),)),
    ("a foreign vehicle", "PERMIT_ENDPOINT", (bus(home_area="湖南省"),)),
    ("fewer than the minimum", "BELOW_MINIMUM_GROUP", (bus(min_people=21),)),
    ("forbidden by a pin", "PINNED", (pin("forbid", fleet="bus"),)),
    ("pinned to the train", "PINNED", (by_train, pin("require", service="K1"))),
    ("no bay", "BAY_FULL", (place("f", bays=0),)),
    ("a gate that shuts too early", "TIME_WINDOW", (ga(arrive_by=at("09:30")),)),
    ("a ride too long", "RIDE_TIME", (ga(max_on_board_s=12_599),)),
    ("a journey too long", "RIDE_TIME", (ga(max_journey_s=12_599),)),
    ("a place open another day only", "PLACE_CLOSED", (place("f", open=window("01:00", "05:00")),)),
    (
        "a gate on a road closed at night",
        "NIGHT_ACCESS",
        (place("f", no_night_access=True), ga(arrive_from=at("23:00"), arrive_by=at("23:30"))),
    ),
    ("a vehicle hired too late", "NOT_AVAILABLE", (bus(available=window("01:00", "05:00")),)),
    (
        "the halt in a short night",
        "NIGHT_HALT_02_05",
        (ga(ready_from=at("00:30"), arrive_by=at("05:30")), rule(drive_night_max_s=14_400)),
    ),
    (
        "one driver only",
        "NO_SECOND_DRIVER",
        (ga(destination="g"), rule(max_drivers=1)),
    ),
    (
        "a break that takes too long",
        "REST_RULE",
        (ga(arrive_by=at("09:50")), rule(drive_day_max_s=7_200)),
    ),
)


def codes(changes: tuple[Change, ...], subject: str) -> set[str]:
    made = world(*changes)
    problem, plan = problem_of(made)
    reasons = find_reasons(problem, plan, problem.scenario.groups[0])
    assert all(reason.detail is not None for reason in reasons)
    return {reason.code for reason in reasons if reason.subject == subject}


@pytest.mark.parametrize(
    ("code", "changes"), [case[1:] for case in COACH], ids=[case[0] for case in COACH]
)
def test_a_cause_planted_for_the_coach_is_named_and_no_other(
    code: str, changes: tuple[Change, ...]
) -> None:
    assert codes(changes, "bus") == {code}


def test_a_coach_that_could_go_is_short_of_seats_only_when_all_are_used() -> None:
    assert codes((bus(count=0),), "bus") == {"NO_FLEET"}
    assert codes((bus(hire_fen=20_000_001),), "bus") == {"NOT_WORTH_ITS_COST"}
    assert codes((place("f", bays=1),), "bus") == {"BAY_FULL"}


def test_several_causes_are_all_named() -> None:
    changes = (bus(home_area="湖南省", min_people=30), ga(max_on_board_s=60))
    assert codes(changes, "bus") == {"PERMIT_ENDPOINT", "BELOW_MINIMUM_GROUP", "RIDE_TIME"}


TRAIN: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("ready too late", "MISSES_TRAIN_CHECK_IN", (ga(ready_from=at("09:45")),)),
    ("a long check-in", "MISSES_TRAIN_CHECK_IN", (train(check_in_s=20_000),)),
    ("the gate shuts before the train is in", "TIME_WINDOW", (ga(arrive_by=at("18:30")),)),
    ("the train takes too long", "RIDE_TIME", (ga(max_on_board_s=21_599),)),
    ("nothing is sold", "NO_OFFER", (offers(),)),
    ("sold for another ride only", "NO_OFFER", (offers({**SEAT, "from": "s2"}),)),
    ("below the offer's minimum", "BELOW_MINIMUM_GROUP", (offers({**SEAT, "min_people": 21}),)),
    ("together in too few seats", "SEATS", (ga(together=True), offers({**SEAT, "units": 19}))),
    ("sold out", "TRAIN_FULL", (offers({**SEAT, "units": 19}),)),
    ("forbidden by a pin", "PINNED", (pin("forbid", service="K1"),)),
    ("no coach to the station", "VEHICLE_CLASS", (place("a", max_coach_seats=10),)),
    ("no coach from the station", "VEHICLE_CLASS", (place("g", max_coach_seats=10),)),
)


@pytest.mark.parametrize(
    ("code", "changes"), [case[1:] for case in TRAIN], ids=[case[0] for case in TRAIN]
)
def test_a_cause_planted_for_the_train_is_named_and_no_other(
    code: str, changes: tuple[Change, ...]
) -> None:
    assert codes((by_train, *changes), "K1") == {code}


def add_friends(scenario: dict[str, Any]) -> None:
    scenario["groups"].append({**scenario["groups"][0], "id": "friends", "people": 4})


def test_company_that_a_pin_asks_for_is_named_and_the_pin_may_be_taken_back() -> None:
    changes = (add_friends, pin("require", **{"with": "friends"}))
    assert codes(changes, "friends") == {"PINNED"}
    assert codes((add_friends, pin("forbid", **{"with": "friends"})), "friends") == set()
    made = world(*changes)
    problem, plan = problem_of(made)
    reason = Reason(code="PINNED", subject="friends")
    left = next(x for x in plan.left_out if x.group == "ga").model_copy(
        update={"reasons": (reason,)}
    )
    found = changes_for(problem.scenario, left, problem=problem)
    assert [(x.kind, x.scenario.pins) for x in found] == [("drop_pin", ())]


def test_the_page_of_codes_lists_exactly_the_reasons(root: Path) -> None:
    page = (root / "routing" / "ERRORS.md").read_text("utf-8")
    section = page.split("\n## explain: reasons for people left out\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([A-Z0-9_]+)` \|", section, re.MULTILINE) == list(REASONS)
