"""Seasons: weeks of departures planned by many workers, one part of a job a day and city."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import JsonBody
from app.api.described import problems
from app.api.documents import (
    JobAnswer,
    SeasonAnswer,
    SeasonList,
    SeasonPartState,
    job_answer,
)
from app.api.part_jobs import answer_with, find_result, get_job_of_kind
from app.api.taking import TakingDep, take_in
from app.desk.context import ContextDep, PrincipalDep
from app.desk.outputs import NoPlan
from app.desk.season import read_season_submission
from app.ports.jobs import PartState
from routing.formats.season_page import render_season_page
from routing.model.season import SeasonScenario
from routing.model.season_plan import SeasonPlan

ROUTER = APIRouter(prefix="/v1", tags=["seasons"])
SEASON = "season"
PAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A page without scripts that reaches nothing."""
SeasonId = Annotated[str, Path(description="season id", min_length=1, max_length=64)]
SEASON_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SeasonScenario"}}},
}


@ROUTER.post(
    "/seasons",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra={"requestBody": SEASON_BODY},
    responses={
        200: {"model": JobAnswer, "description": "Finished within the time you would wait"},
        **problems("INPUT_REFUSED", "KEY_REUSED", "BODY_TOO_LARGE", "MEDIA_TYPE", "TOO_MANY_JOBS"),
    },
)
async def submit_season(
    body: JsonBody,
    response: Response,
    context: ContextDep,
    principal: PrincipalDep,
    taking: TakingDep,
) -> JobAnswer:
    """Plan weeks of departures: who leaves on which day and how, what coaches do, what is booked.

    A season is a job like a plan: watch, cancel and delete it under `/v1/plans/{id}`. Its parts (a
    day's coaches to one city, or one train) are shared by all workers; whatever dies, a part that
    is planned is never planned again.
    """
    submission = await run_in_threadpool(
        read_season_submission,
        body,
        folder=context.folder,
        tenant=principal.tenant,
        key=taking.key,
    )
    return await take_in(submission, response, context, taking)


@ROUTER.get("/seasons", response_model=SeasonList, responses=problems("PARAMETER"))
def list_seasons(
    context: ContextDep,
    principal: PrincipalDep,
    limit: Annotated[int, Query(ge=1, le=200, description="at most this many")] = 50,
) -> SeasonList:
    """The newest seasons, newest first."""
    jobs = context.jobs.recent(tenant=principal.tenant, limit=limit, kinds=(SEASON,))
    return SeasonList(seasons=tuple(job_answer(job) for job in jobs))


@ROUTER.get("/seasons/{season_id}", response_model=SeasonAnswer, responses=problems("UNKNOWN_PLAN"))
def get_season(season_id: SeasonId, context: ContextDep, principal: PrincipalDep) -> Response:
    """A season as it stands: every part's state, and the plan once it is there."""
    job = get_job_of_kind(SEASON, season_id, context=context, principal=principal)
    parts = context.jobs.get_parts(season_id, tenant=principal.tenant)
    answer = SeasonAnswer(**dict(job_answer(job)), parts=tuple(_part_state(p) for p in parts))
    return answer_with(answer, "plan", find_result(job, context=context, principal=principal))


@ROUTER.get(
    "/seasons/{season_id}/season.html",
    response_class=Response,
    responses={
        200: {"content": {"text/html": {}}, "description": "The season on one page"},
        **problems("UNKNOWN_PLAN", "NO_PLAN", "PARAMETER"),
    },
)
def get_season_page(
    season_id: SeasonId,
    context: ContextDep,
    principal: PrincipalDep,
    lang: Annotated[Literal["zh", "en"], Query(description="language")] = "zh",
) -> Response:
    """Calendar, cities by day, use of vehicles, what to book, waits, proof and rules."""
    get_job_of_kind(SEASON, season_id, context=context, principal=principal)
    documents = context.jobs.get_documents(season_id, tenant=principal.tenant)
    if documents.result is None:
        raise NoPlan
    season = SeasonScenario.model_validate_json(documents.scenario)
    plan = SeasonPlan.model_validate_json(documents.result)
    page = render_season_page(season, plan, language=lang)
    headers = {"Content-Security-Policy": PAGE_POLICY}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def _part_state(part: PartState) -> SeasonPartState:
    return SeasonPartState(
        part=part.number,
        label=part.label,
        state=part.state,
        percent=part.percent,
        attempts=part.attempts,
        error=part.error,
    )
