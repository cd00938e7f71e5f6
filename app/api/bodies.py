"""Read request bodies as bytes, so that every defect of a document is found at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from app.api.problems import Refusal

WAIT_MAX_S = 30
ACCEPTED_TYPES = frozenset({"application/json", "application/vnd.zhida.scenario+json"})


async def read_json_body(request: Request) -> bytes:
    """The body of a JSON request.

    Raises:
        Refusal: another content type, or a body that is too large.
    """
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in ACCEPTED_TYPES:
        raise Refusal("MEDIA_TYPE", subject=media_type[:100] or None)
    return await request.body()


def read_wait(
    prefer: Annotated[
        str | None,
        Header(description="wait=N: answer when the plan is there, after N seconds at most (30)"),
    ] = None,
) -> int:
    """Seconds a client is willing to wait (RFC 7240), 0 when it is not."""
    for part in (prefer or "").replace(";", ",").split(","):
        name, _, value = part.strip().partition("=")
        number = value.strip().strip('"')
        if name.strip().lower() == "wait" and number.isascii() and number.isdigit():
            return min(int(number[:6]), WAIT_MAX_S)
    return 0


JsonBody = Annotated[bytes, Depends(read_json_body)]
WaitS = Annotated[int, Depends(read_wait)]
