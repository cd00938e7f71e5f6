"""How early a feeder comes: as the travel model's error asks, and earlier where that pays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.artefacts.problem import Problem
from routing.artefacts.solution import ChosenCoach
from routing.costing.lateness import late_share, slack_s
from routing.model.runs import RunRole
from routing.schedule.coach_times import time_coaches
from routing.schedule.margins import find_deadlines
from tests.unit.schedule.small import NEXT, TRAIN, coach, document, group, problem_of, seconds

DRIVE_S = 7_200


def the_problem(*, late_fen: int = 0, driver_day_fen: int = 40_000) -> Problem:
    raw = document(
        groups=[group("hill-gate", "hill", 40)],
        services=[TRAIN],
        goals={"late_fen_per_person": late_fen},
    )
    raw["fleet"][0]["driver_day_fen"] = driver_day_fen
    return problem_of(raw)


def feeder(problem: Problem, *, board_from: str = f"{NEXT}T03:00", **more: int) -> ChosenCoach:
    """40 people, two hours of driving, check-in at half past seven."""
    bounds = {"depart_by_s": seconds(problem, f"{NEXT}T07:30")} | more
    people = {"hill-gate": 40}
    return coach(
        problem,
        "f",
        [("hill", people, {}), ("north", {}, people)],
        role=RunRole.FEEDER,
        drivers=1,
        board_from=board_from,
        bounds=bounds,
    )


def margin_s(problem: Problem, chosen: ChosenCoach) -> int:
    """Seconds between the feeder's end and check-in."""
    (timed,) = time_coaches(problem, (chosen,)).coaches
    return seconds(problem, f"{NEXT}T07:30") - timed.timetable.departs_s[-1]


def with_error(problem: Problem, error: float) -> Problem:
    return replace(problem, matrix=replace(problem.matrix, mean_error=error))


def test_nineteen_in_twenty_are_in_time_with_the_slack() -> None:
    for error in (0.05, 0.2, None):
        assert late_share(slack_s(DRIVE_S, error), DRIVE_S, error) == pytest.approx(0.05, abs=0.001)
    assert late_share(0, DRIVE_S, 0.1) == 0.5
    assert (late_share(0, 0, 0.1), late_share(-1, 0, 0.1)) == (0.0, 1.0)


@pytest.mark.parametrize("error", [0.02, 0.078, 0.15])
def test_a_feeder_comes_early_by_what_the_models_error_asks_and_no_earlier(error: float) -> None:
    problem = with_error(the_problem(), error)
    asked_s = slack_s(DRIVE_S, error)
    assert asked_s - 90 <= margin_s(problem, feeder(problem)) < asked_s + 900


def test_no_slack_is_taken_that_costs_money() -> None:
    """People who are ready late leave no room; the train is still reached."""
    problem = with_error(the_problem(), 0.15)
    late = feeder(problem, board_from=f"{NEXT}T05:00")
    assert 0 <= margin_s(problem, late) < slack_s(DRIVE_S, 0.15)


def test_time_is_bought_where_being_late_is_dear() -> None:
    """With a price on lateness the margin grows until the next minutes save next to nothing."""
    calm, careful = the_problem(), the_problem(late_fen=30_000)
    assert margin_s(careful, feeder(careful)) > margin_s(calm, feeder(calm)) + 900


def test_the_deadlines_of_a_run_are_where_people_alight() -> None:
    problem = the_problem()
    chosen = feeder(problem)
    (deadline,) = find_deadlines((chosen,), chosen.task)
    assert (deadline.stop, deadline.drive_s, deadline.people) == (1, DRIVE_S, 40)
    assert deadline.at_departure
