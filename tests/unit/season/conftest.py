"""One tiny season, planned once for all tests of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.model.season import SeasonScenario
from routing.pipeline import DataFolder
from routing.season.planning import Planned, SeasonDesk, plan_season
from tests.unit.season.tiny import group, raw_season, season, train


@pytest.fixture(scope="session")
def data(root: Path) -> DataFolder:
    return DataFolder(root / "data")


@pytest.fixture(scope="session")
def both_ways() -> SeasonScenario:
    """The tiny season with a train worth taking, some who come home, and every kind of limit."""
    groups = raw_season()["groups"]
    assert isinstance(groups, list)
    return season(
        groups=[*groups, group("chenggong>cuihua", 26, (2, 4))],
        services=[train(1, price_fen=40_000, min_people=20)],
        loading=[{"place": "cuihua", "people": 90}, {"place": "tianxing", "people": 80}],
        staff=[{"escorts": 5}],
        escorts_per_service=1,
        openings=[{"place": "guiyang", "day": "2026-02-23"}],
    )


@pytest.fixture(scope="session")
def planned(both_ways: SeasonScenario, data: DataFolder) -> Planned:
    return plan_season(both_ways, desk=SeasonDesk(data))
