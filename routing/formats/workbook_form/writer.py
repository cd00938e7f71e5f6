"""Any scenario as a filled-in form, and the template: a form with one small example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from routing.formats.workbook.book import A4, MADE
from routing.formats.workbook.words import Word, in_language
from routing.formats.workbook_form import settings_sheet
from routing.formats.workbook_form.example import example_scenario
from routing.formats.workbook_form.layout import (
    PAIRS,
    PLACES,
    SERVICES,
    TABLES,
    Field,
    Kind,
    Table,
)
from routing.formats.workbook_form.write_cells import write_cell
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

HEAD_POINTS = 34
"""Height of a heading in two languages, one below the other."""

FILLED_ROWS = 2_000
"""Rows that carry formats, lists and checks, also where they are still empty."""

TEXT_KINDS = frozenset(
    {
        Kind.TEXT,
        Kind.PLACE,
        Kind.CHOICE,
        Kind.FLAG,
        Kind.MOMENT,
        Kind.WINDOWS,
        Kind.HEADS,
        Kind.LIST,
        Kind.CLOCK,
    }
)
"""Kinds kept as text cells, so that no program turns an id or a time into something else."""


def render_template(*, language: Language) -> bytes:
    """The form with one small example; headings are in both languages whatever the language."""
    return render_form(example_scenario(), language=language)


def render_form(scenario: Scenario, *, language: Language) -> bytes:
    """A scenario as a form; read again it is the same scenario.

    What a form has no sheet for (a previous plan) is left out.
    """
    form = _Form(scenario, language)
    form.add_settings()
    for table in TABLES:
        form.add_table(table)
    return form.to_bytes()


class _Form:
    """A form in the making."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self._document = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        self._language: Language = language
        self._zone = ZoneInfo(scenario.timezone)
        self._bytes = BytesIO()
        self._file = xlsxwriter.Workbook(
            self._bytes,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._file.set_properties({"created": MADE, "title": "Zhida"})
        head = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
        head |= {"align": "center", "font_color": "#FFFFFF"}
        self._needed = self._file.add_format(head | {"bg_color": "#12507B"})
        self._wished = self._file.add_format(head | {"bg_color": "#5B7F99"})
        self._text = self._file.add_format({"num_format": "@"})
        self._plain = self._file.add_format({"num_format": "General"})

    def add_settings(self) -> None:
        """One line per setting; those at their default are left empty."""
        page = self._file.add_worksheet(in_language(settings_sheet.TITLE, self._language))
        _print_on_a4(page)
        page.set_row(0, HEAD_POINTS)
        page.set_column(0, 0, 56)
        page.set_column(1, 1, 50, self._text)
        for index, word in enumerate((settings_sheet.NAME, settings_sheet.VALUE)):
            page.write_string(0, index, _both(word), self._needed)
        page.freeze_panes(1, 0)
        for row, field in enumerate(settings_sheet.fields(), start=1):
            page.write_string(row, 0, f"{field.heading.zh}　{field.heading.en}", self._text)
            value = _find(self._document, field.key)
            if value is not None:
                self._write(page, row, 1, field, value)
            self._add_check(page, field, 1, first=row, last=row)

    def add_table(self, table: Table) -> None:
        """A sheet with its headings, its records, and checks on the rows below."""
        page = self._file.add_worksheet(in_language(table.title, self._language))
        page.freeze_panes(1, 1)
        _print_on_a4(page)
        page.set_row(0, HEAD_POINTS)
        for index, field in enumerate(table.fields):
            style = self._needed if field.required else self._wished
            mark = " *" if field.required else ""
            is_text = field.kind in TEXT_KINDS
            page.set_column(index, index, field.width, self._text if is_text else self._plain)
            page.write_string(0, index, _both(field.heading) + mark, style)
            self._add_check(page, field, index, first=1, last=FILLED_ROWS)
        for row, record in enumerate(self._records(table), start=1):
            for index, field in enumerate(table.fields):
                value = _find(record, field.key)
                if value is not None:
                    self._write(page, row, index, field, value)

    def to_bytes(self) -> bytes:
        """Close the file and hand out its bytes."""
        self._file.close()
        return self._bytes.getvalue()

    def _records(self, table: Table) -> Iterator[Mapping[str, object]]:
        if table.parent is None:
            home = self._document.get("travel", {}) if table is PAIRS else self._document
            yield from home.get(table.key, ())
            return
        for service in self._document.get(SERVICES.key, ()):
            for record in service.get(table.key, ()):
                yield {**record, table.parent: service["id"]}

    def _write(self, page: Worksheet, row: int, column: int, field: Field, value: object) -> None:
        cell = write_cell(field, value, zone=self._zone, language=self._language)
        if isinstance(cell, str | datetime):
            page.write_string(row, column, str(cell), self._text)
        else:
            page.write_number(row, column, cell, self._plain)

    def _add_check(
        self, page: Worksheet, field: Field, column: int, *, first: int, last: int
    ) -> None:
        rule = self._rule(field)
        if field.hint is not None:
            rule["input_message"] = in_language(field.hint, self._language)
        if rule:
            page.data_validation(first, column, last, column, {"validate": "any"} | rule)

    def _rule(self, field: Field) -> dict[str, object]:
        if field.kind is Kind.CHOICE:
            names = [in_language(called, self._language) for _, called in field.choices]
            return {"validate": "list", "source": names}
        if field.kind is Kind.FLAG:
            return {"validate": "list", "source": ["是", "否"] if self._is_zh else ["yes", "no"]}
        if field.kind is Kind.PLACE:
            sheet = in_language(PLACES.title, self._language)
            return {
                "validate": "list",
                "source": f"='{sheet}'!$A$2:$A${FILLED_ROWS}",
                "error_type": "warning",
            }
        if field.kind is Kind.COUNT:
            return {"validate": "integer", "criteria": ">=", "value": 0}
        if field.kind in (Kind.YUAN, Kind.KM, Kind.MINUTES):
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        return {}

    @property
    def _is_zh(self) -> bool:
        return self._language == "zh"


def _print_on_a4(page: Worksheet) -> None:
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _both(word: Word) -> str:
    return f"{word.zh}\n{word.en}"


def _find(record: Mapping[str, object], key: str) -> object | None:
    """The value at a dotted key; of a text in both languages, the half that the key names."""
    *path, last = key.split(".")
    found: object = record
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    value: object = found.get(last)
    if isinstance(value, Mapping) and set(value) == {"zh", "en"}:
        half: object = value["zh"]
        return half
    return value
