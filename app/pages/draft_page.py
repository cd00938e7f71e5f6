"""The page where a scenario's wrong cells are marked, mended and checked again, then planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from app.desk.context import Context, ContextDep, PageLanguageDep, PrincipalDep
from app.desk.drafts import Draft, get_draft, mend_draft, plan_draft, read_draft
from app.desk.intake import Choices
from app.pages.draft_view import build_inputs, texts_of
from app.pages.home import errors_first, read_form
from app.pages.rendering import Page
from app.ports.keys import Principal
from routing.errors import InputRefused
from routing.formats.workbook_form import render_form
from routing.model.findings import Severity
from routing.model.goals import Effort

ROUTER = APIRouter(include_in_schema=False)
SEE_OTHER = 303
MOST_FIELDS = 60_000
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class DraftVisit:
    """A draft, who looks at it, in which language."""

    draft_id: str
    page: Page
    context: Context
    principal: Principal

    @property
    def is_part(self) -> bool:
        """Whether the page asks for its changing part alone."""
        return self.page.request.headers.get("hx-request") == "true"


def get_draft_visit(
    draft_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> DraftVisit:
    """The visit of a request."""
    return DraftVisit(draft_id, Page(request, language), context, principal)


DraftDep = Annotated[DraftVisit, Depends(get_draft_visit)]


@ROUTER.get("/drafts/{draft_id}", response_class=HTMLResponse)
def show_draft(visit: DraftDep) -> HTMLResponse:
    """The draft's marked cells.

    Raises:
        NothingKept: there is none of that id, or no longer.
    """
    return _show(visit, get_draft(visit.context, visit.draft_id, visit.principal))


@ROUTER.post("/drafts/{draft_id}")
async def change_draft(request: Request, visit: DraftDep) -> Response:
    """Keep what was typed; then show the cells anew, or plan and go to the plan.

    Raises:
        NothingKept: there is none of that id, or no longer.
    """
    form = await request.form(max_fields=MOST_FIELDS)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    choices = read_form(fields.get("effort", ""), fields.get("return_home", ""))
    return await run_in_threadpool(_change, fields, choices, visit)


@ROUTER.get("/drafts/{draft_id}/scenario.xlsx")
def download_draft(visit: DraftDep) -> Response:
    """The mended scenario as the filled-in form.

    Raises:
        NothingKept: there is none of that id, or no longer.
        InputRefused: something is still wrong with it.
    """
    draft = get_draft(visit.context, visit.draft_id, visit.principal)
    read = read_draft(visit.context, draft)
    if read.scenario is None:
        raise InputRefused(read.findings)
    return Response(
        render_form(read.scenario, language=visit.page.language),
        media_type=WORKBOOK,
        headers={"Content-Disposition": 'attachment; filename="scenario.xlsx"'},
    )


def _change(fields: dict[str, str], choices: Choices, visit: DraftVisit) -> Response:
    draft = mend_draft(visit.context, visit.draft_id, visit.principal, texts_of(fields))
    if fields.get("action") != "plan":
        return _show(visit, draft, scarcity=True, choices=choices)
    try:
        job = plan_draft(visit.context, visit.draft_id, visit.principal, choices)
    except InputRefused:
        return _show(visit, draft, choices=choices)
    address = visit.page.address(f"/plans/{job.id}")
    if visit.is_part:
        return Response(headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=SEE_OTHER)


def _show(
    visit: DraftVisit, draft: Draft, *, scarcity: bool = False, choices: Choices | None = None
) -> HTMLResponse:
    read = read_draft(visit.context, draft, scarcity=scarcity)
    tables = build_inputs(read.tables, visit.page.language)
    cells = {cell.where for table in tables for row in table.rows for cell in row}
    placed = {
        f for table in read.tables for row in table.rows for cell in row for f in cell.findings
    }
    chosen = choices or Choices()
    return visit.page.show(
        "parts/draft.html" if visit.is_part else "draft.html",
        draft=draft,
        draft_id=visit.draft_id,
        tables=tables,
        cells=cells,
        findings=errors_first(read.findings),
        errors=sum(f.severity is Severity.ERROR for f in read.findings),
        elsewhere=any(f.severity is Severity.ERROR and f not in placed for f in read.findings),
        accepted=read.scenario is not None,
        efforts=[effort.value for effort in Effort],
        effort=chosen.effort.value if chosen.effort else "",
        return_home=chosen.home_by.strftime("%Y-%m-%dT%H:%M") if chosen.home_by else "",
    )
