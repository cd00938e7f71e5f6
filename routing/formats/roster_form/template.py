"""The roster template: text formats, lists, checks, and the scenario's own places to pick from."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from routing.formats.masking import choose_language
from routing.formats.roster_form.columns import FIELDS, TITLE
from routing.formats.workbook.book import MADE
from routing.formats.workbook.words import Word, in_language
from routing.formats.workbook_form.layout import Field, Kind
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

FILLED_ROWS = 5_000
LISTS = Word("字典", "Lists")


def render_roster_template(*, language: Language, scenario: Scenario | None = None) -> bytes:
    """A roster to fill in; with a scenario, its pickups, employers and groups are lists."""
    data = BytesIO()
    file = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    file.set_properties({"created": MADE, "title": "Zhida"})
    page = file.add_worksheet(in_language(TITLE, language))
    lists = file.add_worksheet(in_language(LISTS, language))
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
    text = file.add_format({"num_format": "@"})
    page.freeze_panes(1, 1)
    page.set_row(0, 34)
    for index, field in enumerate(FIELDS):
        mark = " *" if field.required else ""
        page.set_column(index, index, field.width, text)
        page.write_string(0, index, f"{field.heading.zh}\n{field.heading.en}{mark}", head)
        choices = _choices(field, scenario, language)
        lists.write_string(0, index, in_language(field.heading, language))
        for row, choice in enumerate(choices, start=1):
            lists.write_string(row, index, choice)
        rule = _rule(field, index, len(choices), in_language(LISTS, language))
        if rule:
            page.data_validation(1, index, FILLED_ROWS, index, rule)
    file.close()
    return data.getvalue()


def _choices(field: Field, scenario: Scenario | None, language: Language) -> list[str]:
    if field.kind is Kind.CHOICE:
        return [in_language(called, language) for _, called in field.choices]
    if field.kind is Kind.FLAG:
        return ["是", "否"] if language == "zh" else ["yes", "no"]
    if scenario is None:
        return []
    names = {place.id: choose_language(place.name, language) for place in scenario.places}
    ends = {
        "pickup": {names[group.origin] for group in scenario.groups},
        "employer": {names[group.destination] for group in scenario.groups},
        "group": {group.id for group in scenario.groups},
    }
    return sorted(ends.get(field.key, ()))


def _rule(field: Field, column: int, choices: int, lists: str) -> dict[str, object]:
    if choices:
        letter = chr(ord("A") + column)
        source = f"='{lists}'!${letter}$2:${letter}${choices + 1}"
        return {"validate": "list", "source": source, "error_type": "warning"}
    if field.key == "id_number":
        return {
            "validate": "length",
            "criteria": "==",
            "value": 18,
            "error_title": "身份证号",
            "error_message": "身份证号须为18位文本 / 18 characters, as text",
        }
    return {}
