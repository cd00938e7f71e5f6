"""A county's own distances and times as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.travel import Pair

HEADERS: dict[str, tuple[str, float]] = {
    "from": ("from", 1),
    "起点": ("from", 1),
    "出发地": ("from", 1),
    "to": ("to", 1),
    "终点": ("to", 1),
    "目的地": ("to", 1),
    "distance_m": ("distance_m", 1),
    "distance_km": ("distance_m", 1_000),
    "里程米": ("distance_m", 1),
    "里程公里": ("distance_m", 1_000),
    "duration_s": ("duration_s", 1),
    "duration_min": ("duration_s", 60),
    "duration_h": ("duration_s", 3_600),
    "时间秒": ("duration_s", 1),
    "时间分钟": ("duration_s", 60),
    "时间小时": ("duration_s", 3_600),
    "公里": ("distance_m", 1_000),
    "分钟": ("duration_s", 60),
    "km": ("distance_m", 1_000),
    "minutes": ("duration_s", 60),
    "source": ("source", 1),
    "来源": ("source", 1),
}
"""Known headings, without spaces and brackets, and what a number under them is multiplied by."""
REQUIRED = ("from", "to", "distance_m", "duration_s")
TEXTS = ("from", "to", "source")
ENCODINGS = ("utf-8-sig", "gb18030")
FIRST_LETTER = ord("A")
HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood: its letter, its field and the factor of its unit."""

    letter: str
    field: str
    factor: float


def read_pairs(data: bytes) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    """Pairs from a CSV file with Chinese or English headings, in UTF-8 or GB 18030.

    Distances may be in m or km, times in s, min or h, as the heading says. Every defect is
    reported at its cell (``csv!B3``); rows with a defect give no pair.
    """
    text = decoded(data)
    if text is None:
        return (), (defect("A1", "文件既不是 UTF-8 也不是 GB 18030", "neither UTF-8 nor GB 18030"),)
    return read_rows(list(csv.reader(io.StringIO(text))), sheet="csv")


def read_rows(
    rows: Sequence[Sequence[str]], *, sheet: str
) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    """Pairs from the cells of a table, its headings in the first row.

    Args:
        rows: every cell as text.
        sheet: what stands before the ``!`` of each finding's cell.
    """
    columns = columns_of(rows[0] if rows else [])
    missing = [name for name in REQUIRED if name not in {c.field for c in columns}]
    if missing:
        absent = ", ".join(missing)
        words = f"缺少列：{absent}", f"these columns are missing: {absent}"
        return (), (on_sheet(defect("A1", *words), sheet),)
    pairs: list[Pair] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows[1:], start=HEADER_ROW + 1):
        if any(cell.strip() for cell in row):
            pair, found = read_row(row, columns, number=number)
            pairs += [pair] if pair else []
            findings += [on_sheet(finding, sheet) for finding in found]
    return tuple(pairs), tuple(findings)


def on_sheet(finding: Finding, sheet: str) -> Finding:
    """A finding about a cell of this sheet."""
    cell = finding.pointer.rpartition("!")[2]
    return finding.model_copy(update={"pointer": f"{sheet}!{cell}"})


def decoded(data: bytes) -> str | None:
    """The text of a file; None when it is in neither encoding."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def columns_of(header: Sequence[str]) -> tuple[Column, ...]:
    """The columns that are understood; others are left aside."""
    found: list[Column] = []
    for index, heading in enumerate(header):
        plain = "".join(letter for letter in heading.strip().lower() if letter not in " ()（）")
        if plain in HEADERS and index < len("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
            field, factor = HEADERS[plain]
            found.append(Column(chr(FIRST_LETTER + index), field, factor))
    return tuple(found)


def read_row(
    row: Sequence[str], columns: tuple[Column, ...], *, number: int
) -> tuple[Pair | None, list[Finding]]:
    """One pair, or what is wrong with its cells."""
    values: dict[str, object] = {}
    findings: list[Finding] = []
    for column in columns:
        index = ord(column.letter) - FIRST_LETTER
        cell = row[index].strip() if index < len(row) else ""
        if column.field in TEXTS:
            values[column.field] = cell or None
        elif (amount := number_of(cell)) is None:
            shown = cell or "∅"
            at = f"{column.letter}{number}"
            findings.append(defect(at, f"“{shown}”不是数字", f"{shown} is no number"))
        else:
            values[column.field] = round(amount * column.factor)
    return (None, findings) if findings else pair_of(values, columns, number=number)


def number_of(cell: str) -> float | None:
    """A number as people type it, with or without thousands separators."""
    try:
        value = float(cell.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def pair_of(
    values: Mapping[str, object], columns: tuple[Column, ...], *, number: int
) -> tuple[Pair | None, list[Finding]]:
    """The pair of a row, or the cells that it refuses."""
    letters = {column.field: column.letter for column in columns}
    try:
        return Pair.model_validate(values), []
    except ValidationError as errors:
        return None, [
            defect(
                f"{letters.get(str(error['loc'][0]), 'A')}{number}",
                f"“{error['loc'][0]}”的值不合要求",
                f"{error['loc'][0]}: {error['msg']}",
            )
            for error in errors.errors(include_url=False)
        ]


def defect(cell: str, zh: str, en: str) -> Finding:
    """The error about one cell."""
    return Finding(
        code="PAIR_CELL",
        severity=Severity.ERROR,
        pointer=f"csv!{cell}",
        cause=LocalisedText(zh=zh, en=en),
        remedy=LocalisedText(
            zh="列名：起点、终点、里程（公里）、时间（分钟），数值不带单位",
            en="columns: from, to, distance_km, duration_min; numbers without units",
        ),
    )
