"""A filled-in workbook of dispatch details to the document, every defect at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from routing.formats.details_form.layout import (
    ABOUT,
    CONTACTS,
    DRIVERS,
    HOTLINE,
    PREFILLED,
    RUNS,
    SUPPLIES,
    TABLES,
)
from routing.formats.workbook.words import Word
from routing.formats.workbook_form.cells import BadCell, read_cell
from routing.formats.workbook_form.defects import bad_cell, cell_name, error
from routing.formats.workbook_form.headings import (
    Headings,
    cell_at,
    check_columns,
    find_headings,
    find_sheet,
    is_empty,
)
from routing.formats.workbook_form.layout import Table
from routing.formats.workbook_form.unpack import RawSheet, unpack
from routing.model.details import (
    Contact,
    DispatchDetails,
    DriverDetails,
    PlaceContact,
    RunDetails,
    Supply,
)
from routing.model.findings import Finding

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class DetailsRead:
    """What was read; ``details`` is None where a defect was found."""

    details: DispatchDetails | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: its values by key, and where it stands."""

    values: Values
    where: str


@dataclass
class _Reading:
    zone: ZoneInfo
    findings: list[Finding] = field(default_factory=list)


def read_details_form(data: bytes, *, timezone: str = "Asia/Shanghai") -> DetailsRead:
    """Read the workbook; a row without its required cells is told, an empty one passed over.

    Args:
        data: the workbook.
        timezone: the scenario's, for the meeting times.
    """
    sheets, findings = unpack(data)
    if findings:
        return DetailsRead(None, findings)
    return read_details_sheets(sheets, timezone=timezone)


def read_details_sheets(sheets: Sequence[RawSheet], *, timezone: str) -> DetailsRead:
    """As ``read_details_form``, from rows of cells: a workbook's, or those of a page."""
    reading = _Reading(ZoneInfo(timezone))
    lines: dict[str, list[_Line]] = {}
    for table in TABLES:
        sheet = find_sheet(sheets, table.title, table.key)
        lines[table.key] = [] if sheet is None else list(_lines(reading, sheet, table))
    if sheets and not any(lines.values()) and not reading.findings:
        reading.findings.append(_nothing())
    drivers = _drivers_by_run(reading, lines)
    if reading.findings:
        return DetailsRead(None, tuple(reading.findings))
    return DetailsRead(_document(lines, drivers), ())


def _lines(reading: _Reading, sheet: RawSheet, table: Table) -> Iterator[_Line]:
    found = find_headings(sheet, table.fields)
    if found is None:
        return
    reading.findings += check_columns(sheet, found)
    for number in range(found.row + 1, len(sheet.rows)):
        line = _line(reading, sheet, number, found)
        if not line.values:
            continue
        missing = [f for f in table.fields if f.required and f.key not in line.values]
        if missing and set(line.values) <= PREFILLED[table.key]:
            continue
        for column in missing:
            reading.findings.append(_missing(line.where, column.heading))
        if not missing:
            line.values.pop(ABOUT, None)
            yield line


def _line(reading: _Reading, sheet: RawSheet, number: int, found: Headings) -> _Line:
    values: Values = {}
    row = sheet.rows[number]
    for index, column in found.columns.items():
        cell = cell_at(row, index)
        if is_empty(cell):
            continue
        read = read_cell(column, cell, zone=reading.zone, places={})
        if isinstance(read, BadCell):
            reading.findings.append(bad_cell(read, cell_name(sheet.name, number, index)))
        else:
            values[column.key] = read
    return _Line(values, cell_name(sheet.name, number, min(found.columns)))


def _drivers_by_run(
    reading: _Reading, lines: Mapping[str, list[_Line]]
) -> dict[str, list[DriverDetails]]:
    """Drivers by run; a run that has no line of its own is told, and one that has two."""
    seen: set[object] = set()
    for line in lines[RUNS.key]:
        if line.values["run"] in seen:
            reading.findings.append(_twice(line.where))
        seen.add(line.values["run"])
    found: dict[str, list[DriverDetails]] = {}
    for line in lines[DRIVERS.key]:
        if line.values["run"] not in seen:
            reading.findings.append(_no_run(line.where))
            continue
        about = {key: value for key, value in line.values.items() if key != "run"}
        found.setdefault(str(line.values["run"]), []).append(DriverDetails.model_validate(about))
    return found


def _document(
    lines: Mapping[str, list[_Line]], drivers: Mapping[str, list[DriverDetails]]
) -> DispatchDetails:
    runs = tuple(_run(line.values, drivers) for line in lines[RUNS.key])
    contacts = tuple(
        PlaceContact.model_validate(_nested(line.values)) for line in lines[CONTACTS.key]
    )
    hotline = next((Contact.model_validate(x.values) for x in lines[HOTLINE.key]), None)
    supplies = tuple(Supply.model_validate(line.values) for line in lines[SUPPLIES.key])
    return DispatchDetails(hotline=hotline, runs=runs, contacts=contacts, supplies=supplies)


def _run(values: Values, drivers: Mapping[str, list[DriverDetails]]) -> RunDetails:
    fields = _nested(values)
    for who in ("operator_contact", "leader"):
        person = fields.get(who)
        if isinstance(person, dict):
            person.setdefault("name", "")
    return RunDetails.model_validate(
        fields | {"drivers": tuple(drivers.get(str(values["run"]), ()))}
    )


def _nested(values: Values) -> dict[str, object]:
    """Dotted keys as records within the record."""
    found: dict[str, object] = {}
    for key, value in values.items():
        outer, dot, inner = key.partition(".")
        if not dot:
            found[key] = value
            continue
        record = found.setdefault(outer, {})
        if isinstance(record, dict):
            record[inner] = value
    return found


def _missing(where: str, heading: Word) -> Finding:
    return error(
        "WORKBOOK_CELL_MISSING",
        where,
        cause=Word(f"缺“{heading.zh}”", f'"{heading.en}" is missing'),
        remedy=Word("补填，或清空整行", "fill it in, or empty the whole row"),
    )


def _no_run(where: str) -> Finding:
    return error(
        "DETAILS_UNKNOWN_RUN",
        where,
        cause=Word("没有这个班次", "there is no such run"),
        remedy=Word("填“班次细目”表里的班次", "write a run of the sheet of runs"),
    )


def _twice(where: str) -> Finding:
    return error(
        "DETAILS_RUN_TWICE",
        where,
        cause=Word("同一班次填了两行", "the run has two rows"),
        remedy=Word("只保留一行", "keep one of them"),
    )


def _nothing() -> Finding:
    return error(
        "WORKBOOK_NO_FORM",
        "",
        cause=Word("没有找到派车细目工作表", "none of the sheets of dispatch details is there"),
        remedy=Word("用模板填写，保留工作表名称", "fill in the template and keep its sheet names"),
    )
