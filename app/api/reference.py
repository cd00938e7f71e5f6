"""What a client looks up: samples and schemas."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from app.api.bodies import WORKBOOK
from app.api.described import problems
from app.api.documents import PlaceList, SampleList, sample_answer
from app.desk.context import ContextDep, LanguageDep
from app.desk.samples import find_samples, get_sample
from routing.errors import UnknownName
from routing.formats.roster_form import render_roster_template
from routing.formats.workbook_form import render_template
from routing.pipeline import SCHEMAS, get_schema
from routing.places import find_places

ROUTER = APIRouter(prefix="/v1", tags=["reference"])
TEMPLATES = {"scenario": render_template, "roster": render_roster_template}


@ROUTER.get("/samples", response_model=SampleList)
def list_samples(context: ContextDep) -> SampleList:
    """The sample scenarios that come with the product."""
    return SampleList(samples=tuple(map(sample_answer, find_samples(context.folder))))


@ROUTER.get(
    "/samples/{sample_id}",
    response_class=Response,
    responses={
        200: {
            "description": "A scenario, ready to be planned",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Scenario"}}},
        },
        **problems("UNKNOWN_NAME"),
    },
)
def get_sample_scenario(
    sample_id: Annotated[str, Path(description="sample id")], context: ContextDep
) -> Response:
    """One sample scenario as JSON."""
    return Response(get_sample(sample_id, folder=context.folder), media_type="application/json")


@ROUTER.get("/places", responses=problems("PARAMETER"))
def search_places(
    context: ContextDep,
    q: Annotated[str, Query(min_length=1, max_length=200, description="name or address")],
    admin: Annotated[
        str | None, Query(max_length=200, description="省/市/县 that narrows the search")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=20, description="at most this many")] = 5,
) -> PlaceList:
    """Where a name is: candidates from the gazetteer, each with an honest precision."""
    found = find_places(q, reference=context.folder.reference, admin=admin, limit=limit)
    return PlaceList(places=found)


@ROUTER.get(
    "/templates/{name}.xlsx",
    response_class=Response,
    responses={
        200: {
            "description": "An empty workbook to fill in",
            "content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems("UNKNOWN_NAME"),
    },
)
def get_template(
    name: Annotated[str, Path(description="scenario or roster")], language: LanguageDep
) -> Response:
    """A workbook with the columns, lists and checks that a county fills in.

    Raises:
        UnknownName: there is no such template.
    """
    if name not in TEMPLATES:
        raise UnknownName(name)
    headers = {"Content-Disposition": f'attachment; filename="zhida-{name}.xlsx"'}
    return Response(TEMPLATES[name](language=language), media_type=WORKBOOK, headers=headers)


@ROUTER.get("/schema/{name}", responses=problems("UNKNOWN_NAME"))
def get_json_schema(
    name: Annotated[str, Path(description="document", json_schema_extra={"enum": sorted(SCHEMAS)})],
) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document, each field described with its unit."""
    return get_schema(name)
