"""Jinja with escaping always on, and the few words that every template needs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.desk.access import SESSION_COOKIE
from app.desk.language import say
from app.pages.money import kilometres, percent, yuan
from app.pages.words import Phrases
from routing.ports.renderer import Language

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Page:
    """Renders templates for one request in one language."""

    request: Request
    language: Language

    def show(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page or a part of one."""
        text = (
            _environment()
            .get_template(template)
            .render(
                t=Phrases(self.language),
                lang=self.language,
                signed_in=self._is_signed_in(),
                here=self.request.url,
                other_language=self._in_other_language(),
                **values,
            )
        )
        return HTMLResponse(text, status_code=status)

    def address(self, path: str) -> str:
        """A page's address that keeps the language."""
        return path if self.language == "zh" else f"{path}{'&' if '?' in path else '?'}lang=en"

    def _is_signed_in(self) -> bool:
        return SESSION_COOKIE in self.request.cookies

    def _in_other_language(self) -> str:
        other = "en" if self.language == "zh" else "zh"
        url = self.request.url.include_query_params(lang=other)
        return f"{url.path}?{url.query}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"yuan": yuan, "km": kilometres, "percent": percent}
    environment.globals |= {"say": say, "static": _static}
    return environment


@cache
def _static(name: str) -> str:
    """A static file's address, which changes with its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"
