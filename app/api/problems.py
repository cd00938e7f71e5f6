"""Errors as RFC 9457 problem documents that carry the same codes as the command line."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from app.desk.language import choose_language, say
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """A problem document (RFC 9457) with the product's own members."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    type: str
    """``urn:zhida:problem:`` and the code."""
    title: str
    """What kind of problem, in the language asked for."""
    status: int
    """The HTTP status."""
    detail: str
    """This occurrence and its remedy, in the language asked for."""
    instance: str
    """The path that was asked."""
    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    """Stable code, see routing/ERRORS.md."""
    findings: tuple[Finding, ...] = ()
    """Every defect at once, in both languages."""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its status, and cause and remedy in both languages."""

    status: HTTPStatus
    cause: LocalisedText
    remedy: LocalisedText


def _kind(status: HTTPStatus, cause: tuple[str, str], remedy: tuple[str, str]) -> ProblemKind:
    return ProblemKind(
        status,
        LocalisedText(zh=cause[0], en=cause[1]),
        LocalisedText(zh=remedy[0], en=remedy[1]),
    )


KINDS: dict[str, ProblemKind] = {
    "INPUT_REFUSED": _kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ("输入未通过检查", "The input is refused"),
        ("按 findings 逐条更正后再提交。", "Mend what the findings name and send it again."),
    ),
    "PARAMETER": _kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ("请求参数不合要求", "A request parameter is not as described"),
        ("对照 /openapi.json 更正参数。", "Compare it with /openapi.json."),
    ),
    "UNKNOWN_PLAN": _kind(
        HTTPStatus.NOT_FOUND,
        ("没有这个方案", "There is no such plan"),
        ("用 GET /v1/plans 查看现有方案。", "GET /v1/plans lists those there are."),
    ),
    "UNKNOWN_PART": _kind(
        HTTPStatus.NOT_FOUND,
        ("没有这个组合", "The sweep has no such cell"),
        ("GET /v1/sweeps/{id} 列出全部组合。", "GET /v1/sweeps/{id} lists its cells."),
    ),
    "NOTHING_KEPT": _kind(
        HTTPStatus.NOT_FOUND,
        ("没有保存这份名册或细目，或已过期删除", "Nothing of that name is kept, or it has expired"),
        ("重新上传。", "Put it again."),
    ),
    "DETAILS_STALE": _kind(
        HTTPStatus.CONFLICT,
        ("派车细目已有更新的版本", "Somebody has kept a newer version of the details"),
        ("取回最新版本，再做修改。", "Get the newest version and change that one."),
    ),
    "UNKNOWN_NAME": _kind(
        HTTPStatus.NOT_FOUND,
        ("没有这个名称", "There is nothing of that name"),
        ("对照 /openapi.json 核对名称。", "Compare the name with /openapi.json."),
    ),
    "NOT_FOUND": _kind(
        HTTPStatus.NOT_FOUND,
        ("没有这个地址", "There is no such address"),
        ("对照 /openapi.json 核对地址。", "Compare the address with /openapi.json."),
    ),
    "METHOD_NOT_ALLOWED": _kind(
        HTTPStatus.METHOD_NOT_ALLOWED,
        ("此地址不接受该方法", "This address does not take that method"),
        ("改用 Allow 头列出的方法。", "Use a method that the Allow header names."),
    ),
    "NO_PLAN": _kind(
        HTTPStatus.CONFLICT,
        ("方案尚未产生或未能产生", "The plan is not there yet, or never came to be"),
        ("等任务完成；若任务失败，见其 error。", "Wait for the job; if it failed, see its error."),
    ),
    "KEY_REUSED": _kind(
        HTTPStatus.CONFLICT,
        (
            "同一 Idempotency-Key 已用于另一份输入",
            "The Idempotency-Key was used with another body",
        ),
        ("为新的输入换一个键。", "Use a new key for a new body."),
    ),
    "BODY_TOO_LARGE": _kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ("请求内容过大", "The body is too large"),
        ("把输入减到 20 MB 以内。", "Bring it under 20 MB."),
    ),
    "MEDIA_TYPE": _kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        ("不支持这种内容类型", "That content type is not taken"),
        ("以 application/json 发送。", "Send application/json."),
    ),
    "BAD_REQUEST": _kind(
        HTTPStatus.BAD_REQUEST,
        ("请求无法读取", "The request cannot be read"),
        ("检查请求的格式。", "See to the form of the request."),
    ),
    "TOO_MANY_JOBS": _kind(
        HTTPStatus.TOO_MANY_REQUESTS,
        ("未完成的任务过多", "There are too many unfinished jobs"),
        ("等其中一些完成或取消后再提交。", "Wait for some to finish, or cancel some."),
    ),
    "HOST_NOT_ALLOWED": _kind(
        HTTPStatus.MISDIRECTED_REQUEST,
        ("本服务不以这个主机名应答", "The service does not answer to that Host"),
        (
            "用服务所绑定的地址访问，或设置 ZHIDA_PUBLIC_HOSTS。",
            "Use the address it is bound to, or set ZHIDA_PUBLIC_HOSTS.",
        ),
    ),
    "CROSS_SITE": _kind(
        HTTPStatus.FORBIDDEN,
        ("拒绝来自其他网站的改动", "A change asked for by another site is refused"),
        ("从本服务的页面或脚本发出请求。", "Ask from the service's own page, or from a script."),
    ),
    "KEY_MISSING": _kind(
        HTTPStatus.UNAUTHORIZED,
        ("缺少有效的访问密钥", "A valid API key is missing"),
        (
            "用 Authorization: Bearer 发送密钥。",
            "Send a key as Authorization: Bearer.",
        ),
    ),
    "ROLE_TOO_LOW": _kind(
        HTTPStatus.FORBIDDEN,
        ("该密钥的权限不够", "The key's role does not reach"),
        ("改用更高权限的密钥。", "Use a key with a higher role."),
    ),
    "TRAVEL_PROVIDER_FAILED": _kind(
        HTTPStatus.FAILED_DEPENDENCY,
        ("路程数据源没有给出结果", "The travel provider gave no distances"),
        (
            "检查路网服务，或把 travel.provider 改为 great_circle。",
            "See to the road engine, or set travel.provider to great_circle.",
        ),
    ),
    "UNAVAILABLE": _kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        ("服务暂不可用", "The service is not ready"),
        ("稍后再试。", "Try again shortly."),
    ),
    "INTERNAL": _kind(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        ("程序内部错误", "An internal error"),
        ("请把日志交给维护人员。", "Hand the log to the maintainers."),
    ),
}


class Refusal(Exception):
    """A request that ends in a problem document."""

    def __init__(
        self,
        code: str,
        *,
        findings: tuple[Finding, ...] = (),
        subject: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.findings = findings
        self.subject = subject
        self.headers = headers


def problem_response(request: Request, refusal: Refusal) -> JSONResponse:
    """The problem document of a refusal, in the language of the request."""
    kind = KINDS[refusal.code]
    language = choose_language(
        request.query_params.get("lang"), accepted=request.headers.get("accept-language")
    )
    subject = f" ({refusal.subject})" if refusal.subject else ""
    problem = Problem(
        type=f"urn:zhida:problem:{refusal.code}",
        title=say(kind.cause, language),
        status=kind.status,
        detail=f"{say(kind.cause, language)}{subject}. {say(kind.remedy, language)}",
        instance=request.url.path,
        code=refusal.code,
        findings=refusal.findings or (_finding(refusal, kind),),
    )
    return JSONResponse(
        problem.model_dump(mode="json"),
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers=refusal.headers,
    )


def _finding(refusal: Refusal, kind: ProblemKind) -> Finding:
    return Finding(
        code=refusal.code,
        severity=Severity.ERROR,
        pointer="",
        subject=refusal.subject,
        cause=kind.cause,
        remedy=kind.remedy,
    )
