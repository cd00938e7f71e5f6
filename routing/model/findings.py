"""Findings: what is wrong with a document, said so that a planner can mend it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from routing.model.base import Document, LocalisedText


class Severity(StrEnum):
    """Whether a finding stops the work."""

    ERROR = "error"
    WARNING = "warning"


class Finding(Document):
    """One defect: a stable code, where it is, why, and what to do about it."""

    code: str = Field(
        pattern=r"^[A-Z][A-Z0-9_]*$", description="stable code, see routing/ERRORS.md"
    )
    severity: Severity
    pointer: str
    """JSON pointer into the document, or ``sheet!cell``."""
    subject: str | None = None
    """The id it speaks of, where it has one."""
    cause: LocalisedText
    remedy: LocalisedText
    measured: str | None = None
    """What was found, with its unit."""
    limit: str | None = None
    """What was allowed, with its unit."""
    article: str | None = None
    """The regulation it rests on, for rules of law."""


class RuleCheck(Document):
    """One rule as the audit applied it: how often, how close, and whether it held."""

    code: str
    title: LocalisedText
    article: str | None = None
    source: str | None = None
    checked: int = Field(ge=0, description="how many times it was applied")
    measured: str | None = None
    """The tightest value seen, with its unit."""
    limit: str | None = None
    margin: str | None = None
    """Limit less the tightest value, with its unit."""
    passed: bool


class AuditReport(Document):
    """What the independent checker found in a plan."""

    findings: tuple[Finding, ...] = ()
    rules: tuple[RuleCheck, ...] = ()
    """The audit sheet, rule by rule."""

    @property
    def passed(self) -> bool:
        """Whether no rule was broken."""
        return not any(f.severity is Severity.ERROR for f in self.findings)
