"""For machines that look after the service."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from app.api.described import problems
from app.api.problems import Refusal
from app.desk.context import ContextDep
from routing.pipeline import component_versions

ROUTER = APIRouter(tags=["operations"])


class Health(BaseModel):
    """That the process answers, and what it is made of."""

    status: str
    versions: dict[str, str]


@ROUTER.get("/healthz")
async def get_health() -> Health:
    """The process answers."""
    return Health(status="ok", versions=component_versions())


@ROUTER.get("/readyz", responses=problems("UNAVAILABLE"))
async def get_readiness(context: ContextDep) -> Health:
    """Jobs can be taken in: the queue runs and its database answers."""
    if not await run_in_threadpool(context.jobs.is_ready):
        raise Refusal("UNAVAILABLE", headers={"Retry-After": "2"})
    return Health(status="ready", versions=component_versions())


@ROUTER.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_metrics(context: ContextDep) -> Response:
    """Figures for Prometheus: requests, solves, gaps, failures by code, queue depth."""
    depth = "".join(
        f'zhida_jobs{{state="{state}"}} {number}\n'
        for state, number in sorted(context.jobs.count_by_state().items())
    )
    head = "# HELP zhida_jobs Jobs by state\n# TYPE zhida_jobs gauge\n"
    body = generate_latest() + (head + depth).encode()
    return Response(body, media_type=CONTENT_TYPE_LATEST)
