"""From the problem's documents to the engine's integers, in an order of its own.

Everything is sorted by id, so that the order of the input cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from routing.artefacts.candidates import GroupCandidates, ServiceRide
from routing.artefacts.problem import Problem
from routing.model.demand import Group
from routing.model.runs import RunRole
from routing.model.services import Service
from routing.solve.conflicts import find_conflicts
from routing.solve.fleet_arrays import access_flags, build_fleet, home_flags
from routing.solve.instance import (
    NO_FEN,
    BedChoice,
    Demand,
    Instance,
    Ints,
    Item,
    OfferChoice,
    RideChoice,
    StopNode,
    ride_arrays,
)
from routing.solve.least_rides import find_least_rides
from routing.units import SECONDS_PER_DAY

SLACK_AT_GATE_S = 1_800
"""Kept free after a ride when a limit on the whole journey is shared out between its coaches."""


def build_instance(problem: Problem) -> Instance:
    """The problem as the engine sees it; see ``Instance``."""
    return _Builder(problem).build()


@dataclass
class _Builder:
    problem: Problem
    demands: list[Demand] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rides: list[RideChoice] = field(default_factory=list)
    picks: dict[StopNode, int] = field(default_factory=dict)
    drops: dict[StopNode, int] = field(default_factory=dict)
    item_of: dict[tuple[int, int, int], int] = field(default_factory=dict)
    offers: dict[tuple[str, str], int] = field(default_factory=dict)
    beds: dict[tuple[str, int], int] = field(default_factory=dict)

    def build(self) -> Instance:
        scenario = self.problem.scenario
        rows = tuple(sorted(scenario.fleet, key=lambda r: r.id))
        self.row_index = {r.id: k for k, r in enumerate(rows)}
        self.services = {s.id: s for s in scenario.services}
        self.places = {p.id: p for p in scenario.places}
        self.index = self.problem.matrix.index
        self.candidates = {c.group: c for c in self.problem.candidates.groups}
        self.least = find_least_rides(self.problem)
        order = sorted(range(len(scenario.groups)), key=lambda g: scenario.groups[g].id)
        offers = self._list_offers()
        for g in order:
            self._add_group(g, scenario.groups[g])
        ids = self.problem.matrix.place_ids
        places = tuple(self.places[p] for p in ids)
        items = tuple(self.items)
        picks, drops = tuple(self.picks), tuple(self.drops)
        return Instance(
            problem=self.problem,
            demands=tuple(self.demands),
            items=items,
            rides=tuple(self.rides),
            offers=offers,
            beds=tuple(BedChoice(h, n, int(self.places[h].beds or 0)) for h, n in self.beds),
            picks=picks,
            drops=drops,
            fleet=build_fleet(
                rows, values=self.problem.policy.values, place_index=dict(self.index)
            ),
            ride_table=ride_arrays(tuple(self.rides)),
            own_fen=np.array([self._own_fen(d) for d in self.demands], dtype=np.int64),
            conflict=find_conflicts(
                self.problem, items=items, demands=tuple(self.demands), stops=(picks, drops)
            ),
            place_ok=access_flags(rows, places),
            home_ok=home_flags(rows, places),
        )

    def _own_fen(self, demand: Demand) -> int:
        group = self.problem.scenario.groups[demand.group]
        fare = group.own_travel_fen_per_person
        allowed = self.candidates[group.id].own_travel and fare is not None
        return int(fare or 0) if allowed else NO_FEN

    def _list_offers(self) -> tuple[OfferChoice, ...]:
        found = [
            OfferChoice(
                s.id,
                o.id,
                seats=int(o.seats),
                units=int(o.units),
                min_people=int(o.min_people),
                price_fen=int(o.price_fen),
            )
            for s in sorted(self.services.values(), key=lambda s: s.id)
            for o in sorted(s.offers, key=lambda o: o.id)
            if o.units > 0
        ]
        self.offers = {(o.service, o.offer): i for i, o in enumerate(found)}
        return tuple(found)

    def _add_group(self, index: int, group: Group) -> None:
        candidates = self.candidates[group.id]
        chairs = int(group.wheelchairs)
        parts = [(group.id, int(group.people), chairs)]
        if chairs and not group.together and chairs < group.people:
            parts = [
                (group.id, int(group.people) - chairs, 0),
                (f"{group.id}#wheelchairs", chairs, chairs),
            ]
        for name, people, needed in parts:
            self.demands.append(Demand(name, index, people, needed))
            self._add_items(len(self.demands) - 1, group, candidates)

    def _add_items(self, demand: int, group: Group, candidates: GroupCandidates) -> None:
        direct = self._rows(candidates.direct_fleet, demand)
        # Where no coach goes all the way the item has no rows: it holds those who stay, so that
        # they may still change to a train.
        if direct or candidates.rides:
            ready_s = self._ready_s(group)
            limits = self._arrival(group)
            ends = self.index[group.origin], self.index[group.destination]
            self._add_item(
                Item(
                    demand=demand,
                    role=RunRole.DIRECT,
                    pick=self._pick(StopNode(ends[0])),
                    drop=self._drop(StopNode(ends[1])),
                    rows=direct,
                    ready_s=ready_s,
                    by_s=limits[1],
                    from_s=limits[0],
                    cost_fen=self._time_fen(int(self.least.direct[ends])),
                )
            )
        doors = self._journey_starts(group, candidates.rides)
        order = sorted(
            candidates.rides,
            key=lambda r: (r.service, r.board_call, r.alight_call, r.hotel or ""),
        )
        for ride in order:
            self._add_ride(demand, group, ride, doors[ride])

    def _add_item(self, item: Item) -> int:
        key = (item.demand, item.pick, item.drop)
        if key not in self.item_of:
            self.item_of[key] = len(self.items)
            self.items.append(item)
        at = self.item_of[key]
        known = self.items[at]
        if item.by_s is not None and (known.by_s is None or item.by_s < known.by_s):
            self.items[at] = replace(known, by_s=item.by_s)
        return at

    def _add_ride(self, demand: int, group: Group, ride: ServiceRide, door_s: int | None) -> None:
        feeder = last_mile = -1
        if not ride.walks_in:
            feeder = self._feeder(demand, group, ride, door_s)
        if not ride.walks_out:
            last_mile = self._last_mile(demand, group, ride, door_s)
        rows_missing = (feeder >= 0 and not self.items[feeder].rows) or (
            last_mile >= 0 and not self.items[last_mile].rows
        )
        if rows_missing:
            return
        service = self.services[ride.service]
        bed, bed_fen = self._bed(ride)
        time_fen = self._time_fen(self._ride_time_s(group, ride))
        for o in ride.offers:
            offer = service.offers[o]
            self.rides.append(
                RideChoice(
                    demand=demand,
                    ride=ride,
                    offer=self.offers[service.id, offer.id],
                    feeder=feeder,
                    last_mile=last_mile,
                    bed=bed,
                    cost_fen=int(offer.per_person_fen) + bed_fen + time_fen,
                )
            )

    def _feeder(self, demand: int, group: Group, ride: ServiceRide, door_s: int | None) -> int:
        station = self.index[self.services[ride.service].calls[ride.board_call].place]
        ready_s = self._ready_s(group)
        node = StopNode(
            place=station,
            service=ride.service,
            call=ride.board_call,
            hotel=ride.hotel,
            from_s=ride.feeder_from_s,
            by_s=ride.feeder_by_s,
        )
        return self._add_item(
            Item(
                demand=demand,
                role=RunRole.FEEDER,
                pick=self._pick(StopNode(self.index[group.origin])),
                drop=self._drop(node),
                rows=self._rows(self.candidates[group.id].feeder_fleet, demand),
                ready_s=ready_s if door_s is None else max(ready_s, door_s),
                by_s=None,
                from_s=None,
            )
        )

    def _last_mile(self, demand: int, group: Group, ride: ServiceRide, door_s: int | None) -> int:
        service = self.services[ride.service]
        call = service.calls[ride.alight_call]
        arrive_from, arrive_by = self._arrival(group)
        if door_s is not None and group.max_journey_s is not None:
            latest = door_s + int(group.max_journey_s)
            arrive_by = latest if arrive_by is None else min(arrive_by, latest)
        return self._add_item(
            Item(
                demand=demand,
                role=RunRole.LAST_MILE,
                pick=self._pick(
                    StopNode(self.index[call.place], service=service.id, call=ride.alight_call)
                ),
                drop=self._drop(StopNode(self.index[group.destination])),
                rows=self._rows(self.candidates[group.id].last_mile_fleet, demand),
                ready_s=self._call_s(service, ride.alight_call) + int(service.egress_s),
                by_s=arrive_by,
                from_s=arrive_from,
            )
        )

    def _journey_starts(
        self, group: Group, rides: tuple[ServiceRide, ...]
    ) -> dict[ServiceRide, int | None]:
        """The instant before which a feeder may not start, where the whole journey is limited.

        The limit is shared out in advance, with some slack for the last mile; the rides of one
        boarding call and night share one coach stop, so they share the latest of their starts.
        """
        if group.max_journey_s is None:
            return dict.fromkeys(rides)
        starts: dict[tuple[str, int, str | None], int] = {}
        for ride in rides:
            gate_s = self._gate_s(group, ride, self.problem.matrix.duration_s) + SLACK_AT_GATE_S
            key = (ride.service, ride.board_call, ride.hotel)
            starts[key] = max(starts.get(key, 0), gate_s - int(group.max_journey_s))
        return {r: starts[r.service, r.board_call, r.hotel] for r in rides}

    def _gate_s(self, group: Group, ride: ServiceRide, drives_s: Ints) -> int:
        """The earliest arrival at the destination after a ride, by given driving times."""
        service = self.services[ride.service]
        arrives_s = self._call_s(service, ride.alight_call)
        if ride.walks_out:
            return arrives_s
        station = self.index[service.calls[ride.alight_call].place]
        drive_s = int(drives_s[station, self.index[group.destination]])
        stop_s = int(self.problem.policy.values.stop_fixed_s)
        return arrives_s + int(service.egress_s) + stop_s + drive_s

    def _ride_time_s(self, group: Group, ride: ServiceRide) -> int:
        """Door to gate on a ride, at its very least."""
        service = self.services[ride.service]
        call = service.calls[ride.board_call]
        door_s = 0 if call.departs is None else int(self.problem.horizon.to_seconds(call.departs))
        if not ride.walks_in:
            ends = self.index[group.origin], self.index[call.place]
            door_s = ride.feeder_by_s - int(self.least.feeder[ends])
        return max(0, self._gate_s(group, ride, self.least.last_mile) - door_s)

    def _bed(self, ride: ServiceRide) -> tuple[int, int]:
        if ride.hotel is None:
            return -1, 0
        key = (ride.hotel, ride.feeder_by_s // SECONDS_PER_DAY)
        at = self.beds.setdefault(key, len(self.beds))
        return at, int(self.places[ride.hotel].bed_fen or 0)

    def _rows(self, names: tuple[str, ...], demand: int) -> tuple[int, ...]:
        chairs = self.demands[demand].wheelchairs
        rows = self.problem.scenario.fleet
        places = {r.id: r.wheelchair_places for r in rows}
        whole = self.problem.scenario.groups[self.demands[demand].group].together
        needed = chairs if whole else min(chairs, 1)
        return tuple(sorted(self.row_index[n] for n in names if places[n] >= needed))

    def _pick(self, node: StopNode) -> int:
        return self.picks.setdefault(node, len(self.picks))

    def _drop(self, node: StopNode) -> int:
        return self.drops.setdefault(node, len(self.drops))

    def _ready_s(self, group: Group) -> int:
        return int(self.problem.horizon.to_seconds(group.ready_from))

    def _arrival(self, group: Group) -> tuple[int | None, int | None]:
        to_seconds = self.problem.horizon.to_seconds
        start = None if group.arrive_from is None else int(to_seconds(group.arrive_from))
        end = None if group.arrive_by is None else int(to_seconds(group.arrive_by))
        return start, end

    def _call_s(self, service: Service, call: int) -> int:
        arrives = service.calls[call].arrives
        return 0 if arrives is None else int(self.problem.horizon.to_seconds(arrives))

    def _time_fen(self, seconds: int) -> int:
        """The penalty on one person's time, rounded down: a bound on every way to round it."""
        rate = int(self.problem.scenario.goals.ride_hour_fen_per_person)
        return rate * seconds // 3_600
