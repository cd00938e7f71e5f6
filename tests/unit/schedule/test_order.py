"""Neither the order nor the keys of coaches change the plan; comfort is by the clock."""

from __future__ import annotations

import pytest

from routing.artefacts.solution import Portion, Solution
from routing.schedule.coach_times import outside_day_s
from tests.unit.schedule.small import direct, document, planned, problem_of, solution

HOUR_S = 3_600


@pytest.mark.parametrize(
    ("clock_h", "outside_h"),
    [(6.5, 0), (12, 0), (21.5, 0), (22.5, 1), (5.5, 1), (0, 2.5), (4, 2.5)],
)
def test_unpleasant_hours_count_to_the_nearer_end_of_the_day(
    clock_h: float, outside_h: float
) -> None:
    assert outside_day_s(round(clock_h * HOUR_S)) == outside_h * HOUR_S


def test_keys_and_order_do_not_matter() -> None:
    raw = document()
    raw["places"] = [p | {"bays": 1} if p["id"] == "gate" else p for p in raw["places"]]
    problem = problem_of(raw)

    def chosen(names: str) -> Solution:
        a, b, c = names
        coaches = [
            direct(problem, a, {"hill-gate": 30}),
            direct(problem, b, {"hill-gate": 10}),
            direct(problem, c, {"dale-gate": 30}, origin="dale"),
        ]
        portions = [
            Portion("hill-gate", 30, (a,)),
            Portion("hill-gate", 10, (b,)),
            Portion("dale-gate", 30, (c,)),
        ]
        return solution(sorted(coaches, key=lambda coach: coach.key), portions)

    first, _ = planned(raw, problem, chosen("abc"))
    second, _ = planned(raw, problem, chosen("zyx"))

    assert first == second
