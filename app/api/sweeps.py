"""A grid of changes planned side by side, one part of a job a cell."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import JsonBody
from app.api.described import problems
from app.api.described_what_if import SWEEP_BODY
from app.api.documents import (
    CellAnswer,
    JobAnswer,
    SweepAnswer,
    SweepList,
    cell_state,
    job_answer,
)
from app.api.part_jobs import answer_with, find_result, get_job_of_kind
from app.api.taking import TakingDep, take_in
from app.desk.context import ContextDep, PrincipalDep
from app.desk.what_if import read_sweep
from routing.explain.sweeping import MOST_CELLS, Cell

ROUTER = APIRouter(prefix="/v1", tags=["what-if"])
SWEEP = "sweep"
SweepId = Annotated[str, Path(description="sweep id", min_length=1, max_length=64)]


@ROUTER.post(
    "/sweeps",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra={"requestBody": SWEEP_BODY},
    responses={
        200: {"model": JobAnswer, "description": "Finished within the time you would wait"},
        **problems("INPUT_REFUSED", "KEY_REUSED", "BODY_TOO_LARGE", "MEDIA_TYPE", "TOO_MANY_JOBS"),
    },
)
async def submit_sweep(
    body: JsonBody,
    response: Response,
    context: ContextDep,
    principal: PrincipalDep,
    taking: TakingDep,
) -> JobAnswer:
    """Plan a scenario with every combination of some changes, into one table.

    Axes: numbers of coaches of a fleet row, shares of the seats, a train or flight with and
    without, departures moved by days, prices of an hour. Each cell is a plan of its own; cells are
    shared by all workers. A sweep is a job like a plan: watch, cancel and delete it under
    `/v1/plans/{id}`; cancelled, it keeps the cells that are planned.
    """
    submission = await run_in_threadpool(
        read_sweep, body, folder=context.folder, tenant=principal.tenant, key=taking.key
    )
    return await take_in(submission, response, context, taking)


@ROUTER.get("/sweeps", response_model=SweepList, responses=problems("PARAMETER"))
def list_sweeps(
    context: ContextDep,
    principal: PrincipalDep,
    limit: Annotated[int, Query(ge=1, le=200, description="at most this many")] = 50,
) -> SweepList:
    """The newest sweeps, newest first."""
    jobs = context.jobs.recent(tenant=principal.tenant, limit=limit, kinds=(SWEEP,))
    return SweepList(sweeps=tuple(job_answer(job) for job in jobs))


@ROUTER.get("/sweeps/{sweep_id}", response_model=SweepAnswer, responses=problems("UNKNOWN_PLAN"))
def get_sweep(sweep_id: SweepId, context: ContextDep, principal: PrincipalDep) -> Response:
    """A sweep as it stands: every cell's state, and the table once all have ended."""
    job = get_job_of_kind(SWEEP, sweep_id, context=context, principal=principal)
    parts = context.jobs.get_parts(sweep_id, tenant=principal.tenant)
    answer = SweepAnswer(**dict(job_answer(job)), cells=tuple(cell_state(part) for part in parts))
    return answer_with(answer, "table", find_result(job, context=context, principal=principal))


@ROUTER.get(
    "/sweeps/{sweep_id}/cells/{number}",
    response_model=CellAnswer,
    responses=problems("UNKNOWN_PLAN", "UNKNOWN_PART", "PARAMETER"),
)
def get_cell(
    sweep_id: SweepId,
    number: Annotated[int, Path(ge=0, lt=MOST_CELLS, description="the cell's number")],
    context: ContextDep,
    principal: PrincipalDep,
) -> Response:
    """One cell: the scenario with its changes, ready to be planned or patched, and its plan."""
    get_job_of_kind(SWEEP, sweep_id, context=context, principal=principal)
    end = context.jobs.get_part(sweep_id, number, tenant=principal.tenant)
    cell = Cell.model_validate_json(end.part.payload)
    body = cell.model_dump_json().encode()[:-1] + b',"plan":' + (end.result or b"null") + b"}"
    return Response(body, media_type="application/json")
