"""The way home is the way to work turned round, and it can be planned."""

from __future__ import annotations

from datetime import datetime

import pytest

from routing.errors import InputRefused
from routing.model.plan import PlanStatus
from routing.model.runs import RunRole
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario
from routing.schedule.return_home import festival_pivot, turn_round
from tests.unit.schedule.small import DATA, DAY, NEXT, TRAIN, document, group

NOON = datetime.fromisoformat(f"{DAY}T12:00:00+08:00")


def scenario() -> Scenario:
    train = TRAIN | {
        "book_by": f"{DAY}T08:30:00+08:00",
        "offers": [o | {"from": "north"} for o in TRAIN["offers"]],
    }
    groups = [group("hill-gate", "hill", 40, arrive_from=f"{NEXT}T13:00:00+08:00")]
    return Scenario.model_validate(document(groups=groups, services=[train]))


def test_origin_and_destination_and_their_times_change_places() -> None:
    one = turn_round(scenario(), pivot=NOON).groups[0]

    assert (one.origin, one.destination) == ("gate", "hill")
    assert one.ready_from.isoformat() == "2026-02-24T06:00:00+08:00"
    assert one.arrive_by is not None
    assert one.arrive_by.isoformat() == f"{DAY}T18:00:00+08:00"
    assert one.arrive_from is None


def test_a_train_runs_backwards_and_is_booked_as_long_before() -> None:
    train = turn_round(scenario(), pivot=NOON).services[0]

    assert [call.place for call in train.calls] == ["south", "north"]
    assert train.calls[0].arrives is None
    assert f"{train.calls[0].departs:%d %H:%M}" == "24 11:30"
    assert f"{train.calls[1].arrives:%d %H:%M}" == "24 15:30"
    assert f"{train.book_by:%d %H:%M}" == "23 11:30"
    assert (train.offers[0].origin, train.offers[0].destination) == (None, "north")


def test_turning_twice_gives_the_way_to_work_again() -> None:
    first = scenario()
    twice = turn_round(turn_round(first, pivot=NOON), pivot=NOON)
    kept = {"id", "groups"}

    assert twice.model_dump(exclude=kept) == first.model_dump(exclude=kept)
    same = {"arrive_from"}
    assert twice.groups[0].model_dump(exclude=same) == first.groups[0].model_dump(exclude=same)


def test_the_festival_is_reached_in_time() -> None:
    eve = datetime.fromisoformat("2026-02-16T18:00:00+08:00")
    first = scenario()
    home = turn_round(first, pivot=festival_pivot(first, home_by=eve))

    assert home.groups[0].arrive_by == eve


def test_a_service_without_its_times_cannot_be_turned() -> None:
    train = TRAIN | {"calls": [{"place": "north"}, TRAIN["calls"][1]]}
    broken = Scenario.model_validate(document(services=[train]))

    with pytest.raises(InputRefused) as caught:
        turn_round(broken, pivot=NOON)
    assert caught.value.findings[0].code == "CALL_TIME_MISSING"


def test_the_way_home_is_planned_and_passes_the_audit() -> None:
    home = turn_round(scenario(), pivot=NOON)
    plan = plan_scenario(home, data=DATA)

    assert plan.status is PlanStatus.COMPLETE
    assert plan.audit is not None
    assert plan.audit.passed
    roles = [r.role for r in plan.runs]
    assert roles in ([RunRole.DIRECT], [RunRole.FEEDER, RunRole.LAST_MILE, RunRole.LINE_HAUL])
    assert plan.runs[0].stops[0].place == "gate"


@pytest.mark.parametrize("title", ["x" * 20_000, {"zh": "大" * 20_000, "en": "x" * 20_000}])
def test_the_longest_title_is_cut(title: object) -> None:
    named = Scenario.model_validate(scenario().model_dump(mode="json") | {"title": title})
    assert turn_round(named, pivot=NOON).title is not None
