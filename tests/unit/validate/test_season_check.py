"""Every defect of a season is told at once, and a sound one passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from routing.model.findings import Severity
from routing.pipeline import DataFolder
from routing.season.reading import read_season
from routing.validate import check_season
from tests.unit.season.tiny import raw_season


@pytest.fixture
def raw() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(raw_season()))
    return document


def codes(raw: dict[str, Any]) -> dict[str, str]:
    """Codes by pointer."""
    return {f.pointer: f.code for f in check_season(raw, profiles=("cn-2023",))[1]}


def test_a_sound_season_passes(raw: dict[str, Any]) -> None:
    season, findings = check_season(raw, profiles=("cn-2023",))
    assert findings == ()
    assert season is not None


@pytest.mark.parametrize("name", ["daguan-2026"])
def test_the_sample_is_sound(name: str, root: Path) -> None:
    file = root / "data" / "seasons" / f"{name}.json"
    checked = read_season(file.read_bytes(), folder=DataFolder(root / "data"))
    assert checked.findings == ()
    assert checked.season is not None
    outward = [g for g in checked.season.groups if not g.id.endswith("--home")]
    assert sum(g.people for g in outward) == 59_000
    assert (checked.season.last_day - checked.season.first_day).days + 1 == 27


def test_all_defects_are_told_at_once(raw: dict[str, Any]) -> None:
    raw["last_day"] = "2026-02-26"
    raw["waves"] = [{"id": "w", "name": "初六", "day": "2026-02-22", "lunar": "1-8"}]
    raw["groups"][0]["origin"] = "nowhere"
    raw["groups"][1]["wave"] = "nowave"
    raw["groups"][2] |= {"first_day": "2026-02-25", "last_day": "2026-02-24"}
    raw["groups"][3] |= {"last_day": "2026-03-24", "origin": "guiyang"}
    raw["loading"] = [{"place": "nowhere", "people": 4}]
    found = codes(raw)
    assert found == {
        "/groups/0/origin": "DANGLING_REFERENCE",
        "/groups/1/wave": "DANGLING_REFERENCE",
        "/groups/2/last_day": "DAYS_REVERSED",
        "/groups/3": "NEITHER_END_HOME",
        "/groups/3/last_day": "DAY_OUTSIDE_SEASON",
        "/loading/0/place": "DANGLING_REFERENCE",
        "/waves/0/lunar": "LUNAR_MISMATCH",
    }


def test_a_season_has_an_end(raw: dict[str, Any]) -> None:
    raw["last_day"] = "2026-09-01"
    assert codes(raw)["/last_day"] == "SEASON_TOO_LONG"


def test_what_comes_too_late_is_a_warning(raw: dict[str, Any]) -> None:
    raw["planned_on"] = "2026-02-21"
    raw["services"][0]["calls"][0]["departs"] = "2026-02-12T13:40:00+08:00"
    _, findings = check_season(raw)
    assert {f.code for f in findings} >= {"BOOKING_PASSED", "SERVICE_OUTSIDE_SEASON"}
    assert {
        f.severity for f in findings if f.code in ("BOOKING_PASSED", "SERVICE_OUTSIDE_SEASON")
    } == {Severity.WARNING}


def test_shape_and_contradiction_are_told_together(raw: dict[str, Any]) -> None:
    raw["groups"][0]["people"] = "70"
    raw["groups"][1]["last_day"] = "2026-02-01"
    found = codes(raw)
    assert found["/groups/0/people"] == "WRONG_TYPE"
    assert found["/groups/1/last_day"] == "DAY_OUTSIDE_SEASON"
