"""What the law makes of a plan: crews, rests, trains, seat caps and least groups, end to end."""

from __future__ import annotations

from typing import Any

import pytest

from routing.model.plan import Plan, PlanStatus
from routing.model.runs import ActivityKind, Run, RunMode
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario
from tests.unit.schedule.small import DATA, DAY, HOUR_S, document, group

FAR = {"from": "hill", "to": "gate", "distance_m": 1_500_000, "duration_s": 18 * HOUR_S + 2_700}
"""1,500 km at 80 km/h: 18.75 h at the wheel, above the 16 h of two drivers in a day."""


def planned(raw: dict[str, Any]) -> Plan:
    plan = plan_scenario(Scenario.model_validate(raw), data=DATA)
    assert plan.audit is not None
    assert plan.audit.findings == ()
    return plan


def far(*, due: str, most: int = 3, services: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """40 people 1,500 km from the gate, with a limit on the drivers of a coach."""
    raw = document(groups=[group("hill-gate", "hill", 40, arrive_by=due)], services=list(services))
    raw["travel"]["pairs"] = [FAR, *(p for p in raw["travel"]["pairs"] if p["to"] != "gate")]
    raw["policy"] = {"profile": "cn-2023", "overrides": {"max_drivers": most}}
    return raw | {"solver": {"effort": "quick"}}


def coaches(plan: Plan) -> list[Run]:
    return [r for r in plan.runs if r.mode is RunMode.COACH]


def test_1500_km_with_two_drivers_in_one_day_are_refused_and_the_plan_says_why() -> None:
    plan = planned(far(due="2026-02-26T06:00:00+08:00", most=2))
    codes = {r.code for x in plan.left_out for r in x.reasons}

    assert plan.status is PlanStatus.INFEASIBLE
    assert codes & {"NO_SECOND_DRIVER", "REST_RULE", "DRIVING_HOURS"}


def test_1500_km_get_a_third_driver_where_that_is_cheapest() -> None:
    (run,) = coaches(planned(far(due="2026-02-27T18:00:00+08:00")))

    assert len(run.duties) == 3
    elapsed = run.stops[-1].arrives - run.stops[0].departs
    assert elapsed.total_seconds() <= 24 * HOUR_S


def test_1500_km_get_a_rest_where_two_drivers_are_all_there_are() -> None:
    (run,) = coaches(planned(far(due="2026-02-28T18:00:00+08:00", most=2)))
    pauses = [
        (a.ends - a.starts).total_seconds()
        for a in run.duties[0].activities
        if a.kind in (ActivityKind.REST, ActivityKind.HALT)
    ]

    assert len(run.duties) == 2
    assert max(pauses) >= 2 * HOUR_S
    assert (run.stops[-1].arrives - run.stops[0].departs).total_seconds() > 24 * HOUR_S


def test_1500_km_go_by_train_where_that_is_cheapest() -> None:
    calls = [
        {"place": "north", "departs": f"{DAY}T12:00:00+08:00"},
        {"place": "south", "arrives": f"{DAY}T22:00:00+08:00"},
    ]
    offer = {"id": "seat", "kind": "ticket", "seats": 1, "units": 40, "per_person_fen": 4_000}
    train = {"id": "D1", "mode": "train", "number": "D1", "calls": calls, "offers": [offer]}
    plan = planned(far(due="2026-02-27T18:00:00+08:00", services=(train,)))

    assert {r.mode for r in plan.runs if r.role == "line_haul"} == {RunMode.TRAIN}
    assert all(len(r.duties) == 1 for r in coaches(plan))


@pytest.mark.parametrize(
    ("profile", "number"),
    [("cn-2023", 3), ("cn-epidemic-2020", 5)],
)
def test_the_seat_cap_of_2020_raises_the_coaches_as_arithmetic_says(
    profile: str, number: int
) -> None:
    """100 people fill three coaches of 49 seats, and five of the 24 that half of 49 leaves."""
    raw = document(groups=[group("hill-gate", "hill", 100)])
    raw |= {"policy": {"profile": profile}, "solver": {"effort": "quick"}}
    plan = planned(raw)

    assert plan.status is PlanStatus.COMPLETE
    assert len(coaches(plan)) == number


def least(*groups: dict[str, Any]) -> dict[str, Any]:
    """Coaches that open for 30 people and more."""
    raw = document(groups=list(groups)) | {"solver": {"effort": "quick"}}
    raw["fleet"] = [row | {"min_people": 30, "seats": 55} for row in raw["fleet"]]
    return raw


def test_24_people_under_a_minimum_of_30_are_joined_to_a_neighbour() -> None:
    few = group("hill-gate", "hill", 24, own_travel_fen_per_person=90_000)
    plan = planned(least(few, group("dale-gate", "dale", 30)))
    (run,) = coaches(plan)

    assert plan.status is PlanStatus.COMPLETE
    assert max(stop.on_board for stop in run.stops) == 54


def test_24_people_without_a_neighbour_are_carried_by_ticket() -> None:
    plan = planned(least(group("hill-gate", "hill", 24, own_travel_fen_per_person=90_000)))

    assert plan.status is PlanStatus.COMPLETE
    assert [(i.people, i.runs) for i in plan.itineraries] == [(24, ())]


def test_24_people_without_either_are_left_out_by_name_and_reason() -> None:
    plan = planned(least(group("hill-gate", "hill", 24)))
    (left,) = plan.left_out

    assert (left.group, left.people) == ("hill-gate", 24)
    assert "BELOW_MINIMUM_GROUP" in {r.code for r in left.reasons}
