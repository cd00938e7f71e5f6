"""Whatever shape-valid plan is audited, the audit answers and does not raise."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from routing.audit import audit_plan
from routing.model.findings import AuditReport
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.unit.audit.draft import PROFILE, Json
from tests.unit.audit.more_plans import EVERY

SOUND = {name: make() for name, make in EVERY.items()}


def leaves(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of everything that can be replaced or removed."""
    found = [path] if path else []
    if isinstance(node, dict):
        found += [deeper for key in node for deeper in leaves(node[key], (*path, key))]
    if isinstance(node, list):
        found += [deeper for i in range(len(node)) for deeper in leaves(node[i], (*path, i))]
    return found


def change(tree: Json, path: tuple[Any, ...], data: st.DataObject) -> None:
    node: Any = tree
    for step in path[:-1]:
        node = node[step]
    old = node[path[-1]]
    options: list[Any] = [None, [], {}]
    if isinstance(old, int):
        options = [0, 1, old + 1, max(0, old - 1), 10 * old]
    elif isinstance(old, str):
        options = ["base", "ga", "C001", "2021-02-20T02:30:00+08:00", "rest", "feeder"]
    elif isinstance(old, list):
        options = [[], old + old, old[:1], old[::-1]]
    node[path[-1]] = data.draw(st.sampled_from(options))


@given(st.data())
def test_a_plan_changed_anywhere_is_audited(data: st.DataObject) -> None:
    sound = SOUND[data.draw(st.sampled_from(sorted(SOUND)))]
    plan = copy.deepcopy(sound.plan)
    for _ in range(data.draw(st.integers(1, 3))):
        paths = leaves(plan)
        change(plan, data.draw(st.sampled_from(paths)), data)
    try:
        document = Plan.model_validate(plan)
    except ValidationError:
        return
    report = audit_plan(Scenario.model_validate(sound.scenario), document, profile=PROFILE)
    assert all(check.passed == (check.code not in broken(report)) for check in report.rules)


def broken(report: AuditReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_a_plan_of_nothing_is_audited() -> None:
    sound = SOUND["coach"]
    plan = Plan.model_validate(sound.plan | {"runs": [], "itineraries": [], "purchases": []})
    report = audit_plan(Scenario.model_validate(sound.scenario), plan, profile=PROFILE)
    assert "PEOPLE_LOST" in broken(report)
