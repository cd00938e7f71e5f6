"""The tree of exceptions that leave the engine.

``ZhidaError`` is the root. Each leaf is also the natural builtin (``ValueError``,
``LookupError``, ``ConnectionError``), so that callers who know nothing of Zhida still catch it.
Findings about an input or a plan are *not* exceptions: they are collected, see
``routing.model.findings``.

    ZhidaError
    ├── InputRefused (ValueError)           the document is malformed or contradicts itself
    ├── TravelProviderFailed (ConnectionError)  no distances could be had
    ├── GeocoderFailed (ConnectionError)    an online geocoder did not answer
    ├── UnknownName (LookupError)           an id, profile or schema that does not exist
    └── EngineFailed (RuntimeError)         a solver broke its own contract
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.model.findings import Finding


class ZhidaError(Exception):
    """Root of every exception that the engine raises on purpose."""


class InputRefused(ZhidaError, ValueError):
    """The input is malformed or contradicts itself.

    Attributes:
        findings: every defect found, never only the first one.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            f"{len(findings)} findings: {', '.join(sorted({f.code for f in findings}))}"
        )
        self.findings = findings


class TravelProviderFailed(ZhidaError, ConnectionError):
    """The travel provider could not give the distances it was asked for."""


class GeocoderFailed(ZhidaError, ConnectionError):
    """The online geocoder that was asked for did not answer, or answered nonsense."""


class UnknownName(ZhidaError, LookupError):
    """Something was asked for by a name that does not exist."""


class EngineFailed(ZhidaError, RuntimeError):
    """A solver returned what its own contract excludes; a defect of Zhida, not of the input."""
