"""Which group of a scenario each person of a roster belongs to."""

from __future__ import annotations

from routing.model.base import LocalisedText
from routing.model.demand import Group
from routing.model.places import Place
from routing.model.roster import Person, Roster
from routing.model.scenario import Scenario


class GroupIndex:
    """Groups by id, by member token, and by the names of their pickup and employer."""

    def __init__(self, scenario: Scenario) -> None:
        self._ids = {group.id for group in scenario.groups}
        self._by_member = {m: g.id for g in scenario.groups for m in g.members}
        names = _place_ids(scenario.places)
        self._places = names
        self._by_ends: dict[tuple[str, str], list[Group]] = {}
        for group in scenario.groups:
            self._by_ends.setdefault((group.origin, group.destination), []).append(group)

    def find(self, person: Person) -> str | None:
        """The one group a person's line means; None where it means none or several."""
        if person.group is not None:
            return person.group if person.group in self._ids else None
        if person.token in self._by_member:
            return self._by_member[person.token]
        ends = (self._place(person.pickup), self._place(person.employer))
        found = self._by_ends.get(ends, []) if None not in ends else []
        return found[0].id if len(found) == 1 else None

    def _place(self, name: str | None) -> str:
        return self._places.get((name or "").strip(), "")


def people_by_group(roster: Roster, scenario: Scenario) -> dict[str | None, list[Person]]:
    """People by group id, under None those whose group is not known; each in token order."""
    index = GroupIndex(scenario)
    found: dict[str | None, list[Person]] = {}
    for person in sorted(roster.people, key=lambda p: p.token):
        found.setdefault(index.find(person), []).append(person)
    return found


def _place_ids(places: tuple[Place, ...]) -> dict[str, str]:
    """Place id by id and by every name that only one place has."""
    by_name: dict[str, set[str]] = {}
    for place in places:
        texts = (
            (place.name.zh, place.name.en)
            if isinstance(place.name, LocalisedText)
            else (place.name,)
        )
        for text in texts:
            by_name.setdefault(text.strip(), set()).add(place.id)
    unique = {name: min(ids) for name, ids in by_name.items() if len(ids) == 1}
    return unique | {place.id: place.id for place in places}
