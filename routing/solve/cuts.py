"""Valid inequalities on vehicle counts over sets of demands.

The people of a set must leave their origins (and reach their destinations) on coaches, or stay, or
go by themselves: Σ min(seats, people of the set on the column) × vehicles + others ≥ people. A cut
gives each vehicle a whole worth by the people of the set that it can carry, such that every choice
of whole vehicles that carries them all is worth at least the right-hand side. Its coefficients
depend on the column only, so that pricing stays exact. Fleet rows may be covered: they are worth
nothing, and all their seats are taken off the need (a knapsack cover of rows that are used up).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.duties.compiled import compiled
from routing.model.runs import RunRole
from routing.solve.instance import Flags, Instance, Ints

LEAVE, ARRIVE = "leave", "arrive"
ROLES = {
    LEAVE: (RunRole.DIRECT, RunRole.FEEDER),
    ARRIVE: (RunRole.DIRECT, RunRole.LAST_MILE),
}
"""Coaches that a demand's people leave by, and arrive by."""
NEVER = 10**12
"""Worth of a choice of vehicles that cannot carry what it should."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut: Σ worth × vehicles + stay × people without a coach ≥ right.

    Attributes:
        side: ``leave`` or ``arrive``.
        demands: the set, in rising order.
        worth: of a vehicle, by the people of the set that it can carry, from none to the most
            seats of any row.
        covered: fleet rows that are worth nothing and whose seats are off the need.
        right: right-hand side.
        stay: worth of a person who needs no coach on this side.
    """

    side: str
    demands: tuple[int, ...]
    worth: tuple[int, ...]
    covered: tuple[int, ...]
    right: int
    stay: int


def need_of(instance: Instance, demands: tuple[int, ...], covered: tuple[int, ...]) -> int:
    """People of a set that the rows which are not covered must carry, if nobody stays."""
    people = sum(instance.demands[d].people for d in demands)
    seats = instance.fleet.count * instance.fleet.capacity
    return people - int(seats[list(covered)].sum())


def rounding_cut(
    instance: Instance,
    side: str,
    demands: tuple[int, ...],
    *,
    divisor: int,
    covered: tuple[int, ...] = (),
) -> Cut:
    """Mixed-integer rounding of the set's row divided by ``divisor``, multiplied out."""
    need = need_of(instance, demands, covered)
    rest = need % divisor
    most = int(instance.fleet.capacity.max(initial=0))
    worth = tuple(coefficient(a, a, need, divisor, rest) for a in range(most + 1))
    return Cut(side, demands, worth, covered, rest * -(-need // divisor), 1)


def whole_cut(
    instance: Instance,
    side: str,
    demands: tuple[int, ...],
    *,
    worth: tuple[int, ...],
    covered: tuple[int, ...] = (),
) -> Cut:
    """The cut of any whole worths: its right-hand side is the least they allow."""
    need = need_of(instance, demands, covered)
    least = least_worth(np.array(worth, dtype=np.int64), need)
    right = int(least[need])
    lacks = right - least[:need]
    stay = int((-(-lacks // np.arange(need, 0, -1))).max(initial=0))
    return Cut(side, demands, worth, covered, right, stay)


@compiled
def least_worth(worth: Ints, need: int) -> Ints:
    """By people to carry, from none to ``need``, the least worth of vehicles that carry them."""
    least = np.zeros(need + 1, dtype=np.int64)
    for t in range(1, need + 1):
        best = NEVER
        for a in range(1, len(worth)):
            best = min(best, worth[a] + least[max(0, t - a)])
        least[t] = best
    return least


def held_items(instance: Instance, side: str, demand: Flags) -> Flags:
    """Items of a set of demands on coaches of one side."""
    roles = ROLES[side]
    return np.array([bool(demand[i.demand]) and i.role in roles for i in instance.items])


@compiled
def coefficient(people: int, seats: int, need: int, divisor: int, rest: int) -> int:
    """A vehicle's coefficient: what it carries of the set, rounded; times ``rest``."""
    carried = min(people, seats, need)
    return rest * (carried // divisor) + min(rest, carried % divisor)
