"""Of a fleet row and the policy the stricter holds, and the plan keeps it."""

from __future__ import annotations

import pytest

from routing.model.scenario import Scenario
from routing.pipeline import get_policy, prepare_problem
from routing.pipeline.under_policy import under_policy
from tests.unit.schedule.small import DATA, TRAIN, document


def laid_over(overrides: dict[str, object], **row: object) -> Scenario:
    raw = document(services=[TRAIN])
    raw["fleet"] = [raw["fleet"][0] | {"reserved_seats": 2, "home_area": "广西"} | row]
    raw["services"][0]["offers"][0] |= {"kind": "charter", "min_people": 40}
    raw["policy"] = {"profile": "cn-2023", "overrides": overrides}
    scenario = Scenario.model_validate(raw)
    return under_policy(scenario, get_policy(scenario, data=DATA).values)


def test_isolation_seats_are_kept_like_reserved_ones() -> None:
    assert laid_over({"isolation_seats": 8}).fleet[0].reserved_seats == 10
    assert laid_over({}).fleet[0].reserved_seats == 2


@pytest.mark.parametrize(("policy", "row", "least"), [(30, 20, 30), (10, 20, 20), (0, 0, 0)])
def test_the_larger_of_two_least_groups_opens_a_coach(policy: int, row: int, least: int) -> None:
    found = laid_over({"coach_min_people": policy}, min_people=row)

    assert found.fleet[0].min_people == least


def test_a_least_group_for_charters_leaves_tickets_alone() -> None:
    offers = laid_over({"charter_min_people": 300}).services[0].offers

    assert [o.min_people for o in offers] == [300, 0]


def test_without_the_rule_no_row_has_a_home_area() -> None:
    assert laid_over({"home_area_rule": False}).fleet[0].home_area is None
    assert laid_over({}).fleet[0].home_area == "广西"


def test_what_is_planned_is_what_the_policy_leaves() -> None:
    raw = document()
    raw["policy"] = {"profile": "cn-epidemic-2020"}
    rows = prepare_problem(Scenario.model_validate(raw), data=DATA).scenario.fleet

    assert {row.reserved_seats for row in rows} == {8}


@pytest.mark.parametrize(("from_people", "check_in_s"), [(70, 5_400), (71, 3_600)])
def test_a_large_party_checks_in_earlier(from_people: int, check_in_s: int) -> None:
    """Seventy people could board: the carrier asks more of so many, not of one fewer."""
    party = {"people": from_people, "check_in_s": 5_400}
    raw = document(services=[TRAIN | {"large_party": party}])
    scenario = Scenario.model_validate(raw)
    (service,) = under_policy(scenario, get_policy(scenario, data=DATA).values).services

    assert service.check_in_s == check_in_s
