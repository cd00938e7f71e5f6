"""After a bad day the rest is planned again: little moves, and the audit still finds nothing."""

from __future__ import annotations

from routing.model.plan import PlanStatus
from routing.model.season_plan import PartKind
from routing.season.planning import Planned
from tests.unit.season.tiny import BAD_DAY


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
