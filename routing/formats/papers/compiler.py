"""Typst, offline and reproducible: a template of ours, data as JSON, a font from a package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

from routing.formats.workbook.words import Word, in_language
from routing.ports.renderer import Language

TEMPLATES = Path(__file__).with_name("templates")

MOST_TEXT = 400
"""Characters of one text on paper; a name of ten thousand would fill a book."""

DRAWING = "qr"
"""The field of a card that holds a drawing."""


@dataclass(frozen=True, slots=True)
class PaperData:
    """What a template shows; each paper has its own fields beside these.

    Attributes:
        title: stands in the foot of each page.
    """

    title: str


def compile_paper(
    template: str,
    data: PaperData,
    *,
    words: Mapping[str, Word | tuple[Word, ...]],
    language: Language,
) -> bytes:
    """The PDF of a template; the same data gives the same bytes.

    Texts travel as JSON strings and are shown as text: typst never reads markup from them.

    Args:
        template: file name in ``templates``.
        data: the paper's own texts.
        words: the template's words.
        language: of the paper.
    """
    compiled = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=read_fonts(),
        format="pdf",
        sys_inputs={"data": to_json(data, words=words, language=language)},
        timestamp=0,
        pdf_tags=False,
    )
    if not isinstance(compiled, bytes):
        raise TypeError("a PDF is one file")
    return compiled


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


@cache
def read_fonts() -> typst.Fonts:
    """The Chinese font of the package, read once; nothing of the machine's."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(sans_path()).parent)],
    )
