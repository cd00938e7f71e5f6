"""Rearranging a decision: who rides which coach, and who changes between coach and train."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.model.runs import RunRole
from routing.solve.anneal import Schedule, anneal, copy_fleet
from routing.solve.duals import Goal
from routing.solve.floors import BIG_FEN
from routing.solve.instance import NO_FEN, Instance, Ints
from routing.solve.pricing import Numbers
from routing.solve.selection import Selection, Vehicle
from routing.solve.table import Table
from routing.solve.wholes import find_shared, find_whole
from routing.solve.yard import (
    CARGO,
    COMB,
    ITEMS,
    MOST_ITEMS,
    MOST_ROWS,
    RIDE_BED,
    RIDE_OFFER,
    ROW,
    VEHICLES,
    Fleet,
    Yard,
    build_yard,
    new_fleet,
    refresh,
)

HOT, COLD = 0.03, 0.0003
"""First and last temperature as a share of the mean cost of a coach."""
LEAST_TURNS = 1_000
WIDEST = 6
"""Most coaches ruined at once."""


@dataclass(frozen=True, slots=True)
class Search:
    """How much to search.

    Attributes:
        iterations: most turns of one start.
        visits: most turns times coaches of one start, since a turn looks at every coach.
        seeds: one per start.
    """

    iterations: int
    visits: int
    seeds: tuple[int, ...]


def improve(
    instance: Instance,
    table: Table,
    selection: Selection,
    *,
    price: Numbers,
    goal: Goal,
    search: Search,
) -> Selection:
    """The best of several annealings from a decision; never worse than it.

    Args:
        instance: the problem.
        table: columns with the costs to plan by.
        selection: where to start; coaches that carry people who must ride together are kept.
        price: per item, what a seat is worth at the relaxation's prices.
        goal: what leaving people out costs.
        search: the work.
    """
    if len(instance.fleet.rows) > MOST_ROWS or not len(table.pair):
        return selection
    shared = frozenset(d for members in find_shared(instance) for d in members)
    kept = tuple(v for v in selection.vehicles if _carries(instance, v, shared))
    loose = tuple(v for v in selection.vehicles if not _carries(instance, v, shared))
    whole = find_whole(instance, find_shared(instance))
    yard = build_yard(
        instance,
        table,
        price=np.maximum(price, 0),
        missed_fen=_missed_fen(instance, goal),
        whole=whole,
    )
    yard.rows[:, VEHICLES] -= _used(kept, len(instance.fleet.rows))
    start = _start(instance, yard, loose, _waiting(instance, selection))
    _seat_riders(yard, start, selection)
    best: tuple[int, Selection] = (_worth(instance, table, selection, goal), selection)
    for seed in search.seeds:
        fleet, found = copy_fleet(start), copy_fleet(start)
        anneal(yard, fleet, found, _schedule(instance, table, selection, search, seed))
        candidate = _read(instance, selection, kept, found)
        if candidate is not None:
            worth = _worth(instance, table, candidate, goal)
            if worth < best[0]:
                best = worth, candidate
    return best[1]


def _carries(instance: Instance, vehicle: Vehicle, demands: frozenset[int]) -> bool:
    return any(instance.items[e].demand in demands for e, _ in vehicle.load)


def _used(vehicles: tuple[Vehicle, ...], rows: int) -> Ints:
    return np.bincount([v.row for v in vehicles], minlength=rows).astype(np.int64)


def _missed_fen(instance: Instance, goal: Goal) -> Ints:
    """What a person on no coach costs: their own ticket or the penalty; a ride cannot be missed."""
    dearest = int(goal.left_fen.max(initial=1)) * 4
    fen = []
    for item in instance.items:
        left = int(goal.left_fen[item.demand])
        own = int(instance.own_fen[item.demand])
        fen.append(min(left, own) if item.role is RunRole.DIRECT else dearest)
    return np.array(fen, dtype=np.int64)


def _waiting(instance: Instance, selection: Selection) -> Ints:
    """People of each direct item who are on their own or left out: they may get a seat."""
    waiting = np.zeros(len(instance.items), dtype=np.int64)
    for e, item in enumerate(instance.items):
        if item.role is RunRole.DIRECT:
            waiting[e] = selection.own[item.demand] + selection.left[item.demand]
    return waiting


def _start(instance: Instance, yard: Yard, vehicles: tuple[Vehicle, ...], waiting: Ints) -> Fleet:
    amounts = waiting.copy()
    for vehicle in vehicles:
        for item, people in vehicle.load:
            amounts[item] += people
    fleet = new_fleet(instance, amounts)
    fleet.missed[:] = waiting
    for vehicle in vehicles:
        if len(vehicle.load) > MOST_ITEMS or fleet.total[0] >= len(fleet.coach):
            for item, people in vehicle.load:
                fleet.missed[item] += people
            continue
        c = int(fleet.total[0])
        fleet.total[0] += 1
        fleet.coach[c, ROW] = vehicle.row
        fleet.used[vehicle.row] += 1
        fleet.coach[c, ITEMS] = len(vehicle.load)
        fleet.coach[c, CARGO : CARGO + 2 * len(vehicle.load)] = np.array(vehicle.load).ravel()
        refresh(yard, fleet, c)
    return fleet


def _seat_riders(yard: Yard, fleet: Fleet, selection: Selection) -> None:
    """Enter who rides what."""
    fleet.riding[:] = selection.rides
    for column in (RIDE_OFFER, RIDE_BED):
        at = yard.ride[:, column]
        np.add.at(fleet.sold, at[at >= 0], fleet.riding[at >= 0])


def _schedule(
    instance: Instance, table: Table, selection: Selection, search: Search, seed: int
) -> Schedule:
    """Temperatures in proportion to what a coach costs."""
    possible = [int(table.cost[v.combination, v.row]) for v in selection.vehicles]
    if not possible:
        costs = table.cost[table.cost < BIG_FEN]
        possible = [int(np.median(costs))] if len(costs) else [1]
    mean = sum(possible) / len(possible)
    people = sum(d.people for d in instance.demands)
    seats = max(1, int(table.capacity.max(initial=1)))
    coaches = max(len(selection.vehicles), people // seats, 1)
    turns = max(LEAST_TURNS, min(search.iterations, search.visits // coaches))
    return Schedule(turns, max(1.0, HOT * mean), max(1.0, COLD * mean), WIDEST, seed)


def _read(
    instance: Instance, start: Selection, kept: tuple[Vehicle, ...], fleet: Fleet
) -> Selection | None:
    """The fleet as a decision; None when a ride lost its coach or a load is too small."""
    vehicles = list(kept)
    for c in range(int(fleet.total[0])):
        size = int(fleet.coach[c, ITEMS])
        cargo = fleet.coach[c, CARGO : CARGO + 2 * size].reshape(size, 2)
        load = tuple(sorted((int(e), int(n)) for e, n in cargo))
        vehicle = Vehicle(int(fleet.coach[c, COMB]), int(fleet.coach[c, ROW]), load)
        if vehicle.combination < 0 or _too_small(instance, vehicle):
            return None
        vehicles.append(vehicle)
    own, left = list(start.own), list(start.left)
    for e, item in enumerate(instance.items):
        missed = int(fleet.missed[e])
        if item.role is not RunRole.DIRECT:
            if missed:
                return None
            continue
        alone = instance.own_fen[item.demand] < NO_FEN
        own[item.demand] = missed if alone else 0
        left[item.demand] = 0 if alone else missed
    sold = fleet.sold.tolist()
    if any(0 < n < o.min_people for n, o in zip(sold, instance.offers, strict=False)):
        return None
    return Selection(
        vehicles=tuple(vehicles),
        rides=tuple(fleet.riding.tolist()),
        units=tuple(-(-n // o.seats) for n, o in zip(sold, instance.offers, strict=False)),
        own=tuple(own),
        left=tuple(left),
    )


def _too_small(instance: Instance, vehicle: Vehicle) -> bool:
    role = instance.items[vehicle.load[0][0]].role
    people = sum(n for _, n in vehicle.load)
    return role is RunRole.DIRECT and people < instance.fleet.min_people[vehicle.row]


def _worth(instance: Instance, table: Table, selection: Selection, goal: Goal) -> int:
    """Money and penalties together, to compare decisions by."""
    penalty = sum(int(p) * n for p, n in zip(goal.left_fen, selection.left, strict=True))
    return selection.money_fen(instance, table) + penalty
