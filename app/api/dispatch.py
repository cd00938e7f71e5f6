"""A plan's dispatch details over HTTP: versions kept encrypted, signed, and had as a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from app.api.bodies import WORKBOOK, ScenarioBody
from app.api.described import document_body, problems
from app.api.documents import Answer
from app.api.plans import PlanId
from app.desk.context import Context, ContextDep, LanguageDep, PrincipalDep
from app.desk.dispatch_details import find_details, keep_details, read_history, sign_details
from app.desk.outputs import read_documents
from app.ports.keys import Principal
from app.ports.vault import Kind, NothingKept
from routing.errors import InputRefused
from routing.formats.details_form import render_details_form
from routing.formats.json_documents import render_json
from routing.formats.plan_view import PlanView
from routing.model.details import DetailsVersion, DispatchDetails, SignOff
from routing.model.findings import Finding
from routing.pipeline import read_details

ROUTER = APIRouter(prefix="/v1", tags=["people"])
Number = Annotated[int | None, Query(ge=1, description="version; the newest when left out")]


class KeptDetails(Answer):
    """That details are kept, as which version, and until when."""

    id: str
    """Plan id."""
    version: int
    expires_at: datetime
    findings: tuple[Finding, ...]
    """What is odd about them, and what is still blank."""


class VersionAnswer(Answer):
    """A version without its contents."""

    version: int
    saved_at: datetime
    saved_by: str
    """Public name of the key."""
    note: str
    plan_sha256: str
    """SHA-256 of the plan document it was filled in for."""
    sign_offs: tuple[SignOff, ...]


class VersionList(Answer):
    """Every version of a plan's details, oldest first."""

    versions: tuple[VersionAnswer, ...]


class SignOffRequest(BaseModel):
    """Who signs which version."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    version: int = Field(ge=1)
    """Must be the newest."""
    name: str = Field(min_length=1, max_length=200)
    role: str = Field(default="", max_length=200)
    """Office or post."""
    note: str = Field(default="", max_length=2_000)


@ROUTER.put(
    "/plans/{plan_id}/details",
    response_model=KeptDetails,
    openapi_extra={"requestBody": document_body("DispatchDetails")},
    responses=problems(
        "INPUT_REFUSED", "UNKNOWN_PLAN", "NO_PLAN", "DETAILS_STALE", "BODY_TOO_LARGE", "MEDIA_TYPE"
    ),
)
async def put_details(
    plan_id: PlanId,
    body: ScenarioBody,
    context: ContextDep,
    principal: PrincipalDep,
    note: Annotated[str, Query(max_length=2_000, description="what was changed, and why")] = "",
) -> KeptDetails:
    """Keep a plan's dispatch details, JSON or the filled-in workbook, encrypted, as a new version.

    A document that carries a `version` is refused with 409 when a newer one was kept since.
    """
    return await run_in_threadpool(_put, plan_id, body, context, principal, note)


@ROUTER.get(
    "/plans/{plan_id}/details",
    response_model=DispatchDetails,
    responses=problems("UNKNOWN_PLAN", "NOTHING_KEPT", "UNKNOWN_NAME"),
)
def get_details(
    plan_id: PlanId, context: ContextDep, principal: PrincipalDep, version: Number = None
) -> Response:
    """The details with their version and signatures; the reading is written down."""
    details = find_details(read_history(context, plan_id, principal), version)
    if details is None:
        raise NothingKept(plan_id)
    return Response(render_json(details), media_type="application/json")


@ROUTER.get(
    "/plans/{plan_id}/details.xlsx",
    response_class=Response,
    responses={
        200: {
            "description": "The workbook with the plan's runs and what was filled in so far",
            "content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems("UNKNOWN_PLAN", "NO_PLAN", "UNKNOWN_NAME"),
    },
)
def get_details_workbook(
    plan_id: PlanId,
    context: ContextDep,
    principal: PrincipalDep,
    language: LanguageDep,
    version: Number = None,
) -> Response:
    """The details as a workbook, to be filled in and put back."""
    details = find_details(read_history(context, plan_id, principal), version)
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    view = PlanView(*read_documents(documents), language)
    data = render_details_form(language=language, view=view, details=details)
    headers = {"Content-Disposition": f'attachment; filename="{plan_id[:8]}-details.xlsx"'}
    return Response(data, media_type=WORKBOOK, headers=headers)


@ROUTER.get(
    "/plans/{plan_id}/details/versions",
    response_model=VersionList,
    responses=problems("UNKNOWN_PLAN"),
)
def list_versions(plan_id: PlanId, context: ContextDep, principal: PrincipalDep) -> VersionList:
    """Every version: when it was kept, by whom, why, and who signed it."""
    history = read_history(context, plan_id, principal)
    return VersionList(versions=tuple(map(_version, history.versions)))


@ROUTER.post(
    "/plans/{plan_id}/details:sign-off",
    response_model=VersionAnswer,
    responses=problems(
        "UNKNOWN_PLAN", "NOTHING_KEPT", "UNKNOWN_NAME", "DETAILS_STALE", "PARAMETER"
    ),
)
def sign_off(
    plan_id: PlanId, body: SignOffRequest, context: ContextDep, principal: PrincipalDep
) -> VersionAnswer:
    """Sign the newest version; a later version begins unsigned."""
    context.jobs.get(plan_id, tenant=principal.tenant)
    version = sign_details(
        context,
        plan_id,
        principal,
        body.version,
        name=body.name,
        role=body.role,
        note=body.note,
    )
    return _version(version)


@ROUTER.delete(
    "/plans/{plan_id}/details",
    status_code=204,
    responses=problems("UNKNOWN_PLAN", "NOTHING_KEPT"),
)
def delete_details(plan_id: PlanId, context: ContextDep, principal: PrincipalDep) -> Response:
    """Erase every version at once."""
    context.jobs.get(plan_id, tenant=principal.tenant)
    context.vault.delete(Kind.DETAILS, plan_id, by=principal)
    return Response(status_code=204)


def _put(
    plan_id: str, body: bytes, context: Context, principal: Principal, note: str
) -> KeptDetails:
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    scenario, _ = read_documents(documents)
    details, findings = read_details(body, timezone=scenario.timezone)
    if details is None:
        raise InputRefused(findings)
    version, odd, expires_at = keep_details(context, plan_id, principal, details, note=note)
    return KeptDetails(
        id=plan_id, version=version.number, expires_at=expires_at, findings=findings + odd
    )


def _version(version: DetailsVersion) -> VersionAnswer:
    return VersionAnswer(
        version=version.number,
        saved_at=version.saved_at,
        saved_by=version.saved_by,
        note=version.note,
        plan_sha256=version.plan_sha256,
        sign_offs=version.sign_offs,
    )
