"""One plan on the desk: while it is made, and when it is there."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.desk import dispatch_details
from app.desk.context import Context, ContextDep, PageLanguageDep, PrincipalDep
from app.desk.outputs import read_documents
from app.pages.desk_view import DeskView, build_desk
from app.pages.rendering import Page
from app.pages.run_view import build_run
from app.pages.vehicles import VehicleFilter, choose_rows
from app.ports.jobs import JobDocuments
from app.ports.keys import Principal
from routing.errors import UnknownName
from routing.formats.map import render_map_data
from routing.ports.renderer import Language

ROUTER = APIRouter(include_in_schema=False)
SEE_OTHER = 303


FilterDep = Annotated[VehicleFilter, Query()]


@ROUTER.get("/plans/{plan_id}", response_class=HTMLResponse)
def show_plan(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    wanted: FilterDep,
) -> HTMLResponse:
    """The desk of a finished plan; the progress of an unfinished one; why there is none."""
    page = Page(request, language)
    job = context.jobs.get(plan_id, tenant=principal.tenant)
    if not job.has_plan:
        return page.show("ended.html" if job.state.is_final else "progress.html", job=job)
    desk = get_desk(plan_id, context, principal, language)
    others = tuple(
        other
        for other in context.jobs.recent(tenant=principal.tenant, limit=30)
        if other.has_plan and other.id != plan_id
    )
    return page.show(
        "desk.html",
        job=job,
        desk=desk,
        rows=choose_rows(desk.rows, wanted),
        wanted=wanted,
        others=others,
        run=None,
    )


@ROUTER.get("/plans/{plan_id}/vehicles", response_class=HTMLResponse)
def show_vehicles(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    wanted: FilterDep,
) -> HTMLResponse:
    """The vehicle table alone, filtered and sorted."""
    job = context.jobs.get(plan_id, tenant=principal.tenant)
    desk = get_desk(plan_id, context, principal, language)
    return Page(request, language).show(
        "parts/vehicles.html",
        job=job,
        desk=desk,
        rows=choose_rows(desk.rows, wanted),
        wanted=wanted,
    )


@ROUTER.get("/plans/{plan_id}/runs/{run_id}", response_class=HTMLResponse)
def show_run(
    plan_id: str,
    run_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> HTMLResponse:
    """One run: its stops, who boards and alights, its drivers' activities.

    Raises:
        UnknownName: the plan has no such run.
    """
    desk = get_desk(plan_id, context, principal, language)
    run = desk.view.find_run(run_id)
    if run is None:
        raise UnknownName(run_id)
    shown = build_run(run, desk)
    page = Page(request, language)
    return page.show("parts/run.html", run=shown, desk=desk, plan_id=plan_id)


@ROUTER.get("/plans/{plan_id}/map-data.json")
def get_map_data(
    plan_id: str, context: ContextDep, principal: PrincipalDep, language: PageLanguageDep
) -> Response:
    """What the embedded map draws."""
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    return Response(_map_data(documents, language), media_type="application/json")


@ROUTER.post("/plans/{plan_id}/cancel")
def cancel_plan(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> RedirectResponse:
    """Stop the search and keep the best plan so far."""
    context.jobs.cancel(plan_id, tenant=principal.tenant)
    page = Page(request, language)
    return RedirectResponse(page.address(f"/plans/{plan_id}"), status_code=SEE_OTHER)


@ROUTER.post("/plans/{plan_id}/delete")
def delete_plan(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> RedirectResponse:
    """Erase a plan and go home."""
    dispatch_details.forget_plan(context, plan_id, principal)
    return RedirectResponse(Page(request, language).address("/"), status_code=SEE_OTHER)


@lru_cache(maxsize=8)
def _map_data(documents: JobDocuments, language: Language) -> bytes:
    """A plan never changes, so that its drawing is made once."""
    scenario, plan = read_documents(documents)
    return render_map_data(scenario, plan, language=language)


def get_desk(plan_id: str, context: Context, principal: Principal, language: Language) -> DeskView:
    """The desk's view of a plan.

    Raises:
        UnknownJob: there is none of that id.
        NoPlan: it has no plan, or not yet.
    """
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    return build_desk(documents, language)
