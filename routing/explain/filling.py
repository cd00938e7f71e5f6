"""Seats that are free on what stands: people join others on the same way."""

from __future__ import annotations

from datetime import datetime, timedelta

from routing.explain.keeping import Kept
from routing.explain.playing import find_stop
from routing.explain.trials import usable_seats
from routing.model.demand import Group
from routing.model.plan import Itinerary, Purchase
from routing.model.rules import PolicyValues
from routing.model.runs import CoachVehicle, Load, Run, RunStop, ServiceVehicle
from routing.model.scenario import Scenario
from routing.units import People


def fill_free_seats(scenario: Scenario, kept: Kept, *, values: PolicyValues) -> Kept:
    """Put waiting people on chains of runs that already go from their origin to their gate.

    No time changes: only as many join as seats are free and as the stops' own length allows.
    """
    groups = {group.id: group for group in scenario.groups}
    for name in sorted(kept.waiting):
        for chain in _chains(kept, groups, groups[name]):
            kept = _join(scenario, kept, groups[name], chain, values)
    return kept


def _chains(kept: Kept, groups: dict[str, Group], group: Group) -> list[tuple[Itinerary, bool]]:
    """Itineraries between the same two places, the group's own first."""
    ends = group.origin, group.destination
    found: dict[tuple[str, ...], tuple[Itinerary, bool]] = {}
    for itinerary in kept.itineraries:
        other = groups[itinerary.group]
        if not kept.fixed.isdisjoint(itinerary.runs):
            continue
        if itinerary.runs and (other.origin, other.destination) == ends:
            found.setdefault(itinerary.runs, (itinerary, itinerary.group == group.id))
    return sorted(found.values(), key=lambda pair: (not pair[1], pair[0].runs))


def _join(
    scenario: Scenario,
    kept: Kept,
    group: Group,
    chain: tuple[Itinerary, bool],
    values: PolicyValues,
) -> Kept:
    itinerary, _ = chain
    waiting = kept.waiting.get(group.id, 0)
    if group.together or group.wheelchairs or not _may_join(scenario, group, itinerary):
        return kept
    runs = {run.id: run for run in kept.runs}
    room, ready = [], group.ready_from
    for name in itinerary.runs:
        room.append(_room(scenario, kept, runs[name], itinerary.group, ready, values))
        ready = _out_of(scenario, runs[name], itinerary.group)
    people = min(waiting, *room)
    if people <= 0:
        return kept
    for name in itinerary.runs:
        runs[name] = _board(runs[name], itinerary.group, group.id, people)
    joined = itinerary.model_copy(update={"group": group.id, "people": People(people)})
    left = {**kept.waiting, group.id: waiting - people}
    return Kept(
        runs=tuple(runs[run.id] for run in kept.runs),
        itineraries=_merged((*kept.itineraries, joined)),
        purchases=_sold(scenario, kept, [runs[n] for n in itinerary.runs], people),
        waiting={name: count for name, count in left.items() if count},
        fixed=kept.fixed,
    )


def _may_join(scenario: Scenario, group: Group, itinerary: Itinerary) -> bool:
    """Whether a group may ride with an itinerary's people and arrives when it must."""
    host = {g.id: g for g in scenario.groups}[itinerary.group]
    early, late = group.arrive_from, group.arrive_by
    arrives = itinerary.arrives
    return (
        group.apart_key == host.apart_key
        and arrives is not None
        and (early is None or arrives >= early)
        and (late is None or arrives <= late)
    )


def _out_of(scenario: Scenario, run: Run, like: str) -> datetime:
    """When people who alight with another group can board the next vehicle."""
    arrives = run.stops[find_stop(run, like, board=False)].arrives
    if isinstance(run.vehicle, CoachVehicle):
        return arrives
    egress = {s.id: s.egress_s for s in scenario.services}[run.vehicle.service]
    return arrives + timedelta(seconds=egress)


def _room(
    scenario: Scenario, kept: Kept, run: Run, like: str, ready: datetime, values: PolicyValues
) -> int:
    """How many may join a run between the stops that another group uses."""
    start, end = find_stop(run, like, board=True), find_stop(run, like, board=False)
    if not isinstance(run.vehicle, CoachVehicle):
        offers = {(s.id, o.id): o.seats for s in scenario.services for o in s.offers}
        return sum(
            p.units * offers[p.service, p.offer] - p.people
            for p in kept.purchases
            if p.service == run.vehicle.service
        )
    row = {r.id: r for r in scenario.fleet}[run.vehicle.fleet]
    free = usable_seats(row, values) - max(stop.on_board for stop in run.stops[start:end])
    slack = min(_slack(run.stops[start], ready, values), _slack(run.stops[end], None, values))
    per_person = values.stop_per_person_s
    return min(free, slack // per_person) if per_person else free


def _slack(stop: RunStop, ready: datetime | None, values: PolicyValues) -> int:
    """Seconds a stop could last less; for who boards, counted from when they are ready."""
    heads = sum(load.people for load in (*stop.board, *stop.alight))
    needs = values.stop_fixed_s + values.stop_per_person_s * heads
    begins = stop.arrives if ready is None else max(stop.arrives, ready)
    return int((stop.departs - begins).total_seconds()) - needs


def _board(run: Run, like: str, group: str, people: int) -> Run:
    start, end = find_stop(run, like, board=True), find_stop(run, like, board=False)
    stops = list(run.stops)
    for i in range(start, end + 1):
        aboard = stops[i].on_board + (people if i < end else 0)
        stops[i] = stops[i].model_copy(update={"on_board": People(aboard)})
    load = Load(group=group, people=People(people))
    board, alight = stops[start].board, stops[end].alight
    stops[start] = stops[start].model_copy(update={"board": added(board, load)})
    stops[end] = stops[end].model_copy(update={"alight": added(alight, load)})
    return run.model_copy(update={"stops": tuple(stops)})


def added(loads: tuple[Load, ...], more: Load) -> tuple[Load, ...]:
    """Loads with one more, people of the same group in one."""
    before = sum(load.people for load in loads if load.group == more.group)
    others = tuple(load for load in loads if load.group != more.group)
    return (*others, more.model_copy(update={"people": People(before + more.people)}))


def _merged(itineraries: tuple[Itinerary, ...]) -> tuple[Itinerary, ...]:
    """Itineraries with people of one group on one chain in one."""
    found: dict[tuple[str, tuple[str, ...], str | None], Itinerary] = {}
    for each in itineraries:
        key = each.group, each.runs, each.night
        before = found[key].people if key in found else 0
        found[key] = each.model_copy(update={"people": People(before + each.people)})
    return tuple(found.values())


def _sold(scenario: Scenario, kept: Kept, chain: list[Run], people: int) -> tuple[Purchase, ...]:
    """Purchases with the people who join, on units that are bought already, cheapest first."""
    prices = {(s.id, o.id): o for s in scenario.services for o in s.offers}
    services = {
        run.vehicle.service: people for run in chain if isinstance(run.vehicle, ServiceVehicle)
    }
    found = []
    for bought in sorted(
        kept.purchases, key=lambda p: (prices[p.service, p.offer].per_person_fen, p.offer)
    ):
        seats = bought.units * prices[bought.service, bought.offer].seats - bought.people
        joining = min(seats, services.get(bought.service, 0))
        if joining > 0:
            services[bought.service] -= joining
        found.append(bought.model_copy(update={"people": People(bought.people + max(0, joining))}))
    return tuple(found)
