"""People's data: rosters and dispatch details, kept apart, met by a plan only on papers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from app.api.bodies import ScenarioBody
from app.api.described import document_body, problems
from app.api.documents import Answer
from app.api.plans import PlanId
from app.desk.context import Context, ContextDep, LanguageDep, PrincipalDep
from app.desk.dispatch_details import find_details, read_history
from app.desk.outputs import read_documents
from app.ports.keys import Principal
from app.ports.vault import Deed, Kind
from routing import pipeline
from routing.errors import InputRefused
from routing.formats.json_documents import render_json
from routing.formats.phone_files import zip_files
from routing.model.findings import Finding
from routing.model.roster import Roster
from routing.pipeline import read_roster

ROUTER = APIRouter(prefix="/v1", tags=["people"])
RosterId = Annotated[
    str,
    Path(description="roster id; no name and no number", pattern=r"^[A-Za-z0-9_.-]{1,64}$"),
]


class Kept(Answer):
    """That something is kept, and until when."""

    id: str
    people: int
    """People in the roster."""
    expires_at: datetime
    findings: tuple[Finding, ...]
    """What is odd about it."""


class AccessEntry(Answer):
    """Who did what, and when."""

    who: str
    deed: Deed
    at: datetime


class AccessList(Answer):
    """Everything that was ever done with a roster, oldest first."""

    entries: tuple[AccessEntry, ...]


@ROUTER.put(
    "/rosters/{roster_id}",
    response_model=Kept,
    openapi_extra={"requestBody": document_body("Roster")},
    responses=problems("INPUT_REFUSED", "BODY_TOO_LARGE", "MEDIA_TYPE"),
)
async def put_roster(
    roster_id: RosterId, body: ScenarioBody, context: ContextDep, principal: PrincipalDep
) -> Kept:
    """Keep a roster, JSON or a township's workbook, encrypted, until it expires."""
    checked = await run_in_threadpool(read_roster, body, name=roster_id)
    if checked.roster is None:
        raise InputRefused(checked.findings)
    expires_at = await run_in_threadpool(
        context.vault.put, Kind.ROSTER, roster_id, render_json(checked.roster), by=principal
    )
    return Kept(
        id=roster_id,
        people=len(checked.roster.people),
        expires_at=expires_at,
        findings=checked.findings,
    )


@ROUTER.get(
    "/rosters/{roster_id}",
    response_model=Roster,
    responses=problems("NOTHING_KEPT", "PARAMETER"),
)
def get_roster(roster_id: RosterId, context: ContextDep, principal: PrincipalDep) -> Response:
    """The roster as it was put, for whoever asks what is kept; the asking is written down."""
    data = context.vault.get(Kind.ROSTER, roster_id, by=principal)
    return Response(data, media_type="application/json")


@ROUTER.delete(
    "/rosters/{roster_id}", status_code=204, responses=problems("NOTHING_KEPT", "PARAMETER")
)
def delete_roster(roster_id: RosterId, context: ContextDep, principal: PrincipalDep) -> Response:
    """Erase a roster at once."""
    context.vault.delete(Kind.ROSTER, roster_id, by=principal)
    return Response(status_code=204)


@ROUTER.get(
    "/rosters/{roster_id}/access", response_model=AccessList, responses=problems("PARAMETER")
)
def get_access(roster_id: RosterId, context: ContextDep, principal: PrincipalDep) -> AccessList:
    """Who put, read, printed or erased a roster."""
    record = context.vault.get_record(Kind.ROSTER, roster_id, tenant=principal.tenant)
    return AccessList(entries=tuple(AccessEntry(who=r.who, deed=r.deed, at=r.at) for r in record))


@ROUTER.get(
    "/plans/{plan_id}/papers.zip",
    response_class=Response,
    responses={
        200: {
            "description": "Every paper as PDF",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems("UNKNOWN_PLAN", "NO_PLAN", "NOTHING_KEPT"),
    },
)
def get_papers(
    plan_id: PlanId,
    context: ContextDep,
    principal: PrincipalDep,
    language: LanguageDep,
    roster: Annotated[str | None, Query(max_length=64, description="roster id")] = None,
    full: Annotated[bool, Query(description="names and numbers in full")] = False,
) -> Response:
    """The papers of a plan, with the people of a roster and the details that were filled in."""
    people = pipeline.PeoplePapers(
        roster=_find_roster(roster, context, principal),
        details=find_details(read_history(context, plan_id, principal, deed=Deed.PAPERS)),
        full=full,
    )
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    scenario, plan = read_documents(documents)
    papers = pipeline.make_papers(
        scenario, plan, data=context.folder, language=language, people=people
    )
    headers = {"Content-Disposition": f'attachment; filename="{plan_id[:8]}-papers.zip"'}
    return Response(zip_files(papers), media_type="application/zip", headers=headers)


def _find_roster(name: str | None, context: Context, principal: Principal) -> Roster | None:
    if name is None:
        return None
    data = context.vault.get(Kind.ROSTER, name, by=principal, deed=Deed.PAPERS)
    return Roster.model_validate_json(data)
