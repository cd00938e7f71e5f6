"""The places that are known offline: divisions, townships, stations, industrial zones."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from routing.errors import UnknownName
from routing.places.names import keys_of

DIVISIONS = frozenset({"province", "prefecture", "county", "district"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the gazetteer.

    Attributes:
        name: official Chinese name.
        kind: ``province``, ``prefecture``, ``county``, ``township``, ``station_hsr`` and so on.
        admin: ``省/市/县``, as far down as the entry itself reaches.
        lat, lon: WGS-84; None where no point is known.
        precision_m: how far off the point may be; None where there is none.
        source: where the row comes from.
    """

    name: str
    kind: str
    admin: str
    lat: float | None
    lon: float | None
    precision_m: int | None
    source: str


@dataclass(frozen=True)
class Gazetteer:
    """All entries with their names and what is to be said of some of them.

    Attributes:
        entries: in the order of the files.
        by_key: positions of the entries that go by a name, full, short or alias.
        notes: what a planner should know of a place, (zh, en) by (name, county).
    """

    entries: tuple[Entry, ...]
    by_key: dict[str, tuple[tuple[int, bool], ...]]
    notes: dict[tuple[str, str], tuple[str, str]]

    def get_seat(self, admin: str) -> Entry | None:
        """The division of exactly that ``admin``, whose point is its seat; None when unknown."""
        found = [
            e
            for e in self.entries
            if e.admin == admin and e.kind in DIVISIONS and e.lat is not None
        ]
        return found[0] if found else None

    def note_of(self, entry: Entry) -> tuple[str, str] | None:
        """What a planner should know of an entry, in Chinese and English."""
        return self.notes.get((entry.name, entry.admin.split("/")[-1]))


@lru_cache(maxsize=4)
def read_gazetteer(reference: Path) -> Gazetteer:
    """The gazetteer of a reference folder; read once.

    Raises:
        UnknownName: the folder has no gazetteer.
    """
    try:
        own = [entry_of(row) for row in rows(reference / "gazetteer.csv")]
        divisions = [entry_of(row) for row in rows(reference / "divisions.csv")]
        aliases = list(rows(reference / "aliases.csv"))
        remarks = list(rows(reference / "place_notes.csv"))
    except OSError as fault:
        raise UnknownName(f"no gazetteer in {reference}: {fault}") from fault
    known = {(entry.admin, entry.kind) for entry in own if entry.kind in DIVISIONS}
    entries = (*own, *(d for d in divisions if (d.admin, d.kind) not in known))
    return Gazetteer(
        entries=entries,
        by_key=index_of(entries, aliases),
        notes={(row["name"], row["county"]): (row["zh"], row["en"]) for row in remarks},
    )


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a table of the reference folder."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def entry_of(row: dict[str, str]) -> Entry:
    """An entry from a row of either table."""
    levels = [row["province"], row["prefecture"], row["county"]]
    return Entry(
        name=row["name"],
        kind=row["kind"],
        admin="/".join(level for level in levels if level),
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        precision_m=int(row["precision_m"]) if row["precision_m"] else None,
        source=row["source"],
    )


def index_of(
    entries: tuple[Entry, ...], aliases: list[dict[str, str]]
) -> dict[str, tuple[tuple[int, bool], ...]]:
    """Entries by name; the flag says that it is the full official name."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for position, entry in enumerate(entries):
        for key, is_full in keys_of(entry.name):
            found.setdefault(key, []).append((position, is_full))
    by_name = {(e.name, e.admin.split("/")[-1]): i for i, e in enumerate(entries)}
    for row in aliases:
        position = by_name[row["name"], row["county"]]
        found.setdefault(row["alias"], []).append((position, False))
    return {key: tuple(positions) for key, positions in found.items()}
