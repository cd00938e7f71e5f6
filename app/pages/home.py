"""The planner's first page: samples, upload, findings, recent plans."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from app.desk.context import Context, ContextDep, PageLanguageDep, PrincipalDep
from app.desk.drafts import Draft, keep_draft, read_draft
from app.desk.intake import Choices, read_submission
from app.desk.samples import find_samples, get_sample
from app.pages.rendering import Page
from app.ports.keys import Principal
from routing.errors import InputRefused
from routing.model.findings import Finding, Severity
from routing.model.goals import Effort

ROUTER = APIRouter(include_in_schema=False)
SEE_OTHER = 303
REFUSED = 422


def read_form(
    effort: Annotated[str, Form()] = "", return_home: Annotated[str, Form()] = ""
) -> Choices:
    """What the form chose; a field that holds no such value is as good as empty."""
    try:
        home_by = datetime.fromisoformat(return_home) if return_home else None
    except ValueError:
        home_by = None
    return Choices(effort=Effort(effort) if effort in set(Effort) else None, home_by=home_by)


ChosenDep = Annotated[Choices, Depends(read_form)]


@ROUTER.get("/", response_class=HTMLResponse)
def show_home(
    request: Request, context: ContextDep, principal: PrincipalDep, language: PageLanguageDep
) -> HTMLResponse:
    """Samples, upload and recent plans."""
    return _home(Page(request, language), context, principal)


@ROUTER.post("/samples/{sample_id}")
def plan_sample(
    sample_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    choices: ChosenDep,
) -> Response:
    """Plan a sample and go to its plan."""
    data = get_sample(sample_id, folder=context.folder)
    return _submit(data, choices, Page(request, language), context, principal)


@ROUTER.post("/")
async def take_upload(
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    choices: ChosenDep,
    file: Annotated[UploadFile | None, File()] = None,
    action: Annotated[str, Form()] = "plan",
) -> Response:
    """Check an uploaded scenario, or plan it and go to its plan."""
    page = Page(request, language)
    data = b"" if file is None else await file.read()
    if not data:
        return await run_in_threadpool(
            _home, page, context, principal, notice="no_file", status=REFUSED
        )
    draft = Draft(file.filename or "" if file else "", data, {})
    if action == "check":
        return await run_in_threadpool(_open_draft, draft, page, context, principal)
    return await run_in_threadpool(_submit, data, choices, page, context, principal, draft=draft)


def _submit(
    data: bytes,
    choices: Choices,
    page: Page,
    context: Context,
    principal: Principal,
    *,
    draft: Draft | None = None,
) -> Response:
    try:
        submission = read_submission(
            data,
            folder=context.folder,
            tenant=principal.tenant,
            choices=choices,
        )
    except InputRefused as refused:
        if draft is not None:
            return _open_draft(draft, page, context, principal)
        return _home(page, context, principal, findings=refused.findings, status=REFUSED)
    job, _ = context.jobs.submit(submission)
    return RedirectResponse(page.address(f"/plans/{job.id}"), status_code=SEE_OTHER)


def _open_draft(draft: Draft, page: Page, context: Context, principal: Principal) -> Response:
    """Go where its cells can be mended; a file that cannot be read at all is answered here."""
    read = read_draft(context, draft)
    if read.scenario is None and not read.tables:
        return _home(page, context, principal, findings=read.findings, status=REFUSED)
    draft_id = keep_draft(context, principal, draft)
    return RedirectResponse(page.address(f"/drafts/{draft_id}"), status_code=SEE_OTHER)


def _home(
    page: Page,
    context: Context,
    principal: Principal,
    *,
    findings: tuple[Finding, ...] | None = None,
    notice: str = "",
    status: int = 200,
) -> HTMLResponse:
    return page.show(
        "home.html",
        status=status,
        samples=find_samples(context.folder),
        jobs=context.jobs.recent(tenant=principal.tenant, limit=30),
        findings=None if findings is None else errors_first(findings),
        errors=sum(f.severity is Severity.ERROR for f in findings or ()),
        notice=notice,
        efforts=[effort.value for effort in Effort],
    )


def errors_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Errors before warnings, each in the order of the places they stand at."""
    return sorted(findings, key=lambda f: (f.severity is not Severity.ERROR, f.pointer))
