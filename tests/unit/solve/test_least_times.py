"""Least times under way: the engine's beside the verifier's own."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from routing.artefacts.problem import Problem
from routing.certify.space import build_space
from routing.certify.under_way import UnderWay
from routing.model.rules import (
    PolicyChoice,
    PolicyInForce,
    PolicyProfile,
    PolicyValues,
    policy_in_force,
)
from routing.solve.build_instance import build_instance
from routing.solve.floors import law_of, least_elapsed_s
from tests.unit.solve.tiny import group, problem, row

HOUR = 3_600
PROFILES = ("cn-2018", "cn-2023", "cn-epidemic-2020", "cn-local-strict")


def values_of(root: Path, profile: str) -> PolicyValues:
    document = json.loads((root / f"data/policies/{profile}.json").read_text("utf-8"))
    return policy_in_force(PolicyProfile.model_validate(document), PolicyChoice()).values


def under(values: PolicyValues) -> Problem:
    asked = problem((group("a", "x", 1), group("b", "y", 2)), (row("k", 30, 1),))
    return replace(asked, policy=PolicyInForce(profile="test", values=values))


@pytest.mark.parametrize("profile", PROFILES)
def test_the_verifier_finds_the_same_least_times(root: Path, profile: str) -> None:
    asked = under(values_of(root, profile))
    law, own = law_of(build_instance(asked)), UnderWay(build_space(asked))
    assert law.halt_stops == 1
    for drive_s, stops in product(range(0, 60 * HOUR, 1_117), (2, 4, 7)):
        for halt_s in {0, law.halt_s}:
            assert own.least_s(drive_s, stops, halt_s) == least_elapsed_s(
                drive_s, stops, halt_s, law
            )


def test_stops_side_by_side_may_all_be_made_during_a_halt(root: Path) -> None:
    asked = under(values_of(root, "cn-2023"))
    matrix = asked.matrix
    still = replace(asked, matrix=replace(matrix, duration_s=matrix.duration_s * 0))
    law, own = law_of(build_instance(still)), UnderWay(build_space(still))
    assert law.halt_stops > 100
    for drive_s in range(15 * HOUR, 30 * HOUR, 601):
        found = least_elapsed_s(drive_s, 7, law.halt_s, law)
        assert own.least_s(drive_s, 7, law.halt_s) == found
        assert found <= least_elapsed_s(drive_s, 7, law.halt_s, law._replace(halt_stops=1))


def test_a_place_where_some_board_and_others_alight_lies_beside_itself(root: Path) -> None:
    groups = (group("a", "x", 1), group("x", "y", 2))
    asked = replace(
        problem(groups, (row("k", 30, 1),)),
        policy=PolicyInForce(profile="test", values=values_of(root, "cn-2023")),
    )
    law, own = law_of(build_instance(asked)), UnderWay(build_space(asked))
    assert law.halt_stops > 100
    for drive_s in range(15 * HOUR, 30 * HOUR, 601):
        found = least_elapsed_s(drive_s, 5, law.halt_s, law)
        assert own.least_s(drive_s, 5, law.halt_s) == found
