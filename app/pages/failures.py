"""Errors of the pages, as pages: the API's problem document in words."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from app.desk.context import get_page_language
from app.pages.rendering import Page

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def show_failures_as_pages(app: FastAPI) -> None:
    """Let people see a page where the API would send a problem document."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _for_people(handler))


def _for_people(handler: Handler) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        answer = handler(request, error)
        response = answer if isinstance(answer, Response) else await answer
        if not _wants_page(request):
            return response
        problem = json.loads(bytes(response.body))
        language = get_page_language(request.query_params.get("lang"))
        cause = problem["findings"][0]["cause"][language]
        return Page(request, language).show(
            "problem.html", status=response.status_code, title=cause, code=problem["code"]
        )

    return handle


def _wants_page(request: Request) -> bool:
    asks = request.headers.get("accept", "")
    return "text/html" in asks and not request.url.path.startswith("/v1/")
