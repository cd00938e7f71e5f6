"""Why a plan is as it is, how to make it surer, and a plan made by hand beside it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from app.desk.context import Context, ContextDep, PageLanguageDep, PrincipalDep
from app.desk.outputs import read_documents
from app.desk.questions import judge_beside, read_harden, read_why
from app.jobs.asking import HardenAsked, WhyAsked
from app.pages.rendering import Page
from app.ports.jobs import JobDocuments
from app.ports.keys import Principal
from routing.errors import InputRefused
from routing.explain import Evaluation, Hardening
from routing.formats.json_documents import render_json
from routing.model.findings import Finding
from routing.model.why import Why
from routing.units import Fen

ROUTER = APIRouter(include_in_schema=False)
SEE_OTHER = 303
REFUSED = 422
MOST_GROUPS = 12


@ROUTER.get("/plans/{plan_id}/why", response_class=HTMLResponse)
def show_why(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> HTMLResponse:
    """The account of a plan's money, and what was tried where the job asked for it."""
    return _show(plan_id, Page(request, language), context, principal)


@ROUTER.post("/plans/{plan_id}/why")
def try_otherwise(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> Response:
    """Plan limits and decisions otherwise, as a job, and go to it."""
    scenario, plan = read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
    body = render_json(WhyAsked())
    asked = read_why(body, scenario=scenario, plan=plan, tenant=principal.tenant, key=None)
    job, _ = context.jobs.submit(asked)
    return _go(Page(request, language), f"/plans/{job.id}")


@ROUTER.post("/plans/{plan_id}/harden")
def make_surer(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    missed_yuan: Annotated[int, Form(ge=0, le=1_000_000)] = 1_000,
) -> Response:
    """Buy connection time where it pays, as a job, and go to it."""
    scenario, plan = read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
    body = render_json(HardenAsked(missed_fen_per_person=Fen(missed_yuan * 100)))
    asked = read_harden(body, scenario=scenario, plan=plan, tenant=principal.tenant, key=None)
    job, _ = context.jobs.submit(asked)
    return _go(Page(request, language), f"/plans/{job.id}")


@ROUTER.post("/plans/{plan_id}/evaluate")
async def judge_upload(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Judge an uploaded plan beside this one."""
    page, data = Page(request, language), b"" if file is None else await file.read()
    return await run_in_threadpool(_judge, plan_id, data, page, context, principal)


def _judge(
    plan_id: str, data: bytes, page: Page, context: Context, principal: Principal
) -> Response:
    scenario, plan = read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
    try:
        judged = judge_beside(data, scenario=scenario, reference=plan, folder=context.folder)
    except InputRefused as refused:
        return _show(plan_id, page, context, principal, refused=refused.findings)
    return _show(plan_id, page, context, principal, judged=judged)


def _show(
    plan_id: str,
    page: Page,
    context: Context,
    principal: Principal,
    *,
    judged: Evaluation | None = None,
    refused: tuple[Finding, ...] = (),
) -> HTMLResponse:
    job = context.jobs.get(plan_id, tenant=principal.tenant)
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    findings = refused if judged is None else judged.report.findings
    return page.show(
        "why.html",
        status=REFUSED if refused else 200,
        job=job,
        account=_account(job.kind, documents, context),
        hardening=_hardening(job.kind, documents),
        judged=judged,
        refused=bool(refused),
        findings=list(findings),
        most_groups=MOST_GROUPS,
    )


def _account(kind: str, documents: JobDocuments, context: Context) -> Why:
    if kind == "why" and documents.result is not None:
        return Why.model_validate_json(documents.result)
    from routing.explain.whying import Tries
    from routing.pipeline import why

    scenario, plan = read_documents(documents)
    nothing = Tries(bindings=0, contrasts=0)
    return why(scenario, plan, data=context.folder, tries=nothing)


def _hardening(kind: str, documents: JobDocuments) -> Hardening | None:
    if kind != "harden" or documents.result is None:
        return None
    return Hardening.model_validate_json(documents.result)


def _go(page: Page, path: str) -> RedirectResponse:
    return RedirectResponse(page.address(path), status_code=SEE_OTHER)
