"""The space that a certificate speaks of, built again from the documents.

Demands are groups, except that a group which may be split is two demands when some of its people
need wheelchair places (the second is named ``<group>#wheelchairs``). Trips are what coaches carry:
a demand from a pickup stop to a drop stop. Stops at stations belong to one call of one service,
for a feeder also to one hotel or none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import floor

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.candidates import ServiceRide
from routing.artefacts.problem import Problem
from routing.certify.hours import Hours, arrives_s
from routing.duties.relay_terms import may_relay
from routing.model.demand import Group
from routing.model.goals import PinKind
from routing.model.services import Offer, Service
from routing.units import SECONDS_PER_DAY

NEVER_S = 10**15
SLACK_AT_GATE_S = 1_800
"""What the engine keeps free after a ride when it shares a limit on the whole journey out."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a coach stops: a place, and at stations the call it meets and its bounds."""

    place: str
    service: str | None = None
    call: int = -1
    hotel: str | None = None
    from_s: int | None = None
    by_s: int | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """A demand's trip on a coach; ``row`` names the price of one person on it."""

    demand: str
    row: str
    role: str
    pick: Stop
    drop: Stop
    rows: frozenset[str]
    people: int
    ready_s: int
    by_s: int | None
    from_s: int | None
    fare_fen: int


@dataclass(frozen=True, slots=True)
class Ride:
    """A demand on an offer: the rows of its feeder and last mile, None where people walk."""

    demand: str
    offer: str
    feeder: str | None
    last_mile: str | None
    bed: str | None
    fen: int


@dataclass
class Space:
    """Everything the certificate prices."""

    problem: Problem
    people: dict[str, int] = field(default_factory=dict)
    own_fen: dict[str, int] = field(default_factory=dict)
    trips: list[Trip] = field(default_factory=list)
    rides: list[Ride] = field(default_factory=list)
    beds: dict[str, int] = field(default_factory=dict)
    apart: set[frozenset[int]] = field(default_factory=set)

    @cached_property
    def hours(self) -> Hours:
        """What people's time costs at least."""
        return Hours(self.problem)

    @property
    def relays(self) -> bool:
        """Whether direct coaches may be handed over to fresh crews, and then keep no halt."""
        return may_relay(self.problem.scenario, self.problem.policy.values)

    def capacity(self, row_id: str) -> int:
        """Seats of a fleet row that people may use."""
        row = next(r for r in self.problem.scenario.fleet if r.id == row_id)
        cap = floor(row.seats * self.problem.policy.values.seat_cap + 1e-6)
        return max(0, min(row.seats - row.reserved_seats, cap))


def build_space(problem: Problem) -> Space:
    """The space of a problem."""
    space = Space(problem)
    for group in problem.scenario.groups:
        chairs = int(group.wheelchairs)
        mixed = 0 < chairs < group.people and not group.together
        _add_demand(space, group, group.id, int(group.people) - (chairs if mixed else 0))
        if mixed:
            _add_demand(space, group, f"{group.id}#wheelchairs", chairs)
    _find_apart(space)
    return space


def _add_demand(space: Space, group: Group, name: str, people: int) -> None:
    problem = space.problem
    candidates = next(c for c in problem.candidates.groups if c.group == group.id)
    space.people[name] = people
    if candidates.own_travel and group.own_travel_fen_per_person is not None:
        space.own_fen[name] = int(group.own_travel_fen_per_person)
    chairs = int(group.wheelchairs) if not name.endswith("#wheelchairs") else people
    if not group.together:
        chairs = min(chairs, 1) if chairs == people else 0
    origin, gate = Stop(group.origin), Stop(group.destination)
    direct = _able(space, candidates.direct_fleet, chairs)
    if direct:
        fare = space.hours.direct_fen(group)
        trip = _trip(space, group, name, f"demand:{name}", (origin, gate))
        space.trips.append(_with(trip, rows=direct, role="direct", fare=fare))
    doors = _door_bounds(problem, group, candidates.rides)
    for ride in candidates.rides:
        _add_ride(space, group, name, ride, doors[ride], chairs)


