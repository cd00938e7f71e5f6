"""From the engine's integers back to the words of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from routing.artefacts.solution import (
    ChosenCoach,
    ChosenPurchase,
    ChosenRide,
    ChosenStop,
    Portion,
    Solution,
)
from routing.model.certificate import Certificate
from routing.model.plan import StopReason
from routing.model.runs import RunRole
from routing.solve.appraisal import Appraisal
from routing.solve.instance import Instance
from routing.solve.selection import Selection
from routing.solve.vehicles import VehiclePlan

Queue = list[tuple[str, int]]
"""Vehicles with the people of one item who are still to be matched."""


def build_solution(
    instance: Instance,
    selection: Selection,
    runs: tuple[Appraisal, ...],
    *,
    vehicles: VehiclePlan,
    certificate: Certificate,
    stop_reason: StopReason,
) -> Solution:
    """The solution of a selection whose vehicles have clocks, in the vehicles' order."""
    keys = [f"v{n:05d}" for n in range(len(runs))]
    coaches = [
        replace(
            _coach(instance, keys[n], run, dict(vehicle.load)),
            drivers=vehicles.drivers[n],
            follows=keys[vehicles.follows[n]] if vehicles.follows[n] >= 0 else None,
        )
        for n, (vehicle, run) in enumerate(zip(selection.vehicles, runs, strict=True))
    ]
    queues = _queues(selection, [c.key for c in coaches])
    rides, portions = _ride_portions(instance, selection, queues)
    portions += _direct_portions(instance, queues)
    portions += _own_portions(instance, selection)
    return Solution(
        coaches=tuple(coaches),
        rides=tuple(rides),
        purchases=_purchases(instance, selection),
        portions=_merge(portions),
        left_out=_left_out(instance, selection),
        certificate=certificate,
        stop_reason=stop_reason,
    )


def group_id(instance: Instance, demand: int) -> str:
    """The group that a demand belongs to."""
    return instance.problem.scenario.groups[instance.demands[demand].group].id


def _coach(instance: Instance, key: str, run: Appraisal, load: dict[int, int]) -> ChosenCoach:
    items = instance.items
    stops = []
    for at, stop in enumerate(run.task.stops):
        edge = len(run.route.picks)
        if at < edge:
            held = [e for e in load if items[e].pick == run.route.picks[at]]
            stops.append(ChosenStop(stop.place, board=_people(instance, held, load)))
        else:
            held = [e for e in load if items[e].drop == run.route.drops[at - edge]]
            stops.append(ChosenStop(stop.place, alight=_people(instance, held, load)))
    role = items[next(iter(load))].role
    row = instance.fleet.rows[run.route.row]
    return ChosenCoach(
        key, row.id, role, tuple(stops), run.task, run.clock.drivers, relay=run.clock.relay
    )


def _people(
    instance: Instance, held: list[int], load: dict[int, int]
) -> tuple[tuple[str, int], ...]:
    by_group: dict[str, int] = defaultdict(int)
    for e in held:
        by_group[group_id(instance, instance.items[e].demand)] += load[e]
    return tuple(sorted(by_group.items()))


def _queues(selection: Selection, keys: list[str]) -> dict[int, Queue]:
    queues: dict[int, Queue] = defaultdict(list)
    for key, vehicle in zip(keys, selection.vehicles, strict=True):
        for item, people in vehicle.load:
            queues[item].append((key, people))
    return queues


def _ride_portions(
    instance: Instance, selection: Selection, queues: dict[int, Queue]
) -> tuple[list[ChosenRide], list[Portion]]:
    rides: list[ChosenRide] = []
    portions: list[Portion] = []
    for n, (choice, people) in enumerate(zip(instance.rides, selection.rides, strict=True)):
        if not people:
            continue
        key = f"r{n:05d}"
        group = group_id(instance, choice.demand)
        offer = instance.offers[choice.offer]
        ride = choice.ride
        rides.append(
            ChosenRide(
                key=key,
                service=ride.service,
                offer=offer.offer,
                group=group,
                people=people,
                board_call=ride.board_call,
                alight_call=ride.alight_call,
            )
        )
        before = _take(queues, choice.feeder, people)
        after = _take(queues, choice.last_mile, people)
        for count, first, last in _zip_people(before, after):
            chain = tuple(k for k in (first, key, last) if k)
            portions.append(Portion(group, count, chain, ride.hotel))
    return rides, portions


def _take(queues: dict[int, Queue], item: int, people: int) -> Queue:
    """Take people of an item off its vehicles; an empty key stands for those who walk."""
    if item < 0:
        return [("", people)]
    taken: Queue = []
    while people:
        key, there = queues[item].pop(0)
        count = min(there, people)
        taken.append((key, count))
        people -= count
        if there > count:
            queues[item].insert(0, (key, there - count))
    return taken


def _zip_people(before: Queue, after: Queue) -> Iterator[tuple[int, str, str]]:
    """Match two queues of equally many people in their order."""
    first, last = list(before), list(after)
    while first:
        (a, m), (b, n) = first.pop(0), last.pop(0)
        count = min(m, n)
        yield count, a, b
        if m > count:
            first.insert(0, (a, m - count))
        if n > count:
            last.insert(0, (b, n - count))


def _direct_portions(instance: Instance, queues: dict[int, Queue]) -> list[Portion]:
    return [
        Portion(group_id(instance, instance.items[item].demand), people, (key,))
        for item in sorted(queues)
        if instance.items[item].role is RunRole.DIRECT
        for key, people in queues[item]
    ]


def _own_portions(instance: Instance, selection: Selection) -> list[Portion]:
    return [
        Portion(group_id(instance, d), people, ())
        for d, people in enumerate(selection.own)
        if people
    ]


def _merge(portions: list[Portion]) -> tuple[Portion, ...]:
    """One portion per group, chain and night."""
    people: dict[tuple[str, tuple[str, ...], str | None], int] = defaultdict(int)
    for p in portions:
        people[p.group, p.chain, p.hotel] += p.people
    order = sorted(people, key=lambda k: (k[0], k[1], k[2] or ""))
    return tuple(Portion(g, people[g, chain, hotel], chain, hotel) for g, chain, hotel in order)


def _purchases(instance: Instance, selection: Selection) -> tuple[ChosenPurchase, ...]:
    return tuple(
        ChosenPurchase(o.service, o.offer, units)
        for o, units in zip(instance.offers, selection.units, strict=True)
        if units
    )


def _left_out(instance: Instance, selection: Selection) -> tuple[tuple[str, int], ...]:
    by_group: dict[str, int] = defaultdict(int)
    for d, people in enumerate(selection.left):
        if people:
            by_group[group_id(instance, d)] += people
    return tuple(sorted(by_group.items()))
