"""What stands before every request: the Host asked for, the site that asks, the size of the body.

And what goes out with every answer: the security headers.
"""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Refusal, problem_response
from app.jobs.metrics import REQUESTS
from app.settings import LOOPBACK_HOSTS, Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
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

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = LOOPBACK_HOSTS | {settings.host, *settings.public_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        dressed = _dress(scope, send)
        refusal = self._refuse(scope)
        if refusal is not None:
            await problem_response(Request(scope), refusal)(scope, receive, dressed)
            return
        await self._app(scope, self._count(receive), dressed)

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


def _dress(scope: Scope, send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            REQUESTS.labels(method=scope["method"], status=str(message["status"])).inc()
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return dressed


def _name_of(host: str) -> str:
    """The host without its port; an IPv6 address without its brackets."""
    if host.startswith("["):
        return host[1:].split("]")[0]
    return host.rsplit(":", 1)[0] if ":" in host else host


def _is_cross_site(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.split("://", 1)[-1] != host
