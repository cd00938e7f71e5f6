"""Judge documents without planning: check a scenario, audit a plan that someone made."""

from __future__ import annotations

import json
from functools import partial

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from app.api.bodies import JsonBody, ScenarioBody, WorkbookBody
from app.api.described import EVALUATION_BODY, SCENARIO_BODY, WORKBOOK_BODY, problems
from app.api.documents import Verdict, WorkbookRead
from app.desk.context import Context, ContextDep
from app.desk.intake import read_accepted
from app.desk.what_if import members, under
from routing import pipeline
from routing.errors import InputRefused
from routing.explain import Evaluation, evaluate_plan
from routing.formats.json_documents import read_json
from routing.model.findings import Finding
from routing.pipeline import read_plan

ROUTER = APIRouter(prefix="/v1", tags=["checks"])
NEEDED = frozenset({"scenario", "plan"})


@ROUTER.post(
    "/plans:validate",
    response_model=Verdict,
    openapi_extra={"requestBody": SCENARIO_BODY},
    responses=problems("INPUT_REFUSED", "BODY_TOO_LARGE", "MEDIA_TYPE", "TRAVEL_PROVIDER_FAILED"),
)
async def validate_scenario(body: ScenarioBody, context: ContextDep) -> Verdict:
    """Everything that is wrong or odd about a scenario, at once, without planning it.

    Errors give 422 with every finding, as planning would; warnings (scarce seats, windows nobody
    can meet, points in odd places) give 200.
    """
    findings = await run_in_threadpool(_find_all, body, context)
    return Verdict(accepted=True, findings=findings)


@ROUTER.post(
    "/plans:evaluate",
    response_model=Evaluation,
    openapi_extra={"requestBody": EVALUATION_BODY},
    responses=problems("INPUT_REFUSED", "BODY_TOO_LARGE", "MEDIA_TYPE"),
)
async def evaluate(body: JsonBody, context: ContextDep) -> Evaluation:
    """A plan judged, whoever made it: what it breaks, what it costs, how far from a proven best.

    `reference` is a plan of the same scenario whose certificate gives the bound; without it there
    is no gap.
    """
    return await run_in_threadpool(_evaluate, body, context)


@ROUTER.post(
    "/workbooks",
    response_model=WorkbookRead,
    openapi_extra={"requestBody": WORKBOOK_BODY},
    responses=problems("INPUT_REFUSED", "BODY_TOO_LARGE", "MEDIA_TYPE"),
)
async def read_workbook(body: WorkbookBody, context: ContextDep) -> WorkbookRead:
    """A filled-in workbook as a scenario; refused with every finding, each at its `sheet!cell`."""
    scenario, findings = await run_in_threadpool(read_accepted, body, folder=context.folder)
    return WorkbookRead(scenario=scenario, findings=findings)


def _find_all(body: bytes, context: Context) -> tuple[Finding, ...]:
    scenario, findings = read_accepted(body, folder=context.folder)
    return findings + pipeline.check_scarcity(scenario, data=context.folder)


def _evaluate(body: bytes, context: Context) -> Evaluation:
    raw, findings = read_json(body)
    if findings:
        raise InputRefused(findings)
    parts = members(raw, needed=NEEDED, allowed=frozenset({"reference"}), code="EVALUATION_PARTS")
    plan = read_plan(json.dumps(parts["plan"]).encode())
    reference = read_plan(json.dumps(parts["reference"]).encode()) if "reference" in parts else None
    wrong = under("/plan", plan.findings)
    wrong += () if reference is None else under("/reference", reference.findings)
    try:
        scenario, _ = read_accepted(json.dumps(parts["scenario"]).encode(), folder=context.folder)
    except InputRefused as refused:
        raise InputRefused(under("/scenario", refused.findings) + wrong) from refused
    if plan.plan is None or (reference is not None and reference.plan is None):
        raise InputRefused(wrong)
    return evaluate_plan(
        scenario,
        plan.plan,
        audit=partial(pipeline.audit, data=context.folder),
        reference=None if reference is None else reference.plan,
    )
