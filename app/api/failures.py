"""Turn every exception that reaches the boundary into a problem document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.api.problems import Refusal, problem_response
from app.desk.dispatch_details import StaleDetails
from app.desk.outputs import NoPlan
from app.ports.jobs import KeyReused, QueueFull, UnknownJob, UnknownPart
from app.ports.vault import ChangedMeanwhile, NothingKept
from routing.errors import InputRefused, TravelProviderFailed, UnknownName
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity

RETRY_AFTER_S = "5"
BY_STATUS = {
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "BODY_TOO_LARGE",
    415: "MEDIA_TYPE",
    503: "UNAVAILABLE",
}

Handler = Callable[[Request, Exception], Awaitable[Response]]


def install_failures(app: FastAPI) -> None:
    """Register a handler for each kind of exception; defects end at the guards."""
    for kind, translate in TRANSLATIONS.items():
        app.add_exception_handler(kind, _handler(translate))


def _handler(translate: Callable[[Exception], Refusal]) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        return problem_response(request, translate(error))

    return handle


def _refusal(error: Exception) -> Refusal:
    return error if isinstance(error, Refusal) else Refusal("INTERNAL")


def _input_refused(error: Exception) -> Refusal:
    findings = error.findings if isinstance(error, InputRefused) else ()
    return Refusal("INPUT_REFUSED", findings=findings)


def _parameter(error: Exception) -> Refusal:
    if not isinstance(error, RequestValidationError):
        return Refusal("PARAMETER")
    return Refusal("PARAMETER", findings=tuple(_parameter_finding(e) for e in error.errors()))


def _parameter_finding(error: dict[str, object]) -> Finding:
    location = error.get("loc")
    parts = [str(part) for part in location] if isinstance(location, tuple) else []
    return Finding(
        code="PARAMETER",
        severity=Severity.ERROR,
        pointer="/" + "/".join(parts),
        subject=parts[-1] if parts else None,
        cause=LocalisedText(
            zh=f"参数不合要求：{error.get('msg')}", en=f"Not as described: {error.get('msg')}"
        ),
        remedy=LocalisedText(
            zh="对照 /openapi.json 更正该参数。", en="Compare the parameter with /openapi.json."
        ),
    )


def _http(error: Exception) -> Refusal:
    if not isinstance(error, HTTPException):
        return Refusal("INTERNAL")
    code = BY_STATUS.get(error.status_code, "BAD_REQUEST")
    return Refusal(code, headers=dict(error.headers) if error.headers else None)


def _named(code: str) -> Callable[[Exception], Refusal]:
    def translate(error: Exception) -> Refusal:
        return Refusal(code, subject=str(error) or None)

    return translate


TRANSLATIONS: dict[type[Exception], Callable[[Exception], Refusal]] = {
    Refusal: _refusal,
    InputRefused: _input_refused,
    RequestValidationError: _parameter,
    HTTPException: _http,
    UnknownJob: _named("UNKNOWN_PLAN"),
    UnknownPart: _named("UNKNOWN_PART"),
    UnknownName: _named("UNKNOWN_NAME"),
    StaleDetails: lambda error: Refusal("DETAILS_STALE", subject=f"v{error}"),
    ChangedMeanwhile: lambda _: Refusal("DETAILS_STALE"),
    NothingKept: lambda _: Refusal("NOTHING_KEPT"),
    NoPlan: lambda _: Refusal("NO_PLAN", headers={"Retry-After": RETRY_AFTER_S}),
    KeyReused: lambda _: Refusal("KEY_REUSED"),
    QueueFull: lambda error: Refusal(
        "TOO_MANY_JOBS", subject=str(error), headers={"Retry-After": RETRY_AFTER_S}
    ),
    TravelProviderFailed: _named("TRAVEL_PROVIDER_FAILED"),
}
