"""A fresh crew takes over in the evening: where it is allowed, on both sides of each limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.artefacts.route_task import RelayPlace, RelayTerms, RouteTask
from routing.artefacts.timetable import Refusal, Timetable
from routing.duties.crew_choice import find_timetable
from routing.duties.relay import find_relay, list_relay_crews, list_relays
from routing.model.base import ClockWindow
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind
from routing.solve.clocks import find_clock
from tests.unit.duties.tasks import HOUR_S, long_haul

DAY_FEN = 30_000


@pytest.fixture
def relays(policy: PolicyValues) -> PolicyValues:
    """The rules of ``cn-2023`` where charters may be relayed from 22:00 to 02:00."""
    return policy.model_copy(update={"relay_hours": ClockWindow(start="22:00", end="02:00")})


def evening(*, after_h: float = 6, ready_h: float = 16, fen: int = 5_000) -> RouteTask:
    """12 h at the wheel from four in the afternoon, with one relay place on the way."""
    after_s = round(after_h * HOUR_S)
    place = RelayPlace(0, after_s, after_s * 22, "relay", fen)
    task = long_haul(12, ready_h=24 + ready_h)
    return replace(task, relay=RelayTerms((place,), DAY_FEN))


def written(task: RouteTask, policy: PolicyValues) -> Timetable:
    found = find_timetable(task, policy)
    assert isinstance(found, Timetable)
    return found


def test_a_relay_is_not_taken_where_riding_all_the_way_costs_less(relays: PolicyValues) -> None:
    """Two drivers take 12 h with the halt in a day: two days' pay, without a hand-over."""
    assert written(evening(), relays).relay is None


def test_a_relay_is_taken_where_nobody_else_would_be_in_time(relays: PolicyValues) -> None:
    """Due 14 h after people are ready: with the halt of three hours every other crew is late."""
    task = evening()
    by_s = (24 + 16 + 14) * HOUR_S
    due = replace(task, stops=(task.stops[0], replace(task.stops[1], arrive_by_s=by_s)))
    assert isinstance(find_timetable(replace(due, relay=None), relays), Refusal)
    table = written(due, relays)

    assert table.relay is not None
    assert table.drivers == 2
    assert table.arrives_s[-1] <= by_s
    assert find_clock(due, relays) is not None
    before, after = table.duties
    assert before[-1] == after[0]
    assert (before[-1].kind, before[-1].place) == (ActivityKind.STANDBY, "relay")
    drives = [a for a in after if a.kind is ActivityKind.DRIVE]
    halt_s = range(2 * 24 * HOUR_S + 2 * HOUR_S, 2 * 24 * HOUR_S + 5 * HOUR_S)
    assert any(a.start_s < halt_s.stop and a.end_s > halt_s.start for a in drives)


@pytest.mark.parametrize(("end", "lawful"), [("22:20", True), ("22:19", False)])
def test_the_hand_over_fits_into_the_hours_for_it(
    relays: PolicyValues, end: str, lawful: bool
) -> None:
    """It takes 20 minutes: a minute less is too short, whenever the coach leaves."""
    hours = relays.model_copy(update={"relay_hours": ClockWindow(start="22:00", end=end)})
    task = evening()
    found = list_relays(task, hours, next(list_relay_crews(task, hours)))

    assert bool(found) is lawful
    assert {run.arrives_s % (24 * HOUR_S) for run in found} <= {22 * HOUR_S}


def test_nobody_drives_through_a_second_night(relays: PolicyValues) -> None:
    """31 h more to drive after the hand-over end in the next night: no relay helps."""
    place = RelayPlace(0, 6 * HOUR_S, 480_000, "relay", 0)
    task = replace(long_haul(37, ready_h=40), relay=RelayTerms((place,), DAY_FEN))
    assert find_relay(task, relays) is None


def test_a_dearer_hand_over_is_left_alone(relays: PolicyValues) -> None:
    """20 h: two drivers who rest are paid four days, one and a fresh pair three and the price."""
    place = RelayPlace(0, 7 * HOUR_S, 560_000, "relay", 0)
    task = replace(long_haul(20, ready_h=24 + 15), relay=RelayTerms((place,), DAY_FEN))
    plain = written(replace(task, relay=None), relays)
    free = find_relay(task, relays)
    assert free is not None
    gain = DAY_FEN * (plain.drivers * plain.driver_days - free.paid_days)
    assert (gain, free.crew.after) == (DAY_FEN, 2)
    cheap = replace(place, fen=DAY_FEN // 2 - 1)
    dear = replace(place, fen=DAY_FEN // 2)

    assert written(replace(task, relay=RelayTerms((cheap,), DAY_FEN)), relays).relay is not None
    assert written(replace(task, relay=RelayTerms((dear,), DAY_FEN)), relays).relay is None
