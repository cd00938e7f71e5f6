"""JSON in and out: what is refused before a document is even looked at, and stable bytes."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any, NamedTuple

import rfc8785
from pydantic import BaseModel

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity

MAX_BYTES = 20_000_000
"""Largest file that is read: 20 MB."""
MAX_DEPTH = 64
"""Deepest nesting that is read; the documents of Zhida need 9."""
MAX_INTEGER = 2**53 - 1
"""Integers beyond this are not the same number in every reader (RFC 7493, section 2.2)."""

_SHOWN = 24
"""Characters of a refused number that a finding repeats."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNFIT_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUL = "\0"
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def read_json(data: bytes) -> tuple[object | None, tuple[Finding, ...]]:
    """The tree in ``data``, or every reason why it is no acceptable JSON. Never raises.

    Refused are: more than 20 MB, an encoding other than UTF-8 (a byte order mark is accepted),
    broken syntax (with line and column), nesting deeper than 64, a key twice in one object,
    ``NaN``, ``Infinity`` and numbers that double precision cannot hold, half a surrogate pair and
    the character U+0000, which no database takes.

    Returns:
        the tree and no finding, or None and at least one finding.
    """
    if len(data) > MAX_BYTES:
        return None, (_too_large(len(data)),)
    if _nesting(data) > MAX_DEPTH:
        return None, (_too_deep(),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(error.start),)
    return _parse(text)


def render_json(document: BaseModel) -> bytes:
    """UTF-8 JSON of a document under its public names, two spaces a level, newline at the end.

    Equal documents give equal bytes; ``read_json`` and the document's own type give it back.
    """
    return document.model_dump_json(by_alias=True, indent=2).encode() + b"\n"


def canonical_sha256(document: BaseModel) -> str:
    """SHA-256, in hexadecimal, of a document's canonical JSON (RFC 8785), defaults included.

    Two files that mean the same document to the last default have the same hash, however they are
    spaced or ordered within their objects.
    """
    tree = document.model_dump(mode="json", by_alias=True)
    return hashlib.sha256(rfc8785.dumps(tree)).hexdigest()


class _Refused(NamedTuple):
    """Stands in the tree where a number was that no document may hold."""

    text: str


class _Repeated(dict[str, Any]):
    """Stands in the tree for an object that names a key twice."""

    repeated: tuple[str, ...] = ()


def _parse(text: str) -> tuple[object | None, tuple[Finding, ...]]:
    marks: list[None] = []
    if _UNFIT_ESCAPE.search(text):
        marks.append(None)
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_object_hook(marks),
            parse_float=_number_hook(marks, _read_float),
            parse_int=_number_hook(marks, _read_int),
            parse_constant=_number_hook(marks, _Refused),
        )
    except json.JSONDecodeError as error:
        return None, (_bad_syntax(error),)
    findings = tuple(_walk(tree, "")) if marks else ()
    return (None, findings) if findings else (tree, ())


