"""Which language a request is answered in: Chinese unless it asks for English."""

from __future__ import annotations

from routing.model.base import LocalisedText, Text
from routing.ports.renderer import Language


def choose_language(asked: str | None, *, accepted: str | None) -> Language:
    """The language a query parameter names, else the first of ``Accept-Language`` that is spoken.

    A missing or unknown wish means Chinese.
    """
    if asked in ("zh", "en"):
        return "en" if asked == "en" else "zh"
    for part in (accepted or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"


def say(text: Text | None, language: Language, *, default: str = "") -> str:
    """A text of a document in one language."""
    if text is None:
        return default
    if isinstance(text, LocalisedText):
        return text.en if language == "en" else text.zh
    return text
