"""What happened after a plan was announced, and the scenario as it is now."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from routing.errors import UnknownName
from routing.model.base import Document, MoneyFen
from routing.model.demand import Group
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.units import Fen, People


class Changes(Document):
    """Changes to a scenario whose plan is already announced."""

    people: dict[str, int] = Field(
        default_factory=dict, description="people more (or fewer, negative) by group id"
    )
    groups: tuple[Group, ...] = ()
    """Groups that are new."""
    broken: tuple[CoachVehicle, ...] = ()
    """Coaches that can no longer be used."""
    cancelled: tuple[str, ...] = ()
    """Ids of trains and flights that do not run."""
    moved_fen_per_person: MoneyFen = Field(
        default=Fen(20_000), description="what moving one person weighs against money, fen"
    )


def change_scenario(scenario: Scenario, changes: Changes) -> Scenario:
    """The scenario after the changes: heads, new groups, fewer coaches, no cancelled service.

    Raises:
        UnknownName: a change names a group, fleet row or service that the scenario lacks.
    """
    _know(changes.people, {group.id for group in scenario.groups})
    _know({vehicle.fleet for vehicle in changes.broken}, {row.id for row in scenario.fleet})
    _know(changes.cancelled, {service.id for service in scenario.services})
    groups = [
        group.model_copy(update={"people": People(group.people + changes.people.get(group.id, 0))})
        for group in scenario.groups
    ]
    lost = Counter(vehicle.fleet for vehicle in changes.broken)
    return scenario.model_copy(
        update={
            "groups": (*(g for g in groups if g.people > 0), *changes.groups),
            "fleet": tuple(
                row.model_copy(update={"count": max(0, row.count - lost[row.id])})
                for row in scenario.fleet
            ),
            "services": tuple(s for s in scenario.services if s.id not in changes.cancelled),
            "pins": tuple(pin for pin in scenario.pins if pin.service not in changes.cancelled),
        }
    )


def _know(names: object, known: set[str]) -> None:
    wanted = set(names) if isinstance(names, dict | set | tuple) else set()
    if not wanted <= known:
        raise UnknownName(", ".join(sorted(wanted - known)))
