"""What the law makes of a plan: crews, rests, trains, seat caps and least groups, end to end."""

from __future__ import annotations

from typing import Any

import pytest

from routing.explain.whying import Tries
from routing.model.plan import Plan, PlanStatus
from routing.model.runs import ActivityKind, Run, RunMode
from routing.model.scenario import Scenario
from routing.pipeline import certify, plan_scenario, why
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
    assert run.crew is not None
    one, two, three = run.crew.options
    assert one.refused == ("NO_SECOND_DRIVER",)
    assert two.cost_fen is not None
    assert three.cost_fen is not None
    assert two.cost_fen > three.cost_fen
    assert "2 drivers: resting on the way" in run.crew.says.en
    assert "3 drivers: 2" in run.crew.says.en


def test_1500_km_get_a_rest_where_two_drivers_are_all_there_are() -> None:
    (run,) = coaches(planned(far(due="2026-02-28T18:00:00+08:00", most=2)))
    pauses = [
        (a.ends - a.starts).total_seconds()
        for a in run.duties[0].activities
        if a.kind in (ActivityKind.REST, ActivityKind.HALT)
    ]

    assert len(run.duties) == 2
    assert max(pauses) >= 2 * HOUR_S
    assert run.crew is not None
    assert [o.drivers for o in run.crew.options] == [1, 2]
    assert "2 drivers: resting on the way" in run.crew.says.en
    assert "2名驾驶员：途中休息" in run.crew.says.zh
    assert (run.stops[-1].arrives - run.stops[0].departs).total_seconds() > 24 * HOUR_S


RELAYS = {"relay_hours": {"from": "22:00", "to": "02:00"}}


def relayed(overrides: dict[str, Any], *, fen: int = 6_000) -> dict[str, Any]:
    """1,600 km and 20 h at the wheel, with a relay place 8 h from the start."""
    raw = far(due="2026-02-28T18:00:00+08:00")
    half = {"id": "rest", "name": "休息区", "kind": "service_area", "relay_fen": fen}
    raw["places"].append(half | {"lat": 24.3, "lon": 110.0})
    there = {"distance_m": 640_000, "duration_s": 8 * HOUR_S}
    on = {"distance_m": 960_000, "duration_s": 12 * HOUR_S}
    raw["travel"]["pairs"] = [
        *(p for p in raw["travel"]["pairs"] if p is not FAR),
        FAR | {"distance_m": 1_600_000, "duration_s": 20 * HOUR_S},
        {"from": "hill", "to": "rest", **there},
        {"from": "rest", "to": "gate", **on},
    ]
    raw["policy"]["overrides"] |= overrides
    return raw


def test_1600_km_are_handed_over_to_fresh_drivers_where_the_policy_lets_and_that_is_cheapest() -> (
    None
):
    plan = planned(relayed(RELAYS))
    (run,) = coaches(plan)
    (relay,) = run.relays

    assert relay.place == "rest"
    assert set(relay.leaves) | set(relay.joins) == {d.driver for d in run.duties}
    assert {d.activities[0].starts for d in run.duties if d.driver in relay.joins} == {
        relay.arrives
    }
    assert "relayed at 休息区" in (run.crew.says.en if run.crew else "")
    assert "(chosen)" in (run.crew.says.en if run.crew else "")
    certificate = plan.certificate
    assert certificate.lower_bound_fen <= plan.cost.total_fen
    assert certify(Scenario.model_validate(relayed(RELAYS)), plan, data=DATA) == ()


@pytest.mark.parametrize("raw", [relayed({}), relayed(RELAYS, fen=500_000)])
def test_no_relay_where_the_policy_has_none_or_it_costs_more(raw: dict[str, Any]) -> None:
    plan = planned(raw)

    assert plan.status is PlanStatus.COMPLETE
    assert all(not run.relays for run in plan.runs)


def test_1500_km_go_by_train_where_that_is_cheapest() -> None:
    calls = [
        {"place": "north", "departs": f"{DAY}T12:00:00+08:00"},
        {"place": "south", "arrives": f"{DAY}T22:00:00+08:00"},
    ]
    offer = {"id": "seat", "kind": "ticket", "seats": 1, "units": 40, "per_person_fen": 4_000}
    train = {"id": "D1", "mode": "train", "number": "D1", "calls": calls, "offers": [offer]}
    raw = far(due="2026-02-27T18:00:00+08:00", services=(train,))
    plan = planned(raw)

    assert {r.mode for r in plan.runs if r.role == "line_haul"} == {RunMode.TRAIN}
    assert all(len(r.duties) == 1 for r in coaches(plan))
    tries = Tries(bindings=0, contrasts=1)
    (coach,) = why(Scenario.model_validate(raw), plan, data=DATA, tries=tries).contrasts
    assert coach.cost_fen > 0
    assert "3 drivers: 2" in coach.says.en


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
