"""From a name or an address to ranked points, offline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from routing.model.base import LocalisedText
from routing.model.places import PlaceKind
from routing.places.candidate import Match, PlaceCandidate
from routing.places.gazetteer import DIVISIONS, Entry, Gazetteer, read_gazetteer
from routing.places.names import SHORTEST, has_latin, normal, pinyin
from routing.units import Metres

SEAT_PRECISION_M = Metres(30_000)
"""How far a place may lie from the seat of its county: about the radius of a large county."""
ADDRESS_PRECISION_M = Metres(5_000)
"""How far an address may lie from the middle of the township or zone that it names."""
SCORES = {Match.EXACT: 100, Match.SHORT: 95, Match.ADDRESS: 90, Match.PINYIN: 85, Match.SEAT: 40}
SEAT_WORD = "城"
"""``威信县城`` is the seat of ``威信县``."""
SHORT_IN_ADDRESS = 3
SURE = (Match.EXACT, Match.SHORT)
SAME_SOUND = 90
LEAST_SIMILAR = 60
SIMILAR_WEIGHT = 0.8

PREFERRED = {
    PlaceKind.RAIL_STATION: ("station_hsr", "station_both", "station_conv"),
    PlaceKind.FACTORY: ("industrial_zone", "township", "county", "district"),
    PlaceKind.RESETTLEMENT_SITE: ("resettlement", "township"),
    PlaceKind.VILLAGE: ("township", "resettlement"),
    PlaceKind.TOWNSHIP_STATION: ("township",),
    PlaceKind.COUNTY_STATION: ("coach_terminal", "county", "district"),
    PlaceKind.COACH_BASE: ("coach_terminal", "county", "district", "prefecture"),
}
USUAL = ("prefecture", "county", "district", "township", "station_hsr", "station_both")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how it was recognised."""

    entry: Entry
    match: Match
    score: int


def find_places(
    name: str,
    *,
    reference: Path,
    admin: str | None = None,
    kind: PlaceKind | None = None,
    limit: int = 5,
) -> tuple[PlaceCandidate, ...]:
    """Places that a name may mean, the likeliest first.

    Full and short names, traditional characters, aliases, pinyin, addresses that start with their
    divisions, and names with a slip are understood. A place without a point of its own, or an
    address of which only the county is known, is given at the county's seat and says so.

    Args:
        name: name or address.
        reference: folder of the reference tables.
        admin: ``省/市/县`` or its beginning, where known.
        kind: what the place is in the operation; it decides between equal names.
        limit: most candidates.

    Raises:
        UnknownName: the folder has no gazetteer.
    """
    gazetteer = read_gazetteer(reference)
    text = normal(name)
    divisions, rest = split_address(text, gazetteer, area=admin or "")
    area = admin or (divisions[-1].admin if divisions else "")
    found = [*find_whole(text, gazetteer), *find_inside(rest, area, gazetteer)]
    found += find_inside(text, admin or "", gazetteer)
    if divisions:
        match = Match.SEAT if rest.removeprefix(SEAT_WORD) else Match.EXACT
        found.append(Found(divisions[-1], match, SCORES[match]))
    seat = gazetteer.get_seat(admin) if admin else None
    if seat is not None:
        found.append(Found(seat, Match.SEAT, SCORES[Match.SEAT]))
    if not any(f.match in SURE for f in found):
        told = {f.entry for f in found}
        found += [f for f in find_similar(text, gazetteer) if f.entry not in told]
    wanted = PREFERRED.get(kind, USUAL) if kind is not None else USUAL
    ranked = sorted(found, key=lambda f: rank(f, area=admin or "", wanted=wanted))
    candidates = (candidate_of(f, gazetteer) for f in ranked)
    return distinct(candidates, limit=limit)


def rank(found: Found, *, area: str, wanted: Sequence[str]) -> tuple[bool, int, int, str, str]:
    """Sort key: inside the known area first, then by score, kind and name."""
    entry = found.entry
    outside = bool(area) and not within(entry.admin, area)
    order = wanted.index(entry.kind) if entry.kind in wanted else len(wanted)
    return outside, -found.score, order, entry.admin, entry.name


def within(admin: str, area: str) -> bool:
    """Whether a division lies in an area, level by level; an area may be known further down."""
    levels = zip(admin.split("/"), area.split("/"), strict=False)
    return not area or all(inner == outer for inner, outer in levels)


def split_address(text: str, gazetteer: Gazetteer, *, area: str) -> tuple[list[Entry], str]:
    """Divisions that an address starts with, and what is left of it.

    A short name (``大关`` for ``大关县``) counts where enough is left to be a name itself. Only
    divisions inside ``area``, or above it, are seen.
    """
    divisions: list[Entry] = []
    rest = text
    while True:
        step = next_division(rest, divisions, gazetteer, area=area)
        if step is None:
            return divisions, rest
        divisions.append(step[0])
        rest = step[1]


