"""From a decision, whole or not, to the coaches that the annealing begins with."""

from __future__ import annotations

import numpy as np

from routing.model.runs import RunRole
from routing.solve.instance import Instance, Ints
from routing.solve.selection import Selection
from routing.solve.yard import (
    CARGO,
    ITEMS,
    MOST_ITEMS,
    RIDE_BED,
    RIDE_OFFER,
    ROW,
    VEHICLES,
    Fleet,
    Yard,
    new_fleet,
    refresh,
)


def open_fleet(instance: Instance, yard: Yard, selection: Selection) -> Fleet:
    """The decision's coaches; whoever has a ride but no coach to it waits, as do all left out.

    A decision may be short of coaches or have more than there are: whoever then has none waits.
    """
    needed = people_by_item(instance, selection)
    fleet = new_fleet(instance, needed)
    fleet.missed[:] = needed
    for vehicle in selection.vehicles:
        load = [(e, min(n, int(fleet.missed[e]))) for e, n in vehicle.load]
        load = [(e, n) for e, n in load if n > 0]
        c, row = int(fleet.total[0]), vehicle.row
        full = fleet.used[row] >= yard.rows[row, VEHICLES] or c >= len(fleet.coach)
        if full or not load or len(load) > MOST_ITEMS:
            continue
        fleet.total[0] += 1
        fleet.used[row] += 1
        fleet.coach[c, ROW] = row
        fleet.coach[c, ITEMS] = len(load)
        fleet.coach[c, CARGO : CARGO + 2 * len(load)] = np.array(load).ravel()
        for e, n in load:
            fleet.missed[e] -= n
        refresh(yard, fleet, c)
    _seat_riders(yard, fleet, selection)
    return fleet


def people_by_item(instance: Instance, selection: Selection) -> Ints:
    """People who are to have a seat on each item's coaches, or to wait for one."""
    needed = np.zeros(len(instance.items), dtype=np.int64)
    riding = np.zeros(len(instance.demands), dtype=np.int64)
    for ride, people in zip(instance.rides, selection.rides, strict=True):
        riding[ride.demand] += people
        for e in (ride.feeder, ride.last_mile):
            if e >= 0:
                needed[e] += people
    for e, item in enumerate(instance.items):
        if item.role is RunRole.DIRECT:
            needed[e] = instance.demands[item.demand].people - riding[item.demand]
    return needed


def _seat_riders(yard: Yard, fleet: Fleet, selection: Selection) -> None:
    """Enter who rides what."""
    fleet.riding[:] = selection.rides
    for column in (RIDE_OFFER, RIDE_BED):
        at = yard.ride[:, column]
        np.add.at(fleet.sold, at[at >= 0], fleet.riding[at >= 0])