def _trip(space: Space, group: Group, name: str, row: str, ends: tuple[Stop, Stop]) -> Trip:
    to_seconds = space.problem.horizon.to_seconds
    return Trip(
        demand=name,
        row=row,
        role="direct",
        pick=ends[0],
        drop=ends[1],
        rows=frozenset(),
        people=space.people[name],
        ready_s=int(to_seconds(group.ready_from)),
        by_s=None if group.arrive_by is None else int(to_seconds(group.arrive_by)),
        from_s=None if group.arrive_from is None else int(to_seconds(group.arrive_from)),
        fare_fen=0,
    )


def _with(
    trip: Trip,
    *,
    rows: frozenset[str],
    role: str,
    fare: int = 0,
    ready_s: int | None = None,
    by_s: int | None = None,
) -> Trip:
    feeder = role == "feeder"
    return Trip(
        demand=trip.demand,
        row=trip.row,
        role=role,
        pick=trip.pick,
        drop=trip.drop,
        rows=rows,
        people=trip.people,
        ready_s=trip.ready_s if ready_s is None else ready_s,
        by_s=None if feeder else (trip.by_s if by_s is None else by_s),
        from_s=None if feeder else trip.from_s,
        fare_fen=fare,
    )


def _add_ride(
    space: Space, group: Group, name: str, ride: ServiceRide, door_s: int | None, chairs: int
) -> None:
    problem = space.problem
    candidates = next(c for c in problem.candidates.groups if c.group == group.id)
    service = next(s for s in problem.scenario.services if s.id == ride.service)
    feeder_rows = _able(space, candidates.feeder_fleet, chairs)
    last_rows = _able(space, candidates.last_mile_fleet, chairs)
    if not (ride.walks_in or feeder_rows) or not (ride.walks_out or last_rows):
        return
    feeder = last_mile = None
    if not ride.walks_in:
        feeder = f"feeder:{name}@{ride.service}/{ride.board_call}/{ride.hotel or ''}"
        place = service.calls[ride.board_call].place
        station = Stop(
            place, ride.service, ride.board_call, ride.hotel, ride.feeder_from_s, ride.feeder_by_s
        )
        trip = _trip(space, group, name, feeder, (Stop(group.origin), station))
        ready_s = trip.ready_s if door_s is None else max(trip.ready_s, door_s)
        _add_trip(space, _with(trip, rows=feeder_rows, role="feeder", ready_s=ready_s))
    if not ride.walks_out:
        last_mile = f"last_mile:{name}@{ride.service}/{ride.alight_call}"
        station = Stop(service.calls[ride.alight_call].place, ride.service, ride.alight_call)
        trip = _trip(space, group, name, last_mile, (station, Stop(group.destination)))
        by_s = trip.by_s
        if door_s is not None and group.max_journey_s is not None:
            by_s = min(door_s + int(group.max_journey_s), by_s or door_s + group.max_journey_s)
        ready_s = arrives_s(problem, service, ride.alight_call) + int(service.egress_s)
        _add_trip(space, _with(trip, rows=last_rows, role="last_mile", ready_s=ready_s, by_s=by_s))
    bed, bed_fen = _bed(space, ride)
    time_fen = space.hours.ride_fen(group, service, ride)
    for number in ride.offers:
        offer = service.offers[number]
        fen = int(offer.per_person_fen) + bed_fen + time_fen
        name_of = offer_name(service, offer)
        space.rides.append(Ride(name, name_of, feeder, last_mile, bed, fen))


def offer_name(service: Service, offer: Offer) -> str:
    """Service and offer, as rows and branchings name them."""
    return f"{service.id}/{offer.id}"


def _add_trip(space: Space, trip: Trip) -> None:
    """Enter a trip once; rides that share it keep the tightest of their arrival bounds."""
    for at, known in enumerate(space.trips):
        if known.row == trip.row and known.pick == trip.pick and known.drop == trip.drop:
            bounds = [b for b in (known.by_s, trip.by_s) if b is not None]
            space.trips[at] = _with(
                known, rows=known.rows, role=known.role, by_s=min(bounds, default=None)
            )
            return
    space.trips.append(trip)


def _able(space: Space, names: tuple[str, ...], chairs: int) -> frozenset[str]:
    places = {r.id: r.wheelchair_places for r in space.problem.scenario.fleet}
    return frozenset(n for n in names if places[n] >= chairs)


