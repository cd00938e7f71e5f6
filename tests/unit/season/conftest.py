"""One tiny season, planned once for all tests of the folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from routing.model.season import SeasonScenario
from routing.model.season_plan import Broken, DayReport, PartKind, Went
from routing.pipeline import DataFolder
from routing.season.planning import Planned, SeasonDesk, plan_season
from routing.season.rolling import replan_season
from tests.unit.season.tiny import BAD_DAY, group, raw_season, season, train


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


@pytest.fixture(scope="session")
def again(planned: Planned, both_ways: SeasonScenario, data: DataFolder) -> Planned:
    """The day after: the train did not run, a coach broke down, some did not appear."""
    gone = [r for r in planned.records if r.assignment.day <= BAD_DAY]
    coach = next(r for r in gone if r.assignment.kind is PartKind.OUTWARD)
    load = coach.assignment.loads[0]
    report = DayReport(
        day=BAD_DAY,
        went=(Went(part=coach.assignment.part, group=load.group, people=load.people - 3),),
        broken=(Broken(fleet="coach", count=1, until=date(2026, 2, 24)),),
        cancelled=("train-1",),
    )
    return replan_season(both_ways, planned.plan, planned.records, report, desk=SeasonDesk(data))
