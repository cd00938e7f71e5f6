"""The shape of a document: pydantic's errors as findings of our own."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from routing.model.base import Document
from routing.model.findings import Finding
from routing.validate import shape_words as words
from routing.validate.defect import Defect, quoted
from routing.validate.field_names import fields_at, unit_of
from routing.validate.raw_tree import Node, escaped

AnyDocument = TypeVar("AnyDocument", bound=Document)

EXPECTED = {
    "string_type": ("文字", "text"),
    "string_sub_type": ("文字", "text"),
    "int_type": ("整数", "a whole number"),
    "float_type": ("数字", "a number"),
    "bool_type": ("true 或 false", "true or false"),
    "tuple_type": ("列表 […]", "a list […]"),
    "dict_type": ("对象 {…}", "an object {…}"),
    "model_type": ("对象 {…}", "an object {…}"),
    "datetime_type": ("ISO 8601 时间文字", "a time in ISO 8601, as text"),
}
SYMBOL = {
    "greater_than_equal": ("≥", "ge"),
    "greater_than": (">", "gt"),
    "less_than_equal": ("≤", "le"),
    "less_than": ("<", "lt"),
}
SHOWN_PATTERNS = {
    r"^([01]\d|2[0-3]):[0-5]\d$": "HH:MM (00:00–23:59)",
    r"^[0-9a-f]{64}$": "SHA-256: 64 × 0–9 a–f",
    r"^[A-Z][A-Z0-9_]*$": "A–Z 0–9 _",
}
DEEPEST = 60
MOST_DEFECTS = 5_000
"""Told of one document; a hostile one could have millions, each of which costs time."""
BRACKET = re.compile(rb"[\[\]{}]")
PLAIN = {
    "missing": words.MISSING_FIELD,
    "timezone_aware": words.NAIVE_TIME,
    "datetime_parsing": words.WRONG_TIME,
    "datetime_from_date_parsing": words.WRONG_TIME,
    "datetime_object_invalid": words.WRONG_TIME,
}
SIZES = {
    "string_too_short": (words.EMPTY, "min_length"),
    "too_short": (words.EMPTY, "min_length"),
    "string_too_long": (words.TOO_LONG, "max_length"),
    "too_long": (words.TOO_LONG, "max_length"),
}


def made_readable(raw: object) -> tuple[object, tuple[Finding, ...]]:
    """The document itself, or a copy without what cannot be written as JSON, which is reported.

    The copy lets every other check go on, so that nothing hides behind such a defect.
    """
    try:
        if not is_deep(to_json(raw, inf_nan_mode="constants")):
            return raw, ()
    except (PydanticSerializationError, ValueError, RecursionError):
        pass  # the walk below names the places
    broken = tuple(unreadable(raw))
    return (cleaned(raw), broken) if broken else (raw, ())


def is_deep(text: bytes) -> bool:
    """Whether a JSON text may be nested beyond ``DEEPEST``; brackets inside texts count too."""
    depth = 0
    for bracket in BRACKET.findall(text):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False


def read_document(
    kind: type[AnyDocument], raw: object
) -> tuple[AnyDocument | None, tuple[Finding, ...]]:
    """The document, or every defect of its shape.

    JSON's types are meant literally: no number in quotes, no 1 for true, no 3.0 for a count, no
    Unix time for an instant; fields go by their published names only.

    Args:
        kind: the document's type.
        raw: what ``made_readable`` returned.
    """
    text = to_json(raw, inf_nan_mode="constants")
    try:
        return kind.model_validate_json(text, strict=True, by_alias=True, by_name=False), ()
    except ValidationError as errors:
        details = errors.errors(include_url=False)
        findings = tuple(translated(details[:MOST_DEFECTS], kind=kind, raw=raw))
        if len(details) > MOST_DEFECTS:
            more = words.TOO_MANY_DEFECTS.at("", measured=len(details), limit=MOST_DEFECTS)
            findings = (*findings, more)
        return None, findings


def unreadable(raw: object) -> Iterator[Finding]:
    """What cannot even be written as JSON again: lone surrogates, and nesting without end."""
    waiting = [(Node(raw), 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node.value, str) and has_surrogate(node.value):
            yield say(words.NOT_TEXT, node)
        elif depth > DEEPEST and isinstance(node.value, list | dict):
            yield say(words.TOO_DEEP, node, limit=DEEPEST)
        elif isinstance(node.value, list):
            waiting += [(node.member(i), depth + 1) for i in range(len(node.value))]
        elif isinstance(node.value, dict):
            if any(has_surrogate(key) for key in node.value):
                yield say(words.NOT_TEXT, node)
            sound = [key for key in node.value if not has_surrogate(key)]
            waiting += [(node.member(key), depth + 1) for key in sound]


def cleaned(value: object, *, depth: int = 0) -> object:
    """A copy that can be written as JSON, so that the rest of a broken document is still read."""
    if isinstance(value, str):
        return "".join("\ufffd" if has_surrogate(letter) else letter for letter in value)
    if isinstance(value, list | dict) and depth > DEEPEST:
        return None
    if isinstance(value, list):
        return [cleaned(item, depth=depth + 1) for item in value]
    if isinstance(value, dict):
        return {str(cleaned(k)): cleaned(v, depth=depth + 1) for k, v in value.items()}
    return value


def has_surrogate(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, as a JSON escape can say it."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def translated(
    errors: Sequence[ErrorDetails], *, kind: type[Document], raw: object
) -> Iterator[Finding]:
    """One finding per defect; of a union's members only the nearest one speaks."""
    for error in nearest(errors, raw=raw):
        node, _ = located(error, raw=raw)
        items = node.value
        smallest = (error.get("ctx") or {}).get("min_length", 0)
        if error["type"] == "too_short" and isinstance(items, list) and len(items) >= smallest:
            continue  # pydantic counts only the sound entries; the broken ones speak for themselves
        yield finding_of(error, node, kind=kind)


