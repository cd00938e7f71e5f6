"""What others would pay: each group for itself, and the operation as it was reported.

Both use the plan's own prices, distances and laws, ignore how many vehicles there are and how
many bays a place has, and take the cheapest coach type for every task: they are flattered, so
that a plan which beats them has earned it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from routing.artefacts.candidates import GroupCandidates, ServiceRide
from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RouteTask, TaskStop
from routing.artefacts.timetable import Timetable
from routing.costing.coaches import calendar_days, coach_terms, total_fen
from routing.costing.services import hotel_cost, offer_cost
from routing.duties.crew_choice import find_timetable
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.services import Offer
from routing.network.coaches import coach_capacity

INFINITE = 10**15
DAWN_S = 6 * 3_600
"""When every coach of a baseline starts boarding."""


OfferKey = tuple[str, int]
"""A service id and an index into its offers."""


@dataclass(frozen=True)
class Way:
    """How one group would go for itself.

    Attributes:
        own_fen: its own coaches and its night.
        offer: the seats it takes; None for coaches all the way.
        seats_fen: those seats pro rata; what is really bought is counted at the end.
    """

    own_fen: int
    offer: OfferKey | None
    seats_fen: int


def each_for_itself_fen(problem: Problem, *, destinations: Iterable[str] | None = None) -> int:
    """Every group takes the way that is cheapest for it alone, in coaches of its own.

    Seats of services are taken first come, first served, by group id; what is bought in the end
    is the fewest units that hold their people, never less than what they fill.
    """
    wanted = None if destinations is None else set(destinations)
    taken: dict[OfferKey, int] = {}
    total = 0
    groups = sorted(
        zip(problem.scenario.groups, problem.candidates.groups, strict=True),
        key=lambda pair: pair[0].id,
    )
    for group, candidates in groups:
        if wanted is not None and group.destination not in wanted:
            continue
        way = _best_way(problem, group, candidates, taken)
        total += way.own_fen
        if way.offer is not None:
            taken[way.offer] = taken.get(way.offer, 0) + group.people
    return total + sum(_bought_fen(problem, key, people) for key, people in taken.items())


def coaches_fen(
    problem: Problem, *, fleet: str, ends: tuple[str, str], people: int | None, count: int | None
) -> int:
    """Equal coaches of one fleet row between two places, by the row's own price list.

    Raises:
        ValueError: the law has no timetable for the way.
    """
    row = next(row for row in problem.scenario.fleet if row.id == fleet)
    seats = coach_capacity(row, problem.policy.values)
    number = count if count is not None else -(-(people or 0) // seats)
    one = _coach_fen(problem, row, ends, people=min(seats, people or seats))
    if one is None:
        raise ValueError(f"no lawful run of {fleet} from {ends[0]} to {ends[1]}")
    return number * one


def purchase_fen(problem: Problem, *, service: str, offer: str, units: int, people: int) -> int:
    """What some units of an offer cost."""
    found = next(s for s in problem.scenario.services if s.id == service)
    return offer_cost(next(o for o in found.offers if o.id == offer), units=units, people=people)


def beds_fen(problem: Problem, *, hotel: str, people: int) -> int:
    """What a night costs."""
    return hotel_cost(next(p for p in problem.scenario.places if p.id == hotel), people=people)


def _best_way(
    problem: Problem,
    group: Group,
    candidates: GroupCandidates,
    taken: dict[OfferKey, int],
) -> Way:
    ends = (group.origin, group.destination)
    ways = [Way(_own_coaches(problem, candidates.direct_fleet, ends, group.people), None, 0)]
    for ride in candidates.rides:
        own_fen = _around_ride_fen(problem, group, candidates, ride)
        for index in ride.offers:
            key = (ride.service, index)
            offer = _get_offer(problem, key)
            if taken.get(key, 0) + group.people <= offer.units * offer.seats:
                share_fen = offer.price_fen * group.people // offer.seats
                seats_fen = share_fen + offer.per_person_fen * group.people
                ways.append(Way(own_fen, key, seats_fen))
    best = min(ways, key=lambda way: way.own_fen + way.seats_fen)
    assert best.own_fen < INFINITE, f"nobody can carry {group.id} for itself"
    return best


def _around_ride_fen(
    problem: Problem, group: Group, candidates: GroupCandidates, ride: ServiceRide
) -> int:
    """Own coaches to the station and from it, and the night where the ride asks for one."""
    service = next(s for s in problem.scenario.services if s.id == ride.service)
    start, end = service.calls[ride.board_call].place, service.calls[ride.alight_call].place
    people = group.people
    fen = 0
    if not ride.walks_in:
        fen += _own_coaches(problem, candidates.feeder_fleet, (group.origin, start), people)
    if not ride.walks_out:
        fen += _own_coaches(problem, candidates.last_mile_fleet, (end, group.destination), people)
    return fen + (beds_fen(problem, hotel=ride.hotel, people=people) if ride.hotel else 0)


def _own_coaches(problem: Problem, rows: Iterable[str], ends: tuple[str, str], people: int) -> int:
    """The cheapest equal coaches that hold them, or ``INFINITE``."""
    by_id = {row.id: row for row in problem.scenario.fleet}
    return min((_fleet_fen(problem, by_id[r], ends, people) for r in rows), default=INFINITE)


def _fleet_fen(problem: Problem, row: FleetRow, ends: tuple[str, str], people: int) -> int:
    seats = coach_capacity(row, problem.policy.values)
    one = _coach_fen(problem, row, ends, people=min(seats, people))
    return INFINITE if one is None else one * -(-people // seats)


def _coach_fen(
    problem: Problem, row: FleetRow, ends: tuple[str, str], *, people: int
) -> int | None:
    task = _task(problem, row, ends, people=people)
    timetable = find_timetable(task, problem.policy.values)
    if not isinstance(timetable, Timetable):
        return None
    days = calendar_days(timetable.departs_s[0], timetable.arrives_s[-1])
    terms = coach_terms(
        row,
        loaded_m=task.drive_m[0],
        empty_m=task.lead_in_m + task.lead_out_m,
        extra_stops=0,
        drivers=timetable.drivers,
        driver_days=timetable.driver_days,
        days=len(days),
    )
    return total_fen(terms)


def _task(problem: Problem, row: FleetRow, ends: tuple[str, str], *, people: int) -> RouteTask:
    """One pickup, one drop, no windows: what the law asks of the way itself."""
    matrix, values = problem.matrix, problem.policy.values
    start, end = ends
    stop_s = int(values.stop_fixed_s + values.stop_per_person_s * people)
    distance_m = matrix.get_distance_m(start, end)
    back = row.returns_empty
    return RouteTask(
        stops=(TaskStop(start, stop_s, board_from_s=DAWN_S), TaskStop(end, stop_s)),
        drive_s=(matrix.get_duration_s(start, end),),
        drive_m=(distance_m,),
        lead_in_s=matrix.get_duration_s(row.base, start),
        lead_in_m=matrix.get_distance_m(row.base, start),
        lead_out_s=matrix.get_duration_s(end, row.base) if back else 0,
        lead_out_m=matrix.get_distance_m(end, row.base) if back else 0,
        halts_at_night=distance_m >= values.night_halt_exempt_m,
    )


def _get_offer(problem: Problem, key: OfferKey) -> Offer:
    service_id, index = key
    return next(s for s in problem.scenario.services if s.id == service_id).offers[index]


def _bought_fen(problem: Problem, key: OfferKey, people: int) -> int:
    offer = _get_offer(problem, key)
    return offer_cost(offer, units=-(-people // offer.seats), people=people)
