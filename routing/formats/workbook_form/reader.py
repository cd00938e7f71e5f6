"""A filled-in form to the raw document that validation reads, with the cell of every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from routing.formats.workbook.words import Word
from routing.formats.workbook_form import settings_sheet
from routing.formats.workbook_form.cells import BadCell, Raw, plain, read_cell
from routing.formats.workbook_form.defects import bad_cell, cell_name, error
from routing.formats.workbook_form.headings import (
    cell_at,
    check_columns,
    find_headings,
    find_sheet,
    folded,
    is_empty,
    names_of,
)
from routing.formats.workbook_form.layout import PAIRS, PLACES, SERVICES, TABLES, Field, Table
from routing.formats.workbook_form.unpack import RawSheet, unpack
from routing.model.findings import Finding

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class FormTree:
    """A workbook as a raw scenario document.

    Attributes:
        raw: what a JSON file of the same scenario would parse to; None where no sheet was found.
        cells: ``sheet!cell`` by JSON pointer, for every value and every record.
        findings: cells that cannot be read, columns nobody knows.
    """

    raw: dict[str, object] | None
    cells: Mapping[str, str]
    findings: tuple[Finding, ...]

    def merge_findings(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The form's own findings and validation's, each at its cell, none said twice.

        A value that could not be read is missing from ``raw``; validation's word on it is dropped.
        """
        told = {finding.pointer for finding in self.findings}
        moved = (f.model_copy(update={"pointer": self._cell(f.pointer)}) for f in findings)
        return self.findings + tuple(f for f in moved if f.pointer not in told)

    def _cell(self, pointer: str) -> str:
        """The cell of a pointer, or of the nearest record around it."""
        while pointer and pointer not in self.cells:
            pointer = pointer.rpartition("/")[0]
        return self.cells.get(pointer, pointer)


@dataclass
class _Reading:
    """What is being collected."""

    zone: ZoneInfo
    raw: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


def read_workbook(data: bytes) -> FormTree:
    """Read a form; every defect of every cell at once, nothing raised."""
    sheets, findings = unpack(data)
    return read_sheets(sheets) if sheets else FormTree(None, {}, findings)


def read_sheets(sheets: Sequence[RawSheet]) -> FormTree:
    """Read the form's sheets, from a file or as they were mended since."""
    settings = find_sheet(sheets, settings_sheet.TITLE, "settings")
    reading = _Reading(zone=_zone(settings))
    if settings is not None:
        _read_settings(reading, settings)
    known = False
    for table in TABLES:
        sheet = find_sheet(sheets, table.title, table.key)
        if sheet is not None:
            known = True
            _read_table(reading, sheet, table)
    if not known:
        return FormTree(None, {}, (_no_form(),))
    return FormTree(reading.raw, reading.cells, tuple(reading.findings))


def _zone(settings: RawSheet | None) -> ZoneInfo:
    """The zone the settings name; the default where they name none that exists."""
    names = names_of(Word("时区", "Time zone"), "timezone")
    for row in settings.rows if settings is not None else ():
        if folded(str(cell_at(row, 0))) in names and not is_empty(cell_at(row, 1)):
            try:
                return ZoneInfo(plain(cell_at(row, 1)))
            except (ZoneInfoNotFoundError, ValueError):
                break
    return ZoneInfo(DEFAULT_ZONE)


def _read_settings(reading: _Reading, sheet: RawSheet) -> None:
    known = {
        name: setting
        for setting in settings_sheet.fields()
        for name in names_of(setting.heading, setting.key)
    }
    title = names_of(settings_sheet.NAME)
    for number, row in enumerate(sheet.rows):
        label, value = cell_at(row, 0), cell_at(row, 1)
        if is_empty(value) or folded(str(label)) in title:
            continue
        where = cell_name(sheet.name, number, 1)
        setting = known.get(folded(str(label)))
        if setting is None:
            reading.findings.append(_unknown_setting(cell_name(sheet.name, number, 0), label))
            continue
        _put(reading, reading.raw, "", setting, value, where)


