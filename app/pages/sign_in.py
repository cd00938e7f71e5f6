"""Sign in to the page with an API key, which becomes a cookie that no script can read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.desk.access import SESSION_COOKIE, SIGN_IN
from app.desk.context import ContextDep, PageLanguageDep
from app.pages.rendering import Page

ROUTER = APIRouter(include_in_schema=False)
SEE_OTHER = 303
UNAUTHORISED = 401


@ROUTER.get(SIGN_IN, response_class=HTMLResponse)
def show_sign_in(request: Request, language: PageLanguageDep) -> HTMLResponse:
    """Ask for a key."""
    return Page(request, language).show("sign_in.html", refused=False)


@ROUTER.post(SIGN_IN)
def sign_in(
    request: Request,
    context: ContextDep,
    language: PageLanguageDep,
    key: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Begin a session, or ask again."""
    page = Page(request, language)
    principal = None if context.keys is None else context.keys.find_principal(key.strip())
    if principal is None or context.keys is None:
        return page.show("sign_in.html", status=UNAUTHORISED, refused=True)
    response = RedirectResponse(page.address("/"), status_code=SEE_OTHER)
    response.set_cookie(
        SESSION_COOKIE,
        context.keys.begin_session(principal),
        httponly=True,
        samesite="strict",
        secure=not context.settings.on_loopback,
    )
    return response


@ROUTER.post("/sign-out")
def sign_out(
    context: ContextDep,
    zhida_session: Annotated[str | None, Cookie()] = None,
) -> RedirectResponse:
    """End the session."""
    if context.keys is not None and zhida_session is not None:
        context.keys.end_session(zhida_session)
    response = RedirectResponse(SIGN_IN, status_code=SEE_OTHER)
    response.delete_cookie(SESSION_COOKIE)
    return response
