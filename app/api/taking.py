"""Take a job in over HTTP: once a key, with a priority, and waited for when asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Header, Query, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import WaitS
from app.api.documents import JobAnswer, job_answer
from app.desk.context import Context
from app.ports.jobs import Job, Submission


@dataclass(frozen=True, slots=True)
class Taking:
    """What a request decides about its job besides the work: see ``read_taking``."""

    key: str | None
    priority: int
    wait_s: int


def read_taking(
    wait_s: WaitS,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=200,
            description="the same key and body give the same job; another body with it, 409",
        ),
    ] = None,
    priority: Annotated[
        int, Query(ge=1, le=9, description="1 is taken first, 9 last; equal ones in order")
    ] = 5,
) -> Taking:
    """Idempotency key, priority and patience of a request."""
    return Taking(idempotency_key, priority, wait_s)


TakingDep = Annotated[Taking, Depends(read_taking)]


async def take_in(
    submission: Submission, response: Response, context: Context, taking: Taking
) -> JobAnswer:
    """Submit, wait as long as the request is willing to, and dress the answer."""
    chosen = replace(submission, priority=taking.priority, trace=context.tracing.current())
    job, _ = await run_in_threadpool(context.jobs.submit, chosen)
    if taking.wait_s and not job.state.is_final:
        job = await _wait_for_end(context, job, taking.wait_s)
        response.headers["Preference-Applied"] = f"wait={taking.wait_s}"
    answer = job_answer(job)
    response.headers["Location"] = answer.links["self"]
    if job.state.is_final:
        response.status_code = 200
    else:
        response.headers["Retry-After"] = "1"
    return answer


async def _wait_for_end(context: Context, job: Job, wait_s: int) -> Job:
    latest = job
    try:
        async with asyncio.timeout(wait_s):
            changes = context.jobs.watch(job.id, tenant=job.tenant, after=job.sequence)
            async for change in changes:
                latest = change
    except TimeoutError:
        pass
    return latest
