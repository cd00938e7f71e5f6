"""The weights of demands whose rounded row a fractional solution breaks most, by climbing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import borrowing, compiled
from routing.solve.cuts import coefficient
from routing.solve.instance import Flags, Ints
from routing.solve.pricing import Numbers

SMALLEST_DIVISOR = 8
PARTS = 3
"""Divisors tried: what some column carries, whole and in up to so many parts."""
STEPS = 14
"""Changes of one demand's weight, one by one, while the violation rises."""
TINY = 1e-7
GAIN = 1e-4
"""A change must raise the violation by more."""


class Support(NamedTuple):
    """Columns of a fractional solution on one side, and what they are for.

    Attributes:
        people: shape (demands, columns), people of each demand that a column can carry.
        vehicles: of each column.
        row: fleet row of each column.
        stay: per demand, people who need no coach on this side.
        amount: per demand, all its people.
        seats: shape (fleet rows, 2), seats of a vehicle, vehicles.
        masks: shape (choices, fleet rows), choices of rows to cover.
        friends: shape (demands, demands), who may share a column.
    """

    people: Ints
    vehicles: Numbers
    row: Ints
    stay: Numbers
    amount: Ints
    seats: Ints
    masks: Flags
    friends: Flags


@compiled
def climb(support: Support, weight: Ints, best: Ints, heaviest: int) -> float:
    """Change weights one by one while the most broken cut over them is broken more.

    Args:
        support: the solution.
        weight: per demand; the start, and then where the climb ends.
        best: receives the divisor and the choice of covered rows.
        heaviest: most that a person may count.

    Returns:
        The violation, over the root of the right-hand side in units of the divisor.
    """
    nested = np.zeros((heaviest, len(support.vehicles)), dtype=np.int64)
    for d in range(len(weight)):
        _shift(nested, support.people[d], 0, weight[d])
    trial = np.zeros(2, dtype=np.int64)
    top = _most_broken(support, nested, weight, best)
    for _ in range(STEPS):
        chosen, change, gain = -1, 0, top + GAIN
        for d in range(len(weight)):
            before = weight[d]
            if before == 0 and not (support.friends[d] & (weight > 0)).any():
                continue
            for after in range(heaviest + 1):
                if after == before:
                    continue
                weight[d] = after
                _shift(nested, support.people[d], before, after)
                value = _most_broken(support, nested, weight, trial)
                _shift(nested, support.people[d], after, before)
                if value > gain:
                    chosen, change, gain = d, after, value
            weight[d] = before
        if chosen < 0:
            break
        _shift(nested, support.people[chosen], weight[chosen], change)
        weight[chosen] = change
        top = _most_broken(support, nested, weight, best)
    return top


@borrowing
def _shift(nested: Ints, people: Ints, before: int, after: int) -> None:
    """Take a demand's change of weight over into the nested sets' people by column."""
    for n in range(before, after):
        for column in range(len(people)):
            nested[n, column] += people[column]
    for n in range(after, before):
        for column in range(len(people)):
            nested[n, column] -= people[column]


@compiled
def _most_broken(support: Support, nested: Ints, weight: Ints, best: Ints) -> float:
    """The most broken cut over some weights: likely divisors, every choice of covered rows."""
    everyone, staying, heaviest = 0, 0.0, 0
    for d in range(len(weight)):
        everyone += weight[d] * support.amount[d]
        staying += weight[d] * support.stay[d]
        heaviest = max(heaviest, weight[d])
    seats = support.seats
    by_load = np.zeros((heaviest * seats[:, 0].max() + 1, len(seats)), dtype=np.float64)
    for n in range(len(support.vehicles)):
        carried, k = 0, support.row[n]
        for level in range(heaviest):
            carried += min(seats[k, 0], nested[level, n])
        by_load[carried, k] += support.vehicles[n]
    top = 0.0
    for m in range(len(support.masks)):
        need = everyone
        for k in range(len(seats)):
            need -= heaviest * seats[k, 0] * seats[k, 1] if support.masks[m, k] else 0
        loads, vehicles = _merged(by_load, support.masks[m], need)
        for divisor in _divisors(loads):
            if need % divisor == 0:
                continue
            violation = _violation(loads, vehicles, staying, need, divisor)
            if violation > top + TINY:
                top = violation
                best[0] = divisor
                best[1] = m
    return top


@compiled
def _merged(by_load: Numbers, covered: Flags, need: int) -> tuple[Ints, Numbers]:
    """Loads, at most the need, and vehicles of the rows that are not covered with each."""
    vehicles = np.zeros(len(by_load), dtype=np.float64)
    for carried in range(1, len(by_load) if need > 0 else 0):
        total = 0.0
        for k in range(len(covered)):
            total += 0.0 if covered[k] else by_load[carried, k]
        vehicles[min(carried, need)] += total
    loads = np.flatnonzero(vehicles)
    return loads, vehicles[loads]


@compiled
def _divisors(loads: Ints) -> Ints:
    found = np.zeros(len(loads) * PARTS, dtype=np.int64)
    n = 0
    for load in loads:
        for parts in range(1, PARTS + 1):
            divisor = -(-load // parts)
            if divisor >= SMALLEST_DIVISOR:
                found[n] = divisor
                n += 1
    return found[:n]


@borrowing
def _violation(loads: Ints, vehicles: Numbers, staying: float, need: int, divisor: int) -> float:
    """What a rounding cut lacks, in units of the divisor, over the root of its right-hand side."""
    rest, right = need % divisor, -(-need // divisor)
    total = staying
    for n in range(len(loads)):
        total += coefficient(loads[n], divisor, rest) * vehicles[n]
    return float((right - total / rest) / np.sqrt(right))
