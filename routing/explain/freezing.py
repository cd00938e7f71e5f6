"""What of an announced plan must not change: by time, vehicle, service, run, group or person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from pydantic import Field

from routing.model.base import Document, Window
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle, Run
from routing.model.scenario import Scenario

FAR = timedelta(days=60)
"""How long after the hour of the freeze a vehicle without windows of its own may be used."""


class Freeze(Document):
    """What has left or been announced for good.

    Runs that are frozen stay exactly as they are and nobody joins them. Groups and people that
    are frozen keep their vehicle, stops and times; others may still join them.
    """

    left_by: datetime | None = None
    """Runs that left their first stop by this hour stay; nothing new leaves before it."""
    runs: tuple[str, ...] = ()
    vehicles: tuple[CoachVehicle, ...] = ()
    services: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = Field(
        default=(), description="tokens of groups' members; their whole group is held"
    )

    def fixes(self, run: Run) -> bool:
        """Whether a run stays exactly as it is."""
        has_left = self.left_by is not None and run.stops[0].departs <= self.left_by
        return has_left or run.id in self.runs or self._names(run)

    def _names(self, run: Run) -> bool:
        if isinstance(run.vehicle, CoachVehicle):
            return run.vehicle in self.vehicles
        return run.vehicle.service in self.services


def fixed_runs(plan: Plan, freeze: Freeze) -> frozenset[str]:
    """Ids of the runs that stay exactly as they are."""
    return frozenset(run.id for run in plan.runs if freeze.fixes(run))


def held_groups(scenario: Scenario, freeze: Freeze) -> frozenset[str]:
    """Ids of the groups whose people are not moved."""
    tokens = set(freeze.people)
    of_people = {g.id for g in scenario.groups if tokens.intersection(g.members)}
    return frozenset(freeze.groups) | of_people


def after_hour(scenario: Scenario, left_by: datetime | None) -> Scenario:
    """The scenario of who is still to go, with nothing that would have to begin before an hour."""
    if left_by is None:
        return scenario
    groups = tuple(
        g.model_copy(update={"ready_from": max(g.ready_from, left_by)}) for g in scenario.groups
    )
    fleet = tuple(
        row.model_copy(update={"available": tuple(_from(row.available, left_by))})
        for row in scenario.fleet
    )
    return scenario.model_copy(update={"groups": groups, "fleet": fleet})


def _from(windows: tuple[Window, ...], left_by: datetime) -> Iterable[Window]:
    if not windows:
        yield Window.model_validate({"from": left_by, "to": left_by + FAR})
    for window in windows:
        if window.end > left_by:
            yield window.model_copy(update={"start": max(window.start, left_by)})
