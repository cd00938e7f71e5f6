"""Judge documents without planning: check a scenario, audit a plan that someone made."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from app.api.bodies import JsonBody
from app.api.described import EVALUATION_BODY, SCENARIO_BODY, problems
from app.api.documents import Verdict
from app.desk.context import Context, ContextDep
from app.desk.intake import read_accepted
from routing.errors import InputRefused
from routing.formats.json_documents import read_json
from routing.model.base import LocalisedText
from routing.model.findings import AuditReport, Finding, Severity
from routing.pipeline import audit, check_scarcity, read_plan

ROUTER = APIRouter(prefix="/v1", tags=["checks"])


@ROUTER.post(
    "/plans:validate",
    response_model=Verdict,
    openapi_extra={"requestBody": SCENARIO_BODY},
    responses=problems("INPUT_REFUSED", "BODY_TOO_LARGE", "MEDIA_TYPE", "TRAVEL_PROVIDER_FAILED"),
)
async def validate_scenario(body: JsonBody, context: ContextDep) -> Verdict:
    """Everything that is wrong or odd about a scenario, at once, without planning it.

    Errors give 422 with every finding, as planning would; warnings (scarce seats, windows nobody
    can meet, points in odd places) give 200.
    """
    findings = await run_in_threadpool(_find_all, body, context)
    return Verdict(accepted=True, findings=findings)


@ROUTER.post(
    "/plans:evaluate",
    response_model=AuditReport,
    openapi_extra={"requestBody": EVALUATION_BODY},
    responses=problems("INPUT_REFUSED", "BODY_TOO_LARGE", "MEDIA_TYPE"),
)
async def evaluate_plan(body: JsonBody, context: ContextDep) -> AuditReport:
    """What the independent checker finds in a plan, whoever made it."""
    return await run_in_threadpool(_evaluate, body, context)


def _find_all(body: bytes, context: Context) -> tuple[Finding, ...]:
    scenario, findings = read_accepted(body, folder=context.folder)
    return findings + check_scarcity(scenario, data=context.folder)


def _evaluate(body: bytes, context: Context) -> AuditReport:
    raw, findings = read_json(body)
    if findings:
        raise InputRefused(findings)
    parts = _parts(raw)
    checked = read_plan(json.dumps(parts["plan"]).encode())
    try:
        scenario, _ = read_accepted(json.dumps(parts["scenario"]).encode(), folder=context.folder)
    except InputRefused as refused:
        raise InputRefused(
            _under("/scenario", refused.findings) + _under("/plan", checked.findings)
        ) from refused
    if checked.plan is None:
        raise InputRefused(_under("/plan", checked.findings))
    return audit(scenario, checked.plan, data=context.folder)


def _parts(raw: object) -> dict[str, Any]:
    if isinstance(raw, dict) and raw.keys() == {"scenario", "plan"}:
        return raw
    raise InputRefused(
        (
            Finding(
                code="EVALUATION_PARTS",
                severity=Severity.ERROR,
                pointer="",
                cause=LocalisedText(
                    zh="请求应恰好含有 scenario 与 plan 两部分。",
                    en="The body must hold exactly `scenario` and `plan`.",
                ),
                remedy=LocalisedText(
                    zh='发送 {"scenario": …, "plan": …}。', en='Send {"scenario": …, "plan": …}.'
                ),
            ),
        )
    )


def _under(pointer: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(f.model_copy(update={"pointer": pointer + f.pointer}) for f in findings)
