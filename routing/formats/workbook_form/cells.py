"""One cell to one value of the raw document, and back.

A value that cannot be read is a ``BadCell`` with the cause; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from routing.formats.workbook.words import Word
from routing.formats.workbook_form.layout import Field, Kind

Raw = str | int | float | bool | datetime | date | time | timedelta
"""What the reading library gives for a cell; an empty cell is an empty string."""

MOST_SHOWN = 40

YES = frozenset({"是", "yes", "y", "true", "1", "√", "有"})
NO = frozenset({"否", "no", "n", "false", "0", "×", "无"})

_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时]\s*(\d{1,2})?\s*分?(?::(\d{1,2}))?)?"
)
_BETWEEN = re.compile(r"\s*(?:~|–|—|至|/(?=\s*\d{4}))\s*")
_OFFSET = re.compile(r"(?:[+-]\d{2}:?\d{2}|Z)$")


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be read: the code of the finding, its cause and its remedy."""

    code: str
    cause: Word
    remedy: Word


def plain(value: object) -> str:
    """A cell as text: full-width forms folded, spaces at the ends gone, whole numbers as such."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def read_cell(
    field: Field, value: Raw, *, zone: ZoneInfo, places: Mapping[str, str]
) -> object | BadCell:
    """The raw document's value for a cell that is not empty.

    Args:
        field: the column's field.
        value: the cell.
        zone: the scenario's zone; times in cells are its clock.
        places: place id by what a planner may write for it: its id, or a name that is unique.
    """
    if field.kind is Kind.PLACE:
        text = _verbatim(value)
        return places.get(text, text)
    if field.kind is Kind.CHOICE:
        return _choice(field, value)
    if field.kind in TIMED:
        return TIMED[field.kind](value, zone)
    if field.kind in PARSED:
        return PARSED[field.kind](value)
    return _number(field.kind, value)


def _verbatim(value: Raw) -> str:
    """Text as it was typed; a number typed where text belongs loses its ``.0`` only."""
    return value.strip() if isinstance(value, str) else plain(value)


def _number(kind: Kind, value: Raw) -> object | BadCell:
    """A number in the document's unit."""
    try:
        number = Decimal(plain(value).replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool | datetime | date | time) or not number.is_finite():
        return BadCell(
            "WORKBOOK_NUMBER",
            Word(f"“{_shown(value)}”不是数字", f'"{_shown(value)}" is no number'),
            Word("只填数字，不带单位", "write the number alone, without a unit"),
        )
    if kind is Kind.NUMBER:
        return float(number)
    if kind is Kind.MINUTES:
        return round(number * 60)
    if kind is Kind.KM:
        return round(number * 1_000)
    scaled = number * 100 if kind is Kind.YUAN else number
    if scaled != scaled.to_integral_value():
        return _not_whole(kind, value)
    return int(scaled)


def _not_whole(kind: Kind, value: Raw) -> BadCell:
    unit = Word("分", "fen") if kind is Kind.YUAN else Word("整数", "a whole number")
    return BadCell(
        "WORKBOOK_NOT_WHOLE",
        Word(f"“{_shown(value)}”比{unit.zh}更细", f'"{_shown(value)}" is finer than {unit.en}'),
        Word("四舍五入后再填", "round it"),
    )


def _choice(field: Field, value: Raw) -> object | BadCell:
    text = plain(value).casefold()
    for word, called in field.choices:
        if text in (str(word).casefold(), called.zh.casefold(), called.en.casefold()):
            return str(word)
    allowed_zh = "、".join(called.zh for _, called in field.choices)
    allowed_en = ", ".join(called.en for _, called in field.choices)
    return BadCell(
        "WORKBOOK_CHOICE",
        Word(f"没有“{_shown(value)}”这个选项", f'there is no choice "{_shown(value)}"'),
        Word(f"从这些里选：{allowed_zh}", f"choose one of: {allowed_en}"),
    )


def _flag(value: Raw) -> object | BadCell:
    if isinstance(value, bool):
        return value
    text = plain(value).casefold()
    if text in YES or text in NO:
        return text in YES
    return BadCell(
        "WORKBOOK_FLAG",
        Word(f"“{_shown(value)}”既不是“是”也不是“否”", f'"{_shown(value)}" is neither yes nor no'),
        Word("填“是”或“否”", "write yes or no"),
    )


def read_moment(value: Raw, zone: ZoneInfo) -> object | BadCell:
    """A date with its time as ISO 8601 with the zone's offset; a text with an offset keeps it."""
    if isinstance(value, datetime):
        return _iso(value, zone)
    text = plain(value)
    if _OFFSET.search(text) and "T" in text:
        return text
    found = _MOMENT.fullmatch(text)
    if found is not None:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        try:
            return _iso(datetime(year, month, day, hour, minute, second, tzinfo=zone), zone)
        except ValueError:
            pass
    return BadCell(
        "WORKBOOK_TIME",
        Word(f"“{_shown(value)}”不是日期时间", f'"{_shown(value)}" is no date with a time'),
        Word("按 2026-02-24 06:30 的样子填", "write it like 2026-02-24 06:30"),
    )


def _iso(moment: datetime, zone: ZoneInfo) -> str:
    return moment.replace(tzinfo=zone).isoformat()


def _windows(value: Raw, zone: ZoneInfo) -> object | BadCell:
    windows: list[dict[str, object]] = []
    for part in _parts(plain(value)):
        ends = _BETWEEN.split(part)
        if len(ends) != len(("from", "to")):
            return BadCell(
                "WORKBOOK_WINDOW",
                Word(f"“{_shown(part)}”不是时段", f'"{_shown(part)}" is no span of time'),
                Word("按 起/止 的样子填，多段用分号隔开", "write from/to, several with semicolons"),
            )
        start, end = (read_moment(text, zone) for text in ends)
        for moment in (start, end):
            if isinstance(moment, BadCell):
                return moment
        windows.append({"from": start, "to": end})
    return windows


def _heads(value: Raw) -> object | BadCell:
    heads: dict[str, object] = {}
    for part in _parts(plain(value)):
        name, equals, count = part.rpartition("=")
        if not equals or not count.strip().isdecimal() or name.strip() in heads:
            return BadCell(
                "WORKBOOK_HEADS",
                Word(f"“{_shown(part)}”不是“类别=人数”", f'"{_shown(part)}" is not category=heads'),
                Word("每类只写一次，如 脱贫=12", "name each category once, like lifted=12"),
            )
        heads[name.strip()] = int(count)
    return heads


def _clock(value: Raw) -> object:
    """A daily span; what is none is left for validation, which knows what each rule takes."""
    text = plain(value)
    start, dash, end = text.partition("-")
    return {"from": start.strip(), "to": end.strip()} if dash else text


def _list(value: Raw) -> object:
    return _parts(_verbatim(value))


def _parts(text: str) -> list[str]:
    """What stands between semicolons, of either width."""
    return [part.strip() for part in re.split(r"[;；]", text) if part.strip()]


def _shown(value: object) -> str:
    """A cell as findings quote it: short, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


TIMED: Mapping[Kind, Callable[[Raw, ZoneInfo], object | BadCell]] = {
    Kind.MOMENT: read_moment,
    Kind.WINDOWS: _windows,
}
"""Readers that need to know whose clock a cell speaks of."""

PARSED: Mapping[Kind, Callable[[Raw], object | BadCell]] = {
    Kind.TEXT: _verbatim,
    Kind.FLAG: _flag,
    Kind.HEADS: _heads,
    Kind.LIST: _list,
    Kind.CLOCK: _clock,
}
"""Readers that need nothing but the cell."""
