"""The workbook of dispatch details: prefilled with the plan's runs, drivers and gates."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from routing.formats.details_form.layout import PREFILLED, TABLES
from routing.formats.details_form.records import records_of
from routing.formats.plan_view import PlanView
from routing.formats.workbook.book import MADE
from routing.formats.workbook.words import in_language
from routing.model.details import DispatchDetails
from routing.ports.renderer import Language

FILLED_ROWS = 500


def render_details_form(
    *,
    language: Language,
    view: PlanView | None = None,
    details: DispatchDetails | None = None,
) -> bytes:
    """The workbook to fill in.

    Args:
        language: of sheet names and hints; headings stand in both.
        view: the plan, whose runs, drivers and places then stand there already.
        details: what was filled in so far.
    """
    data = BytesIO()
    file = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    file.set_properties({"created": MADE, "title": "Zhida"})
    text = file.add_format({"num_format": "@"})
    known = file.add_format({"num_format": "@", "bg_color": "#EEF1F4", "font_color": "#51606B"})
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
        for row, record in enumerate(records_of(table, view, details), start=1):
            for index, field in enumerate(table.fields):
                if field.key in record:
                    style = known if field.key in PREFILLED[table.key] else text
                    page.write_string(row, index, record[field.key], style)
    file.close()
    return data.getvalue()
