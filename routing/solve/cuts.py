"""Valid inequalities on vehicle counts: rounding cuts over sets of demands.

The people of a set must leave their origins (and reach their destinations) on coaches, or stay,
or go by themselves: Σ min(seats, people of the set on the column) × vehicles + others ≥ people.
Mixed-integer rounding of that row, divided by a number and multiplied out so that every
coefficient is whole, gives cuts whose coefficients depend on the column only, so that pricing
stays exact. A cut may first move whole fleet rows at their full count to the right (a knapsack
cover of the rows that are used up).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from routing.duties.compiled import compiled
from routing.model.runs import RunRole
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.pricing import Columns, Numbers

LEAVE, ARRIVE = "leave", "arrive"
ROLES = {
    LEAVE: (RunRole.DIRECT, RunRole.FEEDER),
    ARRIVE: (RunRole.DIRECT, RunRole.LAST_MILE),
}
"""Coaches that a demand's people leave by, and arrive by."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One rounding cut.

    Attributes:
        side: ``leave`` or ``arrive``.
        demands: the set, in rising order.
        divisor: what the row was divided by before rounding.
        covered: fleet rows moved to the right at their full count.
    """

    side: str
    demands: tuple[int, ...]
    divisor: int
    covered: tuple[int, ...] = ()


class CutTable(NamedTuple):
    """Cuts in the form that compiled code reads; one row per cut.

    Attributes:
        held: shape (cuts, items), items whose people count.
        free: shape (cuts, rows), rows that are not moved to the right.
        need: people that the free rows must carry.
        divisor, rest: of the rounding; ``rest`` is ``need`` modulo ``divisor``.
        right: right-hand side, times ``rest``.
        demand: shape (cuts, demands), the sets.
        leaves: 1 for ``leave``, 0 for ``arrive``.
    """

    held: Flags
    free: Flags
    need: Ints
    divisor: Ints
    rest: Ints
    right: Ints
    demand: Flags
    leaves: Ints


def cut_table(instance: Instance, cuts: list[Cut]) -> CutTable:
    """The cuts' numbers; all integers, so that a bound with them is exact."""
    size, rows = len(cuts), len(instance.fleet.rows)
    table = CutTable(
        held=np.zeros((size, len(instance.items)), dtype=bool),
        free=np.ones((size, rows), dtype=bool),
        need=np.zeros(size, dtype=np.int64),
        divisor=np.array([c.divisor for c in cuts], dtype=np.int64),
        rest=np.zeros(size, dtype=np.int64),
        right=np.zeros(size, dtype=np.int64),
        demand=np.zeros((size, len(instance.demands)), dtype=bool),
        leaves=np.array([int(c.side == LEAVE) for c in cuts], dtype=np.int64),
    )
    for n, cut in enumerate(cuts):
        table.demand[n, list(cut.demands)] = True
        table.free[n, list(cut.covered)] = False
        table.held[n] = held_items(instance, cut.side, table.demand[n])
        people = sum(instance.demands[d].people for d in cut.demands)
        seats = instance.fleet.count * instance.fleet.capacity
        table.need[n] = people - int(seats[list(cut.covered)].sum())
        table.rest[n] = table.need[n] % cut.divisor
        table.right[n] = -(-table.need[n] // cut.divisor) * table.rest[n]
    return table


def held_items(instance: Instance, side: str, demand: Flags) -> Flags:
    """Items of a set of demands on coaches of one side."""
    roles = ROLES[side]
    return np.array([bool(demand[i.demand]) and i.role in roles for i in instance.items])


@compiled
def coefficient(people: int, seats: int, need: int, divisor: int, rest: int) -> int:
    """A vehicle's coefficient: what it carries of the set, rounded; times ``rest``."""
    carried = min(people, seats, need)
    return rest * (carried // divisor) + min(rest, carried % divisor)


@compiled
def add_cut_prices(columns: Columns, cuts: CutTable, price: Numbers, out: Numbers) -> None:
    """Take what the cuts pay for each vehicle off the reduced costs in ``out``."""
    active = np.flatnonzero(price)
    for c in range(len(columns.start) - 1):
        for n in active:
            people = 0
            for at in range(columns.start[c], columns.start[c + 1]):
                if cuts.held[n, columns.items[at]]:
                    people += columns.amount[columns.items[at]]
            if people == 0:
                continue
            for k in range(len(columns.capacity)):
                if cuts.free[n, k]:
                    seats = columns.capacity[k]
                    whole = coefficient(people, seats, cuts.need[n], cuts.divisor[n], cuts.rest[n])
                    out[c, k] -= whole * price[n]


@compiled
def coefficients_of(columns: Columns, cuts: CutTable, c: int, k: int) -> Ints:
    """One column's coefficient in every cut."""
    found = np.zeros(len(cuts.need), dtype=np.int64)
    for n in range(len(cuts.need)):
        people = 0
        for at in range(columns.start[c], columns.start[c + 1]):
            if cuts.held[n, columns.items[at]]:
                people += columns.amount[columns.items[at]]
        if people and cuts.free[n, k]:
            seats = columns.capacity[k]
            found[n] = coefficient(people, seats, cuts.need[n], cuts.divisor[n], cuts.rest[n])
    return found


def stay_prices(cuts: CutTable, price: Numbers) -> tuple[Numbers, Numbers]:
    """Per demand, what the cuts pay for a person who needs no coach to leave, and to arrive."""
    if not len(price):
        none = np.zeros(cuts.demand.shape[1], dtype=price.dtype)
        return none, none
    leave = (cuts.demand * (price * cuts.leaves)[:, None]).sum(axis=0)
    arrive = (cuts.demand * (price * (1 - cuts.leaves))[:, None]).sum(axis=0)
    return leave, arrive
