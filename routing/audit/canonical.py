"""The audit's own canonical JSON (RFC 8785), so that it can hash a scenario by itself."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from pydantic import BaseModel

_text = json.JSONEncoder(ensure_ascii=False).encode


def sha256_of(document: BaseModel) -> str:
    """SHA-256 of a document's canonical JSON, defaults included, in hexadecimal."""
    tree = document.model_dump(mode="json", by_alias=True)
    return hashlib.sha256(canonical(tree).encode()).hexdigest()


def canonical(node: object) -> str:
    """Canonical JSON of a tree of dicts, lists, strings, numbers, booleans and None.

    Keys are ordered by their UTF-16 code units, numbers are written as ECMAScript writes them.
    """
    if isinstance(node, dict):
        # ASCII sorts by code points as by code units.
        by_unit = None if all(map(str.isascii, node)) else _code_units
        keys = sorted(node, key=by_unit)
        return "{" + ",".join(f"{_text(key)}:{canonical(node[key])}" for key in keys) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(canonical, node)) + "]"
    if isinstance(node, float):
        return number(node)
    return _text(node)


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be")


def number(value: float) -> str:
    """A finite double as ECMAScript's ``Number::toString`` writes it (ECMA-262, 6.1.6.1.20)."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)  # where the decimal point stands, from the first digit
    return ("-" if sign else "") + _place_point(text, point)


_LONGEST_INTEGER = 21
_MOST_LEADING_ZEROS = 6


def _place_point(text: str, point: int) -> str:
    if len(text) <= point <= _LONGEST_INTEGER:
        return text + "0" * (point - len(text))
    if 0 < point <= _LONGEST_INTEGER:
        return f"{text[:point]}.{text[point:]}"
    if -_MOST_LEADING_ZEROS < point <= 0:
        return f"0.{'0' * -point}{text}"
    mantissa = text if len(text) == 1 else f"{text[0]}.{text[1:]}"
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
