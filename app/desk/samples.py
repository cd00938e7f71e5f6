"""The sample scenarios that come with the product."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from routing.errors import UnknownName
from routing.pipeline import DataFolder


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as lists show it."""

    id: str
    title: tuple[str, str]
    people: int
    groups: int
    places: int
    coaches: int
    services: int


def find_samples(folder: DataFolder) -> tuple[Sample, ...]:
    """Every sample, by id; files that are no scenario are passed over."""
    return tuple(
        sample
        for path in sorted(folder.scenarios.glob("*.json"))
        if (sample := _read(path, path.stat().st_mtime_ns)) is not None
    )


def get_sample(name: str, *, folder: DataFolder) -> bytes:
    """The bytes of a sample scenario.

    Raises:
        UnknownName: there is none of that id.
    """
    for path in sorted(folder.scenarios.glob("*.json")):
        if path.stem == name:
            return path.read_bytes()
    raise UnknownName(name)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Sample | None:
    document = json.loads(path.read_bytes())
    if not isinstance(document, dict) or "groups" not in document:
        return None
    return Sample(
        id=path.stem,
        title=_title(document, path.stem),
        people=sum(group["people"] for group in document["groups"]),
        groups=len(document["groups"]),
        places=len(document["places"]),
        coaches=sum(row["count"] for row in document.get("fleet", ())),
        services=len(document.get("services", ())),
    )


def _title(document: dict[str, Any], default: str) -> tuple[str, str]:
    title = document.get("title", default)
    if isinstance(title, dict):
        return str(title["zh"]), str(title["en"])
    return str(title), str(title)
