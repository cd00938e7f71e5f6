"""Findings about the cells of a workbook."""

from __future__ import annotations

from routing.formats.workbook.words import Word
from routing.formats.workbook_form.cells import BadCell
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity


def cell_name(sheet: str, row: int, column: int) -> str:
    """``sheet!B7`` for zero-based row 6 and column 1."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


def bad_cell(bad: BadCell, where: str) -> Finding:
    """The finding of a cell that cannot be read."""
    return error(bad.code, where, cause=bad.cause, remedy=bad.remedy)


def error(code: str, where: str, *, cause: Word, remedy: Word) -> Finding:
    """A defect that refuses the workbook."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        pointer=where,
        cause=LocalisedText(zh=cause.zh, en=cause.en),
        remedy=LocalisedText(zh=remedy.zh, en=remedy.en),
    )
