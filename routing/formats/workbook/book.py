"""A workbook that prints well and carries no live formula: sheets of headed, typed columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from routing.formats.workbook.words import Word, in_language
from routing.ports.renderer import Language

A4 = 9
"""Excel's number of the paper."""

LINE_POINTS = 17
"""Height of a line of ten-point text, Chinese included."""

MOST_LINES = 20
"""Beyond it a row is cut on paper; the cell still holds the whole text."""

MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The creation date written into every workbook: equal plans give equal bytes."""

HEAD_ROWS = 2
"""A title and the headings; they stay in view and stand on every printed page."""

Cell = str | int | Decimal | datetime | None


class Style(StrEnum):
    """How a column's cells look and what they hold."""

    TEXT = "text"
    COUNT = "count"
    YUAN = "yuan"
    KM = "km"
    HOURS = "hours"
    SHARE = "share"
    MOMENT = "moment"
    BLANK = "blank"


NUMBER_FORMATS = {
    Style.TEXT: "@",
    Style.COUNT: "#,##0",
    Style.YUAN: "#,##0.00",
    Style.KM: "#,##0.0",
    Style.HOURS: "0.0",
    Style.SHARE: "0.0%",
    Style.MOMENT: "m-d hh:mm",
    Style.BLANK: "General",
}

CENTRED = frozenset({Style.COUNT, Style.MOMENT, Style.SHARE})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, what it holds and its width in characters."""

    heading: Word
    style: Style = Style.TEXT
    width: int = 12


class Book:
    """An xlsx file in the making, in one language."""

    def __init__(self, language: Language) -> None:
        self._bytes = BytesIO()
        self.language: Language = language
        self._file = xlsxwriter.Workbook(
            self._bytes,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._file.set_properties({"created": MADE, "title": "Zhida"})
        self._styles = {style: self._format(style, bold=False) for style in Style}
        self._bold = {style: self._format(style, bold=True) for style in Style}
        self._heading = self._file.add_format(
            {
                "bold": True,
                "bg_color": "#12507B",
                "font_color": "#FFFFFF",
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self._title = self._file.add_format({"bold": True, "font_size": 14})
        self._section = self._file.add_format(
            {"bold": True, "bg_color": "#DCE9F2", "border": 1, "valign": "vcenter"}
        )

    def _format(self, style: Style, *, bold: bool) -> Format:
        wraps = style is Style.TEXT
        return self._file.add_format(
            {
                "num_format": NUMBER_FORMATS[style],
                "border": 1,
                "valign": "vcenter",
                "text_wrap": wraps,
                "bold": bold,
                "align": "left" if wraps else "center" if style in CENTRED else "right",
            }
        )

    def add_sheet(self, title: Word, columns: Sequence[Column]) -> Sheet:
        """A sheet with a title row and a heading row that stay in view and on every page."""
        page = self._file.add_worksheet(in_language(title, self.language))
        sheet = Sheet(self, page, tuple(columns))
        sheet.open(title, title_style=self._title, heading_style=self._heading)
        return sheet

    def style(self, style: Style, *, bold: bool) -> Format:
        """The cell format of a style."""
        return (self._bold if bold else self._styles)[style]

    @property
    def section_style(self) -> Format:
        """The format of a line that begins a block."""
        return self._section

    def to_bytes(self) -> bytes:
        """Close the file and hand out its bytes."""
        self._file.close()
        return self._bytes.getvalue()


class Sheet:
    """A sheet of a book; rows are appended from the top."""

    def __init__(self, book: Book, page: Worksheet, columns: tuple[Column, ...]) -> None:
        self._book = book
        self._page = page
        self._columns = columns
        self._next = 0
        self._breaks: list[int] = []

    def open(self, title: Word, *, title_style: Format, heading_style: Format) -> None:
        """Write title and headings and set the sheet up for A4 landscape."""
        page, language = self._page, self._book.language
        page.write_string(0, 0, in_language(title, language), title_style)
        for index, column in enumerate(self._columns):
            page.set_column(index, index, column.width)
            page.write_string(1, index, in_language(column.heading, language), heading_style)
        page.freeze_panes(HEAD_ROWS, 1)
        page.set_paper(A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, HEAD_ROWS - 1)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer("&L&A&R&P / &N")
        self._next = HEAD_ROWS

    def add_row(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        """One row; as many cells as the sheet has columns.

        Raises:
            ValueError: the number of cells is another.
        """
        for index, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            self._write(index, cell, self._book.style(column.style, bold=bold))
        self._page.set_row(self._next, self._height(cells))
        self._next += 1

    def add_section(self, text: str, *, new_page: bool = False) -> None:
        """A line across all columns that begins a block, on a new page if asked for."""
        if new_page:
            self._breaks.append(self._next)
        style, last = self._book.section_style, len(self._columns) - 1
        self._page.merge_range(self._next, 0, self._next, last, "", style)
        self._page.write_string(self._next, 0, text, style)
        width = sum(column.width for column in self._columns)
        self._page.set_row(self._next, LINE_POINTS * line_count(text, width))
        self._next += 1

    def close(self) -> None:
        """Set the page breaks and the filter once all rows stand."""
        if self._breaks:
            self._page.set_h_pagebreaks(self._breaks)
        elif self._next > HEAD_ROWS:
            self._page.autofilter(1, 0, self._next - 1, len(self._columns) - 1)

    def _height(self, cells: Sequence[Cell]) -> int:
        """Points for the cell with most lines; programs disagree on when to fit rows themselves."""
        lines = (
            line_count(cell, column.width)
            for cell, column in zip(cells, self._columns, strict=True)
            if isinstance(cell, str)
        )
        return LINE_POINTS * max(lines, default=1)

    def _write(self, index: int, cell: Cell, style: Format) -> None:
        page, row = self._page, self._next
        if cell is None:
            page.write_blank(row, index, None, style)
        elif isinstance(cell, str):
            # An explicit string: no formula, link or number is ever read into it.
            page.write_string(row, index, cell, self._text_style(style, index))
        elif isinstance(cell, datetime):
            page.write_datetime(row, index, cell, style)
        else:
            page.write_number(row, index, cell, style)

    def _text_style(self, style: Format, index: int) -> Format:
        """A text in a column of numbers (a total's label) still wraps as text."""
        if self._columns[index].style in (Style.TEXT, Style.BLANK):
            return style
        return self._book.style(Style.TEXT, bold=False)


def line_count(text: str, width: int) -> int:
    """Lines a text needs in a column of so many characters; a Chinese one counts twice."""
    wide = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return min(MOST_LINES, max(1, -(-wide // max(1, width - 1))))


def yuan(amount_fen: int) -> Decimal:
    """Fen as yuan, exactly."""
    return Decimal(int(amount_fen)) / 100


def km(distance_m: int) -> Decimal:
    """Metres as kilometres."""
    return Decimal(int(distance_m)) / 1000


def hours(duration_s: int) -> Decimal:
    """Seconds as hours, to a hundredth."""
    return (Decimal(int(duration_s)) / 3600).quantize(Decimal("0.01"))
