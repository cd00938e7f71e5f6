"""Trips added for people left out, on vehicles that already run, where the clock lets them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.model.runs import RunRole
from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.decide import Decision
from routing.solve.instance import Instance, RideChoice
from routing.solve.selection import Selection, Vehicle
from routing.solve.table import Table
from routing.solve.vehicles import VehiclePlan, share_vehicles

MOST_TRIALS = 60
"""Ways of adding trips that are tried for one plan."""


@dataclass(frozen=True, slots=True)
class Way:
    """How some people of one demand could still go: a ride with its coaches, or one coach."""

    ride: int
    items: tuple[int, ...]


class SecondTrips:
    """Adds one way after another while the vehicles suffice."""

    def __init__(self, instance: Instance, table: Table, appraiser: Appraiser) -> None:
        self.instance = instance
        self.table = table
        self.appraiser = appraiser
        self.alone = _single_combinations(table)
        self.trials = 0

    def add(self, decision: Decision, vehicles: VehiclePlan) -> tuple[Decision, VehiclePlan]:
        """The decision with as many more people as could be added, dearest to leave out first."""
        again = True
        while again and self.trials < MOST_TRIALS:
            again = False
            left = decision.selection.left
            for d in sorted((d for d, n in enumerate(left) if n), key=lambda d: (-left[d], d)):
                found = self._add_some(decision, d)
                if found is not None:
                    decision, vehicles = found
                    again = True
                    break
        return decision, vehicles

    def _add_some(self, decision: Decision, demand: int) -> tuple[Decision, VehiclePlan] | None:
        """Some more of one demand, on the cheapest way for which a vehicle is found."""
        for way in self._ways(demand):
            for rows in self._rows(way):
                if self.trials >= MOST_TRIALS:
                    return None
                grown = self._grow(decision, demand, way, rows)
                if grown is None:
                    continue
                self.trials += 1
                vehicles = share_vehicles(self.instance, grown.selection, grown.runs)
                counts = self.instance.fleet.count.tolist()
                if all(n <= most for n, most in zip(vehicles.used, counts, strict=True)):
                    return grown, vehicles
        return None

    def _ways(self, demand: int) -> list[Way]:
        """By what a person pays; a coach all the way comes last."""
        rides = [(r.cost_fen, n, r) for n, r in enumerate(self.instance.rides)]
        mine = sorted((fen, n) for fen, n, r in rides if r.demand == demand)
        ways = [Way(n, _items_of(self.instance.rides[n])) for _, n in mine]
        direct = [
            Way(-1, (e,))
            for e, item in enumerate(self.instance.items)
            if item.demand == demand and item.role is RunRole.DIRECT and item.rows
        ]
        return ways + direct

    def _rows(self, way: Way) -> list[tuple[int, ...]]:
        """A fleet row for each coach of a way, the largest coaches first."""
        capacity = self.instance.fleet.capacity
        found: list[tuple[int, ...]] = [()]
        for e in way.items:
            rows = sorted(self.instance.items[e].rows, key=lambda k: (-int(capacity[k]), k))
            found = [(*chosen, k) for chosen in found for k in rows]
        return found

    def _grow(
        self, decision: Decision, demand: int, way: Way, rows: tuple[int, ...]
    ) -> Decision | None:
        """The decision with one more run for each coach of a way; None when it cannot be."""
        selection = decision.selection
        people = min(
            selection.left[demand],
            self._room_on(selection, way.ride),
            *(self._room_in(k, demand) for k in rows),
        )
        whole = self.instance.problem.scenario.groups[self.instance.demands[demand].group].together
        if people <= 0 or (whole and people < self.instance.demands[demand].people):
            return None
        added: list[tuple[Vehicle, Appraisal]] = []
        for e, k in zip(way.items, rows, strict=True):
            run = self.appraiser.best_run(k, {e: people})
            combination = self.alone.get((self.instance.items[e].pick, self.instance.items[e].drop))
            few = way.ride < 0 and people < self.instance.fleet.min_people[k]
            if run is None or combination is None or few:
                return None
            added.append((Vehicle(combination, k, ((e, people),)), run))
        return self._with(decision, demand, way, people, added)

    def _room_in(self, k: int, demand: int) -> int:
        """Seats of a row; places for wheelchairs where each of a demand's people needs one."""
        known, seats = self.instance.demands[demand], int(self.instance.fleet.capacity[k])
        if known.wheelchairs < known.people:
            return seats
        return min(seats, int(self.instance.fleet.rows[k].wheelchair_places))

    def _room_on(self, selection: Selection, ride: int) -> int:
        """Seats and beds that a ride still has, units that are not bought yet included."""
        if ride < 0:
            return self.instance.people
        choice = self.instance.rides[ride]
        pairs = list(zip(self.instance.rides, selection.rides, strict=True))
        offer = self.instance.offers[choice.offer]
        sold = sum(n for r, n in pairs if r.offer == choice.offer)
        room = offer.seats * offer.units - sold
        if choice.bed >= 0:
            asleep = sum(n for r, n in pairs if r.bed == choice.bed)
            room = min(room, self.instance.beds[choice.bed].beds - asleep)
        return room if sold or offer.min_people <= room else 0

    def _with(
        self,
        decision: Decision,
        demand: int,
        way: Way,
        people: int,
        added: list[tuple[Vehicle, Appraisal]],
    ) -> Decision | None:
        selection = decision.selection
        left = list(selection.left)
        left[demand] -= people
        rides, units = list(selection.rides), list(selection.units)
        money = sum(run.cost_fen for _, run in added)
        items = self.instance.items
        money += sum(items[e].cost_fen * people for e in way.items)
        if way.ride >= 0:
            choice = self.instance.rides[way.ride]
            offer = self.instance.offers[choice.offer]
            rides[way.ride] += people
            sold = sum(
                n
                for r, n in zip(self.instance.rides, rides, strict=True)
                if r.offer == choice.offer
            )
            if sold < offer.min_people:
                return None
            needed = max(units[choice.offer], -(-sold // offer.seats))
            money += (needed - units[choice.offer]) * offer.price_fen + choice.cost_fen * people
            units[choice.offer] = needed
        grown = replace(
            selection,
            vehicles=(*selection.vehicles, *(v for v, _ in added)),
            rides=tuple(rides),
            units=tuple(units),
            left=tuple(left),
        )
        runs = (*decision.runs, *(run for _, run in added))
        return Decision(grown, runs, decision.money_fen + money)


def _items_of(ride: RideChoice) -> tuple[int, ...]:
    return tuple(e for e in (ride.feeder, ride.last_mile) if e >= 0)


def _single_combinations(table: Table) -> dict[tuple[int, int], int]:
    """Combinations with one stop a side, by pickup and drop node."""
    found: dict[tuple[int, int], int] = {}
    picks, drops = table.pick, table.drop
    for c, (s, t) in enumerate(table.pair.tolist()):
        if picks.size[s] == 1 and drops.size[t] == 1:
            found.setdefault((int(picks.sets[s, 0]), int(drops.sets[t, 0])), c)
    return found
