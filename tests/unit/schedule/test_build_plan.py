"""Solutions become plans that the independent checker accepts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from routing.artefacts.solution import ChosenPurchase, ChosenRide, Portion
from routing.costing.lateness import slack_s
from routing.model.plan import CostTerm, PlanStatus, StopReason
from routing.model.runs import RunRole
from tests.unit.schedule.small import (
    DAY,
    NEXT,
    TRAIN,
    coach,
    codes,
    direct,
    document,
    group,
    planned,
    problem_of,
    seconds,
    solution,
)

Raw = dict[str, Any]


def with_place(raw: Raw, place: str, **fields: object) -> Raw:
    places = [p | fields if p["id"] == place else p for p in raw["places"]]
    return raw | {"places": places}


def test_two_direct_coaches_make_a_lawful_plan() -> None:
    raw = document()
    problem = problem_of(raw)
    chosen = solution(
        [
            direct(problem, "a", {"hill-gate": 40}),
            direct(problem, "b", {"dale-gate": 30}, origin="dale"),
        ],
        [Portion("hill-gate", 40, ("a",)), Portion("dale-gate", 30, ("b",))],
    )
    plan, report = planned(raw, problem, chosen)

    assert codes(report) == []
    assert plan.status is PlanStatus.COMPLETE
    assert [run.id for run in plan.runs] == ["C001", "C002"]
    assert [len(run.duties) for run in plan.runs] == [2, 2]
    assert plan.cost.terms[CostTerm.HIRE] == 400_000
    assert plan.cost.terms[CostTerm.DRIVERS] == 4 * 40_000
    assert plan.cost.terms[CostTerm.DISTANCE] == (700 + 690) * 300
    assert plan.cost.terms[CostTerm.DEADHEAD] == (5 + 18) * 200


def test_direct_coaches_travel_by_day() -> None:
    raw = document()
    problem = problem_of(raw)
    chosen = solution(
        [direct(problem, "a", {"hill-gate": 40})],
        [Portion("hill-gate", 40, ("a",))],
        left_out=(("dale-gate", 30),),
    )
    plan, report = planned(raw, problem, chosen)
    first, last = plan.runs[0].stops[0], plan.runs[0].stops[-1]

    assert codes(report) == []
    assert 6 <= first.departs.hour <= 9
    assert last.arrives.hour < 22
    assert last.arrives.date() == first.departs.date()
    assert plan.status is PlanStatus.PARTIAL
    assert plan.left_out[0].reasons


def test_one_bay_makes_coaches_arrive_one_after_another() -> None:
    raw = with_place(document(), "gate", bays=1)
    problem = problem_of(raw)
    loads = {"hill-gate": 10}
    coaches = [direct(problem, key, loads) for key in "abcd"]
    chosen = solution(
        coaches,
        [Portion("hill-gate", 10, (key,)) for key in "abcd"],
        left_out=(("dale-gate", 30),),
    )
    plan, report = planned(raw, problem, chosen)
    stands = sorted((run.stops[-1].arrives, run.stops[-1].departs) for run in plan.runs)

    assert codes(report) == []
    assert len(plan.runs) == 4
    assert all(a[1] <= b[0] for a, b in pairwise(stands))


def test_a_coach_without_a_bay_loses_nobody_silently() -> None:
    raw = with_place(document(), "gate", bays=1)
    problem = problem_of(raw)
    at_s = seconds(problem, f"{DAY}T06:00") + 300 + 150 + 10 * 3_600 + 2 * 1_200
    tight = {"arrive_by_s": at_s}
    chosen = solution(
        [
            direct(problem, "a", {"hill-gate": 10}, bounds=tight),
            direct(problem, "b", {"hill-gate": 10}, bounds=tight),
        ],
        [Portion("hill-gate", 10, ("a",)), Portion("hill-gate", 10, ("b",))],
        left_out=(("dale-gate", 30), ("hill-gate", 20)),
    )
    plan, report = planned(raw, problem, chosen)
    left = {x.group: x for x in plan.left_out}

    assert codes(report) == []
    assert len(plan.runs) == 1
    assert left["hill-gate"].people == 30
    assert ("BAY_FULL", "gate") in {(r.code, r.subject) for r in left["hill-gate"].reasons}


@pytest.mark.parametrize("hotel", [None, "inn"])
def test_feeder_train_and_last_mile_connect(hotel: str | None) -> None:
    raw = document(groups=[group("hill-gate", "hill", 40)], services=[TRAIN])
    problem = problem_of(raw)
    check_in_s = seconds(problem, f"{NEXT}T07:30")
    evening_s = seconds(problem, f"{NEXT}T02:00")
    bounds = (
        {"arrive_from_s": evening_s - 86_399, "depart_by_s": evening_s}
        if hotel
        else {"arrive_from_s": evening_s + 1, "depart_by_s": check_in_s}
    )
    people = {"hill-gate": 40}
    chosen = solution(
        [
            coach(
                problem,
                "f",
                [("hill", people, {}), ("north", {}, people)],
                role=RunRole.FEEDER,
                drivers=1,
                bounds=bounds,
            ),
            coach(
                problem,
                "l",
                [("south", people, {}), ("gate", {}, people)],
                role=RunRole.LAST_MILE,
                drivers=1,
                fleet="south49",
                board_from=f"{NEXT}T13:00",
            ),
        ],
        [Portion("hill-gate", 40, ("f", "r", "l"), hotel)],
        rides=(ChosenRide("r", "D1", "car", "hill-gate", 40, 0, 1),),
        purchases=(ChosenPurchase("D1", "car", 1),),
    )
    plan, report = planned(raw, problem, chosen)
    feeder = next(r for r in plan.runs if r.role is RunRole.FEEDER)
    last_mile = next(r for r in plan.runs if r.role is RunRole.LAST_MILE)

    assert codes(report) == []
    assert plan.cost.terms[CostTerm.RAIL] == 900_000
    assert plan.cost.terms[CostTerm.HOTEL] == (240_000 if hotel else 0)
    assert plan.itineraries[0].runs == (feeder.id, "T1", last_mile.id)
    assert f"{last_mile.stops[0].departs:%H:%M}" == "13:15"
    left_s = seconds(problem, f"{feeder.stops[-1].departs:%Y-%m-%dT%H:%M:%S}")
    if hotel:
        assert 12 <= feeder.stops[-1].arrives.hour < 22
    else:
        asked_s = slack_s(7_200, problem.matrix.mean_error)
        assert asked_s - 90 <= check_in_s - left_s < asked_s + 900


def test_the_scenarios_drivers_are_taken_the_freshest_first() -> None:
    drivers = [
        {"id": "tired", "operator": "op", "hours_7d": 43},
        {"id": "fresh", "operator": "op", "hours_7d": 2},
        {"id": "stranger", "operator": "else", "hours_7d": 0},
        {"id": "fair", "hours_7d": 20},
    ]
    raw = document(drivers=drivers)
    problem = problem_of(raw)
    chosen = solution(
        [
            direct(problem, "a", {"hill-gate": 40}),
            direct(problem, "b", {"dale-gate": 30}, origin="dale"),
        ],
        [Portion("hill-gate", 40, ("a",)), Portion("dale-gate", 30, ("b",))],
    )
    plan, report = planned(raw, problem, chosen)

    assert codes(report) == []
    assert [[d.driver for d in run.duties] for run in plan.runs] == [
        ["fresh", "fair"],
        ["C002-D1", "C002-D2"],
    ]


def test_payers_bear_their_heads_share_and_a_subsidy_moves_money() -> None:
    groups = [
        group("hill-gate", "hill", 30, payer="county"),
        group("dale-gate", "hill", 10, payer="factory"),
    ]
    raw = document(
        groups=groups,
        subsidies=[{"payer": "city", "applies_to": "coach", "min_people": 20, "rate": 0.5}],
    )
    problem = problem_of(raw)
    chosen = solution(
        [direct(problem, "a", {"hill-gate": 30, "dale-gate": 10})],
        [Portion("hill-gate", 30, ("a",)), Portion("dale-gate", 10, ("a",))],
    )
    plan, report = planned(raw, problem, chosen)
    total = plan.cost.total_fen

    assert codes(report) == []
    assert plan.cost.by_payer["city"] == pytest.approx(total / 2, abs=2)
    assert plan.cost.by_payer["county"] == pytest.approx(total * 3 / 8, abs=2)


def test_hire_by_the_day_stays_within_one_day() -> None:
    raw = document()
    raw["fleet"][0] |= {"hire_basis": "day"}
    problem = problem_of(raw)
    late = direct(problem, "a", {"hill-gate": 40}, board_from=f"{DAY}T15:00")
    chosen = solution([late], [Portion("hill-gate", 40, ("a",))], left_out=(("dale-gate", 30),))
    plan, report = planned(raw, problem, chosen)
    run = plan.runs[0]

    assert codes(report) == []
    assert run.stops[0].departs.date() == run.stops[-1].arrives.date()
    assert plan.cost.terms[CostTerm.HIRE] == 200_000


@pytest.mark.parametrize(
    ("bound_fen", "reason", "expected"),
    [
        (10**12, StopReason.PROVEN, (0.0, StopReason.PROVEN)),
        (0, StopReason.PROVEN, (1.0, StopReason.WORK)),
        (0, StopReason.GAP, (1.0, StopReason.WORK)),
    ],
)
def test_the_gap_is_that_of_the_plan_as_it_came_out(
    bound_fen: int, reason: StopReason, expected: tuple[float, StopReason]
) -> None:
    raw = document()
    problem = problem_of(raw)
    chosen = solution(
        [direct(problem, "a", {"hill-gate": 40})],
        [Portion("hill-gate", 40, ("a",))],
        left_out=(("dale-gate", 30),),
        bound_fen=bound_fen,
        stop_reason=reason,
    )
    plan, _ = planned(raw, problem, chosen)

    assert (plan.certificate.gap, plan.stop_reason) == expected


def test_an_empty_way_home_is_driven_and_paid() -> None:
    raw = document()
    raw["fleet"][0] |= {"returns_empty": True}
    problem = problem_of(raw)
    chosen = solution(
        [direct(problem, "a", {"hill-gate": 40})],
        [Portion("hill-gate", 40, ("a",))],
        left_out=(("dale-gate", 30),),
    )
    plan, report = planned(raw, problem, chosen)

    assert codes(report) == []
    assert [(p.origin, p.destination) for p in plan.runs[0].positioning] == [
        ("base", "hill"),
        ("gate", "base"),
    ]


def test_breaks_are_taken_at_a_service_area_on_the_way() -> None:
    area = {"id": "rest", "name": "服务区", "kind": "service_area", "lat": 23.1, "lon": 109.9}
    raw = document()
    raw["places"] = [*raw["places"], area]
    raw["travel"]["pairs"] += [
        {"from": "hill", "to": "rest", "distance_m": 260_000, "duration_s": 13_800},
        {"from": "rest", "to": "gate", "distance_m": 440_000, "duration_s": 22_200},
    ]
    problem = problem_of(raw)
    chosen = solution(
        [direct(problem, "a", {"hill-gate": 40})],
        [Portion("hill-gate", 40, ("a",))],
        left_out=(("dale-gate", 30),),
    )
    plan, report = planned(raw, problem, chosen)
    places = {a.place for duty in plan.runs[0].duties for a in duty.activities}

    assert codes(report) == []
    assert "rest" in places