def _object_hook(marks: list[None]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        repeated = _Repeated(pairs)
        times = Counter(key for key, _ in pairs)
        repeated.repeated = tuple(key for key in plain if times[key] > 1)
        marks.append(None)
        return repeated

    return build


def _number_hook(
    marks: list[None], read: Callable[[str], float | int | _Refused]
) -> Callable[[str], float | int | _Refused]:
    def build(text: str) -> float | int | _Refused:
        number = read(text)
        if isinstance(number, _Refused):
            marks.append(None)
        return number

    return build


def _read_float(text: str) -> float | _Refused:
    number = float(text)
    return number if math.isfinite(number) else _Refused(text)


def _read_int(text: str) -> int | _Refused:
    if len(text) > len(str(MAX_INTEGER)) + 1:  # also spares the conversion of endless digits
        return _Refused(text)
    number = int(text)
    return number if abs(number) <= MAX_INTEGER else _Refused(text)


def _nesting(data: bytes) -> int:
    """Deepest nesting of brackets outside strings, without recursion."""
    brackets = _STRING.sub(b"", data).translate(None, _NOT_BRACKETS)
    return max(accumulate(_STEP[byte] for byte in brackets), default=0)


def _walk(node: object, pointer: str) -> Iterator[Finding]:
    """Findings of a tree that is known to be no deeper than ``MAX_DEPTH``."""
    if isinstance(node, _Refused):
        yield _bad_number(pointer, node.text)
    elif isinstance(node, dict):
        if isinstance(node, _Repeated):
            yield from (_repeated_key(f"{pointer}/{_escape(key)}", key) for key in node.repeated)
        for key, value in node.items():
            yield from _unfit(key, pointer)
            yield from _walk(value, f"{pointer}/{_escape(key)}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, f"{pointer}/{index}")
    elif isinstance(node, str):
        yield from _unfit(node, pointer)


def _escape(key: str) -> str:
    """One token of a JSON pointer (RFC 6901), free of what no document may hold."""
    return _SURROGATE.sub("�", key).replace(_NUL, "�").replace("~", "~0").replace("/", "~1")


def _unfit(text: str, pointer: str) -> Iterator[Finding]:
    if _NUL in text:
        yield _finding(
            "JSON_TEXT",
            pointer,
            ("文字含有空字符 U+0000", "a text holds the character U+0000"),
            ("删去该 \\u0000 转义", "remove the \\u0000 escape"),
        )
    if _SURROGATE.search(text):
        yield _finding(
            "JSON_TEXT",
            pointer,
            ("文字含有半个代理对，不是完整的字符", "a text holds half a surrogate pair"),
            ("删去或补全该 \\ud… 转义", "remove or complete the \\ud… escape"),
        )


def _finding(
    code: str,
    pointer: str,
    cause: tuple[str, str],
    remedy: tuple[str, str],
    bounds: tuple[str | None, str | None] = (None, None),
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        pointer=pointer,
        cause=LocalisedText(zh=cause[0], en=cause[1]),
        remedy=LocalisedText(zh=remedy[0], en=remedy[1]),
        measured=bounds[0],
        limit=bounds[1],
    )


def _too_large(size: int) -> Finding:
    return _finding(
        "JSON_TOO_LARGE",
        "",
        ("文件太大", "the file is too large"),
        (
            "去掉不需要的几何或名单标记，或按出发日拆分",
            "leave out geometry or tokens that are not needed, or split it by departure day",
        ),
        (f"{size} B", f"{MAX_BYTES} B"),
    )


def _too_deep() -> Finding:
    return _finding(
        "JSON_TOO_DEEP",
        "",
        ("括号嵌套过深", "brackets are nested too deep"),
        ("检查多余的括号", "look for brackets that do not belong"),
        (None, f"{MAX_DEPTH}"),
    )


def _not_utf8(offset: int) -> Finding:
    return _finding(
        "JSON_ENCODING",
        "",
        (f"第 {offset} 字节起不是 UTF-8", f"not UTF-8 from byte {offset} on"),
        ("另存为 UTF-8 编码", "save the file as UTF-8"),
    )


def _bad_syntax(error: json.JSONDecodeError) -> Finding:
    line, column = error.lineno, error.colno
    return _finding(
        "JSON_SYNTAX",
        "",
        (
            f"第 {line} 行第 {column} 列 JSON 语法错误（{error.msg}）",
            f"line {line}, column {column}: {error.msg}",
        ),
        ("改正该处的引号、逗号或括号", "mend the quote, comma or bracket there"),
    )


def _repeated_key(pointer: str, key: str) -> Finding:
    shown = _SURROGATE.sub("�", key)
    return _finding(
        "JSON_DUPLICATE_KEY",
        pointer,
        (f"同一对象中字段“{shown}”出现多次", f'the key "{shown}" stands twice in one object'),
        ("只保留一个", "keep one of them"),
    )


def _bad_number(pointer: str, text: str) -> Finding:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return _finding(
        "JSON_NUMBER",
        pointer,
        (f"{shown} 不是可用的数", f"{shown} is no usable number"),
        (
            "改为有限的数，整数不超过 9007199254740991",
            "write a finite number, integers within ±9007199254740991",
        ),
        (shown, None),
    )
