"""A group's people shared out over its itineraries, families whole wherever that is possible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from routing.model.roster import Person


def share_out(people: Sequence[Person], sizes: Sequence[int]) -> tuple[list[list[Person]], int]:
    """People for each of some portions, and how many families had to be parted.

    Families are placed largest first into the portion with the least room that still takes them
    whole, a portion that already holds their team before others; what fits nowhere whole is
    parted. Village teams therefore stay together where families allow. Same people, same result,
    whatever their order.

    Args:
        people: as many as there are, cleared to board.
        sizes: seats of each portion, in the order of the plan.

    Returns:
        The portions' people, together at most ``sum(sizes)``; whoever finds no seat is in none.
    """
    portions: list[list[Person]] = [[] for _ in sizes]
    rooms = list(sizes)
    parted = 0
    for family in _families(people):
        fits = [i for i, room in enumerate(rooms) if room >= len(family)]
        if fits:
            best = min(fits, key=lambda i: (not _knows(portions[i], family), rooms[i], i))
            portions[best] += family
            rooms[best] -= len(family)
            continue
        parted += sum(rooms) > 0
        _part(family, portions, rooms)
    return portions, parted


def _families(people: Sequence[Person]) -> list[list[Person]]:
    """Families, and single people as families of one: large ones first, then by team and token."""
    ordered = sorted(people, key=lambda p: (p.family or f"\0{p.token}", p.token))
    found = [list(g) for _, g in groupby(ordered, key=lambda p: p.family or f"\0{p.token}")]
    return sorted(found, key=lambda f: (-len(f), f[0].team or "", f[0].token))


def _knows(portion: Sequence[Person], family: Sequence[Person]) -> bool:
    teams = {person.team for person in family} - {None}
    return any(person.team in teams for person in portion)


def _part(family: list[Person], portions: list[list[Person]], rooms: list[int]) -> None:
    """Seat a family that fits nowhere whole, in as few parts as can be: most room first."""
    for index in sorted(range(len(rooms)), key=lambda i: (-rooms[i], i)):
        taken = family[: rooms[index]]
        portions[index] += taken
        rooms[index] -= len(taken)
        family = family[len(taken) :]
