"""The page of a plan's roster: upload, match headings, check, reconcile, print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from app.desk.plan_roster import keep_files, keep_roster, measure_roster, read_files
from app.pages.visit import Visit, VisitDep
from app.ports.vault import Kind, NothingKept
from routing.formats.plan_view import PlanView
from routing.formats.roster_form.columns import FIELDS
from routing.formats.workbook.words import in_language
from routing.model.findings import Finding, Severity
from routing.roster import Balance

ROUTER = APIRouter(include_in_schema=False)
PAGE = "roster"
REFUSED = 422
MOST_SHOWN = 200
MOST_HEADINGS = 500
KNOWN_FIELDS = frozenset(field.key for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why no roster was kept, or what has to be answered first.

    Attributes:
        headings: where a heading stands and what it says, for those that mean nothing yet.
    """

    status: int = 200
    notice: str = ""
    findings: tuple[Finding, ...] | None = None
    headings: tuple[tuple[str, str], ...] = ()


@ROUTER.get("/plans/{plan_id}/roster", response_class=HTMLResponse)
def show_roster(visit: VisitDep) -> HTMLResponse:
    """The roster that is kept, measured at the plan, or where to upload one."""
    return _show(visit, Trouble())


@ROUTER.post("/plans/{plan_id}/roster")
async def upload_roster(
    visit: VisitDep,
    files: Annotated[list[UploadFile] | None, File()] = None,
    totals: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Take townships' files; headings that mean nothing yet are asked about once, for all files."""
    given = {file.filename or f"{n}.xlsx": await file.read() for n, file in enumerate(files or ())}
    given = {name: data for name, data in given.items() if data}
    return await run_in_threadpool(_take, given, totals, visit)


@ROUTER.post("/plans/{plan_id}/roster/mapping")
async def map_headings(request: Request, visit: VisitDep) -> Response:
    """Merge the files with the headings as they were matched."""
    form = await request.form(max_fields=MOST_HEADINGS * 2)
    mapping = {
        str(form.get(f"heading-{number}", "")): str(form[f"field-{number}"])
        for number in range(MOST_HEADINGS)
        if f"field-{number}" in form
    }
    chosen = {name: key for name, key in mapping.items() if name and key in KNOWN_FIELDS}
    return await run_in_threadpool(_merge, chosen, visit)


@ROUTER.post("/plans/{plan_id}/roster/delete")
def delete_roster(visit: VisitDep) -> Response:
    """Erase the roster at once."""
    visit.get_job()
    visit.context.vault.delete(Kind.ROSTER, visit.plan_id, by=visit.principal)
    return visit.go_to(PAGE)


def _take(files: dict[str, bytes], totals: str, visit: Visit) -> Response:
    visit.get_job()
    if not files:
        return _show(visit, Trouble(REFUSED, "no_file"))
    keep_files(visit.context, visit.plan_id, visit.principal, files, totals=totals)
    return _merge(None, visit)


def _merge(mapping: dict[str, str] | None, visit: Visit) -> Response:
    """Merge; on the first look, where headings are not known, ask before anything is kept."""
    visit.get_job()
    place = (visit.context, visit.plan_id, visit.principal)
    try:
        read = read_files(*place, mapping or {})
    except NothingKept:
        return _show(visit, Trouble(REFUSED, "draft_gone"))
    if read.unmapped and mapping is None:
        return _show(visit, Trouble(headings=read.unmapped))
    if read.roster is None or read.findings:
        return _show(visit, Trouble(REFUSED, findings=read.findings))
    keep_roster(*place, read.roster)
    return visit.go_to(PAGE)


def _show(visit: Visit, trouble: Trouble) -> HTMLResponse:
    job, view = visit.get_job(), visit.view_plan()
    language = visit.page.language
    measured = measure_roster(visit.context, visit.plan_id, visit.principal)
    asked: dict[str, str] = {}
    for where, heading in trouble.headings[:MOST_HEADINGS]:
        asked.setdefault(heading, where)
    findings = trouble.findings
    return visit.page.show(
        "roster.html",
        status=trouble.status,
        job=job,
        headings=tuple(asked.items()),
        fields=[(field.key, in_language(field.heading, language)) for field in FIELDS],
        findings=findings,
        errors=sum(f.severity is Severity.ERROR for f in findings or ()),
        measured=measured,
        checks=() if measured is None else measured.findings[:MOST_SHOWN],
        balances=[
            (balance, _name(balance, view))
            for balance in (() if measured is None else measured.balances)
            if balance.missing
        ],
        notice=trouble.notice,
    )


def _name(balance: Balance, view: PlanView) -> str:
    if balance.level in ("pickup", "employer"):
        return view.place_name(balance.name)
    group = view.find_group(balance.name) if balance.level == "group" else None
    if group is None:
        return balance.name
    return f"{view.place_name(group.origin)} → {view.place_name(group.destination)}"
