"""The gate before every endpoint and page: a key or a session, and a role that reaches.

It stands before the application, so that no endpoint can be forgotten.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import Refusal, problem_response
from app.desk.access import LOCAL_ADMIN, SESSION_COOKIE, SIGN_IN, find_role_needed
from app.ports.keys import Keys, Principal

SEE_OTHER = 303


class Gate:
    """Finds out who asks, and refuses who may not. Without keys everyone is the local admin."""

    def __init__(self, app: ASGIApp, *, keys: Keys | None) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        principal = await self._find(scope)
        refusal = _refuse(scope, principal)
        if refusal is None:
            scope.setdefault("state", {})["principal"] = principal
            await self._app(scope, receive, send)
        elif refusal.code == "KEY_MISSING" and _is_page(scope):
            await RedirectResponse(SIGN_IN, SEE_OTHER)(scope, receive, send)
        else:
            await problem_response(Request(scope), refusal)(scope, receive, send)

    async def _find(self, scope: Scope) -> Principal | None:
        if self._keys is None:
            return LOCAL_ADMIN
        headers = Headers(scope=scope)
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await run_in_threadpool(self._keys.find_principal, secret.strip())
        token = _cookie(headers.get("cookie", ""))
        return None if token is None else await run_in_threadpool(self._keys.find_session, token)


def _refuse(scope: Scope, principal: Principal | None) -> Refusal | None:
    needed = find_role_needed(scope["method"], scope["path"])
    if needed is None:
        return None
    if principal is None:
        return Refusal("KEY_MISSING", headers={"WWW-Authenticate": "Bearer"})
    if principal.role < needed:
        return Refusal("ROLE_TOO_LOW", subject=principal.role.name.lower())
    return None


def _is_page(scope: Scope) -> bool:
    asks = Headers(scope=scope).get("accept", "")
    return scope["method"] == "GET" and "text/html" in asks and not scope["path"].startswith("/v1")


def _cookie(header: str) -> str | None:
    try:
        found = SimpleCookie(header).get(SESSION_COOKIE)
    except CookieError:
        return None
    return None if found is None else found.value
