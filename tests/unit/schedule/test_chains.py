"""A coach that brings one load to the station and then fetches a second."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from routing.artefacts.problem import Problem
from routing.artefacts.solution import (
    ChosenCoach,
    ChosenPurchase,
    ChosenRide,
    Portion,
    Solution,
)
from routing.model.plan import CostTerm, Plan
from routing.model.runs import RunRole
from tests.unit.schedule.small import (
    DAY,
    NEXT,
    TRAIN,
    coach,
    codes,
    document,
    group,
    planned,
    problem_of,
    seconds,
    solution,
)


def scenario(*, returns_empty: bool = False, hire_basis: str = "run") -> dict[str, Any]:
    raw = document(
        groups=[group("hill-gate", "hill", 40, arrive_by=None)],
        services=[TRAIN | {"check_in_s": 3_600}],
    )
    raw["fleet"][0] |= {
        "count": 1,
        "returns_empty": returns_empty,
        "hire_basis": hire_basis,
        "available": [{"from": f"{DAY}T00:00:00+08:00", "to": f"{NEXT}T23:00:00+08:00"}],
    }
    return raw


def feeder(problem: Problem, key: str, people: int, **bounds: int) -> ChosenCoach:
    loads = {"hill-gate": people}
    return coach(
        problem,
        key,
        [("hill", loads, {}), ("north", {}, loads)],
        role=RunRole.FEEDER,
        drivers=1,
        bounds=bounds,
    )


def two_trips(problem: Problem) -> Solution:
    evening_s = seconds(problem, f"{NEXT}T02:00")
    bounds = {"arrive_from_s": evening_s - 86_399, "depart_by_s": evening_s}
    last = coach(
        problem,
        "l",
        [("south", {"hill-gate": 40}, {}), ("gate", {}, {"hill-gate": 40})],
        role=RunRole.LAST_MILE,
        drivers=1,
        fleet="south49",
        board_from=f"{NEXT}T13:00",
    )
    first, second = feeder(problem, "f1", 25, **bounds), feeder(problem, "f2", 15, **bounds)
    return solution(
        [first, replace(second, follows="f1"), last],
        [
            Portion("hill-gate", 25, ("f1", "r", "l"), "inn"),
            Portion("hill-gate", 15, ("f2", "r", "l"), "inn"),
        ],
        rides=(ChosenRide("r", "D1", "car", "hill-gate", 40, 0, 1),),
        purchases=(ChosenPurchase("D1", "car", 1),),
    )


def feeders(plan: Plan) -> list[Any]:
    return [run for run in plan.runs if run.role is RunRole.FEEDER]


@pytest.mark.parametrize("returns_empty", [False, True])
def test_one_vehicle_and_one_crew_do_both_trips(*, returns_empty: bool) -> None:
    raw = scenario(returns_empty=returns_empty)
    problem = problem_of(raw)
    plan, report = planned(raw, problem, two_trips(problem))
    first, second = feeders(plan)

    assert codes(report) == []
    assert first.vehicle == second.vehicle
    assert [d.driver for d in first.duties] == [d.driver for d in second.duties]
    assert [(p.origin, p.destination) for p in first.positioning] == [("base", "hill")]
    home = [("north", "base")] if returns_empty else []
    assert [(p.origin, p.destination) for p in second.positioning] == [("north", "hill"), *home]


def test_the_crew_is_paid_for_its_days_and_not_for_its_trips() -> None:
    raw = scenario()
    problem = problem_of(raw)
    plan, report = planned(raw, problem, two_trips(problem))
    first, second = feeders(plan)

    assert codes(report) == []
    assert first.terms[CostTerm.DRIVERS] + second.terms[CostTerm.DRIVERS] == 40_000
    assert first.terms[CostTerm.HIRE] + second.terms[CostTerm.HIRE] == 400_000


def test_hire_by_the_day_pays_a_day_once() -> None:
    raw = scenario(hire_basis="day")
    problem = problem_of(raw)
    plan, report = planned(raw, problem, two_trips(problem))

    assert codes(report) == []
    assert sum(run.terms[CostTerm.HIRE] for run in feeders(plan)) == 200_000


def test_a_vehicle_that_cannot_do_both_in_time_does_neither_silently() -> None:
    raw = scenario()
    problem = problem_of(raw)
    chosen = two_trips(problem)
    early_s = seconds(problem, f"{DAY}T09:30")
    second = chosen.coaches[1]
    station = replace(second.task.stops[1], arrive_from_s=None, depart_by_s=early_s)
    task = replace(second.task, stops=(second.task.stops[0], station))
    late = replace(
        chosen, coaches=(chosen.coaches[0], replace(second, task=task), *chosen.coaches[2:])
    )
    plan, report = planned(raw, problem, late)

    assert codes(report) == []
    assert sum(x.people for x in plan.left_out) == 40
    assert feeders(plan) == []
    assert plan.purchases == ()
