"""A workbook's bytes as plain rows, with bounds on what a hostile file can make us hold."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from routing.formats.workbook.words import Word
from routing.formats.workbook_form.cells import Raw
from routing.formats.workbook_form.defects import error
from routing.model.findings import Finding

MAX_BYTES = 20_000_000
"""As for any input file."""

MAX_UNPACKED_BYTES = 200_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's name and its cells from A1 on."""

    name: str
    rows: list[list[Raw]]


def unpack(data: bytes) -> tuple[tuple[RawSheet, ...], tuple[Finding, ...]]:
    """Every visible cell of every sheet; no sheets and a finding where the file is unusable."""
    if len(data) > MAX_BYTES:
        return (), (_too_large(),)
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                return (), (_too_large(),)
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            sheets = tuple(_sheet(book, name) for name in book.sheet_names)
    except (zipfile.BadZipFile, CalamineError, ValueError):
        return (), (_unreadable(),)
    big = [sheet.name for sheet in sheets if len(sheet.rows) > MAX_ROWS]
    return ((), (_too_large(),)) if big else (sheets, ())


def _sheet(book: CalamineWorkbook, name: str) -> RawSheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise ValueError(f"sheet {name} is too large")
    return RawSheet(name, sheet.to_python(skip_empty_area=False))


def _too_large() -> Finding:
    return error(
        "WORKBOOK_TOO_LARGE",
        "",
        cause=Word("工作簿太大", "the workbook is too large"),
        remedy=Word(
            "删去多余的工作表、行列或按出发日拆分", "remove what is not needed, or split it"
        ),
    )


def _unreadable() -> Finding:
    return error(
        "WORKBOOK_UNREADABLE",
        "",
        cause=Word("不是可读取的 xlsx 工作簿", "not a readable xlsx workbook"),
        remedy=Word("另存为 xlsx（不加密码）", "save it as xlsx, without a password"),
    )