def _bed(space: Space, ride: ServiceRide) -> tuple[str | None, int]:
    if ride.hotel is None:
        return None, 0
    place = next(p for p in space.problem.scenario.places if p.id == ride.hotel)
    name = f"beds:{ride.hotel}/{ride.feeder_by_s // SECONDS_PER_DAY}"
    space.beds[name] = int(place.beds or 0)
    return name, int(place.bed_fen or 0)


def _door_bounds(
    problem: Problem, group: Group, rides: tuple[ServiceRide, ...]
) -> dict[ServiceRide, int | None]:
    if group.max_journey_s is None:
        return dict.fromkeys(rides)
    latest: dict[tuple[str, int, str | None], int] = {}
    for ride in rides:
        service = next(s for s in problem.scenario.services if s.id == ride.service)
        gate_s = _gate_s(problem, group, service, ride) + SLACK_AT_GATE_S
        key = (ride.service, ride.board_call, ride.hotel)
        latest[key] = max(latest.get(key, 0), gate_s - int(group.max_journey_s))
    return {r: latest[r.service, r.board_call, r.hotel] for r in rides}


def _gate_s(problem: Problem, group: Group, service: Service, ride: ServiceRide) -> int:
    there_s = arrives_s(problem, service, ride.alight_call)
    if ride.walks_out:
        return there_s
    drive_s = _drive_s(problem, service.calls[ride.alight_call].place, group.destination)
    return there_s + int(service.egress_s) + int(problem.policy.values.stop_fixed_s) + drive_s


def _drive_s(problem: Problem, start: str, end: str) -> int:
    index = problem.matrix.index
    return int(problem.matrix.duration_s[index[start], index[end]])


def _find_apart(space: Space) -> None:
    """Pairs of trips that never share a coach: by keys, by a forbidding pin, or in time.

    Everyone boards before anyone alights, so one trip's readiness bounds the other's arrival; a
    trip that is late even alone is apart from itself.
    """
    groups = {g.id: g for g in space.problem.scenario.groups}
    barred = {
        frozenset((p.group, p.with_group))
        for p in space.problem.scenario.pins
        if p.kind is PinKind.FORBID and p.with_group is not None
    }
    drive = shortest(space)
    for a, one in enumerate(space.trips):
        for b, other in enumerate(space.trips[: a + 1]):
            pair = [groups[t.demand.removesuffix("#wheelchairs")] for t in (one, other)]
            first, second = (g.apart_key for g in pair)
            keys_differ = first is not None and second is not None and first != second
            late = any(
                x.ready_s + _least_s(space, drive, x.pick, y.drop) > latest_s(y)
                for x, y in ((one, other), (other, one))
            )
            names = frozenset(g.id for g in pair)
            if keys_differ or late or (a != b and names in barred):
                space.apart.add(frozenset((a, b)))


def _least_s(space: Space, drive: NDArray[np.int64], pick: Stop, drop: Stop) -> int:
    """From a boarding to an alighting: the way, and between plain places its night halts.

    A coach that calls at no station and cannot be relayed keeps the night halt; at least one lies
    in every stretch of driving that is longer than the rest of a day.
    """
    index = space.problem.matrix.index
    drive_s = int(drive[index[pick.place], index[drop.place]])
    halt = space.problem.policy.values.night_halt
    shuttle = pick.service is not None or drop.service is not None
    if halt is None or shuttle or space.relays:
        return drive_s
    halt_s = (clock_s(halt.end) - clock_s(halt.start)) % SECONDS_PER_DAY
    return drive_s + max(0, -(-drive_s // (SECONDS_PER_DAY - halt_s)) - 1) * halt_s


def clock_s(text: str) -> int:
    """Seconds since midnight of a clock time ``HH:MM``."""
    return int(text[:2]) * 3_600 + int(text[3:]) * 60


def latest_s(trip: Trip) -> int:
    """When a trip's people must have arrived, at the latest; ``NEVER_S`` where nothing says."""
    return min((x for x in (trip.by_s, trip.drop.by_s) if x is not None), default=NEVER_S)


def shortest(space: Space) -> NDArray[np.int64]:
    """Driving times by the shortest way through the stops of all trips."""
    index = space.problem.matrix.index
    drive = np.minimum(space.problem.matrix.duration_s, NEVER_S)
    for place in sorted({s.place for t in space.trips for s in (t.pick, t.drop)}):
        via = index[place]
        drive = np.minimum(drive, drive[:, [via]] + drive[[via], :])
    return drive
