"""Roster against the scenario's numbers: by group, by township, by employer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.roster.matching import GroupIndex

Level = Literal["group", "pickup", "employer", "township"]


@dataclass(frozen=True, slots=True)
class Balance:
    """One line of a reconciliation.

    Attributes:
        level: what is compared.
        name: group id, place id or township.
        planned: people the scenario, or the township's own total, speaks of.
        listed: people on the roster.
    """

    level: Level
    name: str
    planned: int
    listed: int

    @property
    def missing(self) -> int:
        """People spoken of who are on no roster; negative where there are too many."""
        return self.planned - self.listed


def reconcile(roster: Roster, scenario: Scenario) -> tuple[Balance, ...]:
    """Every group, pickup and employer of the scenario, and the townships' own totals.

    Args:
        roster: the people, and what each township reported, where it did.
        scenario: the numbers that were planned with.
    """
    index = GroupIndex(scenario)
    found = Counter(index.find(person) for person in roster.people)
    lines = [
        Balance("group", group.id, int(group.people), found[group.id]) for group in scenario.groups
    ]
    for level in ("pickup", "employer"):
        planned: Counter[str] = Counter()
        listed: Counter[str] = Counter()
        for group in scenario.groups:
            place = group.origin if level == "pickup" else group.destination
            planned[place] += group.people
            listed[place] += found[group.id]
        lines += [Balance(level, p, planned[p], listed[p]) for p in sorted(planned)]
    by_township = Counter(person.township or person.pickup or "" for person in roster.people)
    for total in sorted(roster.totals, key=lambda total: total.township):
        name = total.township
        lines.append(Balance("township", name, int(total.people), by_township[name]))
    return tuple(lines)
