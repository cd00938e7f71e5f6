"""Many townships' workbooks to one roster, every defect at its file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from zoneinfo import ZoneInfo

from routing.formats.roster_form.columns import FIELDS, known_headings
from routing.formats.workbook.words import Word
from routing.formats.workbook_form.cells import BadCell, Raw, plain, read_cell
from routing.formats.workbook_form.defects import bad_cell, cell_name, error
from routing.formats.workbook_form.headings import SEARCHED_ROWS, cell_at, folded, is_empty
from routing.formats.workbook_form.layout import Field
from routing.formats.workbook_form.unpack import RawSheet, unpack
from routing.model.findings import Finding
from routing.model.roster import Person, Roster

UTC = ZoneInfo("UTC")
NAME = "name"


@dataclass(frozen=True, slots=True)
class RosterRead:
    """What was read.

    Attributes:
        roster: everyone whose line could be read; None where no sheet had any names.
        findings: lines and files that could not be read.
        unmapped: headings that mean no field, with their cells: what a mapping could name.
    """

    roster: Roster | None
    findings: tuple[Finding, ...]
    unmapped: tuple[tuple[str, str], ...]


@dataclass
class _Reading:
    """What is being collected."""

    headings: Mapping[str, Field]
    people: list[Person] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unmapped: list[tuple[str, str]] = field(default_factory=list)


def read_rosters(
    files: Mapping[str, bytes], *, roster_id: str, mapping: Mapping[str, str] | None = None
) -> RosterRead:
    """Merge workbooks into one roster, in the order of their names.

    A sheet belongs to the roster when one of its first rows has a heading for names. A number in
    the column of identity numbers has lost its last digits to the spreadsheet and is refused.

    Args:
        files: workbooks by file name; the name stands in every finding.
        roster_id: id of the merged roster.
        mapping: field by a heading of the townships' own, over the known synonyms.

    Raises:
        ValueError: the mapping names a field that a roster does not have.
    """
    reading = _Reading(_headings(mapping or {}))
    for name in sorted(files):
        sheets, findings = unpack(files[name])
        reading.findings += [_at_file(f, name) for f in findings]
        for sheet in sheets:
            _read_sheet(reading, sheet, name)
    if not reading.people and not reading.findings:
        reading.findings.append(_no_names())
    roster = Roster(id=roster_id, people=tuple(reading.people)) if reading.people else None
    return RosterRead(roster, tuple(reading.findings), tuple(reading.unmapped))


def _headings(mapping: Mapping[str, str]) -> dict[str, Field]:
    fields = {each.key: each for each in FIELDS}
    strange = sorted(set(mapping.values()) - set(fields))
    if strange:
        raise ValueError(f"no such fields: {', '.join(strange)}")
    return known_headings() | {folded(name): fields[key] for name, key in mapping.items()}


def _read_sheet(reading: _Reading, sheet: RawSheet, file: str) -> None:
    head = _find_head(sheet, reading.headings)
    if head is None:
        reading.unmapped += _guessed_headings(sheet, file, reading.headings)
        return
    row, columns = head
    for index, cell in enumerate(sheet.rows[row]):
        if index not in columns and not is_empty(cell):
            where = f"{file}!{cell_name(sheet.name, row, index)}"
            reading.unmapped.append((where, plain(cell)))
    for number in range(row + 1, len(sheet.rows)):
        _read_line(reading, sheet, number, columns, file)


def _find_head(
    sheet: RawSheet, headings: Mapping[str, Field]
) -> tuple[int, dict[int, Field]] | None:
    """The first row with a heading for names, and its columns; a field's first column counts."""
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns: dict[int, Field] = {}
        for index, cell in enumerate(row):
            found = headings.get(folded(str(cell)))
            if found is not None and found not in columns.values():
                columns[index] = found
        if NAME in {each.key for each in columns.values()}:
            return number, columns
    return None


def _guessed_headings(
    sheet: RawSheet, file: str, known: Mapping[str, Field]
) -> Iterator[tuple[str, str]]:
    """What is not known in the fullest of the first rows of a sheet without a heading for names."""
    rows = sheet.rows[:SEARCHED_ROWS]
    texts = [[i for i, c in enumerate(row) if isinstance(c, str) and c.strip()] for row in rows]
    best = max(range(len(rows)), key=lambda n: (len(texts[n]), -n), default=0)
    for index in texts[best] if texts else ():
        if folded(str(rows[best][index])) not in known:
            yield f"{file}!{cell_name(sheet.name, best, index)}", plain(rows[best][index])


def _read_line(
    reading: _Reading, sheet: RawSheet, number: int, columns: Mapping[int, Field], file: str
) -> None:
    row = sheet.rows[number]
    filled = {i: f for i, f in columns.items() if not is_empty(cell_at(row, i))}
    if not filled:
        return
    values: dict[str, object] = {}
    for index, column in filled.items():
        where = f"{file}!{cell_name(sheet.name, number, index)}"
        read = _read_value(column, cell_at(row, index))
        if isinstance(read, BadCell):
            reading.findings.append(bad_cell(read, where))
        else:
            values[column.key] = read
    name_column = next(i for i, f in columns.items() if f.key == NAME)
    where = f"{file}!{cell_name(sheet.name, number, name_column)}"
    if NAME not in values:
        if values:
            reading.findings.append(_nameless(where))
        return
    values.setdefault("token", opaque_token(where))
    reading.people.append(Person.model_validate(values | {"source": where}))


def _read_value(column: Field, value: Raw) -> object | BadCell:
    if column.key == "id_number" and isinstance(value, int | float):
        return BadCell(
            "ROSTER_ID_AS_NUMBER",
            Word("身份证号存成了数字，末几位已丢失", "the identity number was stored as a number"),
            Word("把该列设为文本后重新录入", "make the column text and type it again"),
        )
    return read_cell(column, value, zone=UTC, places={})


def opaque_token(where: str) -> str:
    """A token for the line at a place; it says nothing about the person."""
    return f"t{sha256(where.encode()).hexdigest()[:12]}"


def _at_file(finding: Finding, file: str) -> Finding:
    return finding.model_copy(update={"pointer": f"{file}!{finding.pointer}".rstrip("!")})


def _nameless(where: str) -> Finding:
    return error(
        "ROSTER_NAME_MISSING",
        where,
        cause=Word("这一行没有姓名", "the line has no name"),
        remedy=Word("补填姓名或删去该行", "add the name, or remove the line"),
    )


def _no_names() -> Finding:
    return error(
        "ROSTER_NO_NAMES",
        "",
        cause=Word("没有找到带“姓名”列的工作表", "no sheet has a column of names"),
        remedy=Word("用名册模板，或指定列名对应关系", "use the template, or name the headings"),
    )
