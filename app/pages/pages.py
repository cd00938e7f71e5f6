"""Add the pages, their static files and their error page to an application."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.pages import (
    compare_page,
    dispatch_page,
    draft_page,
    home,
    plan_desk,
    roster_page,
    sign_in,
    why_page,
)
from app.pages.failures import show_failures_as_pages
from app.pages.rendering import STATIC
from routing.formats.map import STATIC as ENGINE_STATIC

A_YEAR_S = 31_536_000


class VersionedFiles(StaticFiles):
    """Static files; an address that carries a content hash may be kept for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        kept = f"public, max-age={A_YEAR_S}, immutable" if scope["query_string"] else "no-cache"
        response.headers["Cache-Control"] = kept
        return response


def add_pages(app: FastAPI) -> None:
    """Serve the planner's pages beside the API."""
    for page in (
        home,
        draft_page,
        plan_desk,
        dispatch_page,
        roster_page,
        compare_page,
        sign_in,
        why_page,
    ):
        app.include_router(page.ROUTER)
    app.mount("/static/engine", VersionedFiles(directory=ENGINE_STATIC), name="engine-static")
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
    show_failures_as_pages(app)
