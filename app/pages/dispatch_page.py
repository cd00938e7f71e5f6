"""The page of dispatch details: fill in, upload, sign, print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from app.desk.dispatch_details import (
    StaleDetails,
    find_details,
    keep_details,
    read_history,
    sign_details,
)
from app.pages.dates import Clock
from app.pages.dispatch_view import TableView, build_tables, sheets_of, tables_as_typed
from app.pages.visit import Visit, VisitDep
from app.ports.vault import ChangedMeanwhile, NothingKept
from routing.errors import InputRefused, UnknownName
from routing.formats.details_form import read_details_sheets
from routing.model.details import DispatchDetails
from routing.model.findings import Finding, Severity
from routing.pipeline import read_details
from routing.roster import check_details

ROUTER = APIRouter(include_in_schema=False)
PAGE = "dispatch"
OK, REFUSED, CONFLICT = 200, 422, 409
MOST_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not kept, and what was typed, so that nobody types it twice."""

    status: int
    notice: str = ""
    findings: tuple[Finding, ...] | None = None
    tables: tuple[TableView, ...] | None = None


FINE = Trouble(OK)
STALE = Trouble(CONFLICT, "details_stale")


@ROUTER.get("/plans/{plan_id}/dispatch", response_class=HTMLResponse)
def show_dispatch(visit: VisitDep) -> HTMLResponse:
    """The newest version to go on with, every version before it, and who signed which."""
    return _show(visit, FINE)


@ROUTER.post("/plans/{plan_id}/dispatch")
async def save_dispatch(request: Request, visit: VisitDep) -> Response:
    """Keep what was typed as a new version, or show it again with the wrong cells marked."""
    form = await request.form(max_fields=MOST_FIELDS)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_save_typed, fields, visit)


@ROUTER.post("/plans/{plan_id}/dispatch/workbook")
async def upload_dispatch(
    visit: VisitDep, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Keep a filled-in workbook as a new version, or say what is wrong with which cell."""
    data = b"" if file is None else await file.read()
    return await run_in_threadpool(_save_workbook, data, visit)


@ROUTER.post("/plans/{plan_id}/dispatch/sign")
def sign_dispatch(
    visit: VisitDep,
    version: Annotated[int, Form(ge=1)],
    name: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[str, Form(max_length=200)] = "",
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Sign the newest version."""
    visit.get_job()
    if not name.strip():
        return _show(visit, Trouble(REFUSED, "sign_needs_name"))
    try:
        sign_details(
            visit.context,
            visit.plan_id,
            visit.principal,
            version,
            name=name.strip(),
            role=role.strip(),
            note=note.strip(),
        )
    except (StaleDetails, ChangedMeanwhile, NothingKept, UnknownName):
        return _show(visit, STALE)
    return visit.go_to(PAGE)


def _save_typed(fields: dict[str, str], visit: Visit) -> Response:
    language = visit.page.language
    zone = visit.view_plan().scenario.timezone
    read = read_details_sheets(sheets_of(fields), timezone=zone)
    if read.details is None:
        typed = tables_as_typed(fields, read.findings, language)
        return _show(visit, Trouble(REFUSED, findings=read.findings, tables=typed))
    based_on = fields.get("version", "")
    number = int(based_on) if based_on.isascii() and based_on.isdigit() else 0
    details = read.details.model_copy(update={"version": number})
    try:
        _keep(visit, details, fields.get("note", "").strip())
    except InputRefused as refused:
        typed = tables_as_typed(fields, refused.findings, language)
        return _show(visit, Trouble(REFUSED, findings=refused.findings, tables=typed))
    except (StaleDetails, ChangedMeanwhile):
        typed = tables_as_typed(fields, (), language)
        return _show(visit, Trouble(CONFLICT, "details_stale", tables=typed))
    return visit.go_to(PAGE)


def _save_workbook(data: bytes, visit: Visit) -> Response:
    zone = visit.view_plan().scenario.timezone
    if not data:
        return _show(visit, Trouble(REFUSED, "no_file"))
    details, findings = read_details(data, timezone=zone)
    try:
        if details is None:
            raise InputRefused(findings)
        _keep(visit, details.model_copy(update={"version": 0}), "")
    except InputRefused as refused:
        return _show(visit, Trouble(REFUSED, findings=refused.findings))
    except ChangedMeanwhile:
        return _show(visit, STALE)
    return visit.go_to(PAGE)


def _keep(visit: Visit, details: DispatchDetails, note: str) -> None:
    keep_details(visit.context, visit.plan_id, visit.principal, details, note=note)


def _show(visit: Visit, trouble: Trouble) -> HTMLResponse:
    job, view = visit.get_job(), visit.view_plan()
    history = read_history(visit.context, visit.plan_id, visit.principal)
    details = find_details(history)
    findings = trouble.findings
    if findings is None:
        findings = () if details is None else check_details(details, view.scenario, view.plan)
    return visit.page.show(
        "dispatch.html",
        status=trouble.status,
        job=job,
        tables=trouble.tables or build_tables(view, details, findings),
        version=0 if details is None else details.version,
        history=tuple(reversed(history.versions)),
        clock=Clock(view.zone, visit.page.language),
        findings=findings,
        refused=trouble.findings is not None,
        errors=sum(f.severity is Severity.ERROR for f in findings),
        notice=trouble.notice,
    )
