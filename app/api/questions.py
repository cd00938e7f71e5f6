"""Questions about a finished plan: why it is so, how to make it surer, whether ours is as good."""

from __future__ import annotations

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import JsonBody, ScenarioBody
from app.api.described import problems
from app.api.described_what_if import HARDEN_BODY, JOB_OF_PLAN, MADE_PLAN_BODY, WHY_BODY
from app.api.documents import JobAnswer
from app.api.plans import PlanId
from app.api.taking import TakingDep, take_in
from app.desk.context import Context, ContextDep, PrincipalDep
from app.desk.outputs import read_documents
from app.desk.questions import judge_beside, read_harden, read_why
from app.ports.jobs import Submission
from app.ports.keys import Principal
from routing.explain import Evaluation

ROUTER = APIRouter(prefix="/v1", tags=["what-if"])


@ROUTER.post(
    "/plans/{plan_id}:why",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra={"requestBody": WHY_BODY},
    responses=JOB_OF_PLAN,
)
async def ask_why(
    plan_id: PlanId,
    body: JsonBody,
    response: Response,
    context: ContextDep,
    principal: PrincipalDep,
    taking: TakingDep,
) -> JobAnswer:
    """Why a plan is as it is, as a job whose `result` holds the account.

    Money by leg, payer and group; the limits that bind by the certificate's prices, the first few
    planned again with one unit more; what each service, coach and pin is worth, found by planning
    without it, and what a pin that you name would cost.
    """
    submission = await run_in_threadpool(_why, plan_id, body, context, principal, taking.key)
    return await take_in(submission, response, context, taking)


@ROUTER.post(
    "/plans/{plan_id}:harden",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra={"requestBody": HARDEN_BODY},
    responses=JOB_OF_PLAN,
)
async def ask_harden(
    plan_id: PlanId,
    body: JsonBody,
    response: Response,
    context: ContextDep,
    principal: PrincipalDep,
    taking: TakingDep,
) -> JobAnswer:
    """Buy connection time where it pays, as a job that makes a plan of its own.

    Feeders are planned to come earlier, every such plan is rehearsed, and the one whose money and
    risk together cost least is kept; the `result` holds all that was tried, a spare coach too.
    """
    submission = await run_in_threadpool(_harden, plan_id, body, context, principal, taking.key)
    return await take_in(submission, response, context, taking)


@ROUTER.post(
    "/plans/{plan_id}:evaluate",
    response_model=Evaluation,
    openapi_extra={"requestBody": MADE_PLAN_BODY},
    responses=problems("INPUT_REFUSED", "UNKNOWN_PLAN", "NO_PLAN", "BODY_TOO_LARGE", "MEDIA_TYPE"),
)
async def evaluate_beside(
    plan_id: PlanId, body: ScenarioBody, context: ContextDep, principal: PrincipalDep
) -> Evaluation:
    """A plan made by hand, JSON or dispatch workbook, judged beside this plan of its scenario.

    Priced anew, audited, and measured against this plan's proven bound.
    """
    return await run_in_threadpool(_evaluate, plan_id, body, context, principal)


def _why(
    plan_id: str, body: bytes, context: Context, principal: Principal, key: str | None
) -> Submission:
    scenario, plan = read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
    return read_why(body, scenario=scenario, plan=plan, tenant=principal.tenant, key=key)


def _harden(
    plan_id: str, body: bytes, context: Context, principal: Principal, key: str | None
) -> Submission:
    scenario, plan = read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
    return read_harden(body, scenario=scenario, plan=plan, tenant=principal.tenant, key=key)


def _evaluate(plan_id: str, body: bytes, context: Context, principal: Principal) -> Evaluation:
    scenario, plan = read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
    return judge_beside(body, scenario=scenario, reference=plan, folder=context.folder)
