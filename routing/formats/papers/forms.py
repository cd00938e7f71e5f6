"""The plain paper form: a head, facts, tables, notes, lines to sign. Most papers are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routing.formats.papers.compiler import PaperData, compile_paper
from routing.formats.papers.request import PaperRequest
from routing.formats.workbook.words import Word, in_language


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its text."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of texts.

    Attributes:
        widths: a share of the page for each column; 0 is as wide as its texts.
        rows: as many texts as there are headings.
    """

    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form, which may run over several sheets of paper; ``name`` stands in their foot."""

    head: str
    name: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[FormTable, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forms(PaperData):
    """Forms of one kind, each beginning a new sheet of paper."""

    pages: tuple[FormPage, ...]


def render_forms(title: Word, pages: Iterable[FormPage], request: PaperRequest) -> bytes:
    """The PDF of some forms; an empty one where there are none."""
    view = request.view
    name = view.say(view.scenario.title or view.scenario.id)
    text = f"{in_language(title, view.language)} · {name}"
    data = Forms(title=text, issue=request.issue(), pages=tuple(pages))
    return compile_paper("forms.typ", data, words={}, language=view.language)


def build_table(
    request: PaperRequest,
    columns: Sequence[tuple[Word, int]],
    rows: Iterable[Sequence[object]],
    *,
    title: Word | None = None,
) -> FormTable:
    """A table with headings in the request's language; numbers are written as they are.

    Raises:
        ValueError: a row has another number of cells than there are columns.
    """
    language = request.view.language
    filled = tuple(tuple("" if c is None else str(c) for c in row) for row in rows)
    if any(len(row) != len(columns) for row in filled):
        raise ValueError("a row is shorter or longer than the headings")
    return FormTable(
        title="" if title is None else in_language(title, language),
        headings=tuple(in_language(word, language) for word, _ in columns),
        widths=tuple(width for _, width in columns),
        rows=filled,
    )


def build_facts(request: PaperRequest, pairs: Iterable[tuple[Word, str]]) -> tuple[Fact, ...]:
    """Facts in pairs; an odd last one is given an empty partner, as the page has two columns."""
    facts = [Fact(in_language(word, request.view.language), value) for word, value in pairs]
    if len(facts) % 2:
        facts.append(Fact("", ""))
    return tuple(facts)


def yuan_text(amount_fen: int) -> str:
    """Fen as yuan with two decimals."""
    sign = "-" if amount_fen < 0 else ""
    whole, part = divmod(abs(int(amount_fen)), 100)
    return f"{sign}{whole:,}.{part:02d}"
