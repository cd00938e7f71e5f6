"""Stands on the way fall on service areas where that costs no time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.artefacts.route_task import RestPlace
from routing.artefacts.timetable import TimedActivity, Timetable
from routing.duties.crew_choice import find_timetable
from routing.duties.timetable import timetable_at
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind
from tests.unit.duties.law_oracle import broken_rules
from tests.unit.duties.tasks import DAY_S, HOUR_S, long_haul


def stands(table: Timetable) -> list[TimedActivity]:
    """What the first driver does on the way while the coach stands."""
    pauses = (ActivityKind.BREAK, ActivityKind.HALT, ActivityKind.REST)
    return [a for a in table.duties[0] if a.kind in pauses]


@pytest.mark.parametrize(
    ("after_min", "taken_min"), [(240, 240), (225, 225), (201, 201), (199, 240), (241, 240)]
)
def test_a_break_is_brought_forward_by_at_most_forty_minutes(
    policy: PolicyValues, after_min: int, taken_min: int
) -> None:
    area = RestPlace(0, after_min * 60, "area")
    task = replace(long_haul(7, ready_h=56), rest_places=(area,))
    table = find_timetable(task, policy)

    assert isinstance(table, Timetable)
    assert broken_rules(task, table, policy) == set()
    stop = stands(table)[0]
    assert stop.start_s - table.departs_s[0] == taken_min * 60
    assert stop.place == ("area" if taken_min == after_min else None)


@pytest.mark.parametrize(("slack_s", "place"), [(1_200, "area"), (1_199, None)])
def test_a_named_place_is_worth_one_break_more_where_people_arrive_in_time(
    policy: PolicyValues, slack_s: int, place: str | None
) -> None:
    ready_s = 56 * HOUR_S
    task = long_haul(8, ready_h=56, kmh=40)
    gate = replace(task.stops[1], arrive_by_s=ready_s + 900 + 8 * HOUR_S + 1_200 + slack_s)
    task = replace(
        task,
        stops=(task.stops[0], gate),
        rest_places=(RestPlace(0, 225 * 60, "area"),),
    )
    table = find_timetable(task, policy)

    assert isinstance(table, Timetable)
    assert broken_rules(task, table, policy) == set()
    assert stands(table)[0].place == place


def test_the_night_halt_is_spent_at_a_service_area(policy: PolicyValues) -> None:
    task = replace(long_haul(5, ready_h=48 + 22), rest_places=(RestPlace(0, 105 * 60, "area"),))
    early = replace(task.stops[0], board_from_s=0)
    task = replace(task, stops=(early, task.stops[1]))
    table = timetable_at(task, policy, drivers=2, departs_s=3 * DAY_S)

    assert isinstance(table, Timetable)
    assert broken_rules(task, table, policy) == set()
    halt = stands(table)[0]
    assert (halt.kind, halt.place) == (ActivityKind.HALT, "area")
    assert (halt.start_s, halt.end_s) == (3 * DAY_S + 105 * 60, 3 * DAY_S + 5 * HOUR_S)


def test_two_areas_in_turn_name_two_breaks(policy: PolicyValues) -> None:
    areas = (RestPlace(0, 230 * 60, "first"), RestPlace(0, 460 * 60, "second"))
    task = replace(long_haul(11, ready_h=54), rest_places=areas)
    table = find_timetable(task, policy)

    assert isinstance(table, Timetable)
    assert broken_rules(task, table, policy) == set()
    assert [s.place for s in stands(table)] == ["first", "second"]
