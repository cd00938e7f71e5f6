"""Valid inequalities on vehicle counts over weighted sets of demands.

The people of a set must leave their origins (and reach their destinations) on coaches, or stay, or
go by themselves: Σ min(seats, people of the set on the column) × vehicles + others ≥ people. A
demand's people may count more than once: a vehicle then carries at most Σ over n of min(seats,
people that count n times or more), the sum of such rows over nested sets. A cut gives each vehicle
a whole worth by what it can carry of the set, such that every choice of whole vehicles that
carries them all is worth at least the right-hand side. Its coefficients depend on the column only,
so that pricing stays exact. Fleet rows may be covered: they are worth nothing, and all that their
seats could carry is taken off the need (a knapsack cover of rows that are used up).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.duties.compiled import borrowing
from routing.model.runs import RunRole
from routing.solve.instance import Flags, Instance, Ints

LEAVE, ARRIVE = "leave", "arrive"
ROLES = {
    LEAVE: (RunRole.DIRECT, RunRole.FEEDER),
    ARRIVE: (RunRole.DIRECT, RunRole.LAST_MILE),
}
"""Coaches that a demand's people leave by, and arrive by."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut: Σ worth × vehicles + stay × people without a coach ≥ right.

    Attributes:
        side: ``leave`` or ``arrive``.
        demands: the set, in rising order.
        weights: how often a person of each demand counts.
        worth: of a vehicle, by what it can carry of the set, from nothing to the most seats of any
            row, each as often as the heaviest counts.
        covered: fleet rows that are worth nothing and whose seats are off the need.
        right: right-hand side.
        stay: worth of a person who needs no coach on this side, each time they count.
    """

    side: str
    demands: tuple[int, ...]
    weights: tuple[int, ...]
    worth: tuple[int, ...]
    covered: tuple[int, ...]
    right: int
    stay: int


def need_of(instance: Instance, weight: Ints, covered: tuple[int, ...]) -> int:
    """What the rows which are not covered must carry of a set, if nobody stays.

    Args:
        instance: the problem.
        weight: how often a person of each demand counts, shape (demands,).
        covered: fleet rows.
    """
    people = np.array([d.people for d in instance.demands], dtype=np.int64)
    seats = instance.fleet.count * instance.fleet.capacity
    heaviest = int(weight.max(initial=0))
    return int(people @ weight) - heaviest * int(seats[list(covered)].sum())


def rounding_cut(
    instance: Instance, side: str, weight: Ints, *, divisor: int, covered: tuple[int, ...] = ()
) -> Cut:
    """Mixed-integer rounding of a weighted set's row divided by ``divisor``, multiplied out."""
    need = need_of(instance, weight, covered)
    rest = need % divisor
    most = int(instance.fleet.capacity.max(initial=0)) * int(weight.max(initial=0))
    worth = tuple(coefficient(min(a, need), divisor, rest) for a in range(most + 1))
    demands = tuple(int(d) for d in np.flatnonzero(weight))
    weights = tuple(int(weight[d]) for d in demands)
    return Cut(side, demands, weights, worth, covered, rest * -(-need // divisor), 1)


def held_items(instance: Instance, side: str, demand: Flags) -> Flags:
    """Items of a set of demands on coaches of one side."""
    roles = ROLES[side]
    return np.array([bool(demand[i.demand]) and i.role in roles for i in instance.items])


@borrowing
def coefficient(carried: int, divisor: int, rest: int) -> int:
    """A vehicle's coefficient: what it carries of the need, rounded; times ``rest``."""
    return rest * (carried // divisor) + min(rest, carried % divisor)
