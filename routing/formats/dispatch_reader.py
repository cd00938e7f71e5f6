"""A dispatch workbook read back: a plan made by hand, or ours with changes typed into it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from routing.artefacts.dispatch_sheets import (
    DispatchSheets,
    SheetActivity,
    SheetJourney,
    SheetRun,
    SheetSeats,
    SheetStop,
)
from routing.formats.workbook import words
from routing.formats.workbook.journeys import NIGHT, RUNS
from routing.formats.workbook.words import Word
from routing.formats.workbook_form.cells import Raw, plain
from routing.formats.workbook_form.defects import cell_name, error
from routing.formats.workbook_form.headings import cell_at, find_sheet, folded, is_empty, names_of
from routing.formats.workbook_form.unpack import RawSheet, unpack
from routing.model.findings import Finding

SEARCHED_ROWS = 10
HALF_A_SECOND = timedelta(milliseconds=500)
LOADS = re.compile(r"([+\-−－＋])\s*(\d+)\s+(\S+)")
"""``+20 group`` boards, ``−20 group`` alights."""
ARROWS = re.compile(r"\s*(?:→|->|＞|>|,|，|、)\s*")
ACTIVITIES = {
    name: kind for kind, word in words.ACTIVITIES.items() for name in names_of(word, kind)
}


@dataclass
class _Table:
    """A sheet's lines below its headings, cells by heading; what is wrong is collected."""

    sheet: RawSheet
    columns: dict[str, int]
    first: int
    findings: list[Finding] = field(default_factory=list)

    def rows(self) -> Iterator[int]:
        """Numbers of the lines that hold anything."""
        for number in range(self.first, len(self.sheet.rows)):
            if any(not is_empty(cell) for cell in self.sheet.rows[number]):
                yield number

    def cell(self, row: int, word: Word) -> Raw:
        """The cell under a heading; an empty text where the heading is absent."""
        index = self.columns.get(folded(word.en))
        return "" if index is None else cell_at(self.sheet.rows[row], index)

    def text(self, row: int, word: Word) -> str:
        """The cell as text."""
        return plain(self.cell(row, word))

    def at(self, row: int, word: Word) -> str:
        """The cell's name."""
        return cell_name(self.sheet.name, row, self.columns.get(folded(word.en), 0))

    def count(self, row: int, word: Word) -> int | None:
        """A whole number; None and a finding where there is none."""
        text = self.text(row, word)
        if text.isdecimal():
            return int(text)
        self.wrong(row, word, Word("应为整数", "a whole number is expected"))
        return None

    def moment(self, row: int, word: Word) -> datetime | None:
        """A local time to the second; None and a finding where there is none."""
        value = self.cell(row, word)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value.strip())
            except ValueError:
                value = ""
        if isinstance(value, datetime) and value.tzinfo is None:
            return (value + HALF_A_SECOND).replace(microsecond=0)
        self.wrong(row, word, Word("应为日期和时间", "a date and time is expected"))
        return None

    def wrong(self, row: int, word: Word, cause: Word) -> None:
        """Remember a cell that cannot be read."""
        shown = self.text(row, word) or "∅"
        said = Word(f"“{shown}”：{cause.zh}", f"{shown}: {cause.en}")
        remedy = Word("改正该单元格", "correct the cell")
        self.findings.append(error("DISPATCH_CELL", self.at(row, word), cause=said, remedy=remedy))


@dataclass(frozen=True, slots=True)
class _Shape:
    """A sheet's title, the headings it must have and those it may have."""

    title: Word
    needed: tuple[Word, ...]
    more: tuple[Word, ...] = ()


STOPS = _Shape(
    words.SHEET_STOPS,
    (words.RUN, words.VEHICLE, words.PLACE, words.ARRIVES, words.DEPARTS, words.GROUPS),
)
JOURNEYS = _Shape(words.SHEET_JOURNEYS, (words.GROUP, words.PEOPLE, RUNS), (NIGHT,))
DUTIES = _Shape(
    words.SHEET_DUTIES,
    (words.RUN, words.DRIVER, words.ACTIVITY, words.STARTS, words.ENDS),
    (words.PLACE,),
)
VEHICLES = _Shape(words.SHEET_VEHICLES, (words.RUN, words.VEHICLE), (words.FLEET_ID, words.DRIVERS))
CARRIAGES = _Shape(words.SHEET_CARRIAGES, (words.RUN, words.OFFER, words.PEOPLE), (words.CARRIAGE,))
LEFT_OUT = _Shape(words.SHEET_LEFT_OUT, (words.GROUP, words.PEOPLE))


def read_dispatch(data: bytes) -> tuple[DispatchSheets | None, tuple[Finding, ...]]:
    """Read a dispatch workbook in either language, with everything that is wrong in it.

    Needed are the sheets of stops and of journeys; duties, vehicles, carriages and people left
    out are read where they are there. Figures that follow from others (kilometres, costs, people
    on board) are not read.
    """
    sheets, findings = unpack(data)
    if not sheets:
        return None, findings
    stops, journeys = _table(sheets, STOPS), _table(sheets, JOURNEYS)
    missing = [
        shape.title for shape, table in ((STOPS, stops), (JOURNEYS, journeys)) if table is None
    ]
    if stops is None or journeys is None:
        return None, tuple(_no_sheet(title) for title in missing)
    duties, vehicles = _table(sheets, DUTIES), _table(sheets, VEHICLES)
    carriages, left = _table(sheets, CARRIAGES), _table(sheets, LEFT_OUT)
    read = DispatchSheets(
        runs=tuple(_runs(stops, vehicles, duties)),
        journeys=tuple(_journeys(journeys)),
        seats=tuple(_seats(carriages)),
        left_out=_left_out(left),
    )
    tables = (stops, journeys, duties, vehicles, carriages, left)
    wrong = tuple(f for table in tables if table is not None for f in table.findings)
    return (None, wrong) if wrong else (read, ())


