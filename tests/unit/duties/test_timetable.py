"""Crews, approaches and duties as a dispatcher would check them by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.artefacts.route_task import RideLimit, RouteTask, TaskStop
from routing.artefacts.timetable import Refusal, Timetable
from routing.duties.crew_choice import find_timetable
from routing.duties.timetable import list_timetables, write_timetable
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind
from tests.unit.duties.law_oracle import broken_rules
from tests.unit.duties.tasks import DAY_S, HOUR_S, long_haul


def found(answer: Timetable | Refusal) -> Timetable:
    assert isinstance(answer, Timetable)
    return answer


def test_1500_km_take_a_third_driver_rather_than_a_second_day(policy: PolicyValues) -> None:
    answer = found(find_timetable(long_haul(18.75), policy))

    assert (answer.drivers, answer.driver_days) == (3, 1)
    assert answer.elapsed_s <= DAY_S


def test_1500_km_with_two_drivers_rest_until_their_hours_roll(policy: PolicyValues) -> None:
    answer = found(find_timetable(long_haul(18.75), policy, drivers=2))

    assert answer.driver_days == 2
    assert answer.elapsed_s >= DAY_S + round(2.75 * HOUR_S)
    kinds = {a.kind for duty in answer.duties for a in duty}
    assert ActivityKind.REST in kinds or ActivityKind.HALT in kinds


@pytest.mark.parametrize(("hours", "drivers"), [(12, 2), (15.9, 2), (16.1, 3), (22.3, 3)])
def test_the_smallest_crew_that_fits_into_one_day_is_chosen(
    policy: PolicyValues, hours: float, drivers: int
) -> None:
    no_halt = policy.model_copy(update={"night_halt": None, "drive_night_max_s": 4 * HOUR_S})
    answer = found(find_timetable(long_haul(hours), no_halt))

    assert (answer.drivers, answer.driver_days) == (drivers, 1)


def test_tiandeng_takes_14_hours_with_two_drivers(policy: PolicyValues) -> None:
    answer = found(find_timetable(long_haul(10.9, ready_h=54), policy))

    assert answer.drivers == 2
    assert 11.5 * HOUR_S <= answer.elapsed_s <= 15.5 * HOUR_S


def test_drivers_share_the_wheel_and_stand_by_on_the_moving_coach(policy: PolicyValues) -> None:
    answer = found(find_timetable(long_haul(12, ready_h=54), policy))
    driven = [
        sum(a.end_s - a.start_s for a in duty if a.kind is ActivityKind.DRIVE)
        for duty in answer.duties
    ]

    assert sum(driven) == 12 * HOUR_S
    assert max(driven) <= 8 * HOUR_S
    assert all(driven)


def test_a_break_before_boarding_makes_the_ride_shorter(policy: PolicyValues) -> None:
    task = long_haul(4, ready_h=56, kmh=60, lead_in_s=2 * HOUR_S)
    answer = found(find_timetable(task, policy))

    assert answer.elapsed_s == 4 * HOUR_S
    assert answer.departs_s[0] - answer.base_departs_s >= 2 * HOUR_S + 1_200 + 900


def test_no_break_before_boarding_where_it_saves_nothing(policy: PolicyValues) -> None:
    task = long_haul(3, ready_h=56, kmh=60, lead_in_s=HOUR_S)
    answer = found(find_timetable(task, policy))

    assert answer.departs_s[0] - answer.base_departs_s == HOUR_S + 900


def test_the_way_to_the_first_stop_keeps_the_night_halt(policy: PolicyValues) -> None:
    task = long_haul(1, ready_h=48 + 5.5, kmh=60, lead_in_s=2 * HOUR_S)
    answer = found(find_timetable(replace(task, stops=task.stops), policy))

    assert broken_rules(task, answer, policy) == set()


def test_a_crew_may_come_the_day_before_to_have_its_hours_whole(policy: PolicyValues) -> None:
    task = long_haul(15.5, ready_h=54, lead_in_s=2 * HOUR_S)
    answer = found(find_timetable(task, policy, drivers=2))

    assert broken_rules(task, answer, policy) == set()
    assert answer.driver_days == 1


def test_a_crew_comes_at_once_where_a_break_before_boarding_would_end_a_row_early(
    policy: PolicyValues,
) -> None:
    """Two drivers, 21.9 h at the wheel, 2 s from the base: with a break it takes a second more."""
    places = [("p0", 302), ("p1", 0), ("p2", 301), ("d0", 0), ("d1", 0)]
    board_s = {"p0": 20 * HOUR_S, "p1": 20 * HOUR_S + 60, "p2": 20 * HOUR_S + 120}
    task = RouteTask(
        stops=tuple(TaskStop(p, s, board_from_s=board_s.get(p)) for p, s in places),
        drive_s=(1_499, 5_400, 66_601, 5_400),
        drive_m=(32_978, 118_800, 1_465_222, 118_800),
        lead_in_s=2,
        halts_at_night=False,
        span_limits=(RideLimit(0, 2, 3 * HOUR_S),),
    )
    answer = found(find_timetable(task, policy, drivers=2))

    assert answer.elapsed_s == 109_500
    assert broken_rules(task, answer, policy) == set()


def test_a_ride_limit_moves_the_break_before_boarding(policy: PolicyValues) -> None:
    task = long_haul(3, ready_h=56, kmh=40)
    start, gate = task.stops
    near = replace(start, place="near", service_s=600)
    task = replace(
        task,
        stops=(start, near, gate),
        drive_s=(2 * HOUR_S, 3 * HOUR_S),
        drive_m=(80_000, 120_000),
        ride_limits=(RideLimit(1, 2, 3 * HOUR_S),),
    )
    answer = found(find_timetable(task, policy))

    assert answer.arrives_s[2] - answer.departs_s[1] == 3 * HOUR_S
    assert broken_rules(task, answer, policy) == set()


def test_no_crew_can_be_in_time_and_the_halt_is_named(policy: PolicyValues) -> None:
    task = long_haul(6, ready_h=48, by_h=48 + 7)

    assert find_timetable(task, policy) == Refusal(("NIGHT_HALT_02_05", "TIME_WINDOW"))


def test_every_listed_departure_can_be_written(policy: PolicyValues) -> None:
    task = long_haul(9, ready_h=50, by_h=50 + 30)
    listed = list_timetables(task, policy, drivers=2)

    assert len(listed) > 20
    for departure in listed[::7]:
        table = write_timetable(task, policy, 2, departure.result)
        assert (table.arrives_s, table.departs_s) == (departure.arrives_s, departure.departs_s)
        assert broken_rules(task, table, policy) == set()
    best = found(find_timetable(task, policy, drivers=2))
    assert min(d.elapsed_s for d in listed) == best.elapsed_s
