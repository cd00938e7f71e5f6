"""Whatever the task, a timetable keeps every rule and a refusal says why."""

from __future__ import annotations

from hypothesis import given

from routing.artefacts.route_task import RouteTask
from routing.artefacts.timetable import Refusal
from routing.duties.crew_choice import find_timetable
from routing.model.rules import PolicyValues
from tests.unit.duties.law_oracle import broken_rules
from tests.unit.duties.tasks import tasks


@given(task=tasks())
def test_a_timetable_keeps_every_rule(task: RouteTask, policy: PolicyValues) -> None:
    answer = find_timetable(task, policy)

    if isinstance(answer, Refusal):
        assert answer.codes
    else:
        assert broken_rules(task, answer, policy) == set()
