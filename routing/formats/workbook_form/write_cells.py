"""One value of a scenario's document to the cell a planner reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from routing.formats.workbook.words import in_language
from routing.formats.workbook_form.layout import Field, Kind
from routing.ports.renderer import Language

Written = str | int | float | Decimal | datetime

YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
SHORTEST_TIME = "%Y-%m-%d %H:%M:%S"


def write_cell(field: Field, value: object, *, zone: ZoneInfo, language: Language) -> Written:
    """The cell for a value as it stands in the JSON document."""
    if isinstance(value, bool):
        return YES_NO[language][0 if value else 1]
    if isinstance(value, int | float):
        return _number(field.kind, value)
    if isinstance(value, list | dict):
        return "; ".join(_elements(field, value, zone))
    text = str(value)
    if field.kind is Kind.MOMENT:
        return _moment(text, zone)
    called = {str(word): in_language(name, language) for word, name in field.choices}
    return called.get(text, text)


def _elements(
    field: Field, value: list[object] | dict[object, object], zone: ZoneInfo
) -> Iterator[str]:
    """The parts of a cell that holds several values."""
    if isinstance(value, list):
        yield from (_element(field, element, zone) for element in value)
    elif field.kind is Kind.CLOCK:
        yield f"{value['from']}-{value['to']}"
    else:
        yield from (f"{name}={heads}" for name, heads in value.items())


def _element(field: Field, element: object, zone: ZoneInfo) -> str:
    if field.kind is Kind.WINDOWS and isinstance(element, dict):
        return "/".join(str(_moment(str(element[end]), zone)) for end in ("from", "to"))
    return str(element)


def _number(kind: Kind, value: float) -> Written:
    """Fen as yuan, metres as kilometres, seconds as minutes, exactly or to a millionth."""
    match kind:
        case Kind.YUAN:
            return Decimal(value) / 100
        case Kind.KM:
            return Decimal(value) / 1_000
        case Kind.MINUTES:
            return (Decimal(value) / 60).quantize(Decimal("0.000001"))
        case _:
            return value


def _moment(text: str, zone: ZoneInfo) -> str:
    """Local clock time as text, which no program shifts or reformats."""
    local = datetime.fromisoformat(text).astimezone(zone)
    pattern = SHORTEST_TIME if local.second else SHORTEST_TIME.removesuffix(":%S")
    return local.strftime(pattern)
