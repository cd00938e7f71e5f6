"""Lenient reading of a document that may be broken anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, TypeAdapter, ValidationError

INSTANT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the raw document and where it stands.

    Every reading method returns None, or yields nothing, where the value is absent or of another
    type: saying so is the shape check's part.
    """

    value: Any
    pointer: str = ""

    def member(self, name: str | int) -> Node:
        """The named member or numbered entry; absent ones hold None."""
        pointer = f"{self.pointer}/{escaped(str(name))}"
        if isinstance(self.value, dict) and isinstance(name, str):
            return Node(self.value.get(name), pointer)
        if isinstance(self.value, list) and isinstance(name, int) and 0 <= name < len(self.value):
            return Node(self.value[name], pointer)
        return Node(None, pointer)

    def path(self, *names: str | int) -> Node:
        """The member of the member, and so on."""
        node = self
        for name in names:
            node = node.member(name)
        return node

    def raw(self, name: str) -> object:
        """The named member's value; None where it is absent."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def entries(self, name: str) -> Iterator[Node]:
        """Entries of the named list."""
        items = self.raw(name)
        if isinstance(items, list):
            above = f"{self.pointer}/{escaped(name)}"
            for i, item in enumerate(items):
                yield Node(item, f"{above}/{i}")

    def text(self, name: str) -> str | None:
        """The named text, unless it is empty."""
        value = self.raw(name)
        return value if isinstance(value, str) and value else None

    def whole(self, name: str) -> int | None:
        """The named whole number."""
        value = self.raw(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, name: str) -> float | None:
        """The named number."""
        value = self.raw(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        try:
            return float(value)
        except OverflowError:
            return None

    def instant(self, name: str) -> datetime | None:
        """The named moment, unless it has no offset."""
        value = self.raw(name)
        if not isinstance(value, str):
            return None
        try:
            return INSTANT.validate_python(value)
        except ValidationError:
            return None


def escaped(name: str) -> str:
    """A reference token of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
