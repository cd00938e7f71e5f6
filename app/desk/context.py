"""What every endpoint and page works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Query, Request

from app.desk.language import choose_language
from app.ports.jobs import Jobs
from app.ports.keys import Keys, Principal
from app.ports.tracing import NoTracing, Tracing
from app.ports.vault import Vault
from app.settings import Settings
from routing.pipeline import DataFolder
from routing.ports.renderer import Language


@dataclass(frozen=True, slots=True)
class Context:
    """The service's parts, made once in ``app.service``; without keys everyone is local admin."""

    settings: Settings
    folder: DataFolder
    jobs: Jobs
    vault: Vault
    keys: Keys | None = None
    tracing: Tracing = field(default_factory=NoTracing)


def get_context(request: Request) -> Context:
    """The parts of the service that serves this request."""
    context: Context = request.app.state.context
    return context


def get_principal(request: Request) -> Principal:
    """Who asks, as the gate found out."""
    principal: Principal = request.state.principal
    return principal


def get_language(
    request: Request,
    lang: Annotated[str | None, Query(description="zh or en", pattern="^(zh|en)$")] = None,
) -> Language:
    """The language to answer in."""
    return choose_language(lang, accepted=request.headers.get("accept-language"))


def get_page_language(lang: str | None = None) -> Language:
    """The language of a page: Chinese unless its address asks for English."""
    return "en" if lang == "en" else "zh"


ContextDep = Annotated[Context, Depends(get_context)]
PrincipalDep = Annotated[Principal, Depends(get_principal)]
PageLanguageDep = Annotated[Language, Depends(get_page_language)]
LanguageDep = Annotated[Language, Depends(get_language)]
