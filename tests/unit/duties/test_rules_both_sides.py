"""Each driving rule one second, one metre, one person's service on either side of its limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.artefacts.route_task import RideLimit, RouteTask, TaskStop
from routing.artefacts.timetable import Refusal, Timetable
from routing.duties.crew_choice import find_timetable
from routing.duties.timetable import timetable_at
from routing.model.rules import PolicyValues
from tests.unit.duties.law_oracle import broken_rules
from tests.unit.duties.tasks import DAY_S, HOUR_S, long_haul

SLOW = 40
"""km/h at which eight hours stay under the distance that asks for two drivers."""
DAY_TWO = 2 * DAY_S


def slow_haul(seconds: int) -> RouteTask:
    task = long_haul(1, ready_h=48 + 7, kmh=SLOW)
    return replace(task, drive_s=(seconds,), drive_m=(seconds * 10,))


def at(task: RouteTask, policy: PolicyValues, clock_h: float, drivers: int = 1) -> Timetable:
    """The timetable that leaves the first stop at a clock time of day two."""
    departs_s = DAY_TWO + round(clock_h * HOUR_S)
    early = replace(task.stops[0], board_from_s=0)
    task = replace(task, stops=(early, *task.stops[1:]))
    answer = timetable_at(task, policy, drivers=drivers, departs_s=departs_s)
    assert isinstance(answer, Timetable)
    assert broken_rules(task, answer, policy) == set()
    assert answer.departs_s[0] == departs_s
    return answer


@pytest.mark.parametrize(
    ("drive_s", "elapsed_s"),
    [(4 * HOUR_S, 4 * HOUR_S), (4 * HOUR_S + 1, 4 * HOUR_S + 1 + 1_200)],
)
def test_four_hours_by_day_need_no_break_and_a_second_more_does(
    policy: PolicyValues, drive_s: int, elapsed_s: int
) -> None:
    assert at(slow_haul(drive_s), policy, 8).elapsed_s == elapsed_s


@pytest.mark.parametrize(
    ("clock_h", "drive_s", "breaks"),
    [
        (22, 2 * HOUR_S, 0),
        (22, 2 * HOUR_S + 1, 1),
        (21, 3 * HOUR_S, 0),
        (21, 3 * HOUR_S + 1, 1),
        (20, 4 * HOUR_S, 0),
        (20, 4 * HOUR_S + 1, 1),
    ],
)
def test_two_hours_of_a_row_may_lie_in_the_night(
    policy: PolicyValues, clock_h: float, drive_s: int, breaks: int
) -> None:
    assert at(slow_haul(drive_s), policy, clock_h).elapsed_s == drive_s + breaks * 1_200


def test_the_night_ends_at_six(policy: PolicyValues) -> None:
    exempt = replace(slow_haul(4 * HOUR_S), halts_at_night=False)

    assert at(exempt, policy, 4).elapsed_s == 4 * HOUR_S
    # One second earlier three night hours would be driven in one row of two.
    assert at(exempt, policy, 4 - 1 / 3_600).elapsed_s == 4 * HOUR_S + 1_200


@pytest.mark.parametrize(
    ("drive_s", "elapsed_s"), [(HOUR_S, HOUR_S), (HOUR_S + 1, HOUR_S + 1 + 3 * HOUR_S)]
)
def test_driving_up_to_two_is_lawful_and_a_second_more_waits_until_five(
    policy: PolicyValues, drive_s: int, elapsed_s: int
) -> None:
    assert at(slow_haul(drive_s), policy, 25).elapsed_s == elapsed_s


def test_a_short_feeder_drives_through_the_halt(policy: PolicyValues) -> None:
    feeder = replace(slow_haul(2 * HOUR_S), halts_at_night=False)

    assert at(feeder, policy, 25).elapsed_s == 2 * HOUR_S


@pytest.mark.parametrize(
    ("drive_s", "elapsed_s"),
    [(8 * HOUR_S, 8 * HOUR_S + 1_200), (8 * HOUR_S + 1, DAY_S + 1)],
)
def test_eight_hours_in_24_and_then_a_rest_until_they_roll(
    policy: PolicyValues, drive_s: int, elapsed_s: int
) -> None:
    assert at(slow_haul(drive_s), policy, 7).elapsed_s == elapsed_s


def test_a_second_driver_saves_the_rest(policy: PolicyValues) -> None:
    answer = at(slow_haul(8 * HOUR_S + 1), policy, 7, drivers=2)

    assert answer.elapsed_s == 8 * HOUR_S + 1 + 2 * 1_200


@pytest.mark.parametrize(("prior_s", "lawful"), [(36 * HOUR_S, True), (36 * HOUR_S + 1, False)])
def test_44_hours_in_seven_days_count_what_lies_behind(
    policy: PolicyValues, prior_s: int, lawful: bool
) -> None:
    task = replace(slow_haul(8 * HOUR_S), prior_drive_s=(prior_s,))
    answer = find_timetable(task, policy, drivers=1)

    assert isinstance(answer, Timetable) is lawful
    if isinstance(answer, Refusal):
        assert answer.codes == ("DRIVING_HOURS", "REST_RULE")


@pytest.mark.parametrize(("metres", "drivers"), [(400_000, 1), (400_001, 2)])
def test_beyond_400_km_two_drivers_ride(policy: PolicyValues, metres: int, drivers: int) -> None:
    task = replace(slow_haul(5 * HOUR_S), drive_m=(metres,))
    answer = find_timetable(task, policy)

    assert isinstance(answer, Timetable)
    assert answer.drivers == drivers
    assert isinstance(find_timetable(task, policy, drivers=drivers), Timetable)
    if drivers == 2:
        assert find_timetable(task, policy, drivers=1) == Refusal(("NO_SECOND_DRIVER",))


@pytest.mark.parametrize(("slack_s", "codes"), [(0, None), (-1, ("TIME_WINDOW",))])
def test_arrival_at_the_last_instant_is_in_time(
    policy: PolicyValues, slack_s: int, codes: tuple[str, ...] | None
) -> None:
    task = slow_haul(3 * HOUR_S)
    ready_s = task.stops[0].board_from_s or 0
    gate = replace(task.stops[1], arrive_by_s=ready_s + 900 + 3 * HOUR_S + slack_s)

    check(find_timetable(replace(task, stops=(task.stops[0], gate)), policy), codes)


@pytest.mark.parametrize(("slack_s", "codes"), [(0, None), (-1, ("MISSES_TRAIN_CHECK_IN",))])
def test_a_feeder_is_empty_at_check_in_to_the_second(
    policy: PolicyValues, slack_s: int, codes: tuple[str, ...] | None
) -> None:
    task = slow_haul(3 * HOUR_S)
    ready_s = task.stops[0].board_from_s or 0
    station = replace(task.stops[1], depart_by_s=ready_s + 1_800 + 3 * HOUR_S + slack_s)

    check(find_timetable(replace(task, stops=(task.stops[0], station)), policy), codes)


@pytest.mark.parametrize(("limit_s", "codes"), [(0, None), (-1, ("REST_RULE", "RIDE_TIME"))])
def test_time_on_board_includes_breaks(
    policy: PolicyValues, limit_s: int, codes: tuple[str, ...] | None
) -> None:
    task = slow_haul(5 * HOUR_S)
    limit = RideLimit(0, 1, 5 * HOUR_S + 1_200 + limit_s)

    check(find_timetable(replace(task, ride_limits=(limit,)), policy), codes)


@pytest.mark.parametrize(("shift_s", "codes"), [(0, None), (1, ("TIME_WINDOW",))])
def test_a_stop_fits_into_its_opening_hours_to_the_second(
    policy: PolicyValues, shift_s: int, codes: tuple[str, ...] | None
) -> None:
    task = slow_haul(2 * HOUR_S)
    ready_s = task.stops[0].board_from_s or 0
    opens_s = ready_s + 12 * HOUR_S
    gate = replace(task.stops[1], open_s=((opens_s + shift_s, opens_s + 900),))
    answer = find_timetable(replace(task, stops=(task.stops[0], gate)), policy)

    check(answer, codes)
    if isinstance(answer, Timetable):
        assert (answer.arrives_s[1], answer.departs_s[1]) == (opens_s, opens_s + 900)


@pytest.mark.parametrize(("slack_s", "codes"), [(0, None), (-1, ("NOT_AVAILABLE",))])
def test_a_vehicle_is_away_only_while_available(
    policy: PolicyValues, slack_s: int, codes: tuple[str, ...] | None
) -> None:
    task = replace(slow_haul(2 * HOUR_S), lead_in_s=HOUR_S, lead_out_s=HOUR_S)
    ready_s = task.stops[0].board_from_s or 0
    window = (ready_s - HOUR_S, ready_s + 900 + 2 * HOUR_S + 900 + HOUR_S + slack_s)

    answer = find_timetable(replace(task, available_s=(window,)), policy)
    if codes is None:
        # Four hours at the wheel without a break: to the village, to the gate, home.
        assert isinstance(answer, Timetable)
        assert (answer.base_departs_s, answer.base_returns_s) == window
    else:
        check(answer, codes)


def test_a_vehicle_that_comes_free_later_leaves_later(policy: PolicyValues) -> None:
    task = replace(slow_haul(2 * HOUR_S), lead_in_s=HOUR_S)
    free_s = (task.stops[0].board_from_s or 0) + 5 * HOUR_S + 7
    answer = find_timetable(task, policy, not_before_s=free_s)

    assert isinstance(answer, Timetable)
    assert answer.base_departs_s >= free_s


@pytest.mark.parametrize(("limit_s", "lawful"), [(0, True), (-1, False)])
def test_a_pickup_detour_runs_from_departure_to_departure(
    policy: PolicyValues, limit_s: int, lawful: bool
) -> None:
    task = slow_haul(2 * HOUR_S)
    second = TaskStop("second", 600, board_from_s=task.stops[0].board_from_s)
    task = replace(
        task,
        stops=(task.stops[0], second, task.stops[1]),
        drive_s=(1_800, *task.drive_s),
        drive_m=(9_000, *task.drive_m),
        span_limits=(RideLimit(0, 1, 1_800 + 600 + limit_s),),
    )

    assert isinstance(find_timetable(task, policy), Timetable) is lawful


def check(answer: Timetable | Refusal, codes: tuple[str, ...] | None) -> None:
    """A timetable when no codes are expected, else a refusal with exactly these."""
    if codes is None:
        assert isinstance(answer, Timetable)
    else:
        assert answer == Refusal(codes)
