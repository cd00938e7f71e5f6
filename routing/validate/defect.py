"""A kind of defect with its words: what each check says when it finds something."""

from __future__ import annotations

import json
from dataclasses import dataclass

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity

LONGEST_QUOTE = 80
LONGEST_TEXT = 300
LONGEST_POINTER = 2_000


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages, with ``{names}`` to be filled in."""

    zh: str
    en: str

    def filled(self, values: dict[str, object]) -> LocalisedText:
        """The sentence with its names replaced."""
        return LocalisedText(zh=self.zh.format(**values), en=self.en.format(**values))


@dataclass(frozen=True, slots=True)
class Defect:
    """One code with its cause and its remedy.

    Attributes:
        code: stable, listed in ``routing/ERRORS.md``.
        cause, remedy: what is wrong and what to do about it.
        severity: errors refuse the input, warnings do not.
    """

    code: str
    cause: Words
    remedy: Words
    severity: Severity = Severity.ERROR

    def at(
        self,
        pointer: str,
        *,
        subject: str | None = None,
        measured: object = None,
        limit: object = None,
        **values: object,
    ) -> Finding:
        """The finding at one place of the document.

        ``measured``, ``limit`` and ``subject`` may be named in the words like any other value.
        Texts are cut to ``LONGEST_TEXT``: what is wrong with a document may be its length.
        """
        given = {"measured": measured, "limit": limit, "subject": subject, **values}
        named = {
            name: cut(value, to=LONGEST_TEXT) if isinstance(value, str) else value
            for name, value in given.items()
        }
        return Finding(
            code=self.code,
            severity=self.severity,
            pointer=cut(pointer, to=LONGEST_POINTER),
            subject=None if subject is None else cut(subject, to=LONGEST_TEXT),
            cause=self.cause.filled(named),
            remedy=self.remedy.filled(named),
            measured=None if measured is None else str(named["measured"]),
            limit=None if limit is None else str(named["limit"]),
        )


def quoted(value: object) -> str:
    """A raw value as a reader sees it in the file, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return cut(text, to=LONGEST_QUOTE)


def cut(text: str, *, to: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than ``to`` characters."""
    return text if len(text) <= to else text[: to - 1] + "…"
