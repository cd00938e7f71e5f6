"""The dispatch details as the page shows them: the workbook's sheets with an input in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from routing.formats.details_form.layout import (
    CONTACTS,
    DRIVERS,
    HOTLINE,
    PREFILLED,
    RUNS,
    SUPPLIES,
    TABLES,
)
from routing.formats.details_form.records import records_of
from routing.formats.plan_view import PlanView
from routing.formats.workbook.words import in_language
from routing.formats.workbook_form.cells import Raw
from routing.formats.workbook_form.defects import cell_name
from routing.formats.workbook_form.layout import Table
from routing.formats.workbook_form.unpack import RawSheet
from routing.model.details import DispatchDetails
from routing.model.findings import Finding
from routing.ports.renderer import Language

BLANK_ROWS = {HOTLINE.key: 1, SUPPLIES.key: 4}
MOST_ROWS = 2_000
MOST_TEXT = 500


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: its input's name, its text, and what is wrong with it.

    Attributes:
        fixed: the plan wrote it; it is shown and sent back, not typed.
    """

    name: str
    label: str
    text: str
    fixed: bool
    wrong: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A sheet of the form on the page."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]


def build_tables(
    view: PlanView, details: DispatchDetails | None, findings: Sequence[Finding] = ()
) -> tuple[TableView, ...]:
    """Every sheet with what the plan knows and what was filled in; found cells are marked."""
    return tuple(
        _table(table, list(records_of(table, view, details)), findings, view.language)
        for table in TABLES
    )


def tables_as_typed(
    fields: Mapping[str, str], findings: Sequence[Finding], language: Language
) -> tuple[TableView, ...]:
    """Every sheet as it was sent, so that nobody types anything twice."""
    return tuple(_table(table, _typed(fields, table), findings, language) for table in TABLES)


def sheets_of(fields: Mapping[str, str]) -> tuple[RawSheet, ...]:
    """What was sent as rows of cells, for the form's own reader."""
    return tuple(RawSheet(table.title.zh, _rows(fields, table)) for table in TABLES)


def _rows(fields: Mapping[str, str], table: Table) -> list[list[Raw]]:
    rows: list[list[Raw]] = [[field.heading.zh for field in table.fields]]
    for row in _typed(fields, table):
        rows.append([row.get(field.key, "") for field in table.fields])
    return rows


def _typed(fields: Mapping[str, str], table: Table) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for number in range(MOST_ROWS):
        names = {f.key: f"{table.key}-{number}-{f.key}" for f in table.fields}
        row = {key: fields[name][:MOST_TEXT] for key, name in names.items() if name in fields}
        if not row:
            break
        rows.append(row)
    return rows


def _table(
    table: Table, records: list[dict[str, str]], findings: Sequence[Finding], language: Language
) -> TableView:
    filled = [r for r in records if table.key not in BLANK_ROWS or any(r.values())]
    spare = BLANK_ROWS.get(table.key, 0)
    if table is HOTLINE and filled:
        spare = 0
    rows = [*filled, *({} for _ in range(spare))]
    return TableView(
        key=table.key,
        title=in_language(table.title, language),
        headings=tuple(in_language(f.heading, language) for f in table.fields),
        rows=tuple(
            tuple(_cells(table, number, row, findings, language)) for number, row in enumerate(rows)
        ),
    )


def _cells(
    table: Table,
    number: int,
    row: Mapping[str, str],
    findings: Sequence[Finding],
    language: Language,
) -> Iterator[CellView]:
    for index, field in enumerate(table.fields):
        known = (cell_name(table.title.zh, number + 1, index), _pointer(table, row, field.key))
        wrong = [f for f in findings if f.pointer and f.pointer in known]
        subject = next(iter(row.values()), "")
        yield CellView(
            name=f"{table.key}-{number}-{field.key}",
            label=f"{subject} {in_language(field.heading, language)}".strip(),
            text=row.get(field.key, ""),
            fixed=field.key in PREFILLED[table.key],
            wrong=" ".join(f.cause.zh if language == "zh" else f.cause.en for f in wrong),
        )


def _pointer(table: Table, row: Mapping[str, str], key: str) -> str:
    """Where a finding about the document stands in the form."""
    outer, _, inner = key.partition(".")
    if table is RUNS:
        if outer in ("operator_contact", "leader"):
            who = outer.removesuffix("_contact")
            return f"/runs/{row.get('run', '')}/{who}" if inner == "phone" else ""
        return f"/runs/{row.get('run', '')}/{key}" if key != "run" else ""
    if table is DRIVERS and key == "phone":
        return f"/runs/{row.get('run', '')}/drivers/{row.get('driver', '')}"
    if table is CONTACTS and inner == "phone":
        return f"/contacts/{row.get('place', '')}"
    return "/hotline" if table is HOTLINE and key == "phone" else ""
