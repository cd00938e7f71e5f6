"""Take questions about a finished plan in: why it is so, how to make it surer, is ours as good."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from app.desk.intake import title_of
from app.jobs.asking import HardenAsked, HardenTask, WhyAsked, WhyTask
from app.ports.jobs import Submission
from routing import pipeline
from routing.errors import InputRefused
from routing.explain import Evaluation, evaluate_plan
from routing.formats.json_documents import read_json, render_json
from routing.model.base import Document
from routing.model.findings import Severity
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder
from routing.validate import read_model

Asked = TypeVar("Asked", bound=Document)


def read_why(
    body: bytes, *, scenario: Scenario, plan: Plan, tenant: str, key: str | None
) -> Submission:
    """A submission that asks why a plan is as it is.

    Raises:
        InputRefused: with every finding.
    """
    task = WhyTask(scenario=scenario, plan=plan, asked=_read(body, WhyAsked))
    return _submission(scenario, task, kind="why", tenant=tenant, key=key)


def read_harden(
    body: bytes, *, scenario: Scenario, plan: Plan, tenant: str, key: str | None
) -> Submission:
    """A submission that buys connection time where it pays.

    Raises:
        InputRefused: with every finding.
    """
    task = HardenTask(scenario=scenario, plan=plan, asked=_read(body, HardenAsked))
    return _submission(scenario, task, kind="harden", tenant=tenant, key=key)


def judge_beside(
    body: bytes, *, scenario: Scenario, reference: Plan, folder: DataFolder
) -> Evaluation:
    """A plan made by hand, JSON or dispatch workbook, judged beside the plan that was made here.

    Args:
        body: the document.
        scenario: what both are plans of.
        reference: the plan whose certificate gives the bound.
        folder: policies and reference tables.

    Raises:
        InputRefused: with every finding, of a workbook each at its ``sheet!cell``.
    """
    read = pipeline.read_made_plan(body, scenario, folder=folder)
    if read.plan is None:
        raise InputRefused(read.findings)
    return evaluate_plan(
        scenario, read.plan, audit=partial(pipeline.audit, data=folder), reference=reference
    )


def _read(body: bytes, asked: type[Asked]) -> Asked:
    raw, findings = read_json(body)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputRefused(findings)
    read, wrong = read_model(asked, raw)
    if read is None:
        raise InputRefused(wrong)
    return read


def _submission(
    scenario: Scenario, task: Document, *, kind: str, tenant: str, key: str | None
) -> Submission:
    return Submission(
        tenant=tenant,
        scenario=render_json(scenario),
        warnings=(),
        scenario_id=scenario.id,
        title=title_of(scenario),
        people=sum(group.people for group in scenario.groups),
        key=key,
        kind=kind,
        payload=render_json(task),
    )
