"""A group's people shared out over its itineraries: families whole, village teams together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from routing.model.roster import Person


def share_out(people: Sequence[Person], sizes: Sequence[int]) -> tuple[list[list[Person]], int]:
    """People for each of some portions, and how many families had to be parted.

    Village teams are placed first, largest first, each whole into the portion with the least room
    that takes it; then the families of the other teams, likewise, a portion that already holds
    their team before others; what fits nowhere whole is parted. Where placing families alone parts
    fewer of them, that is done instead: a family counts for more than a team. Same people, same
    result, whatever their order.

    Args:
        people: as many as there are, cleared to board.
        sizes: seats of each portion, in the order of the plan.

    Returns:
        The portions' people, together at most ``sum(sizes)``; whoever finds no seat is in none.
    """
    families = _families(people)
    by_team = _share(_teams(families), families, sizes)
    if not by_team[1]:
        return by_team
    return min(by_team, _share([], families, sizes), key=lambda shared: shared[1])


def _share(
    teams: list[list[list[Person]]], families: list[list[Person]], sizes: Sequence[int]
) -> tuple[list[list[Person]], int]:
    """Whole teams, then the families that are left."""
    portions: list[list[Person]] = [[] for _ in sizes]
    rooms = list(sizes)
    placed: set[int] = set()
    parted = 0
    for team in teams:
        people = [person for family in team for person in family]
        fits = [i for i, room in enumerate(rooms) if room >= len(people)]
        if fits:
            best = min(fits, key=lambda i: (rooms[i], i))
            portions[best] += people
            rooms[best] -= len(people)
            placed |= {id(family) for family in team}
    for family in families:
        if id(family) in placed:
            continue
        fits = [i for i, room in enumerate(rooms) if room >= len(family)]
        if fits:
            best = min(fits, key=lambda i: (not _knows(portions[i], family), rooms[i], i))
            portions[best] += family
            rooms[best] -= len(family)
            continue
        parted += sum(rooms) > 0
        _part(family, portions, rooms)
    return portions, parted


def _teams(families: list[list[Person]]) -> list[list[list[Person]]]:
    """The families of each village team, largest teams first; who has no team is in none."""
    found: dict[str, list[list[Person]]] = {}
    for family in families:
        team = next((person.team for person in family if person.team), None)
        if team is not None:
            found.setdefault(team, []).append(family)
    return [found[team] for team in sorted(found, key=lambda t: (-sum(map(len, found[t])), t))]


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
