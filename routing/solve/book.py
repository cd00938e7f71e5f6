"""The master's rows whose coefficients depend on the column only: cuts and counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.duties.compiled import borrowing, compiled
from routing.solve.counts import Count
from routing.solve.cuts import LEAVE, Cut, held_items
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.pricing import Columns, Numbers, columns_of
from routing.solve.table import Table

Shorts = NDArray[np.int16] | NDArray[np.int32]
MOST_SHORT = int(np.iinfo(np.int16).max)
"""Largest number kept in two bytes; on drawn problems of 5,000 people some sixty were met."""


class Extra(NamedTuple):
    """A row's coefficients, factored.

    Attributes:
        load: which of the worths counts, of the combinations from ``first`` on, or of ``places``;
            the first one, worth nothing, for all others.
        worth: shape (fleet rows, worths).
        first: the first combination.
        places: the combinations in rising order; None where they follow one another.
    """

    load: Shorts
    worth: Ints
    first: int = 0
    places: Ints | None = None

    def coefficients(self, combinations: Ints, rows: Ints) -> Ints:
        """Of some columns."""
        at = combinations - self.first
        if self.places is not None:
            at = np.searchsorted(self.places, combinations)
        known = (at >= 0) & (at < len(self.load))
        if self.places is not None:
            known[known] = self.places[at[known]] == combinations[known]
        load = np.zeros(len(at), dtype=np.int64)
        load[known] = self.load[at[known]]
        found: Ints = self.worth[rows, load]
        return found

    def renumbered(self, combinations: Ints) -> Extra:
        """The row in other numbers; the loads are shared.

        Args:
            combinations: per combination, its new number, in rising order.
        """
        places = combinations[self.first : self.first + len(self.load)]
        return Extra(self.load, self.worth, places=places)

    def take_off(self, out: Numbers, first: int, price: float) -> None:
        """Take what the row pays off reduced costs, of combinations from ``first`` on."""
        paid = np.ascontiguousarray(self.worth.T * price)
        if self.places is not None:
            begin, end = np.searchsorted(self.places, (first, first + len(out)))
            at = self.places[begin:end]
            take_off_at(out, at, first, self.load[begin:end], paid)
            return
        begin = max(first, self.first)
        end = min(first + len(out), self.first + len(self.load))
        if begin < end:
            load = self.load[begin - self.first : end - self.first]
            take_off(out[begin - first : end - first], load, paid)


def within_used(load: Shorts, worth: Ints) -> Extra:
    """A row of loads of all combinations; it keeps those from the first that counts to the last."""
    used = np.flatnonzero(load)
    if not len(used):
        return Extra(load[:0], worth)
    return Extra(load[used[0] : used[-1] + 1].copy(), worth, int(used[0]))


class Book:
    """Cuts and counts in the order in which they were entered; prices go by that order.

    Attributes:
        cuts, counts: what was entered.
        cut_rows, count_rows: their coefficients.
        weight: per cut, shape (demands,), how often a person counts.
    """

    def __init__(self, instance: Instance, table: Table) -> None:
        self.instance = instance
        self.table = table
        self.cuts: list[Cut] = []
        self.counts: list[Count] = []
        self.cut_rows: list[Extra] = []
        self.count_rows: list[Extra] = []
        self.weight: list[Ints] = []
        self.number: dict[Cut | Count, int] = {}

    def enter_cut(self, cut: Cut, row: Extra | None = None) -> bool:
        """Enter a cut unless it is known; whether it was new. ``row`` where it is known already."""
        if cut in self.number:
            return False
        self.number[cut] = len(self.cuts)
        self.cuts.append(cut)
        weight = np.zeros(len(self.instance.demands), dtype=np.int64)
        weight[list(cut.demands)] = cut.weights
        self.weight.append(weight)
        self.cut_rows.append(row or self._cut_row(cut, weight))
        return True

    def enter_count(self, count: Count) -> int:
        """The number of a count, entered if it is new."""
        if count not in self.number:
            self.number[count] = len(self.counts)
            self.counts.append(count)
            self.count_rows.append(self.count_row(count))
        return self.number[count]

    def _cut_row(self, cut: Cut, weight: Ints) -> Extra:
        seats = self.instance.fleet.capacity
        most = int(seats.max(initial=0))
        load: Shorts = np.zeros(self.table.size, dtype=np.int16)
        people = np.arange(most + 1)[None]
        for n in range(1, max(cut.weights) + 1):
            held = held_items(self.instance, cut.side, weight >= n)
            loads = set_loads(columns_of(self.table), held, most)
            load, people = (loads, people) if n == 1 else _joined(load, people, loads)
        carried = np.minimum(people[:, None], seats[:, None]).sum(axis=0)
        each = np.array(cut.worth, dtype=np.int64)[carried]
        each[list(cut.covered)] = 0
        return within_used(load, each)

    def count_row(self, count: Count) -> Extra:
        """Coefficients of a count, entered or not."""
        table = self.table
        meets = np.ones(table.size, dtype=bool)
        for column, (side, nodes) in enumerate(
            ((table.pick, count.picks), (table.drop, count.drops))
        ):
            for node in nodes:
                meets &= (side.sets == node).any(axis=1)[table.pair[:, column]]
        rows = np.arange(len(self.instance.fleet.rows))
        worth = np.zeros((len(rows), 2), dtype=np.int64)
        worth[:, 1] = (rows == count.row) | (count.row < 0)
        return within_used(meets.astype(np.int16), worth)

    def paid(self, price: Numbers) -> list[Cut]:
        """Cuts that some prices pay."""
        return [self.cuts[n] for n in np.flatnonzero(price)]

    def rights(self, size: int) -> Ints:
        """Right-hand sides of the first ``size`` cuts."""
        return np.array([c.right for c in self.cuts[:size]], dtype=np.int64)

    def stay_prices(self, price: Numbers) -> tuple[Numbers, Numbers]:
        """Per demand, what the cuts pay for a person who needs no coach to leave, to arrive."""
        leave = np.zeros(len(self.instance.demands), dtype=price.dtype)
        arrive = leave.copy()
        for n in np.flatnonzero(price):
            side = leave if self.cuts[n].side == LEAVE else arrive
            side += self.weight[n] * (price[n] * self.cuts[n].stay)
        return leave, arrive


def _joined(load: Shorts, people: Ints, more: Shorts) -> tuple[Shorts, Ints]:
    """Numbers of people on nested sets, and one set more.

    Args:
        load: per combination, its column of ``people``.
        people: shape (sets, columns); nobody at all comes first.
        more: per combination, people of a further set.
    """
    width = int(more.max(initial=0)) + 1
    both = load.astype(np.int64) * width + more
    is_met = np.zeros(people.shape[1] * width, dtype=bool)
    is_met[both] = is_met[0] = True
    found = np.flatnonzero(is_met)
    kind = np.int16 if len(found) <= MOST_SHORT else np.int32
    at = (np.cumsum(is_met) - 1).astype(kind)
    return at[both], np.vstack([people[:, found // width], found % width])


@compiled
def set_loads(columns: Columns, held: Flags, most: int) -> Shorts:
    """Per combination, the people of a set of items, at most ``most``."""
    load = np.zeros(len(columns.start) - 1, dtype=np.int16)
    for c in range(len(load)):
        people = 0
        for at in range(columns.start[c], columns.start[c + 1]):
            if held[columns.items[at]]:
                people += columns.amount[columns.items[at]]
        load[c] = min(people, most)
    return load


@borrowing
def take_off(out: Numbers, load: Shorts, paid: Numbers) -> None:
    """Take what a row pays for each vehicle, by its load's worth, off the reduced costs."""
    for c in range(len(load)):
        if load[c]:
            for k in range(out.shape[1]):
                out[c, k] -= paid[load[c], k]


@borrowing
def take_off_at(out: Numbers, at: Ints, first: int, load: Shorts, paid: Numbers) -> None:
    """The same for some combinations; ``first`` is that of ``out``."""
    for n in range(len(at)):
        if load[n]:
            for k in range(out.shape[1]):
                out[at[n] - first, k] -= paid[load[n], k]
