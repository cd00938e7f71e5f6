"""Marked records of a JSON file, and the tree with what was typed since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from routing.formats.mending.marks import (
    MOST_ROWS,
    MOST_TEXT,
    FindingsByCell,
    MarkedCell,
    MarkedTable,
    by_cell,
)
from routing.model.findings import Finding
from routing.model.scenario import Scenario

Schema = Mapping[str, Any]


def mend_tree(raw: object, texts: Mapping[str, str]) -> object:
    """A copy of the tree with each text at its pointer; an empty one takes the value away.

    Where a scenario holds text there, the text is taken as it is; elsewhere as the JSON it says.
    A pointer that leads nowhere is passed over.
    """
    if not texts:
        return raw
    mended = deepcopy(raw)
    for pointer, text in texts.items():
        *path, last = _tokens(pointer)
        record = _follow(mended, path)
        if isinstance(record, dict):
            if text:
                record[last] = _value(text, [*path, last])
            else:
                record.pop(last, None)
    return mended


def mark_tree(raw: object, findings: Iterable[Finding]) -> tuple[MarkedTable, ...]:
    """The records in which a value has a finding, list by list, in the order of the findings."""
    marks: FindingsByCell = defaultdict(list)
    records: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for pointer, found in by_cell(findings).items():
        where = _record_of(raw, _tokens(pointer))
        if where is None:
            continue
        table, record, key = where
        marks[f"{record}/{_escaped(key)}"] += found
        records[table][record] = None
    return tuple(_table(raw, table, list(rows), marks) for table, rows in records.items())


def _table(raw: object, title: str, records: Sequence[str], marks: FindingsByCell) -> MarkedTable:
    shown = records[:MOST_ROWS]
    rows = [_row(raw, record, marks) for record in shown]
    marked = {key: None for row in rows for key, cell in row.items() if cell.findings}
    first = next((key for row in rows for key in row if key == "id"), None)
    others = {key: None for row in rows for key in row}
    keys = list({**({} if first is None else {first: None}), **marked, **others})
    return MarkedTable(
        title=title or "/",
        headings=tuple(keys),
        rows=tuple(
            tuple(row.get(key) or MarkedCell(f"{record}/{_escaped(key)}", "") for key in keys)
            for record, row in zip(shown, rows, strict=True)
        ),
        more=len(records) - len(shown),
    )


def _row(raw: object, record: str, marks: FindingsByCell) -> dict[str, MarkedCell]:
    """A record's cells by key, those it lacks and should have included."""
    found = _follow(raw, _tokens(record))
    values: dict[str, object] = dict(found) if isinstance(found, dict) else {}
    start = f"{record}/"
    marked = (where.removeprefix(start) for where in marks if where.startswith(start))
    lacking = {_unescaped(token): None for token in marked if "/" not in token}
    cells = {}
    for key in {**lacking, **values}:
        where = f"{record}/{_escaped(key)}"
        text = _text(values[key]) if key in values else ""
        if len(text) <= MOST_TEXT:
            cells[key] = MarkedCell(where, text, tuple(marks.get(where, ())))
    return cells


def _record_of(raw: object, tokens: Sequence[str]) -> tuple[str, str, str] | None:
    """The list, the record in it and the key that a pointer speaks of.

    The record is the innermost element of a list on the way; where there is no list, the object
    that holds the value. None where the pointer leads through nothing that can be typed.
    """
    node, best = raw, 0
    for depth, token in enumerate(tokens, start=1):
        held = node
        node = _step(node, token)
        if isinstance(held, list) and isinstance(node, dict):
            best = depth
        if node is None:
            break
    if not best:
        holder = _follow(raw, tokens[:-1])
        if not tokens or not isinstance(holder, dict):
            return None
        record = _pointer(tokens[:-1])
        return record, record, tokens[-1]
    key = tokens[best] if best < len(tokens) else "id"
    return _pointer(tokens[: best - 1]), _pointer(tokens[:best]), key


def _value(text: str, path: Sequence[str]) -> object:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return text
    takes_text = "string" in set(_types(_schema(), path))
    return text if takes_text and not isinstance(told, dict | list) else told


@cache
def _schema() -> Schema:
    return Scenario.model_json_schema(by_alias=True)


def _types(schema: Schema, path: Sequence[str]) -> Iterator[str]:
    """Every JSON type that a scenario may hold at a path."""
    for each in _alternatives(schema):
        if not path:
            if isinstance(each.get("type"), str):
                yield each["type"]
            continue
        below = each.get("properties", {}).get(path[0], each.get("additionalProperties"))
        inner = each.get("items") if each.get("type") == "array" else below
        if isinstance(inner, Mapping):
            yield from _types(inner, path[1:])


def _alternatives(schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    for each in schema.get("anyOf", ()):
        yield from _alternatives(each)
    if "$ref" not in schema and "anyOf" not in schema:
        yield schema


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _follow(node: object, tokens: Sequence[str]) -> object:
    for token in tokens:
        node = _step(node, token)
    return node


def _step(node: object, token: str) -> object:
    if isinstance(node, dict):
        return node.get(token)
    if isinstance(node, list) and token.isdecimal() and int(token[:9]) < len(node):
        return node[int(token[:9])]
    return None


def _tokens(pointer: str) -> list[str]:
    return [_unescaped(token) for token in pointer.split("/")[1:]]


def _pointer(tokens: Sequence[str]) -> str:
    return "".join(f"/{_escaped(token)}" for token in tokens)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _unescaped(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")
