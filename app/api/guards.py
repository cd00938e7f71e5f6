"""What stands before every request: the Host asked for, the site that asks, the size of the body.

And what goes out with every answer: the security headers.
"""

from __future__ import annotations

import logging

from fastapi import Request
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Refusal, problem_response
from app.desk.access import SAFE_METHODS
from app.jobs.metrics import REQUESTS
from app.ports.tracing import Tracing
from app.settings import LOOPBACK_HOSTS, Settings

METHODS = SAFE_METHODS | {"POST", "PUT", "DELETE", "PATCH"}
RETRY_AFTER_S = "5"
LOG = logging.getLogger("zhida.http")
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


class Guards:
    """Refuses what must not reach the application, and dresses what leaves it."""

    def __init__(self, app: ASGIApp, *, settings: Settings, tracing: Tracing) -> None:
        self._app = app
        self._tracing = tracing
        self._settings = settings
        self._hosts = LOOPBACK_HOSTS | {settings.host, *settings.public_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, method = Headers(scope=scope), scope["method"]
        facts = {"http.request.method": method if method in METHODS else "_OTHER"}
        with self._tracing.span("request", facts, parent=headers.get("traceparent")):
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        dressed = _Dressed(scope["method"], send)
        refusal = self._refuse(scope)
        if refusal is not None:
            if refusal.code == "BODY_TOO_LARGE":
                await _drain(receive, most=2 * self._settings.body_max_bytes)
            await problem_response(Request(scope), refusal)(scope, receive, dressed)
            return
        try:
            await self._app(scope, self._count(receive), dressed)
        except Exception as defect:
            LOG.error("%s %s", scope["method"], scope["path"], exc_info=defect)
            if dressed.started:
                raise
            await problem_response(Request(scope), _refusal_of(defect))(scope, receive, dressed)
        self._tracing.note(
            {
                "http.route": str(getattr(scope.get("route"), "path", "")),
                "http.response.status_code": dressed.status,
            }
        )

    def _refuse(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return Refusal("HOST_NOT_ALLOWED", subject=host[:200])
        if scope["method"] not in SAFE_METHODS and _is_cross_site(headers, host):
            return Refusal("CROSS_SITE", subject=headers.get("origin", "")[:200])
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._settings.body_max_bytes:
            return Refusal("BODY_TOO_LARGE", headers={"Connection": "close"})
        return None

    def _count(self, receive: Receive) -> Receive:
        """Receive, but never more than the bound, whatever Content-Length said."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._settings.body_max_bytes:
                raise Refusal("BODY_TOO_LARGE", headers={"Connection": "close"})
            return message

        return counted


class _Dressed:
    """Sends on, with the security headers; knows whether an answer has begun."""

    def __init__(self, method: str, send: Send) -> None:
        self._method = method
        self._send = send
        self.started = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = int(message["status"])
            REQUESTS.labels(method=self._method, status=str(message["status"])).inc()
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


async def _drain(receive: Receive, *, most: int) -> None:
    """Take what is being sent, up to ``most`` bytes, and forget it.

    A connection that is closed while its client still sends is reset, and the answer with it.
    """
    taken = 0
    while taken <= most:
        message = await receive()
        taken += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return


def _refusal_of(defect: Exception) -> Refusal:
    """A database that is away, or a disk that is full, is no defect and will pass."""
    if isinstance(defect, OperationalError | InterfaceError):
        return Refusal("UNAVAILABLE", headers={"Retry-After": RETRY_AFTER_S})
    return Refusal("INTERNAL")


def _name_of(host: str) -> str:
    """The host without its port; an IPv6 address without its brackets."""
    if host.startswith("["):
        name, closed, _ = host[1:].partition("]")
        return name if closed else ""
    return host.rsplit(":", 1)[0] if ":" in host else host


def _is_cross_site(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.split("://", 1)[-1] != host
