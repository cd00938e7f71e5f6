"""Rides on trains and flights that a group can reach, and leave in time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import networkx as nx

from routing.artefacts.candidates import ServiceRide
from routing.artefacts.horizon import Horizon
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.demand import Group
from routing.model.places import PlaceKind
from routing.model.plan import Reason
from routing.model.rules import PolicyValues
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.network.legs import Node, place_node, valid_offers
from routing.network.nights import NightSplit, split_night


@dataclass(frozen=True, slots=True)
class RideSearch:
    """What the search for one scenario's rides reads."""

    scenario: Scenario
    matrix: TravelMatrix
    values: PolicyValues
    horizon: Horizon
    graph: nx.DiGraph[Node]

    def rides(self, group: Group) -> tuple[tuple[ServiceRide, ...], tuple[Reason, ...]]:
        """A group's rides in the order of services and calls, and why services are left out."""
        rides: list[ServiceRide] = []
        excluded: list[Reason] = []
        for service in self.scenario.services:
            found, codes = self._rides_on(group, service)
            rides += found
            if not found:
                excluded += [Reason(code=c, subject=service.id) for c in sorted(codes)]
        return tuple(rides), tuple(excluded)

    def _rides_on(self, group: Group, service: Service) -> tuple[list[ServiceRide], set[str]]:
        found: list[ServiceRide] = []
        codes: set[str] = set()
        for i in range(len(service.calls)):
            start = Node("departure", service.id, i)
            if start not in self.graph:
                continue
            for end in sorted(n for n in self.graph.successors(start) if n.kind == "arrival"):
                code = self._refusal(group, service, start, end)
                if code is None:
                    found += self._variants(group, service, i, end.call)
                else:
                    codes.add(code)
        if not found and not codes:
            codes.add("UNREACHABLE")
        return found, codes

    def _refusal(self, group: Group, service: Service, start: Node, end: Node) -> str | None:
        """The code of the first rule that keeps a group from a ride at its very best, or None."""
        access_s = self._road_s(group.origin, service.calls[start.call].place)
        egress_s = self._road_s(service.calls[end.call].place, group.destination)
        if access_s is None or egress_s is None:
            return "UNREACHABLE"
        departs_s = int(self.graph.nodes[start]["at_s"])
        arrives_s = int(self.graph.nodes[end]["at_s"])
        stop_s = int(self.values.stop_fixed_s)
        earliest_s = int(self.horizon.to_seconds(group.ready_from))
        lead_s = access_s + 2 * stop_s if access_s else 0
        if earliest_s + lead_s > departs_s - service.check_in_s:
            return "MISSES_TRAIN_CHECK_IN"
        gate_s = arrives_s + (service.egress_s + stop_s + egress_s if egress_s else 0)
        if group.arrive_by is not None and gate_s > self.horizon.to_seconds(group.arrive_by):
            return "TIME_WINDOW"
        door_s = departs_s - service.check_in_s - access_s if access_s else departs_s
        legs_s = (access_s, arrives_s - departs_s, egress_s)
        if group.max_on_board_s is not None and max(legs_s) > group.max_on_board_s:
            return "RIDE_TIME"
        if group.max_journey_s is not None and gate_s - door_s > group.max_journey_s:
            return "RIDE_TIME"
        return None

    def _road_s(self, start: str, end: str) -> int | None:
        """Driving time, 0 where both are one place, None where no road joins them."""
        if start == end:
            return 0
        edge = self.graph.get_edge_data(place_node(start), place_node(end))
        return int(edge["duration_s"]) if edge else None

    def _variants(self, group: Group, service: Service, on: int, off: int) -> list[ServiceRide]:
        """The ride without a bed, and one with each hotel in reach of the station."""
        station = service.calls[on].place
        departs_s = int(self.graph.nodes[Node("departure", service.id, on)]["at_s"])
        check_in_s = departs_s - int(service.check_in_s)
        walks_in = group.origin == station
        ride = ServiceRide(
            service=service.id,
            board_call=on,
            alight_call=off,
            offers=valid_offers(service, on, off),
            feeder_by_s=check_in_s,
            walks_in=walks_in,
            walks_out=service.calls[off].place == group.destination,
        )
        night = split_night(check_in_s, self.values)
        latest = night.latest_with_bed_s
        if walks_in or latest is None:
            earliest_s = int(self.horizon.to_seconds(group.ready_from))
            return [replace(ride, feeder_from_s=min(earliest_s, check_in_s))]
        day = replace(ride, feeder_from_s=latest + 1)
        variants = [day, *self._with_beds(group, ride, station, night)]
        return [v for v in variants if self._is_open(station, v.feeder_from_s, v.feeder_by_s)]

    def _is_open(self, station: str, from_s: int, by_s: int) -> bool:
        """Whether a feeder may stand at a station at some time between two instants."""
        windows = next(p.open for p in self.scenario.places if p.id == station)
        to_s = self.horizon.to_seconds
        return not windows or any(
            max(to_s(w.start), from_s) <= min(to_s(w.end), by_s) for w in windows
        )

    def _with_beds(
        self, group: Group, ride: ServiceRide, station: str, night: NightSplit
    ) -> list[ServiceRide]:
        latest_s = night.latest_with_bed_s
        access_s = self._road_s(group.origin, station)
        ready_s = int(self.horizon.to_seconds(group.ready_from))
        if latest_s is None or access_s is None:
            return []
        if ready_s + access_s + 2 * self.values.stop_fixed_s > latest_s:
            return []
        return [
            replace(
                ride, hotel=hotel, feeder_from_s=night.earliest_with_bed_s, feeder_by_s=latest_s
            )
            for hotel in self._hotels_near(station)
        ]

    def _hotels_near(self, station: str) -> tuple[str, ...]:
        row = self.matrix.distance_m[self.matrix.index[station]]
        return tuple(
            place.id
            for place in self.scenario.places
            if place.kind is PlaceKind.HOTEL
            and place.beds != 0
            and row[self.matrix.index[place.id]] <= self.values.hotel_reach_m
        )
