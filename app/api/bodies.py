"""Read request bodies as bytes, so that every defect of a document is found at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from app.api.problems import Refusal

WAIT_MAX_S = 30
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCENARIO_TYPES = frozenset({"application/json", WORKBOOK})


async def read_json_body(request: Request) -> bytes:
    """The body of a JSON request.

    Raises:
        Refusal: another content type, or a body that is too large.
    """
    return await _read(request, frozenset({"application/json"}))


async def read_scenario_body(request: Request) -> bytes:
    """The body of a request that brings a scenario, as JSON or as the filled-in workbook.

    Raises:
        Refusal: another content type, or a body that is too large.
    """
    return await _read(request, SCENARIO_TYPES)


async def read_workbook_body(request: Request) -> bytes:
    """The body of a request that brings a workbook.

    Raises:
        Refusal: another content type, or a body that is too large.
    """
    return await _read(request, frozenset({WORKBOOK}))


async def _read(request: Request, accepted: frozenset[str]) -> bytes:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in accepted:
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
ScenarioBody = Annotated[bytes, Depends(read_scenario_body)]
WorkbookBody = Annotated[bytes, Depends(read_workbook_body)]
WaitS = Annotated[int, Depends(read_wait)]
