"""One change of a scenario that may carry people left out, and the ways to make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.artefacts.problem import Problem
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.scenario import Scenario
from routing.model.services import Service


@dataclass(frozen=True, slots=True)
class Change:
    """One addition or relaxation.

    Attributes:
        kind: what is changed, as in ``Repair.kind``.
        subject: fleet row, service, offer or group it speaks of.
        amount: how much: coaches, seats, minutes, people.
        words: the change in Chinese and in English.
        scenario: the scenario with it.
    """

    kind: str
    subject: str | None
    amount: int
    words: tuple[str, str]
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Bench:
    """A scenario, its prepared problem, and the people of one group for whom a change is sought."""

    scenario: Scenario
    problem: Problem
    group: Group
    people: int


def with_row(scenario: Scenario, row: FleetRow, update: Mapping[str, object]) -> Scenario:
    """The scenario with one fleet row changed."""
    rows = tuple(r.model_copy(update=update) if r.id == row.id else r for r in scenario.fleet)
    return scenario.model_copy(update={"fleet": rows})


def with_group(scenario: Scenario, changed: Group) -> Scenario:
    """The scenario with a group in place of the one of its id."""
    groups = tuple(changed if g.id == changed.id else g for g in scenario.groups)
    return scenario.model_copy(update={"groups": groups})


def with_service(scenario: Scenario, service: Service, update: Mapping[str, object]) -> Scenario:
    """The scenario with one service changed."""
    services = tuple(
        s.model_copy(update=update) if s.id == service.id else s for s in scenario.services
    )
    return scenario.model_copy(update={"services": services})


def with_place(scenario: Scenario, name: str, update: Mapping[str, object]) -> Scenario:
    """The scenario with one place changed."""
    places = tuple(
        place.model_copy(update=update) if place.id == name else place for place in scenario.places
    )
    return scenario.model_copy(update={"places": places})
