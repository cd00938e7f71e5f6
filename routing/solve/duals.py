"""Prices of the master's rows, and the bound that any prices prove."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from routing.solve.book import Book
from routing.solve.counts import ANY, Part, Units
from routing.solve.instance import NO_FEN, Instance, Ints
from routing.solve.pricing import Numbers

SCALE = 100_000
"""Integer prices are hundred-thousandths of a fen: rounding them moves no bound by a fen."""


@dataclass(frozen=True, slots=True)
class Duals:
    """One price per row of the master; all floats, or all integers times ``SCALE``.

    Attributes:
        item: per item; for a direct item the price of its demand, otherwise the price of the flow
            from coaches to rides (feeder) or from rides to coaches (last mile); at least zero.
        demand: per demand, at least zero: what carrying one person is worth.
        seats: per offer, at most zero: what one seat more would save.
        least: per offer, at least zero: price of the offer's minimum.
        fleet: per fleet row, at most zero: what one vehicle more would save.
        beds: per night and hotel, at most zero.
        cuts: per cut, at least zero.
        left: price of the row that bounds people left out, one entry, at most zero.
        counts: per count of vehicles; above zero it pays the least, below zero the most.

    Cuts and counts that were entered in the book after the prices were made are worth nothing.
    """

    item: Numbers
    demand: Numbers
    seats: Numbers
    least: Numbers
    fleet: Numbers
    beds: Numbers
    cuts: Numbers
    left: Numbers
    counts: Numbers

    @property
    def scale(self) -> int:
        """What the prices were multiplied by."""
        return SCALE if self.item.dtype.kind == "i" else 1

    def exact(self) -> Duals:
        """The same prices as integers, rounded to the nearest unit of ``SCALE``."""
        parts = (getattr(self, f.name) for f in fields(Duals))
        return Duals(*(np.rint(p * SCALE).astype(np.int64) for p in parts))


@dataclass(frozen=True)
class Goal:
    """What the master minimises and how many it may leave out.

    Attributes:
        money: 1 when costs count, 0 when only people do.
        left_fen: per demand, the cost of leaving one person out.
        left_most: most people left out in all; None where the penalty alone decides.
    """

    money: int
    left_fen: Ints
    left_most: int | None = None


def load_price(instance: Instance, duals: Duals, goal: Goal) -> Numbers:
    """Per item, what a column earns with one person on board."""
    fare = np.array([i.cost_fen for i in instance.items], dtype=np.int64)
    return duals.item - fare * (duals.scale * goal.money)


def ride_reduced(instance: Instance, duals: Duals, goal: Goal, book: Book) -> Numbers:
    """Per ride, its reduced cost for one person."""
    rides = instance.ride_table
    units = np.array([o.units for o in instance.offers], dtype=np.int64)
    leave, arrive = book.stay_prices(duals.cuts)
    reduced: Numbers = (
        rides.cost * (duals.scale * goal.money)
        - duals.demand[rides.demand]
        + _where(duals.item, rides.feeder)
        + _where(duals.item, rides.last_mile)
        - duals.seats[rides.offer]
        - (duals.least * units)[rides.offer]
        - _where(duals.beds, rides.bed)
        - np.where(rides.feeder < 0, leave[rides.demand], 0)
        - np.where(rides.last_mile < 0, arrive[rides.demand], 0)
    )
    return reduced


def lower_bound(
    instance: Instance,
    duals: Duals,
    *,
    worst: Numbers,
    part: Part,
    goal: Goal,
    book: Book,
) -> float | int:
    """The value that prices prove: no solution within ``part`` and ``goal`` is worth less.

    With integer prices the result is exact, in fen times ``SCALE``. It is the Lagrangian bound:
    right-hand sides times prices, plus, for every family of variables, its limit times the most
    negative reduced cost in it. People, vehicles, and units each belong to one family.

    Args:
        instance: the problem.
        duals: prices with the signs that ``Duals`` states.
        worst: per fleet row, the least reduced cost of its columns at their best loads.
        part: bounds on purchases and counts.
        goal: what is minimised.
        book: the cuts and counts whose prices the duals hold.
    """
    people = np.array([d.people for d in instance.demands], dtype=np.int64)
    beds = np.array([b.beds for b in instance.beds], dtype=np.int64)
    total = (duals.demand * people).sum()
    total += ((duals.fleet + np.minimum(worst, 0)) * instance.fleet.count).sum()
    total += (duals.beds * beds).sum()
    total += (_best_alternative(instance, duals, goal, book) * people).sum()
    total += (duals.cuts * book.rights(len(duals.cuts))).sum()
    total += _counts_value(duals, part, book)
    total += _units_value(instance, duals, units=part.units, goal=goal)
    if goal.left_most is not None:
        total += duals.left[0] * goal.left_most
    return int(total) if duals.scale == SCALE else float(total)


def _best_alternative(instance: Instance, duals: Duals, goal: Goal, book: Book) -> Numbers:
    """Per demand, the least reduced cost of a ride, an own ticket, or staying; at most zero."""
    best: Numbers = duals.demand * 0
    if len(instance.rides):
        np.minimum.at(best, instance.ride_table.demand, ride_reduced(instance, duals, goal, book))
    paid = duals.demand + sum(book.stay_prices(duals.cuts))
    own = instance.own_fen * (duals.scale * goal.money) - paid
    best = np.where(instance.own_fen < NO_FEN, np.minimum(best, own), best)
    if goal.left_most == 0:
        return best
    staying = goal.left_fen * duals.scale - paid
    if goal.left_most is not None:
        staying = staying - duals.left[0]
    np.minimum(best, staying, out=best)
    return best


def _counts_value(duals: Duals, part: Part, book: Book) -> float | int:
    """Every count at the bound that its price asks for; a price that no bound pays is zero."""
    total: float | int = 0
    for n in np.flatnonzero(duals.counts):
        low, high = part.counts.get(book.counts[n], (0, ANY))
        total += duals.counts[n] * (low if duals.counts[n] > 0 else high)
    return total


def _units_value(instance: Instance, duals: Duals, *, units: Units, goal: Goal) -> float | int:
    """Units of every offer, each at the bound that its reduced cost asks for."""
    total: float | int = 0
    for o, offer in enumerate(instance.offers):
        reduced = (
            offer.price_fen * duals.scale * goal.money
            + offer.seats * duals.seats[o]
            + offer.min_people * duals.least[o]
        )
        total += reduced * (units.low[o] if reduced > 0 else units.high[o])
    return total


def _where(values: Numbers, index: Ints) -> Numbers:
    """``values[index]``, zero where the index is −1."""
    padded: Numbers = np.append(values, values.dtype.type(0))
    found: Numbers = padded[index]
    return found
