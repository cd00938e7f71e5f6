"""Marked rows of a workbook's sheets, and sheets with what was typed since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from routing.formats.mending.marks import (
    MOST_ROWS,
    FindingsByCell,
    MarkedCell,
    MarkedTable,
    by_cell,
)
from routing.formats.workbook_form.cells import Raw, plain
from routing.formats.workbook_form.defects import cell_name
from routing.formats.workbook_form.headings import cell_at, find_headings, folded, names_of
from routing.formats.workbook_form.layout import TABLES
from routing.formats.workbook_form.unpack import MAX_COLUMNS, RawSheet
from routing.model.findings import Finding

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LETTERS = 26


def mend_sheets(sheets: Sequence[RawSheet], texts: Mapping[str, str]) -> tuple[RawSheet, ...]:
    """The sheets with each text in its cell; an address outside them is passed over."""
    typed: defaultdict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for where, text in texts.items():
        found = find_cell(where)
        if found is not None:
            sheet, row, column = found
            typed[sheet][row, column] = text
    return tuple(_with_texts(sheet, typed[sheet.name]) for sheet in sheets)


def mark_sheets(sheets: Sequence[RawSheet], findings: Iterable[Finding]) -> tuple[MarkedTable, ...]:
    """The rows of each sheet in which a cell has a finding, in the order of the sheets."""
    marks = by_cell(findings)
    columns: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for where in marks:
        found = find_cell(where)
        if found is not None:
            sheet, row, column = found
            columns[sheet][row].add(column)
    return tuple(
        _table(sheet, columns[sheet.name], marks)
        for sheet in sheets
        if columns.keys() & {sheet.name}
    )


def find_cell(where: str) -> tuple[str, int, int] | None:
    """Sheet, zero-based row and zero-based column of ``sheet!B7``; None where it is no address."""
    sheet, mark, cell = where.rpartition("!")
    found = _ADDRESS.fullmatch(cell)
    if not mark or found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return (sheet, int(found[2]) - 1, column - 1) if column <= MAX_COLUMNS else None


def _with_texts(sheet: RawSheet, texts: Mapping[tuple[int, int], str]) -> RawSheet:
    if not texts:
        return sheet
    rows = list(sheet.rows)
    for (number, column), text in texts.items():
        if number < len(rows):
            row = [*rows[number], *[""] * (column + 1 - len(rows[number]))]
            row[column] = text
            rows[number] = row
    return replace(sheet, rows=rows)


def _table(sheet: RawSheet, marked: Mapping[int, set[int]], marks: FindingsByCell) -> MarkedTable:
    heading = _heading_row(sheet)
    shown = sorted(number for number in marked if number < len(sheet.rows))[:MOST_ROWS]
    rows = [sheet.rows[number] for number in shown]
    columns = _columns(sheet.rows[heading], rows, set().union(*marked.values()))
    return MarkedTable(
        title=sheet.name,
        headings=tuple(written(cell_at(sheet.rows[heading], column)) for column in columns),
        rows=tuple(
            tuple(
                MarkedCell(where, written(cell_at(sheet.rows[number], column)), tuple(marks[where]))
                if (where := cell_name(sheet.name, number, column)) in marks
                else MarkedCell(where, written(cell_at(sheet.rows[number], column)))
                for column in columns
            )
            for number in shown
        ),
        more=len(marked) - len(shown),
    )


def _columns(heading: Sequence[Raw], rows: Sequence[Sequence[Raw]], marked: set[int]) -> list[int]:
    """What names the row, the marked columns, then whatever else is filled in."""
    width = max(len(heading), *(len(row) for row in rows), max(marked) + 1)
    others = [
        column
        for column in range(1, width)
        if column not in marked and any(written(cell_at(row, column)) for row in rows)
    ]
    return [0, *sorted(marked - {0}), *others]


def _heading_row(sheet: RawSheet) -> int:
    """The row of a sheet's headings; the first where none can be told."""
    for table in TABLES:
        if folded(sheet.name) in names_of(table.title, table.key):
            found = find_headings(sheet, table.fields)
            return 0 if found is None else found.row
    return 0


def written(value: Raw) -> str:
    """A cell as a planner would type it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else plain(value)
