"""The files of a plan: map, routes, workbook, audit sheet, the plan itself."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Response

from app.api.described import problems
from app.api.plans import PlanId
from app.desk.context import ContextDep, LanguageDep, PrincipalDep
from app.desk.outputs import (
    MEDIA_TYPES,
    NoPlan,
    get_output_kind,
    output_names,
    read_documents,
    render_file,
)
from routing.errors import UnknownName
from routing.formats.calendar import render_calendar
from routing.formats.gpx import render_gpx
from routing.formats.phone_files import file_stem
from routing.formats.plan_view import PlanView
from routing.pipeline import component_versions

ROUTER = APIRouter(prefix="/v1", tags=["outputs"])
PHONE_TYPES = {"gpx": "application/gpx+xml", "ics": "text/calendar; charset=utf-8"}
# A page of its own origin that reaches nothing: its scripts may draw, but ask nobody.
DOCUMENT_POLICY = (
    "sandbox allow-scripts allow-modals allow-downloads allow-popups; default-src 'none'; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@ROUTER.get(
    "/plans/{plan_id}/runs/{run_id}.{kind}",
    responses={
        200: {
            "description": "A GPX for the driver's phone, or a calendar for the leader's",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in PHONE_TYPES.values()
            },
        },
        **problems("UNKNOWN_PLAN", "UNKNOWN_NAME", "NO_PLAN"),
    },
    response_class=Response,
)
def get_run_file(
    plan_id: PlanId,
    run_id: Annotated[str, Path(description="run id", max_length=200)],
    kind: Annotated[
        str, Path(description="kind of file", json_schema_extra={"enum": [*PHONE_TYPES]})
    ],
    context: ContextDep,
    principal: PrincipalDep,
    language: LanguageDep,
) -> Response:
    """One run for a phone: stops with their times, and the road where the plan knows it.

    Raises:
        UnknownName: the plan has no such run, or there is no such kind of file.
    """
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    view = PlanView(*read_documents(documents), language)
    run = view.find_run(run_id)
    if run is None or kind not in PHONE_TYPES:
        raise UnknownName(run_id if run is None else kind)
    data = render_gpx(view, run) if kind == "gpx" else render_calendar(view, (run,))
    name = f"{plan_id[:8]}-{quote(file_stem(run))}.{kind}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type=PHONE_TYPES[kind], headers=headers)


@ROUTER.get(
    "/plans/{plan_id}/{output}",
    responses={
        200: {
            "description": "The file",
            "content": {
                kind.split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for kind in MEDIA_TYPES.values()
            },
        },
        304: {"description": "Unchanged since the given ETag"},
        **problems("UNKNOWN_PLAN", "UNKNOWN_NAME", "NO_PLAN"),
    },
    response_class=Response,
)
def get_output(
    plan_id: PlanId,
    output: Annotated[
        str, Path(description="file name", json_schema_extra={"enum": [*output_names()]})
    ],
    context: ContextDep,
    principal: PrincipalDep,
    language: LanguageDep,
    if_none_match: Annotated[str | None, Header(max_length=500)] = None,
) -> Response:
    """One output of a finished plan; the same plan always gives the same bytes."""
    kind = get_output_kind(output)
    job = context.jobs.get(plan_id, tenant=principal.tenant)
    if not job.has_plan:
        raise NoPlan
    version = component_versions()["zhida"]
    tag = f'"{job.id}.{job.sequence}.{version}.{language}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"{'inline' if kind.inline else 'attachment'}; "
        f'filename="{job.id[:8]}-{output}"',
    }
    if if_none_match == tag:
        return Response(status_code=304, headers=headers)
    if kind.media_type.startswith("text/html"):
        headers["Content-Security-Policy"] = DOCUMENT_POLICY
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    data = render_file(output, documents, folder=context.folder, language=language)
    return Response(data, media_type=kind.media_type, headers=headers)
