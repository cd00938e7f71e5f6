"""Finding a form's sheets and columns by what they are called, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routing.formats.workbook.words import Word
from routing.formats.workbook_form.cells import Raw, plain
from routing.formats.workbook_form.defects import cell_name, error
from routing.formats.workbook_form.layout import Field
from routing.formats.workbook_form.unpack import RawSheet
from routing.model.findings import Finding

SEARCHED_ROWS = 10
"""Headings stand within the first rows; a title may stand above them."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a sheet's columns are.

    Attributes:
        row: zero-based row of the headings.
        columns: field by zero-based column.
    """

    row: int
    columns: dict[int, Field]


def folded(text: str) -> str:
    """A heading for comparison: one case, no spaces, no asterisk, one width."""
    return re.sub(r"[\s*＊]", "", plain(text)).casefold()


def names_of(word: Word, key: str = "") -> frozenset[str]:
    """Everything a heading may be called: either language, both on two lines, or its key."""
    both = (word.zh, word.en, word.zh + word.en, key)
    return frozenset(folded(name) for name in both if name)


def find_sheet(sheets: Sequence[RawSheet], title: Word, key: str) -> RawSheet | None:
    """The sheet of that title in either language."""
    names = names_of(title, key)
    return next((sheet for sheet in sheets if folded(sheet.name) in names), None)


def find_headings(sheet: RawSheet, fields: Sequence[Field]) -> Headings | None:
    """The row that holds most of the known headings, if any holds two or all of a small form."""
    known = {name: field for field in fields for name in names_of(field.heading, field.key)}
    best: Headings | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns = {
            index: known[folded(str(cell))]
            for index, cell in enumerate(row)
            if folded(str(cell)) in known
        }
        if len(columns) > len(best.columns if best else ()):
            best = Headings(number, columns)
    return best if best is not None and len(best.columns) > 1 else None


def check_columns(sheet: RawSheet, found: Headings) -> Iterator[Finding]:
    """Columns that hold data nobody asked for, and fields that stand twice."""
    seen: set[str] = set()
    width = max((len(row) for row in sheet.rows), default=0)
    for index in range(width):
        where = cell_name(sheet.name, found.row, index)
        field = found.columns.get(index)
        if field is None:
            if any(not is_empty(cell_at(row, index)) for row in sheet.rows[found.row :]):
                yield _unknown(where, cell_at(sheet.rows[found.row], index))
        elif field.key in seen:
            yield _twice(where, field)
        else:
            seen.add(field.key)


def cell_at(row: Sequence[Raw], index: int) -> Raw:
    """A row's cell; an empty text beyond its end."""
    return row[index] if index < len(row) else ""


def is_empty(cell: Raw) -> bool:
    """Whether nothing was filled in."""
    return isinstance(cell, str) and not cell.strip()


def _unknown(where: str, heading: Raw) -> Finding:
    return error(
        "WORKBOOK_UNKNOWN_COLUMN",
        where,
        cause=Word(f"没有“{heading}”这一列", f'there is no column "{heading}"'),
        remedy=Word("改成模板里的列名，或删去该列", "use a heading of the template, or remove it"),
    )


def _twice(where: str, field: Field) -> Finding:
    return error(
        "WORKBOOK_REPEATED_COLUMN",
        where,
        cause=Word(
            f"“{field.heading.zh}”出现了两列", f'the column "{field.heading.en}" stands twice'
        ),
        remedy=Word("只保留一列", "keep one of them"),
    )
