"""The policy documents in `data/policies` are whole and say where each rule comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from routing.model.rules import PolicyChoice, PolicyProfile, PolicyValues, policy_in_force

PROFILES = ("cn-2018", "cn-2023", "cn-epidemic-2020", "cn-local-strict")


def read(root: Path, name: str) -> PolicyProfile:
    document = json.loads((root / "data/policies" / f"{name}.json").read_text("utf-8"))
    return PolicyProfile.model_validate(document)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_sets_every_rule_once_with_article_and_source(root: Path, name: str) -> None:
    profile = read(root, name)

    assert profile.id == name
    assert sorted(rule.name for rule in profile.rules) == sorted(PolicyValues.model_fields)
    assert all(rule.source and rule.article for rule in profile.rules)
    assert policy_in_force(profile, PolicyChoice(profile=name)).profile == name


def test_the_folder_holds_no_other_profile(root: Path) -> None:
    found = sorted(path.stem for path in (root / "data/policies").glob("*.json"))

    assert found == sorted(PROFILES)


@pytest.mark.parametrize(
    ("name", "rule", "value"),
    [
        ("cn-2018", "night_halt_exempt_m", 100_000),
        ("cn-2023", "night_halt_exempt_m", 200_000),
        ("cn-2023", "two_drivers_beyond_m", 400_000),
        ("cn-2023", "drive_7d_max_s", 44 * 3_600),
        ("cn-epidemic-2020", "seat_cap", 0.5),
        ("cn-epidemic-2020", "isolation_seats", 8),
        ("cn-2023", "isolation_seats", 0),
        ("cn-epidemic-2020", "night_halt_exempt_m", 100_000),
        ("cn-local-strict", "drive_day_max_s", 2 * 3_600),
    ],
)
def test_profiles_differ_where_the_texts_differ(
    root: Path, name: str, rule: str, value: float
) -> None:
    values = policy_in_force(read(root, name), PolicyChoice(profile=name)).values

    assert getattr(values, rule) == value


def test_planning_parameters_do_not_pose_as_law(root: Path) -> None:
    parameters = {"stop_fixed_s", "stop_per_person_s", "hotel_reach_m", "night_stay_beyond_s"}

    for rule in read(root, "cn-2023").rules:
        if rule.name in parameters:
            assert "without a legal source" in str(rule.article)
