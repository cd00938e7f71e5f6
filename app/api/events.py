"""A job's progress as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from app.api.described import problems
from app.api.documents import job_answer
from app.api.plans import PlanId
from app.desk.context import ContextDep, PrincipalDep
from app.ports.jobs import Job, UnknownJob

ROUTER = APIRouter(prefix="/v1", tags=["plans"])
PING_EVERY_S = 15


@ROUTER.get(
    "/plans/{plan_id}/events",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "`progress` events, then one `end`; each holds the whole job, "
            "its id is the job's sequence",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        204: {"description": "Nothing more will come after that Last-Event-ID"},
        **problems("UNKNOWN_PLAN"),
    },
)
async def watch_plan(
    plan_id: PlanId,
    context: ContextDep,
    principal: PrincipalDep,
    last_event_id: Annotated[
        str | None, Header(description="resume after this event", max_length=20)
    ] = None,
) -> Response:
    """Phase, percent, cost, bound and gap as they change, until the job ends.

    Each event carries the whole state, so that a client who resumes has missed nothing.
    """
    after = int(last_event_id) if last_event_id and last_event_id.isdecimal() else -1
    job = await run_in_threadpool(context.jobs.get, plan_id, tenant=principal.tenant)
    if job.state.is_final and job.sequence <= after:
        return Response(status_code=204)
    changes = context.jobs.watch(plan_id, tenant=principal.tenant, after=after)
    return EventSourceResponse(_events(changes), ping=PING_EVERY_S)


async def _events(changes: AsyncIterator[Job]) -> AsyncIterator[ServerSentEvent]:
    try:
        async for job in changes:
            yield ServerSentEvent(
                data=job_answer(job).model_dump_json(),
                event="end" if job.state.is_final else "progress",
                id=str(job.sequence),
            )
    except UnknownJob:
        yield ServerSentEvent(data="{}", event="forgotten")
