"""The workbook of dispatch details: prefilled with the plan's runs, drivers and gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import xlsxwriter

from routing.formats.details_form.layout import CONTACTS, DRIVERS, RUNS, TABLES
from routing.formats.plan_view import PlanView
from routing.formats.workbook.book import MADE
from routing.formats.workbook.words import in_language
from routing.formats.workbook_form.layout import Table
from routing.ports.renderer import Language

FILLED_ROWS = 500


def render_details_form(*, language: Language, view: PlanView | None = None) -> bytes:
    """The workbook to fill in; with a plan its runs, driver ids and places stand there already."""
    data = BytesIO()
    file = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    file.set_properties({"created": MADE, "title": "Zhida"})
    text = file.add_format({"num_format": "@"})
    head = file.add_format(
        {
            "bold": True,
            "border": 1,
            "text_wrap": True,
            "align": "center",
            "bg_color": "#12507B",
            "font_color": "#FFFFFF",
        }
    )
    for table in TABLES:
        page = file.add_worksheet(in_language(table.title, language))
        page.freeze_panes(1, 1)
        page.set_row(0, 34)
        for index, field in enumerate(table.fields):
            mark = " *" if field.required else ""
            page.set_column(index, index, field.width, text)
            page.write_string(0, index, f"{field.heading.zh}\n{field.heading.en}{mark}", head)
            if field.hint is not None:
                hint = {"validate": "any", "input_message": in_language(field.hint, language)}
                page.data_validation(1, index, FILLED_ROWS, index, hint)
        for row, cells in enumerate(_known(table, view), start=1):
            for index, cell in enumerate(cells):
                page.write_string(row, index, cell, text)
    file.close()
    return data.getvalue()


def _known(table: Table, view: PlanView | None) -> Iterator[Sequence[str]]:
    """The leading cells of each row that the plan knows already."""
    if view is None:
        return
    runs = view.coach_runs()
    if table is RUNS:
        yield from ((run.id,) for run in runs)
    elif table is DRIVERS:
        yield from ((run.id, duty.driver) for run in runs for duty in run.duties)
    elif table is CONTACTS:
        ends = {group.destination for group in view.scenario.groups}
        yield from ((place,) for place in sorted(ends))
