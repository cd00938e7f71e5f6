"""A draft's marked cells as the page shows them, and what was typed into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.desk.language import say
from routing.formats.mending import MarkedCell, MarkedTable
from routing.formats.workbook.words import in_language
from routing.formats.workbook_form.layout import TABLES
from routing.model.findings import Severity
from routing.ports.renderer import Language

_NEWLINES = re.compile(r"[\r\n]")
_HEADING = re.compile(r"^(?P<zh>[^\n]+)\n(?P<en>[^\n*]+?)(?P<needed> \*)?$")


@dataclass(frozen=True, slots=True)
class CellInput:
    """One cell's input.

    Attributes:
        known: the text it had when the page was made, so that only what changed is kept.
        verdict: ``error``, ``warning`` or empty.
        notes: what is wrong and what to do about it, a line each.
    """

    where: str
    label: str
    known: str
    verdict: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableInputs:
    """The marked rows of one sheet or list."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[CellInput, ...], ...]
    more: int


def build_inputs(tables: tuple[MarkedTable, ...], language: Language) -> tuple[TableInputs, ...]:
    """Every marked row with an input in each of its cells."""
    return tuple(_table(table, language) for table in tables)


def texts_of(fields: Mapping[str, str]) -> dict[str, str]:
    """What was changed: every ``new:`` field whose text is not the ``old:`` one beside it."""
    typed = {
        name.removeprefix("new:"): text for name, text in fields.items() if name.startswith("new:")
    }
    return {
        where: text for where, text in typed.items() if text != fields.get(f"old:{where}", text)
    }


def _table(table: MarkedTable, language: Language) -> TableInputs:
    title, headings = table.title, tuple(_heading(each, language) for each in table.headings)
    if table.title.startswith("/"):
        title, headings = _named(table, language)
    return TableInputs(
        title=title,
        headings=headings,
        rows=tuple(tuple(_cells(row, headings, language)) for row in table.rows),
        more=table.more,
    )


def _named(table: MarkedTable, language: Language) -> tuple[str, tuple[str, ...]]:
    """A JSON file's list and keys as the workbook calls them, with the keys themselves."""
    key = table.title.rpartition("/")[2]
    sheet = next((each for each in TABLES if each.key == key), None)
    if sheet is None:
        return table.title, table.headings
    names = {field.key: in_language(field.heading, language) for field in sheet.fields}
    headings = (f"{names[each]}\n{each}" if each in names else each for each in table.headings)
    return f"{in_language(sheet.title, language)} {table.title}", tuple(headings)


def _cells(
    row: tuple[MarkedCell, ...], headings: tuple[str, ...], language: Language
) -> Iterator[CellInput]:
    subject = row[0].text[:60]
    for cell, heading in zip(row, headings, strict=True):
        wrong = any(finding.severity is Severity.ERROR for finding in cell.findings)
        yield CellInput(
            where=cell.where,
            label=f"{subject} {heading} {cell.where}".strip(),
            known=_NEWLINES.sub("", cell.text),
            verdict="error" if wrong else "warning" if cell.findings else "",
            notes=tuple(
                (say(finding.cause, language), say(finding.remedy, language))
                for finding in cell.findings
            ),
        )


def _heading(text: str, language: Language) -> str:
    """A heading in one language where the form gives it in both, one below the other."""
    found = _HEADING.match(text)
    return text if found is None else found[language] + (found["needed"] or "")