def _table(sheets: tuple[RawSheet, ...], shape: _Shape) -> _Table | None:
    """A sheet with its columns by the folded English heading; None where it is not there."""
    sheet = find_sheet(sheets, shape.title, "")
    if sheet is None:
        return None
    headings = shape.needed + shape.more
    known = {name: folded(word.en) for word in headings for name in names_of(word)}
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            if folded(str(cell)) in known:
                columns.setdefault(known[folded(str(cell))], index)
        if {folded(word.en) for word in shape.needed} <= columns.keys():
            return _Table(sheet, columns, number + 1)
    return None


def _runs(stops: _Table, vehicles: _Table | None, duties: _Table | None) -> Iterator[SheetRun]:
    """Runs in the order of their first line; stops in the order of the sheet."""
    lines: dict[str, list[SheetStop]] = defaultdict(list)
    first: dict[str, int] = {}
    for row in stops.rows():
        run = stops.text(row, words.RUN)
        first.setdefault(run, row)
        found = _stop(stops, row)
        if found is not None:
            lines[run].append(found)
    named, crews = _vehicles(vehicles)
    active = _activities(duties)
    for run, row in first.items():
        yield SheetRun(
            id=run,
            vehicle=named.get(run) or stops.text(row, words.VEHICLE),
            at=stops.at(row, words.RUN),
            stops=tuple(lines[run]),
            activities=tuple(active[run]),
            drivers=crews.get(run, 1),
        )


def _stop(table: _Table, row: int) -> SheetStop | None:
    arrives, departs = table.moment(row, words.ARRIVES), table.moment(row, words.DEPARTS)
    text = table.text(row, words.GROUPS)
    board: dict[str, int] = defaultdict(int)
    alight: dict[str, int] = defaultdict(int)
    for sign, people, group in LOADS.findall(text):
        (board if sign in "+＋" else alight)[group] += int(people)
    if LOADS.sub("", text).strip(" ;；,，、"):
        table.wrong(
            row, words.GROUPS, Word("应写作“+20 批次”或“−20 批次”", "+20 group or −20 group")
        )
    if arrives is None or departs is None:
        return None
    place = table.text(row, words.PLACE)
    return SheetStop(place, arrives, departs, dict(board), dict(alight))


def _vehicles(table: _Table | None) -> tuple[dict[str, str], dict[str, int]]:
    """Each run's vehicle by its id with the number of its name, and its drivers."""
    named: dict[str, str] = {}
    crews: dict[str, int] = {}
    if table is not None:
        for row in table.rows():
            run, name = table.text(row, words.RUN), table.text(row, words.VEHICLE)
            fleet = table.text(row, words.FLEET_ID)
            if fleet:
                hash_, number = name.rpartition("#")[1:]
                named[run] = f"{fleet} #{number}" if hash_ else fleet
            drivers = table.text(row, words.DRIVERS)
            if drivers.isdecimal() and int(drivers):
                crews[run] = int(drivers)
    return named, crews


def _activities(table: _Table | None) -> dict[str, list[SheetActivity]]:
    found: dict[str, list[SheetActivity]] = defaultdict(list)
    if table is not None:
        for row in table.rows():
            kind = ACTIVITIES.get(folded(table.text(row, words.ACTIVITY)))
            starts, ends = table.moment(row, words.STARTS), table.moment(row, words.ENDS)
            if kind is None:
                table.wrong(row, words.ACTIVITY, Word("不认识的活动", "an unknown activity"))
            if kind is not None and starts is not None and ends is not None:
                driver, place = table.text(row, words.DRIVER), table.text(row, words.PLACE)
                run = table.text(row, words.RUN)
                found[run].append(SheetActivity(driver, kind, starts, ends, place or None))
    return found


def _journeys(table: _Table) -> Iterator[SheetJourney]:
    for row in table.rows():
        people = table.count(row, words.PEOPLE)
        if people:
            runs = tuple(name for name in ARROWS.split(table.text(row, RUNS)) if name)
            yield SheetJourney(
                group=table.text(row, words.GROUP),
                people=people,
                runs=runs,
                night=table.text(row, NIGHT) or None,
                at=table.at(row, words.GROUP),
            )


def _seats(table: _Table | None) -> Iterator[SheetSeats]:
    if table is not None:
        for row in table.rows():
            people, carriage = table.count(row, words.PEOPLE), table.text(row, words.CARRIAGE)
            if people:
                yield SheetSeats(
                    run=table.text(row, words.RUN),
                    offer=table.text(row, words.OFFER),
                    carriage=int(carriage) if carriage.isdecimal() else None,
                    people=people,
                )


def _left_out(table: _Table | None) -> dict[str, int]:
    """People by group; further lines of a group only give more reasons."""
    found: dict[str, int] = {}
    if table is not None:
        for row in table.rows():
            if table.text(row, words.PEOPLE):
                people = table.count(row, words.PEOPLE)
                found[table.text(row, words.GROUP)] = people or 0
    return found


def _no_sheet(title: Word) -> Finding:
    return error(
        "DISPATCH_SHEET_MISSING",
        "",
        cause=Word(
            f"工作簿里没有“{title.zh}”表，或缺少列",
            f"the workbook has no sheet {title.en}, or columns are missing",
        ),
        remedy=Word("照 dispatch.xlsx 的式样填写", "fill it in like a dispatch.xlsx"),
    )
