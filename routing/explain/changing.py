"""What happened after a plan was announced, and the scenario as it is now."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from pydantic import Field

from routing.errors import UnknownName
from routing.explain.freezing import Freeze
from routing.model.base import Document, MoneyFen, Window
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
    closed: tuple[str, ...] = ()
    """Ids of places where nothing may stop any more."""
    freeze: Freeze = Freeze()
    """What must not change, whatever it saves."""
    moved_fen_per_person: MoneyFen = Field(
        default=Fen(20_000), description="what moving one person weighs against money, fen"
    )


def change_scenario(scenario: Scenario, changes: Changes) -> Scenario:
    """The scenario after the changes.

    Other heads, new groups, fewer coaches, no cancelled service; a closed place is open at an
    hour before anybody is ready.

    Raises:
        UnknownName: a change names what the scenario lacks.
    """
    _check_names(scenario, changes)
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
            "places": tuple(
                place.model_copy(update={"open": _never(scenario)})
                if place.id in changes.closed
                else place
                for place in scenario.places
            ),
            "services": tuple(s for s in scenario.services if s.id not in changes.cancelled),
            "pins": tuple(pin for pin in scenario.pins if pin.service not in changes.cancelled),
        }
    )


def _never(scenario: Scenario) -> tuple[Window, ...]:
    """An opening hour that nobody can use."""
    before = min(group.ready_from for group in scenario.groups) - timedelta(days=1)
    return (Window.model_validate({"from": before, "to": before}),)


def _check_names(scenario: Scenario, changes: Changes) -> None:
    freeze = changes.freeze
    groups = {group.id for group in scenario.groups}
    services = {service.id for service in scenario.services}
    coaches = {vehicle.fleet for vehicle in (*changes.broken, *freeze.vehicles)}
    tokens = {token for group in scenario.groups for token in group.members}
    _know({*changes.people, *freeze.groups}, groups)
    _know(coaches, {row.id for row in scenario.fleet})
    _know({*changes.cancelled, *freeze.services}, services)
    _know(set(changes.closed), {place.id for place in scenario.places})
    if not set(freeze.people) <= tokens:
        raise UnknownName("a token in freeze.people")  # which one is nobody's business here


def _know(wanted: set[str], known: set[str]) -> None:
    if not wanted <= known:
        raise UnknownName(", ".join(sorted(wanted - known)))