def nearest(errors: Sequence[ErrorDetails], *, raw: object) -> Iterator[ErrorDetails]:
    """Errors outside unions, and of each broken union those of the member that fits best.

    Best is the member of the right basic type, then the one that knows the most of the fields,
    then the one with the fewest errors.
    """
    unions: dict[str, dict[str, list[ErrorDetails]]] = defaultdict(lambda: defaultdict(list))
    for error in errors:
        _, union = located(error, raw=raw)
        if union is None:
            yield error
        else:
            unions[union[0]][union[1]].append(error)
    for root, members in unions.items():
        yield from min(
            members.values(),
            key=lambda found: (
                any(is_basic(e) and located(e, raw=raw)[0].pointer == root for e in found),
                sum(e["type"] == "extra_forbidden" for e in found),
                len(found),
            ),
        )


def is_basic(error: ErrorDetails) -> bool:
    """Whether the value is of another JSON type altogether."""
    is_container = isinstance(error["input"], list | dict)
    return error["type"].endswith("_type") or (error["type"] == "literal_error" and is_container)


def located(error: ErrorDetails, *, raw: object) -> tuple[Node, tuple[str, str] | None]:
    """Where an error stands, and the union (pointer, member) it stands in, if any.

    pydantic's locations also name the members of unions; such a name is no key of the document.
    """
    node, union = Node(raw), None
    last = len(error["loc"]) - 1
    for position, step in enumerate(error["loc"]):
        inside = isinstance(node.value, dict) and step in node.value
        listed = isinstance(node.value, list) and isinstance(step, int)
        if inside or listed or (position == last and error["type"] == "missing"):
            node = node.member(step)
        elif step != "[key]":
            union = (node.pointer, str(step))
    return node, union


def finding_of(error: ErrorDetails, node: Node, *, kind: type[Document]) -> Finding:
    """The finding that says what pydantic's error means to a planner."""
    name, context = error["type"], error.get("ctx") or {}
    shown = quoted(node.value)
    if name == "extra_forbidden":
        known = fields_at(kind, node.pointer.rpartition("/")[0])
        field = field_name(node.pointer)
        return say(words.UNKNOWN_FIELD, node, measured=field, limit=suggestions(field, known))
    if name in EXPECTED:
        fraction = name == "int_type" and isinstance(node.value, float)
        defect = words.NOT_WHOLE if fraction else words.WRONG_TYPE
        zh, en = EXPECTED[name]
        return say(defect, node, measured=shown, limit=en, expected_zh=zh)
    if name in PLAIN:
        return say(PLAIN[name], node, measured=None if name == "missing" else shown)
    if name in SYMBOL:
        return beyond_bound(error, node)
    if name in SIZES:
        defect, bound = SIZES[name]
        counted = "个字" if name.startswith("string") else "项"
        return say(defect, node, limit=context.get(bound), expected_zh=counted)
    defect, limit = other_defect(error, node)
    return say(defect, node, measured=shown, limit=limit)


def say(
    defect: Defect,
    node: Node,
    *,
    measured: object = None,
    limit: object = None,
    expected_zh: str = "",
) -> Finding:
    """A finding with the field's name and unit filled in."""
    field = field_name(node.pointer)
    unit_zh, unit_en = unit_of(field)
    return defect.at(
        node.pointer,
        measured=measured,
        limit=limit,
        field=field,
        expected_zh=expected_zh,
        unit_zh=unit_zh,
        unit_en=unit_en,
    )


def beyond_bound(error: ErrorDetails, node: Node) -> Finding:
    """The finding for a number that is too small or too large."""
    symbol, bound = SYMBOL[error["type"]]
    limit = (error.get("ctx") or {}).get(bound)
    numbers = isinstance(node.value, int | float) and isinstance(limit, int | float)
    if numbers and bound in ("ge", "gt") and node.value < 0 <= float(limit or 0):
        return say(words.NEGATIVE, node, measured=node.value, limit=limit)
    return say(words.OUT_OF_RANGE, node, measured=node.value, limit=f"{symbol} {limit}")


def other_defect(error: ErrorDetails, node: Node) -> tuple[Defect, object]:
    """The defect and its limit for what is left: choices, patterns and the unforeseen."""
    context = error.get("ctx") or {}
    match error["type"]:
        case "literal_error" if node.pointer.endswith("/schema_version"):
            return words.SCHEMA_VERSION, context.get("expected")
        case "enum" | "literal_error":
            choices = str(context.get("expected")).replace(" or ", ", ").replace("'", "")
            return words.UNKNOWN_VALUE, choices
        case "string_pattern_mismatch":
            pattern = str(context.get("pattern"))
            return words.WRONG_FORMAT, SHOWN_PATTERNS.get(pattern, pattern)
        case _:
            return words.MALFORMED, error["msg"]


def field_name(pointer: str) -> str:
    """The name a reader looks for: the last member, with the list it is an entry of."""
    steps = pointer.strip("/").split("/")
    if not steps[-1].isdigit() or len(steps) == 1:
        return steps[-1] or "document"
    return f"{steps[-2]}[{steps[-1]}]"


def suggestions(name: str, known: Sequence[str]) -> str:
    """The known names most like a wrong one, or all of them when none is."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    return ", ".join(near or sorted(known)) or escaped(name)
