"""How often a name in each way of writing leads to its own row of the gazetteer.

Run ``python -m tests.benchmarks.place_names``; takes about a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from opencc import OpenCC

from routing.places.gazetteer import Entry, read_gazetteer
from routing.places.lookup import find_places
from routing.places.names import normal, pinyin, stem

REFERENCE = Path(__file__).resolve().parents[2] / "data/reference"
TRADITIONAL = OpenCC("s2t")


def address(entry: Entry) -> str:
    """Divisions and name in one word, as on an envelope."""
    levels = dict.fromkeys([*entry.admin.split("/"), entry.name])
    return "".join(levels)


WRITTEN: dict[str, Callable[[Entry], str]] = {
    "name": lambda entry: entry.name,
    "address": address,
    "address, traditional": lambda entry: TRADITIONAL.convert(address(entry)),
    "short name": lambda entry: stem(normal(entry.name)),
    "pinyin": lambda entry: pinyin(normal(entry.name)),
    "one character wrong": lambda entry: entry.name[:-2] + "某" + entry.name[-1],
}


def main() -> None:
    """Prints the share of own rows found first and among five, with and without the admin."""
    entries = [entry for entry in read_gazetteer(REFERENCE).entries[::5] if entry.name]
    print(
        f"{len(entries)} rows                     first  of five   with its admin: first  of five"
    )
    for title, write in WRITTEN.items():
        shares = [hits(entries, write, with_admin=known) for known in (False, True)]
        (first, five), (known_first, known_five) = shares
        print(f"{title:<26} {first:9.1%} {five:8.1%} {known_first:23.1%} {known_five:8.1%}")


def hits(
    entries: list[Entry], write: Callable[[Entry], str], *, with_admin: bool
) -> tuple[float, float]:
    """Shares of entries that come first, and among the first five."""
    first = five = 0
    for entry in entries:
        admin = entry.admin if with_admin else None
        found = find_places(write(entry), reference=REFERENCE, admin=admin)
        places = [(candidate.name, candidate.admin) for candidate in found]
        first += places[:1] == [(entry.name, entry.admin)]
        five += (entry.name, entry.admin) in places
    return first / len(entries), five / len(entries)


if __name__ == "__main__":
    main()