def next_division(
    text: str, above: Sequence[Entry], gazetteer: Gazetteer, *, area: str
) -> tuple[Entry, str] | None:
    """The longest division name that a text starts with, inside the divisions before it."""
    outer = above[-1].admin if above else ""
    for length in range(len(text), SHORTEST - 1, -1):
        rest = text[length:]
        for position, is_full in gazetteer.by_key.get(text[:length], ()):
            entry = gazetteer.entries[position]
            deeper = entry.admin.count("/") > outer.count("/") if outer else True
            inside = within(entry.admin, outer) and within(entry.admin, area)
            fits = entry.kind in DIVISIONS and deeper and inside
            if fits and (is_full or len(rest) >= SHORTEST):
                return entry, rest
    return None


def find_whole(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """Entries that go by the whole text."""
    for position, is_full in gazetteer.by_key.get(text, ()):
        match = Match.EXACT if is_full else Match.SHORT
        yield Found(gazetteer.entries[position], match, SCORES[match])


def find_inside(rest: str, area: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """Entries of an area that the rest of an address is, or starts with.

    Short names count inside a known area only: anywhere else they start too many words.
    """
    for length in range(len(rest), SHORTEST - 1, -1):
        whole = length == len(rest)
        for position, is_full in gazetteer.by_key.get(rest[:length], ()):
            entry = gazetteer.entries[position]
            told = is_full or (bool(area) and (whole or length >= SHORT_IN_ADDRESS))
            division = entry.kind in DIVISIONS and not whole
            if not told or division or not within(entry.admin, area):
                continue
            same = Match.EXACT if is_full else Match.SHORT
            match = same if whole else Match.ADDRESS
            yield Found(entry, match, SCORES[match])


def find_similar(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """Entries by pinyin, by sound, and those whose name differs by a slip."""
    if has_latin(text):
        yield from find_sound(text, gazetteer, best=Match.PINYIN)
        return
    yield from find_sound(pinyin(text), gazetteer, best=Match.SIMILAR)
    near = process.extract(
        text, gazetteer.by_key.keys(), scorer=fuzz.ratio, limit=10, score_cutoff=LEAST_SIMILAR
    )
    for key, score, _ in near:
        yield from found_by(key, gazetteer, match=Match.SIMILAR, score=score * SIMILAR_WEIGHT)


def find_sound(sound: str, gazetteer: Gazetteer, *, best: Match) -> Iterator[Found]:
    """Entries whose name, full or short, sounds like this; pinyin may also have a slip."""
    names = names_by_sound(gazetteer)
    for key in names.get(sound, ()):
        score = SCORES[Match.PINYIN] if best is Match.PINYIN else SAME_SOUND * SIMILAR_WEIGHT
        yield from found_by(key, gazetteer, match=best, score=score)
    if best is not Match.PINYIN or sound in names:
        return
    near = process.extract(sound, names.keys(), scorer=fuzz.ratio, limit=10, score_cutoff=85)
    for close, score, _ in near:
        for key in names[close]:
            yield from found_by(key, gazetteer, match=Match.SIMILAR, score=score * SIMILAR_WEIGHT)


def found_by(key: str, gazetteer: Gazetteer, *, match: Match, score: float) -> Iterator[Found]:
    """Entries that go by a key; a short name counts a little less."""
    for position, is_full in gazetteer.by_key[key]:
        yield Found(gazetteer.entries[position], match, round(score) - (not is_full))


@lru_cache(maxsize=4)
def sounds_of(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Keys by their pinyin."""
    sounds: dict[str, list[str]] = {}
    for key in keys:
        sounds.setdefault(pinyin(key), []).append(key)
    return {sound: tuple(names) for sound, names in sounds.items()}


def names_by_sound(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """The gazetteer's names by their pinyin; worked out once."""
    return sounds_of(tuple(gazetteer.by_key))


def candidate_of(found: Found, gazetteer: Gazetteer) -> PlaceCandidate | None:
    """The answer for an entry; at the seat above it where it has no point; None without either."""
    entry, match, source = found.entry, found.match, found.entry.source
    precision_m = entry.precision_m or 0
    at: Entry | None = entry
    if entry.lat is None:
        at = gazetteer.get_seat(entry.admin)
        match = match if match is Match.SIMILAR else Match.SEAT
        source = f"{source}; seat of {entry.admin}: {at.source}" if at else source
    if match is Match.SEAT or entry.lat is None:
        precision_m = max(precision_m, SEAT_PRECISION_M)
    if match is Match.ADDRESS:
        precision_m = max(precision_m, ADDRESS_PRECISION_M)
    if at is None or at.lat is None or at.lon is None:
        return None
    note = gazetteer.note_of(entry)
    return PlaceCandidate(
        name=entry.name,
        kind=entry.kind,
        admin=entry.admin,
        lat=at.lat,
        lon=at.lon,
        precision_m=Metres(precision_m),
        match=match,
        score=found.score,
        note=LocalisedText(zh=note[0], en=note[1]) if note else None,
        source=source,
    )


def distinct(
    candidates: Iterator[PlaceCandidate | None], *, limit: int
) -> tuple[PlaceCandidate, ...]:
    """The first of each place, as many as asked for."""
    kept: dict[tuple[str, str, str], PlaceCandidate] = {}
    for candidate in candidates:
        if candidate is not None:
            kept.setdefault((candidate.name, candidate.kind, candidate.admin), candidate)
    return tuple(kept.values())[:limit]
