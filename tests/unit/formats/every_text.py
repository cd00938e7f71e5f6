"""Hostile words in every text field of documents that belong together, found by their types.

The same old text becomes the same new one in all of them, so that ids still meet what they name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeVar, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from routing.model.base import Document

AnyDocument = TypeVar("AnyDocument", bound=Document)

Word = Callable[[str], str]

LEFT_ALONE = frozenset({"timezone", "order", "terms"})
"""No planner's texts: a zone that must exist, words of a fixed list, names of costs."""

PAYLOAD = (
    '=HYPERLINK("http://evil.example/")<script>window.PWNED=1</script>{{7*191}}{%x%}'
    '#panic("p")$x$*b*[y]"><img src=x onerror=PWNED=1>\u202e\u2066\u200b\\`${1}@@DATA@@'
    '@l <l> "); #read("/etc/passwd") // _it_ = h +1 @SUM(1)'
)
LONG = PAYLOAD + "长" * (10_000 - len(PAYLOAD) - 8)
"""Ten thousand characters with the number that tells one text from another."""

NO_BOUND = 10_000


@dataclass
class Planter:
    """Turns every text of documents into a hostile one; ``planted`` tells new by old."""

    payload: str
    bounds: dict[str, int] = field(default_factory=dict)
    planted: dict[str, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def learn(self, *documents: Document) -> None:
        """Learn how long each text may be, over all documents it stands in."""
        for document in documents:
            for text, bound, where in _texts(document):
                self.bounds[text] = min(bound, self.bounds.get(text, NO_BOUND))
                self.fields.add(where)

    def plant(self, document: AnyDocument) -> AnyDocument:
        """The document with every text replaced; its type still accepts it."""
        tree = _replaced(document, self._word)
        return type(document).model_validate_json(_dump(tree))

    def _word(self, text: str) -> str:
        if not text:
            return text
        if text not in self.planted:
            mark = f"·{len(self.planted)}"
            self.planted[text] = self.payload[: self.bounds[text] - len(mark)] + mark
        return self.planted[text]


def _texts(document: BaseModel) -> Iterator[tuple[str, int, str]]:
    """Every text with its longest length and the field it stands in."""
    for name, info, value in _fields(document):
        where = f"{type(document).__name__}.{name}"
        for text in _own_texts(value):
            if text:
                yield text, _bound(info), where
        for inner in _documents(value):
            yield from _texts(inner)


def _fields(document: BaseModel) -> Iterator[tuple[str, FieldInfo, object]]:
    """The fields that hold text or documents; enumerations, patterns and constants are neither."""
    for name, info in type(document).model_fields.items():
        fixed = get_origin(info.annotation) is Literal or any(
            getattr(each, "pattern", None) for each in info.metadata
        )
        if not fixed and name not in LEFT_ALONE:
            yield name, info, getattr(document, name)


def _own_texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _own_texts(each)
    elif isinstance(value, dict):
        yield from (key for key in value if not isinstance(key, Enum))


def _documents(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _documents(each)


def _bound(info: FieldInfo) -> int:
    metadata = [*info.metadata, *(m for a in get_args(info.annotation) for m in _meta(a))]
    return min([m.max_length for m in metadata if isinstance(m, MaxLen)], default=NO_BOUND)


def _meta(annotation: object) -> tuple[object, ...]:
    return tuple(getattr(annotation, "__metadata__", ()))


def _replaced(document: BaseModel, word: Word) -> dict[str, object]:
    tree: dict[str, object] = document.model_dump(mode="json", by_alias=True)
    for name, info, value in _fields(document):
        key = info.alias or name
        tree[key] = _with_words(value, tree[key], word)
    return tree


def _with_words(value: object, dumped: object, word: Word) -> object:
    if isinstance(value, BaseModel):
        return _replaced(value, word)
    if isinstance(value, str) and not isinstance(value, Enum):
        return word(value)
    if isinstance(value, tuple) and isinstance(dumped, list):
        return [_with_words(v, d, word) for v, d in zip(value, dumped, strict=True)]
    if isinstance(value, dict) and isinstance(dumped, dict) and not _is_listed(value):
        return {word(key): dumped[key] for key in value}
    return dumped


def _is_listed(value: Mapping[object, object]) -> bool:
    """Whether the keys are words of a fixed list."""
    return any(isinstance(key, Enum) for key in value)


def _dump(tree: dict[str, object]) -> str:
    return json.dumps(tree, ensure_ascii=False)
