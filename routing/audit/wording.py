"""Values as the audit writes them: with their unit, the same in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from routing.model.base import LocalisedText


class Unit(StrEnum):
    """What a measured value counts."""

    SECONDS = "seconds"
    METRES = "metres"
    PEOPLE = "people"
    FEN = "fen"
    COUNT = "count"
    INSTANT = "instant"
    MILLIONTHS = "millionths"
    TEXT = "text"


def both(zh: str, en: str) -> LocalisedText:
    """A text in both languages."""
    return LocalisedText(zh=zh, en=en)


def show(value: int | str, *, unit: Unit, offset_s: int) -> str:
    """A value with its unit; an instant in local time, ``offset_s`` ahead of UTC."""
    if isinstance(value, str):
        return value
    if unit is Unit.INSTANT:
        local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value + offset_s)
        return local.strftime("%Y-%m-%d %H:%M:%S")
    return _amount(value, unit)


def show_margin(value: int, *, unit: Unit) -> str:
    """A difference of two values with its unit; of instants it is a duration."""
    if unit is Unit.TEXT:
        return "=" if value == 0 else "≠"
    return _amount(value, Unit.SECONDS if unit is Unit.INSTANT else unit)


def _amount(value: int, unit: Unit) -> str:
    match unit:
        case Unit.SECONDS:
            return _duration(value)
        case Unit.METRES:
            return f"{value} m"
        case Unit.PEOPLE:
            return f"{value} people"
        case Unit.FEN:
            return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d} CNY"
        case Unit.MILLIONTHS:
            return f"{'-' if value < 0 else ''}{abs(value) // 10_000}.{abs(value) % 10_000:04d} %"
        case _:
            return str(value)


def _duration(value: int) -> str:
    minutes, seconds = divmod(abs(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < 0 else ''}{hours}:{minutes:02d}:{seconds:02d} h"
