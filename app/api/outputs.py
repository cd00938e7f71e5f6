"""The files of a plan: map, routes, workbook, audit sheet, the plan itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response

from app.api.described import problems
from app.api.plans import PlanId
from app.desk.context import ContextDep, LanguageDep, PrincipalDep
from app.desk.outputs import MEDIA_TYPES, NoPlan, get_output_kind, output_names, render_file
from routing.pipeline import component_versions

ROUTER = APIRouter(prefix="/v1", tags=["outputs"])
# A page of its own origin that reaches nothing: its scripts may draw, but ask nobody.
DOCUMENT_POLICY = (
    "sandbox allow-scripts allow-modals allow-downloads allow-popups; default-src 'none'; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


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
