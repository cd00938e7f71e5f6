"""What two plans differ in, how a plan is changed, and how it stands up to bad luck."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import JsonBody
from app.api.described import problems
from app.api.described_what_if import CHANGES_BODY, JOB_OF_PLAN
from app.api.documents import JobAnswer
from app.api.plans import PlanId
from app.api.taking import TakingDep, take_in
from app.desk.context import Context, ContextDep, PrincipalDep
from app.desk.outputs import read_documents
from app.desk.what_if import read_patch
from app.ports.jobs import Submission
from app.ports.keys import Principal
from routing.explain import Comparison, Rehearsal, compare_plans, rehearse_plan
from routing.model.plan import Plan
from routing.model.scenario import Scenario

ROUTER = APIRouter(prefix="/v1", tags=["what-if"])


@ROUTER.get(
    "/plans/{plan_id}:compare",
    response_model=Comparison,
    responses=problems("UNKNOWN_PLAN", "NO_PLAN", "PARAMETER"),
)
def compare(
    plan_id: PlanId,
    other: Annotated[str, Query(alias="with", max_length=64, description="the second plan's id")],
    context: ContextDep,
    principal: PrincipalDep,
) -> Comparison:
    """Figures, cost by term and payer, and people who are moved, added or dropped."""
    _, first = _documents(plan_id, context, principal)
    _, second = _documents(other, context, principal)
    return compare_plans(first, second)


@ROUTER.post(
    "/plans/{plan_id}:patch",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra={"requestBody": CHANGES_BODY},
    responses=JOB_OF_PLAN,
)
async def patch_plan(
    plan_id: PlanId,
    body: JsonBody,
    response: Response,
    context: ContextDep,
    principal: PrincipalDep,
    taking: TakingDep,
) -> JobAnswer:
    """Change an announced plan as little as is worth it, as a job that makes a plan of its own.

    What can still run stays to the second; who needs a seat takes a free one first; the rest is
    planned anew. The new plan's `result` names who must be phoned, which papers change and what it
    costs. The announced plan stays as it is.
    """
    submission = await run_in_threadpool(
        _read_patch, plan_id, body, context=context, principal=principal, key=taking.key
    )
    return await take_in(submission, response, context, taking)


@ROUTER.post(
    "/plans/{plan_id}:rehearse",
    response_model=Rehearsal,
    responses=problems("UNKNOWN_PLAN", "NO_PLAN", "PARAMETER"),
)
def rehearse(
    plan_id: PlanId,
    context: ContextDep,
    principal: PrincipalDep,
    times: Annotated[int, Query(ge=1, le=2_000, description="rehearsals")] = 500,
    seed: Annotated[int, Query(ge=0, le=1_000_000, description="seed of all luck")] = 0,
) -> Rehearsal:
    """Play the plan many times with slow roads, late trains, no-shows and breakdowns."""
    scenario, plan = _documents(plan_id, context, principal)
    return rehearse_plan(scenario, plan, seed=seed, times=times)


def _read_patch(
    plan_id: str, body: bytes, *, context: Context, principal: Principal, key: str | None
) -> Submission:
    scenario, plan = _documents(plan_id, context, principal)
    return read_patch(
        body,
        scenario=scenario,
        plan=plan,
        folder=context.folder,
        tenant=principal.tenant,
        key=key,
    )


def _documents(plan_id: str, context: Context, principal: Principal) -> tuple[Scenario, Plan]:
    return read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
