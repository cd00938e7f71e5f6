"""Islands as instances of their own, with a table and what leads back to the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from routing.solve.cuts import Cut
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.table import Table

SPARE = 2
"""Vehicles of a row that an island may use, in those that would carry everybody: few enough that
bounds met on the way are near, enough that hardly one ever wants more."""


@dataclass(frozen=True)
class IslandPart:
    """One island at given prices of vehicles.

    Attributes:
        instance: its demands and items, numbered anew; stops keep their numbers.
        table: its combinations, numbered anew, at costs that hold the price of the vehicle.
        demands, items, combinations: numbers in the whole, in rising order.
        row_fen: per fleet row, the price of a vehicle.
    """

    instance: Instance
    table: Table
    demands: Ints
    items: Ints
    combinations: Ints
    row_fen: Ints

    def widened(self, cut: Cut) -> Cut:
        """A cut of the island in the numbers of the whole."""
        return replace(cut, demands=tuple(int(self.demands[d]) for d in cut.demands))


def cut_out(
    instance: Instance, table: Table, held: tuple[Flags, Ints], row_fen: Ints
) -> IslandPart:
    """One island by itself.

    Args:
        instance: without rides.
        table: its columns.
        held: per item whether it is on the island; the island's combinations in rising order.
        row_fen: per fleet row, what a vehicle costs beyond the table's costs.
    """
    is_here, combinations = held
    items = np.flatnonzero(is_here)
    demands = np.unique([instance.items[e].demand for e in items])
    number = {int(d): n for n, d in enumerate(demands)}
    trips = [instance.items[e] for e in items]
    people = sum(instance.demands[d].people for d in demands)
    enough = 1 + SPARE * -(-people // np.maximum(1, instance.fleet.capacity))
    small = replace(
        instance,
        demands=tuple(instance.demands[d] for d in demands),
        fleet=replace(instance.fleet, count=np.minimum(instance.fleet.count, enough)),
        items=tuple(replace(trip, demand=number[trip.demand]) for trip in trips),
        own_fen=instance.own_fen[demands],
        conflict=instance.conflict[np.ix_(items, items)],
    )
    cost = table.cost[combinations]
    size = np.diff(table.start)
    renumbered = np.cumsum(is_here) - 1
    chosen = np.zeros(table.size, dtype=bool)
    chosen[combinations] = True
    columns = replace(
        table,
        pair=table.pair[combinations],
        start=np.concatenate([[0], np.cumsum(size[combinations])]),
        items=renumbered[table.items[np.repeat(chosen, size)]],
        role=table.role[combinations],
        cost=np.where(cost < BIG_FEN, cost + row_fen, cost),
        alone=table.alone[combinations],
        linked=table.linked[combinations],
        orders=table.orders[combinations],
        may=table.may[items],
        amount=table.amount[items],
    )
    return IslandPart(small, columns, demands, items, combinations, row_fen)
