"""A scenario and a plan side by side, with what the rules look up in them again and again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from routing.audit.chains import Ride, Ways, find_ways
from routing.audit.trace import (
    CoachTrace,
    ServiceTrace,
    Trace,
    duties_of,
    empty_of,
    legs_of,
    stands_of,
)
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.places import Place
from routing.model.plan import Itinerary, Plan
from routing.model.rules import PolicyProfile, PolicyRule, PolicyValues, policy_in_force
from routing.model.runs import CoachVehicle, ServiceVehicle
from routing.model.scenario import Scenario
from routing.model.services import Offer, Service


@dataclass(frozen=True)
class Case:
    """What is audited, and under which rules.

    The traces and ways may only be asked for once the rules of structure hold: every id is known
    and every run has one leg fewer than stops.
    """

    scenario: Scenario
    plan: Plan
    profile: PolicyProfile

    @cached_property
    def values(self) -> PolicyValues:
        """The rule values in force, worked out from the profile, not taken from the plan."""
        return policy_in_force(self.profile, self.scenario.policy).values

    @cached_property
    def offset_s(self) -> int:
        """Local time less UTC; zones with daylight saving are refused at validation."""
        zone = ZoneInfo(self.scenario.timezone)
        offset = self.scenario.groups[0].ready_from.astimezone(zone).utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id."""
        return {place.id: place for place in self.scenario.places}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.scenario.groups}

    @cached_property
    def fleet(self) -> dict[str, FleetRow]:
        """Fleet rows by id."""
        return {row.id: row for row in self.scenario.fleet}

    @cached_property
    def services(self) -> dict[str, Service]:
        """Trains and flights by id."""
        return {service.id: service for service in self.scenario.services}

    @cached_property
    def offers(self) -> dict[tuple[str, str], Offer]:
        """Offers by service id and offer id."""
        return {(s.id, o.id): o for s in self.scenario.services for o in s.offers}

    @cached_property
    def traces(self) -> dict[str, Trace]:
        """Every run of the plan by id."""
        every: list[Trace] = [*self.coaches, *self.rides]
        return {trace.run.id: trace for trace in every}

    @cached_property
    def coaches(self) -> tuple[CoachTrace, ...]:
        """The plan's coach runs."""
        found = []
        for i, run in enumerate(self.plan.runs):
            if isinstance(run.vehicle, CoachVehicle):
                pointer = f"/runs/{i}"
                found.append(
                    CoachTrace(
                        pointer=pointer,
                        run=run,
                        stands=stands_of(run, pointer, places=self.places),
                        legs=legs_of(run, pointer),
                        row=self.fleet[run.vehicle.fleet],
                        number=run.vehicle.number,
                        empty=empty_of(run, pointer),
                        duties=duties_of(run, pointer),
                    )
                )
        return tuple(found)

    @cached_property
    def rides(self) -> tuple[ServiceTrace, ...]:
        """The plan's runs on trains and flights."""
        found = []
        for i, run in enumerate(self.plan.runs):
            if isinstance(run.vehicle, ServiceVehicle):
                pointer = f"/runs/{i}"
                found.append(
                    ServiceTrace(
                        pointer=pointer,
                        run=run,
                        stands=stands_of(run, pointer, places=self.places),
                        legs=legs_of(run, pointer),
                        service=self.services[run.vehicle.service],
                    )
                )
        return tuple(found)

    @cached_property
    def vehicles(self) -> dict[tuple[str, int], tuple[CoachTrace, ...]]:
        """The runs of each vehicle in the order of time."""
        found: dict[tuple[str, int], list[CoachTrace]] = {}
        for coach in sorted(self.coaches, key=lambda c: (c.starts, c.ends, c.pointer)):
            found.setdefault(coach.vehicle, []).append(coach)
        return {vehicle: tuple(runs) for vehicle, runs in sorted(found.items())}

    @cached_property
    def ways(self) -> Ways:
        """Each itinerary's rides, or None where its runs do not join up."""
        return find_ways(self.plan, groups=self.groups, traces=self.traces)

    @cached_property
    def journeys(self) -> tuple[tuple[str, Itinerary, tuple[Ride, ...]], ...]:
        """Pointer, itinerary and rides of everyone whose runs join up."""
        return tuple(
            (f"/itineraries/{i}", itinerary, way)
            for i, (itinerary, way) in enumerate(zip(self.plan.itineraries, self.ways, strict=True))
            if way
        )

    def get_article(self, names: tuple[str, ...]) -> str | None:
        """The articles that some policy values rest on, or None where none is needed."""
        articles = (rule.article for rule in self._rules(names))
        texts = [a if isinstance(a, str) else a.zh for a in articles]
        return "；".join(dict.fromkeys(texts)) or None

    def get_source(self, names: tuple[str, ...]) -> str | None:
        """Where some policy values come from, saying so when the scenario overrides one."""
        overridden = self.scenario.policy.overrides.model_dump(exclude_none=True)
        sources = [
            f"policy.overrides.{rule.name}" if rule.name in overridden else rule.source
            for rule in self._rules(names)
        ]
        return "; ".join(dict.fromkeys(sources)) or None

    def _rules(self, names: tuple[str, ...]) -> tuple[PolicyRule, ...]:
        return tuple(rule for rule in self.profile.rules if rule.name in names)
