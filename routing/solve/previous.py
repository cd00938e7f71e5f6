"""The previous plan as a decision to start from."""

from __future__ import annotations

from collections import defaultdict

from routing.model.plan import Itinerary, Plan
from routing.model.runs import CoachVehicle, Run, RunRole
from routing.solve.instance import Instance, Ints
from routing.solve.selection import Selection, Vehicle
from routing.solve.table import Table


def find_previous(instance: Instance, table: Table) -> Selection | None:
    """What the previous plan did, as far as this scenario still knows its groups and vehicles.

    Whoever is new, or whose vehicle is gone, waits for a seat; None without a previous plan.
    """
    previous = instance.problem.scenario.previous_plan
    return None if previous is None else _Reading(instance, table, previous.plan).selection()


class _Reading:
    def __init__(self, instance: Instance, table: Table, plan: Plan) -> None:
        self.instance = instance
        self.table = table
        self.plan = plan
        self.runs: dict[str, Run] = {str(run.id): run for run in plan.runs}
        self.rows = {row.id: k for k, row in enumerate(instance.fleet.rows)}
        groups = instance.problem.scenario.groups
        demands = defaultdict(list)
        for d, demand in enumerate(instance.demands):
            demands[str(groups[demand.group].id)].append(d)
        # A group in two parts, those with wheelchairs and those without, is not told apart here.
        self.demand_of = {group: found[0] for group, found in demands.items() if len(found) == 1}
        self.free = [d.people for d in instance.demands]
        self.rides = [0] * len(instance.rides)
        self.loads: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))

    def selection(self) -> Selection:
        own = [0] * len(self.instance.demands)
        for itinerary in self.plan.itineraries:
            d = self.demand_of.get(str(itinerary.group))
            if d is None:
                continue
            people = min(int(itinerary.people), self.free[d])
            if people and not itinerary.runs:
                own[d] += people
                self.free[d] -= people
            elif people and self._follow(itinerary, d, people):
                self.free[d] -= people
        return Selection(
            vehicles=tuple(self._vehicles()),
            rides=tuple(self.rides),
            units=self._units(),
            own=tuple(own),
            left=tuple(self.free),
        )

    def _follow(self, itinerary: Itinerary, demand: int, people: int) -> bool:
        """Seat people as an itinerary did; whether that can be done."""
        runs = [self.runs[str(r)] for r in itinerary.runs if str(r) in self.runs]
        coaches = {run.role: str(run.id) for run in runs if isinstance(run.vehicle, CoachVehicle)}
        services = [str(r.vehicle.service) for r in runs if not isinstance(r.vehicle, CoachVehicle)]
        if not services:
            item = self._direct(demand)
            if item is None or RunRole.DIRECT not in coaches:
                return False
            self.loads[coaches[RunRole.DIRECT]][item] += people
            return True
        ride = self._ride(demand, services[0], itinerary.night, people)
        if ride is None:
            return False
        self.rides[ride] += people
        known = self.instance.rides[ride]
        for item, role in (
            (known.feeder, RunRole.FEEDER),
            (known.last_mile, RunRole.LAST_MILE),
        ):
            if item >= 0 and role in coaches:
                self.loads[coaches[role]][item] += people
        return True

    def _direct(self, demand: int) -> int | None:
        items = enumerate(self.instance.items)
        found = (e for e, i in items if i.demand == demand and i.role is RunRole.DIRECT)
        return next(found, None)

    def _ride(self, demand: int, service: str, night: str | None, people: int) -> int | None:
        """A ride of the demand on the service with seats left, with a bed where they had one."""
        instance = self.instance
        for r, known in enumerate(instance.rides):
            alike = known.demand == demand and known.ride.service == service
            if alike and known.ride.hotel == night and self._room(known.offer) >= people:
                return r
        return None

    def _room(self, offer: int) -> int:
        rides = zip(self.instance.rides, self.rides, strict=True)
        sold = sum(n for r, n in rides if r.offer == offer)
        known = self.instance.offers[offer]
        return known.seats * known.units - sold

    def _units(self) -> tuple[int, ...]:
        sold = [0] * len(self.instance.offers)
        for ride, people in zip(self.instance.rides, self.rides, strict=True):
            sold[ride.offer] += people
        return tuple(-(-n // o.seats) for n, o in zip(sold, self.instance.offers, strict=True))

    def _vehicles(self) -> list[Vehicle]:
        """The coaches whose stops the table still joins, with whom of their people is known."""
        picks, drops = _numbers(self.table.pick.sets), _numbers(self.table.drop.sets)
        pairs = {(int(s), int(t)): c for c, (s, t) in reversed(list(enumerate(self.table.pair)))}
        found: list[Vehicle] = []
        for name, load in sorted(self.loads.items()):
            vehicle = self.runs[name].vehicle
            items = self.instance.items
            s = picks.get(frozenset(items[e].pick for e in load))
            t = drops.get(frozenset(items[e].drop for e in load))
            if not isinstance(vehicle, CoachVehicle) or s is None or t is None:
                continue
            row, combination = self.rows.get(vehicle.fleet), pairs.get((s, t))
            if row is not None and combination is not None:
                found.append(Vehicle(combination, row, tuple(sorted(load.items()))))
        return found


def _numbers(sets: Ints) -> dict[frozenset[int], int]:
    return {frozenset(n for n in row if n >= 0): s for s, row in enumerate(sets.tolist())}
