"""Every way in which a document's JSON Schema says that a value may be wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from routing.validate.raw_tree import escaped

Document = dict[str, Any]
Schema = dict[str, Any]
Steps = tuple[str | int, ...]
JUNK: dict[str, Any] = {
    "string": "gibberish",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "array": [[]],
    "object": {"?": 1},
}
BEYOND: dict[str, Callable[[Any], Any]] = {
    "minimum": lambda least: least - 1,
    "exclusiveMinimum": lambda least: least,
    "maximum": lambda most: most + 1,
    "minLength": lambda _: "",
    "maxLength": lambda most: "x" * (most + 1),
    "minItems": lambda _: [],
    "enum": lambda _: "gibberish",
    "const": lambda _: "gibberish",
    "pattern": lambda _: "gibberish",
}


@dataclass(frozen=True)
class Spoiling:
    """A wrong value at one place of the document, and where it must be found."""

    steps: Steps
    value: Any
    why: str
    absent: bool = False

    @property
    def pointer(self) -> str:
        return "".join(f"/{escaped(str(step))}" for step in self.steps)

    def applied(self, document: Document) -> Document:
        """A copy of the document with this one defect."""
        spoiled = copy.deepcopy(document)
        self.apply(spoiled)
        return spoiled

    def apply(self, document: Document) -> None:
        """Put the defect into a document."""
        holder: Any = document
        for step in self.steps[:-1]:
            holder = holder[step]
        if self.absent:
            del holder[self.steps[-1]]
        else:
            holder[self.steps[-1]] = copy.deepcopy(self.value)


class Spoiler:
    """Walks a document along its schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def choices(self, schema: Schema) -> list[Schema]:
        """The schemas of which a value must meet one, references resolved."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.choices(self.schema["$defs"][name])
        options = schema.get("anyOf") or schema.get("oneOf")
        return [c for o in options for c in self.choices(o)] if options else [schema]

    def spoilings(self, value: object, schema: Schema, steps: Steps = ()) -> Iterator[Spoiling]:
        """Everything that can be wrong at and below a value."""
        choices = self.choices(schema)
        if steps:
            yield from wrong_types(choices, steps)
            yield from wrong_values(value, choices, steps)
        if isinstance(value, list):
            items = next(c for c in choices if c.get("type") == "array")["items"]
            for i, item in enumerate(value):
                yield from self.spoilings(item, items, (*steps, i))
        if isinstance(value, dict):
            yield from self.inside(value, choices, steps)

    def inside(self, value: Document, choices: list[Schema], steps: Steps) -> Iterator[Spoiling]:
        """Everything that can be wrong with an object's members."""
        objects = [c for c in choices if c.get("type") == "object"]
        fitting = [c for c in objects if value.keys() <= c.get("properties", value).keys()]
        schema = fitting[0]
        if schema.get("additionalProperties") is False:
            yield Spoiling((*steps, "no_such_field"), 1, "unknown field")
        for name in schema.get("required", ()):
            yield Spoiling((*steps, name), None, "missing", absent=True)
        for name, member in value.items():
            inner = schema.get("properties", {}).get(name) or schema["additionalProperties"]
            yield from self.spoilings(member, inner, (*steps, name))

    def leaves(self, schema: Schema, path: str = "") -> Iterator[str]:
        """Paths of all fields that the schema knows, list entries as ``*``."""
        for choice in self.choices(schema):
            if choice.get("type") == "array":
                yield from self.leaves(choice["items"], f"{path}/*")
            for name, inner in choice.get("properties", {}).items():
                yield f"{path}/{name}"
                yield from self.leaves(inner, f"{path}/{name}")


def wrong_types(choices: list[Schema], steps: Steps) -> Iterator[Spoiling]:
    """Values of every JSON type that the schema does not allow here."""
    allowed = {c.get("type") for c in choices}
    if "number" in allowed:
        allowed.add("integer")
    for name, junk in JUNK.items():
        if name not in allowed:
            yield Spoiling(steps, junk, f"{name} instead of {sorted(map(str, allowed))}")
    if "integer" in allowed and "number" not in allowed:
        yield Spoiling(steps, 3.0, "a whole float for a count")
        yield Spoiling(steps, "3", "a number in quotes")
    if "null" not in allowed:
        yield Spoiling(steps, None, "null")


def wrong_values(value: object, choices: list[Schema], steps: Steps) -> Iterator[Spoiling]:
    """Values of the right type beyond what the schema allows."""
    for choice in choices:
        for name, beyond in BEYOND.items():
            if choice.get(name):
                yield Spoiling(steps, beyond(choice[name]), f"beyond {name}")
        if choice.get("minimum") == 0:
            yield Spoiling(steps, -1, "negative")
        if choice.get("format") == "date-time" and isinstance(value, str):
            for time in ("gibberish", "2026-02-24", "2026-02-24T08:00:00", "1771891200"):
                yield Spoiling(steps, time, "no aware time")


@dataclass
class Batch:
    """Spoilings that go into one document together."""

    spoilings: list[Spoiling] = field(default_factory=list)
    taken: set[Steps] = field(default_factory=set)
    holders: set[Steps] = field(default_factory=set)
    robbed: set[Steps] = field(default_factory=set)

    def takes(self, spoiling: Spoiling) -> bool:
        """Whether it fits in: none lies inside a value that another replaces.

        Nor is more than one member removed from an object: what is left might be another kind.
        """
        above = {spoiling.steps[:i] for i in range(len(spoiling.steps))}
        if spoiling.steps in self.taken or spoiling.steps in self.holders or above & self.taken:
            return False
        if spoiling.absent and spoiling.steps[:-1] in self.robbed:
            return False
        if spoiling.absent:
            self.robbed.add(spoiling.steps[:-1])
        self.spoilings.append(spoiling)
        self.taken.add(spoiling.steps)
        self.holders |= above
        return True


def packed(spoilings: Iterable[Spoiling]) -> list[list[Spoiling]]:
    """Spoilings in as few documents as go together."""
    batches: list[Batch] = []
    for spoiling in sorted(spoilings, key=lambda s: len(s.steps), reverse=True):
        if not any(batch.takes(spoiling) for batch in batches):
            batches.append(Batch())
            batches[-1].takes(spoiling)
    return [batch.spoilings for batch in batches]
