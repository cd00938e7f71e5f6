"""Take changes to a plan, or a grid of changes, in and make them a submission."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.desk.intake import read_accepted, title_of
from app.jobs.patching import PatchTask
from app.jobs.sweeping import SweepTask
from app.ports.jobs import Submission
from routing.errors import InputRefused
from routing.explain import build_cells, change_scenario
from routing.explain.changing import Changes
from routing.explain.sweeping import Grid
from routing.formats.json_documents import read_json, render_json
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, read_changes, read_grid, read_scenario

SWEEP_MEMBERS = frozenset({"scenario", "grid"})

LONGEST_QUOTE = 200
"""Characters of the input that a finding repeats: a text may be as long as a finding's."""


def read_patch(
    body: bytes,
    *,
    scenario: Scenario,
    plan: Plan,
    folder: DataFolder,
    tenant: str,
    key: str | None,
) -> Submission:
    """A submission from changes to an announced plan.

    Raises:
        InputRefused: with every finding; those about the changed scenario point into it.
    """
    changes, findings = read_changes(body)
    if changes is None:
        raise InputRefused(findings)
    now = _changed(scenario, changes)
    checked = read_scenario(render_json(now), folder=folder)
    if checked.scenario is None:
        raise InputRefused(checked.findings)
    task = PatchTask(scenario=scenario, plan=plan, changes=changes)
    return _submission(
        now, kind="patch", payload=render_json(task), tenant=tenant, key=key, odd=checked.findings
    )


def read_sweep(body: bytes, *, folder: DataFolder, tenant: str, key: str | None) -> Submission:
    """A submission from a scenario and a grid of changes.

    Raises:
        InputRefused: with every finding, each under ``/scenario`` or ``/grid``.
    """
    raw, findings = read_json(body)
    if findings:
        raise InputRefused(findings)
    parts = members(raw, needed=SWEEP_MEMBERS, code="SWEEP_PARTS")
    grid, wrong = read_grid(json.dumps(parts["grid"]).encode())
    wrong = under("/grid", wrong)
    try:
        scenario, odd = read_accepted(json.dumps(parts["scenario"]).encode(), folder=folder)
    except InputRefused as refused:
        raise InputRefused(under("/scenario", refused.findings) + wrong) from refused
    if grid is None:
        raise InputRefused(wrong)
    _count_cells(scenario, grid)
    task = SweepTask(scenario=scenario, grid=grid)
    return _submission(
        scenario, kind="sweep", payload=render_json(task), tenant=tenant, key=key, odd=odd
    )


def members(
    raw: object, *, needed: frozenset[str], code: str, allowed: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The members of a body that holds several documents.

    Raises:
        InputRefused: one is missing, or there is something else in it.
    """
    if isinstance(raw, dict) and needed <= raw.keys() <= needed | allowed:
        return raw
    names, more = _listed(needed), _listed(allowed)
    optional = (f"，可另有 {more}", f", may hold {more}") if allowed else ("", "")
    shown = "{" + ", ".join(f'"{name}": …' for name in sorted(needed)) + "}"
    raise InputRefused(
        (
            _finding(
                code,
                cause=(
                    f"请求应含有 {names}{optional[0]}，此外不得有其他内容。",
                    f"The body must hold {names}{optional[1]}, and nothing else.",
                ),
                remedy=(f"发送 {shown}。", f"Send {shown}."),
            ),
        )
    )


def under(pointer: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings about a document as they stand in the body that holds it."""
    return tuple(f.model_copy(update={"pointer": pointer + f.pointer}) for f in findings)


def _changed(scenario: Scenario, changes: Changes) -> Scenario:
    try:
        return change_scenario(scenario, changes)
    except LookupError as unknown:
        what = str(unknown.args[0])[:LONGEST_QUOTE]
        raise InputRefused(
            (
                _finding(
                    "CHANGE_UNKNOWN",
                    subject=what,
                    cause=(
                        f"变更提到了方案输入中没有的编号：{what}。",
                        f"The changes name what the scenario does not have: {what}.",
                    ),
                    remedy=(
                        "使用该方案输入中的人群、车型或班次编号。",
                        "Name groups, fleet rows and services by their ids in the scenario.",
                    ),
                ),
            )
        ) from unknown


def _count_cells(scenario: Scenario, grid: Grid) -> None:
    """Refuse a grid that names what is not there, or that is too large."""
    try:
        build_cells(scenario, grid)
    except (LookupError, ValueError) as wrong:
        what = str(wrong.args[0])[:LONGEST_QUOTE]
        raise InputRefused(
            (
                _finding(
                    "GRID_UNFIT",
                    pointer="/grid/axes",
                    subject=what,
                    cause=(
                        f"网格与该方案输入不符：{what}。",
                        f"The grid does not fit the scenario: {what}.",
                    ),
                    remedy=(
                        "使用输入中的车型与班次编号，组合总数不超过 200。",
                        "Name fleet rows and services of the scenario; at most 200 cells.",
                    ),
                ),
            )
        ) from wrong


def _submission(
    scenario: Scenario,
    *,
    kind: str,
    payload: bytes,
    tenant: str,
    key: str | None,
    odd: tuple[Finding, ...],
) -> Submission:
    return Submission(
        tenant=tenant,
        scenario=render_json(scenario),
        warnings=odd,
        scenario_id=scenario.id,
        title=title_of(scenario),
        people=sum(group.people for group in scenario.groups),
        key=key,
        kind=kind,
        payload=payload,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _finding(
    code: str,
    *,
    cause: tuple[str, str],
    remedy: tuple[str, str],
    pointer: str = "",
    subject: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        pointer=pointer,
        subject=subject,
        cause=LocalisedText(zh=cause[0], en=cause[1]),
        remedy=LocalisedText(zh=remedy[0], en=remedy[1]),
    )
