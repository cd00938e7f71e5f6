"""Jobs over HTTP: submit, look, watch, cancel, forget."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import ScenarioBody
from app.api.described import SCENARIO_BODY, problems
from app.api.documents import JobAnswer, JobList, JobWithPlan, job_answer
from app.api.taking import TakingDep, take_in
from app.desk import dispatch_details
from app.desk.context import ContextDep, PrincipalDep
from app.desk.intake import Choices, read_submission
from routing.model.goals import Effort

ROUTER = APIRouter(prefix="/v1", tags=["plans"])
PlanId = Annotated[str, Path(description="plan id", min_length=1, max_length=64)]


def read_choices(
    effort: Annotated[Effort | None, Query(description="overrides the scenario's")] = None,
    seed: Annotated[
        int | None, Query(ge=0, le=1_000_000, description="overrides the scenario's")
    ] = None,
    return_home: Annotated[
        datetime | None,
        Query(description="plan the way home instead, everyone there by this time"),
    ] = None,
) -> Choices:
    """What the query decides about the solve."""
    return Choices(effort=effort, seed=seed, home_by=return_home)


@ROUTER.post(
    "/plans",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra={"requestBody": SCENARIO_BODY},
    responses={
        200: {"model": JobAnswer, "description": "Finished within the time you would wait"},
        **problems("INPUT_REFUSED", "KEY_REUSED", "BODY_TOO_LARGE", "MEDIA_TYPE", "TOO_MANY_JOBS"),
    },
)
async def submit_plan(
    body: ScenarioBody,
    response: Response,
    context: ContextDep,
    principal: PrincipalDep,
    taking: TakingDep,
    choices: Annotated[Choices, Depends(read_choices)],
) -> JobAnswer:
    """Take a scenario in and plan it.

    Answers at once with 202 and the job, whose address stands in `Location`; poll it or watch its
    events. With `Prefer: wait=N` a small scenario's job comes back finished, with 200.
    """
    submission = await run_in_threadpool(
        read_submission,
        body,
        folder=context.folder,
        tenant=principal.tenant,
        choices=choices,
        key=taking.key,
    )
    return await take_in(submission, response, context, taking)


@ROUTER.get("/plans", response_model=JobList)
def list_plans(
    context: ContextDep,
    principal: PrincipalDep,
    limit: Annotated[int, Query(ge=1, le=200, description="at most this many")] = 50,
) -> JobList:
    """The newest jobs, newest first."""
    jobs = context.jobs.recent(tenant=principal.tenant, limit=limit)
    return JobList(plans=tuple(job_answer(job) for job in jobs))


@ROUTER.post(
    "/plans/{plan_id}:cancel",
    status_code=202,
    response_model=JobAnswer,
    responses=problems("UNKNOWN_PLAN"),
)
def cancel_plan(plan_id: PlanId, context: ContextDep, principal: PrincipalDep) -> JobAnswer:
    """Stop a job and keep the best plan so far; a finished job stays as it is."""
    return job_answer(context.jobs.cancel(plan_id, tenant=principal.tenant))


@ROUTER.get("/plans/{plan_id}", response_model=JobWithPlan, responses=problems("UNKNOWN_PLAN"))
def get_plan(plan_id: PlanId, context: ContextDep, principal: PrincipalDep) -> Response:
    """A job as it stands, with its plan once there is one."""
    job = context.jobs.get(plan_id, tenant=principal.tenant)
    plan = result = None
    if job.has_plan:
        documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
        plan, result = documents.plan, documents.result
    # The plan is JSON already; reading it only to write it again would cost seconds when large.
    body = job_answer(job).model_dump_json().encode()
    body = body[:-1] + b',"plan":' + (plan or b"null") + b',"result":' + (result or b"null") + b"}"
    headers = {} if job.state.is_final else {"Retry-After": "1"}
    return Response(body, media_type="application/json", headers=headers)


@ROUTER.delete("/plans/{plan_id}", status_code=204, responses=problems("UNKNOWN_PLAN"))
def forget_plan(plan_id: PlanId, context: ContextDep, principal: PrincipalDep) -> Response:
    """Stop a job, keep nothing, and erase its scenario, its plan and its dispatch details."""
    dispatch_details.forget_plan(context, plan_id, principal)
    return Response(status_code=204)
