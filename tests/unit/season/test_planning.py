"""A tiny season through the real engine: audited, bounded, the same again, and resumable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from routing.formats.json_documents import render_json
from routing.model.plan import PlanStatus
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartKind, PartRecord
from routing.pipeline import DataFolder
from routing.season.parts import FolderStore, PartTask, plan_part
from routing.season.planning import Planned, SeasonDesk, plan_season


def test_everybody_is_carried_and_the_audit_finds_nothing(planned: Planned) -> None:
    plan = planned.plan
    assert plan.status is PlanStatus.COMPLETE
    assert plan.audit is not None
    assert [f.cause.en for f in plan.audit.findings] == []
    assert sum(p.people for p in plan.parts) == 194
    assert all(p.audited for p in plan.parts)


def test_the_bound_is_below_the_cost_and_not_worthless(planned: Planned) -> None:
    certificate = planned.plan.certificate
    assert 0 < certificate.lower_bound_fen <= planned.plan.cost.total_fen
    assert certificate.gap < 0.2


def test_a_coach_that_stayed_brings_people_home(planned: Planned) -> None:
    home = [p for p in planned.plan.parts if p.assignment.kind is PartKind.HOMEWARD]
    assert sum(p.people for p in home) == 26
    back = {(t.fleet, t.number) for t in planned.plan.trips if t.part.endswith(".home")}
    out = {(t.fleet, t.number) for t in planned.plan.trips if not t.part.endswith(".home")}
    assert back
    assert back <= out


class Killed(Exception):
    """Stands for the end of a process."""


def test_a_season_killed_half_way_goes_on_to_the_same_plan(
    planned: Planned, both_ways: SeasonScenario, data: DataFolder, tmp_path: Path
) -> None:
    made: list[str] = []

    def dies_after_two(tasks: Sequence[PartTask]) -> Iterable[PartRecord]:
        for task in tasks:
            if len(made) == 2:
                raise Killed
            made.append(task.assignment.part)
            yield plan_part(task)

    def goes_on(tasks: Sequence[PartTask]) -> Iterable[PartRecord]:
        for task in tasks:
            made.append(task.assignment.part)
            yield plan_part(task)

    store = FolderStore(tmp_path)
    with pytest.raises(Killed):
        plan_season(both_ways, desk=SeasonDesk(data, store=store, runner=dies_after_two))
    again = plan_season(both_ways, desk=SeasonDesk(data, store=store, runner=goes_on))
    assert len(made) == len(set(made)) == len(planned.plan.parts)
    assert render_json(again.plan) == render_json(planned.plan)


def test_a_part_file_that_was_cut_short_is_planned_again(planned: Planned, tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    record = planned.records[0]
    store.keep(record)
    path = next(tmp_path.glob("*.json"))
    assert store.find(record.assignment.part) == record
    path.write_bytes(path.read_bytes()[:-100])
    assert store.find(record.assignment.part) is None
