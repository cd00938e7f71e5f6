"""Every way a group could travel, and the code of every bar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routing.artefacts.candidates import GroupCandidates
from routing.model.base import ClockWindow
from routing.model.goals import Pin
from routing.model.services import Service
from routing.network.nights import split_night
from routing.units import Metres, Seconds
from tests.benchmarks.instances import no_rules
from tests.unit.solve.tiny import READY, group, place, problem, row

HOUR = 3_600


def service(leaves_after_h: float = 6) -> Service:
    leaves = READY + timedelta(hours=leaves_after_h)
    return Service.model_validate(
        {
            "id": "T1", "mode": "train", "number": "T1",
            "calls": [
                {"place": "station", "departs": leaves},
                {"place": "terminus", "arrives": leaves + timedelta(hours=5)},
            ],
            "offers": [
                {"id": "any", "kind": "ticket", "seats": 1, "units": 9},
                {"id": "wrong", "kind": "ticket", "seats": 1, "from": "terminus"},
            ],
        }
    )  # fmt: skip


def only(**changes: object) -> GroupCandidates:
    people = {"people": 4} | changes
    asked = problem(
        (group("a", "x", **people),),
        (row("coach", 9, 2),),
        services=(service(),),
    )
    return asked.candidates.groups[0]


def reasons(found: GroupCandidates) -> set[tuple[str, str | None]]:
    return {(r.code, r.subject) for r in found.excluded}


def test_a_group_may_go_by_coach_or_by_feeder_train_and_last_mile() -> None:
    found = only()
    assert found.direct_fleet == found.feeder_fleet == found.last_mile_fleet == ("coach",)
    assert [(r.board_call, r.alight_call, r.offers) for r in found.rides] == [(0, 1, (0,))]
    assert found.excluded == ()


def test_a_window_nobody_can_meet_is_a_reason_for_the_row() -> None:
    found = only(arrive_by=READY + timedelta(hours=3))
    assert found.direct_fleet == ()
    assert ("TIME_WINDOW", "coach") in reasons(found)
    assert ("TIME_WINDOW", "T1") in reasons(found)


def test_a_limit_on_board_is_a_reason_of_its_own() -> None:
    found = only(max_on_board_s=4 * HOUR)
    assert ("RIDE_TIME", "coach") in reasons(found)
    assert ("RIDE_TIME", "T1") in reasons(found)


def test_a_train_that_leaves_too_soon_is_missed() -> None:
    asked = problem((group("a", "x", 4),), (row("coach", 9, 2),), services=(service(1),))
    assert ("MISSES_TRAIN_CHECK_IN", "T1") in reasons(asked.candidates.groups[0])


def test_who_is_never_split_needs_seats_enough() -> None:
    found = only(people=10, together=True)
    assert reasons(found) == {("SEATS", "coach"), ("NO_FLEET", "T1")}


def test_a_row_from_elsewhere_is_never_offered() -> None:
    places = tuple(place(n, admin="云南省/昭通市") for n in ("a", "x", "b"))
    fleet = (row("local", 9, 1, home_area="云南省"), row("foreign", 9, 1, home_area="贵州省"))
    found = problem((group("a", "x", 4),), fleet, places=places).candidates.groups[0]
    assert found.direct_fleet == ("local",)
    assert reasons(found) == {("PERMIT_ENDPOINT", "foreign")}


def test_a_coach_too_large_for_a_place_is_of_the_wrong_class() -> None:
    places = (place("a", max_coach_seats=20), place("x"), place("b"))
    found = problem((group("a", "x", 4),), (row("big", 49, 1),), places=places)
    assert reasons(found.candidates.groups[0]) == {("VEHICLE_CLASS", "big")}


def test_a_pinned_train_takes_the_coach_away() -> None:
    pin = Pin.model_validate({"kind": "require", "group": "a-x", "service": "T1"})
    asked = problem(
        (group("a", "x", 4),), (row("coach", 9, 2),), services=(service(),), pins=(pin,)
    )
    found = asked.candidates.groups[0]
    assert found.direct_fleet == ()
    assert ("PINNED", "coach") in reasons(found)
    assert len(found.rides) == 1


def test_no_fleet_is_said_once_for_everybody() -> None:
    assert reasons(problem((group("a", "x", 4),), ()).candidates.groups[0]) == {("NO_FLEET", None)}


@pytest.mark.parametrize("halt", [None, ClockWindow(start="02:00", end="05:00")])
def test_an_early_train_is_reached_the_evening_before_or_in_the_morning(
    halt: ClockWindow | None,
) -> None:
    values = no_rules().model_copy(
        update={
            "night_halt": halt,
            "hotel_reach_m": Metres(5_000),
            "night_stay_beyond_s": Seconds(5 * HOUR),
        }
    )
    asked = problem(
        (group("a", "x", 4),), (row("coach", 9, 2),), services=(service(26),), values=values
    )
    hotels = [r.hotel for r in asked.candidates.groups[0].rides]
    assert hotels == ([None] if halt is None else [None, "hotel"])


def test_the_night_before_a_check_in_divides_arrivals_in_two() -> None:
    halt = ClockWindow(start="02:00", end="05:00")
    values = no_rules().model_copy(
        update={"night_halt": halt, "night_stay_beyond_s": Seconds(6 * HOUR)}
    )
    morning = 24 * HOUR + 7 * HOUR
    split = split_night(morning, values)
    assert split.latest_with_bed_s == 24 * HOUR + HOUR
    assert split.earliest_with_bed_s == HOUR + 1


@pytest.mark.parametrize(("check_in_h", "latest_s"), [(31, 29 * HOUR - 1), (28, 27 * HOUR)])
def test_a_wait_that_touches_the_night_hours_asks_for_a_bed(check_in_h: int, latest_s: int) -> None:
    """From 04:59:59 on until 07:00; and until 04:00, within the halt, once it is an hour long."""
    halt = ClockWindow(start="02:00", end="05:00")
    values = no_rules().model_copy(
        update={"night_halt": halt, "night_stay_beyond_s": Seconds(HOUR)}
    )
    assert split_night(check_in_h * HOUR, values).latest_with_bed_s == latest_s
