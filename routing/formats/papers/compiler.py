"""A paper's texts to a PDF: cut, split into parts where they are many, set, and joined."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from io import BytesIO
from typing import Any, Self

from pypdf import PdfWriter

from routing.formats.typeset import TEMPLATES, typeset, typeset_apart
from routing.formats.workbook.words import Word, in_language
from routing.ports.renderer import Language

MOST_TEXT = 400
"""Characters of one text on paper; a name of ten thousand would fill a book."""

DRAWING = "qr"
"""The field of a card that holds a drawing."""

PART_BYTES = 200_000
"""JSON of one part: some fifteen manifests or three hundred cards."""

HERE_CHARACTERS = 40_000
"""A paper of a few sheets is set in this process: starting another would cost more."""


@dataclass(frozen=True, slots=True)
class PaperData:
    """What a template shows; each paper has its own fields beside these, one of them a list.

    Attributes:
        title: stands in the foot of each page.
        issue: the version of the dispatch details and who signed it; empty where there is none.
    """

    title: str
    issue: str

    def parts(self) -> Iterator[Self]:
        """The same paper in parts that are set one by one; every list begins a new sheet."""
        name = next(f.name for f in fields(self) if isinstance(getattr(self, f.name), tuple))
        change: dict[str, Any] = {}
        part: list[object] = []
        size = 0
        for item in getattr(self, name):
            item_size = len(json.dumps(asdict(item), ensure_ascii=False))
            if part and size + item_size > PART_BYTES and len(part) % self.per_sheet() == 0:
                change[name] = tuple(part)
                yield replace(self, **change)
                part, size = [], 0
            part.append(item)
            size += item_size
        change[name] = tuple(part)
        yield replace(self, **change)

    def per_sheet(self) -> int:
        """Items that share a sheet of paper, which no part may tear apart."""
        return 1


def compile_paper(
    template: str,
    data: PaperData,
    *,
    words: Mapping[str, Word | tuple[Word, ...]],
    language: Language,
) -> bytes:
    """The PDF of a template; the same data gives the same bytes.

    Args:
        template: file name in ``templates``.
        data: the paper's own texts.
        words: the template's words.
        language: of the paper.
    """
    parts = [to_json(part, words=words, language=language) for part in data.parts()]
    path = TEMPLATES / template
    if len(parts) > 1:
        return join_pdfs(typeset_apart(path, part) for part in parts)
    if len(parts[0]) > HERE_CHARACTERS:
        return typeset_apart(path, parts[0])
    return typeset(path, parts[0])


def join_pdfs(parts: Iterator[bytes]) -> bytes:
    """The pages of several PDFs in one, under the first one's title."""
    writer = PdfWriter()
    for part in parts:
        writer.append(BytesIO(part), import_outline=False)
    joined = BytesIO()
    writer.write(joined)
    return joined.getvalue()


def to_json(
    data: PaperData, *, words: Mapping[str, Word | tuple[Word, ...]], language: Language
) -> str:
    """What a template reads: the paper's texts, its words in the language, the language."""
    spoken = {name: _speak(word, language) for name, word in words.items()}
    shown = {name: _cut(value) for name, value in asdict(data).items()}
    return json.dumps(shown | {"words": spoken, "language": language}, ensure_ascii=False)


def _cut(value: object, *, key: str = "") -> object:
    """The value with every overlong text of the input cut; drawings of ours are kept whole."""
    if isinstance(value, str):
        return value if key == DRAWING or len(value) <= MOST_TEXT else f"{value[:MOST_TEXT]}…"
    if isinstance(value, dict):
        return {name: _cut(each, key=name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(each) for each in value]
    return value


def _speak(word: Word | tuple[Word, ...], language: Language) -> str | list[str]:
    if isinstance(word, Word):
        return in_language(word, language)
    return [in_language(each, language) for each in word]
