"""After a bad day the rest is planned again: little moves, and the audit still finds nothing."""

from __future__ import annotations

from datetime import date

import pytest

from routing.model.plan import PlanStatus
from routing.model.season import SeasonScenario
from routing.model.season_plan import Broken, DayReport, PartKind, Went
from routing.pipeline import DataFolder
from routing.season.planning import Planned, SeasonDesk
from routing.season.rolling import replan_season

BAD_DAY = date(2026, 2, 23)


@pytest.fixture(scope="module")
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


def test_the_audit_finds_nothing_in_the_new_plan(again: Planned) -> None:
    assert again.plan.audit is not None
    assert [f.cause.en for f in again.plan.audit.findings] == []


def test_what_is_over_stays_and_the_train_is_gone(planned: Planned, again: Planned) -> None:
    def over(x: Planned) -> dict[str, str]:
        return {
            p.assignment.part: p.plan_sha256
            for p in x.plan.parts
            if p.assignment.day <= BAD_DAY and p.assignment.kind is not PartKind.SERVICE
        }

    assert over(again) == over(planned)
    assert not [p for p in again.plan.parts if p.assignment.subject == "train-1"]
    assert again.plan.purchases == ()


def test_who_did_not_leave_is_carried_later_or_named(planned: Planned, again: Planned) -> None:
    left = sum(x.people for x in again.plan.left_out)
    assert again.plan.status in (PlanStatus.COMPLETE, PlanStatus.PARTIAL)
    went = sum(p.people for p in again.plan.parts) - 3
    assert went + left == sum(g.people for g in planned.season.groups)


def test_the_change_is_counted_and_has_a_price(again: Planned) -> None:
    changed = again.plan.changed
    assert changed is not None
    assert changed.moved <= changed.untouched
    assert changed.move_fen_per_person == 5_000
