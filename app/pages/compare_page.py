"""The page that puts two plans side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.desk.context import ContextDep, PageLanguageDep, PrincipalDep
from app.pages.comparing import compare_figures, compare_groups
from app.pages.plan_desk import SEE_OTHER, get_desk
from app.pages.rendering import Page

ROUTER = APIRouter(include_in_schema=False)
TWO = 2


@ROUTER.get("/compare")
def show_comparison(
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
    plan: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Two plans side by side; with fewer or more than two chosen, back home."""
    page = Page(request, language)
    chosen = plan or []
    if len(chosen) != TWO:
        return RedirectResponse(page.address("/"), status_code=SEE_OTHER)
    first, second = (get_desk(name, context, principal, language) for name in chosen)
    jobs = [context.jobs.get(name, tenant=principal.tenant) for name in chosen]
    return page.show(
        "compare.html",
        jobs=jobs,
        figures=compare_figures(first, second),
        changes=compare_groups(first, second),
    )
