"""What a client looks up: samples and schemas."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from app.api.described import problems
from app.api.documents import SampleList, sample_answer
from app.desk.context import ContextDep
from app.desk.samples import find_samples, get_sample
from routing.pipeline import SCHEMAS, get_schema

ROUTER = APIRouter(prefix="/v1", tags=["reference"])


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


@ROUTER.get("/schema/{name}", responses=problems("UNKNOWN_NAME"))
def get_json_schema(
    name: Annotated[str, Path(description="document", json_schema_extra={"enum": sorted(SCHEMAS)})],
) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document, each field described with its unit."""
    return get_schema(name)