def _read_table(reading: _Reading, sheet: RawSheet, table: Table) -> None:
    found = find_headings(sheet, table.fields)
    if found is None:
        if any(not is_empty(cell) for row in sheet.rows for cell in row):
            reading.findings.append(_no_headings(sheet))
        return
    reading.findings += check_columns(sheet, found)
    for number in range(found.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        filled = {i: f for i, f in found.columns.items() if not is_empty(cell_at(row, i))}
        if not filled:
            continue
        parent = _parent_of(reading, sheet, table, row, number, filled)
        if parent is None:
            continue
        records, pointer = parent
        record: dict[str, object] = {}
        here = f"{pointer}/{len(records)}"
        records.append(record)
        reading.cells[here] = cell_name(sheet.name, number, min(found.columns))
        for index, column in found.columns.items():
            reading.cells[f"{here}/{column.key.partition('.')[0]}"] = cell_name(
                sheet.name, number, index
            )
        for index, column in filled.items():
            if column.key != table.parent:
                where = cell_name(sheet.name, number, index)
                _put(reading, record, here, column, cell_at(row, index), where)
    if table is PLACES:
        reading.places = _place_names(reading.raw)


def _parent_of(
    reading: _Reading,
    sheet: RawSheet,
    table: Table,
    row: Sequence[Raw],
    number: int,
    filled: Mapping[int, Field],
) -> tuple[list[object], str] | None:
    """The list a row's record belongs to, and its pointer; None where its service is unknown."""
    if table.parent is None:
        home = reading.raw
        prefix = ""
        if table is PAIRS:
            home = _child(reading.raw, "travel")
            prefix = "/travel"
        return _list(home, table.key), f"{prefix}/{table.key}"
    column = next((i for i, f in filled.items() if f.key == table.parent), None)
    name = plain(cell_at(row, column)) if column is not None else ""
    services = _list(reading.raw, SERVICES.key)
    for index, service in enumerate(services):
        if isinstance(service, dict) and service.get("id") == name:
            return _list(service, table.key), f"/{SERVICES.key}/{index}/{table.key}"
    reading.findings.append(_no_service(cell_name(sheet.name, number, column or 0), name))
    return None


def _put(
    reading: _Reading,
    record: dict[str, object],
    pointer: str,
    column: Field,
    value: Raw,
    where: str,
) -> None:
    """Read a cell into its record; the half of a text in English joins its Chinese half."""
    read = read_cell(column, value, zone=reading.zone, places=reading.places)
    if isinstance(read, BadCell):
        reading.findings.append(bad_cell(read, where))
        return
    key = column.key
    if key.endswith(".en"):
        key = key.removesuffix(".en")
        read = {"zh": record.get(key, ""), "en": read}
    *path, last = key.split(".")
    for step in path:
        record = _child(record, step)
        pointer = f"{pointer}/{step}"
    record[last] = read
    reading.cells[f"{pointer}/{last}"] = where


def _child(record: dict[str, object], key: str) -> dict[str, object]:
    child = record.setdefault(key, {})
    assert isinstance(child, dict)
    return child


def _list(record: dict[str, object], key: str) -> list[object]:
    found = record.setdefault(key, [])
    assert isinstance(found, list)
    return found


def _place_names(raw: Mapping[str, object]) -> dict[str, str]:
    """Place id by id, and by each name that only one place has."""
    places = raw.get(PLACES.key)
    rows = [p for p in places if isinstance(p, dict)] if isinstance(places, list) else []
    by_name: dict[str, set[str]] = {}
    for place in rows:
        name = place.get("name")
        texts = name.values() if isinstance(name, dict) else (name,)
        for text in {str(text) for text in texts if text}:
            by_name.setdefault(text, set()).add(str(place.get("id")))
    unique = {name: min(ids) for name, ids in by_name.items() if len(ids) == 1}
    return unique | {str(p["id"]): str(p["id"]) for p in rows if "id" in p}


def _no_form() -> Finding:
    return error(
        "WORKBOOK_NO_FORM",
        "",
        cause=Word("没有找到任何方案工作表", "none of the form's sheets is there"),
        remedy=Word("用模板填写，保留工作表名称", "fill in the template and keep its sheet names"),
    )


def _no_headings(sheet: RawSheet) -> Finding:
    return error(
        "WORKBOOK_NO_HEADINGS",
        cell_name(sheet.name, 0, 0),
        cause=Word("没有找到表头", "no headings were found"),
        remedy=Word("保留模板的表头行", "keep the template's row of headings"),
    )


def _no_service(where: str, name: str) -> Finding:
    return error(
        "WORKBOOK_UNKNOWN_SERVICE",
        where,
        cause=Word(f"没有编号为“{name}”的车次航班", f'there is no service "{name}"'),
        remedy=Word("填“车次航班”表里的编号", "write an id of the sheet of services"),
    )


def _unknown_setting(where: str, label: Raw) -> Finding:
    return error(
        "WORKBOOK_UNKNOWN_SETTING",
        where,
        cause=Word(f"没有“{label}”这个设置", f'there is no setting "{label}"'),
        remedy=Word("用模板里的设置名", "use a setting of the template"),
    )
