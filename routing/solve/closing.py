"""Closing a leaf of the branching by looking at every set of coaches within its gap."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from routing.model.runs import RunRole
from routing.solve.counts import Count
from routing.solve.duals import SCALE, Goal, load_price
from routing.solve.enumeration import (
    FOUND_FEN,
    LOOKED,
    MOST_BITS,
    MOST_COACHES,
    NO_FEN,
    SIZE,
    TOO_MANY,
    Coaches,
    Needs,
    look_at_all,
    new_desk,
)
from routing.solve.floors import BIG_FEN
from routing.solve.generation import Generator
from routing.solve.instance import NO_FEN as NO_TICKET_FEN
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.leaves import Leaf
from routing.solve.table import Table

FARTHER, NEARER = 1.1, 0.95
"""How much wider a gap is tried after a leaf was closed, and narrower after one was not."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What looking at all sets of coaches of a leaf gave.

    Attributes:
        columns: combination and row of each coach of the cheapest set that carries everybody for
            less than the best plan; empty where there is none.
        is_complete: whether every set within the gap was looked at.
    """

    columns: tuple[tuple[int, int], ...]
    is_complete: bool


@dataclass
class Reach:
    """How wide a gap is worth trying.

    Attributes:
        fen: the gap; none is too wide before the first try.
    """

    fen: float = field(default=np.inf)

    def learn(self, gap_fen: int, *, closed: bool) -> None:
        """Take note of a try."""
        if closed:
            self.fen = max(self.fen, gap_fen * FARTHER)
        else:
            self.fen = min(self.fen, gap_fen * NEARER)


def can_enumerate(instance: Instance, table: Table, goal: Goal) -> bool:
    """Whether coaches alone carry everybody, each trip by one item, few trips and few coaches.

    Then a plan is a set of coaches, and who rides on which of them costs nothing.
    """
    items = instance.items
    alone = len(items) == len(instance.demands) == len({i.demand for i in items})
    direct = all(i.role is RunRole.DIRECT for i in items)
    ticket = bool((instance.own_fen < NO_TICKET_FEN).any())
    people = np.array([instance.demands[i.demand].people for i in items], dtype=np.int64)
    whole = len(items) == len(table.amount) and bool((table.amount == people).all())
    counted = goal.money == 1 and goal.left_most == 0
    seats = MOST_COACHES * int(table.capacity.max(initial=0))
    few = 0 < len(items) <= MOST_BITS and int(people.sum()) <= seats
    plain = not instance.rides and not ticket and not table.linked.any()
    return alone and direct and whole and counted and few and plain


class Closer:
    """Looks at sets of coaches of one instance at its table's present costs."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.book = generator.book
        self.instance = generator.instance
        self.table = generator.table
        self.looked = 0
        """Sets looked at so far."""

    def close(self, leaf: Leaf, goal: Goal, *, below_fen: int, most_sets: int) -> Closing:
        """Look at every set of the leaf's part that may cost less than ``below_fen``.

        Fares of people count in ``below_fen`` and not in coaches.
        """
        low, high, counts = self._counts(leaf)
        if len(counts) > MOST_BITS or most_sets <= 0:
            return Closing((), False)
        reduced = self.generator.price(leaf.exact, goal)
        allowed = (self.table.cost < BIG_FEN) & (reduced != BIG_FEN)
        worst = np.where(allowed, reduced, 0).min(axis=0, initial=0)
        reduced = reduced - np.minimum(worst, 0)
        gap = below_fen * SCALE - 1 - leaf.bound_scaled
        combinations, rows = np.nonzero(allowed & (reduced <= gap))
        order = np.lexsort((rows, combinations, reduced[combinations, rows]))
        combinations, rows = combinations[order], rows[order]
        if not len(rows):
            return Closing((), True)
        people = np.array([self.instance.demands[i.demand].people for i in self.instance.items])
        fares = sum(
            int(i.cost_fen) * int(n) for i, n in zip(self.instance.items, people, strict=True)
        )
        worth = np.maximum(load_price(self.instance, leaf.exact, goal), 0)
        holds = self._holds(combinations, rows)
        coaches = Coaches(
            reduced=reduced[combinations, rows].astype(np.int64),
            base=reduced[combinations, rows] + self._earned(holds, rows, worth),
            fen=self.table.cost[combinations, rows].astype(np.int64),
            trips=_bits(holds),
            counts=_bits(self._counted(counts, combinations, rows)),
            row=rows.astype(np.int64),
        )
        needs = Needs(
            people=people,
            worth=worth.astype(np.int64),
            order=np.argsort(-worth, kind="stable"),
            seats=self.instance.fleet.capacity.astype(np.int64),
            vehicles=self.instance.fleet.count.astype(np.int64),
            most_reduced=int(gap),
            below_fen=below_fen - fares,
            most_sets=most_sets,
        )
        size = len(self.instance.fleet.rows)
        desk = new_desk(len(rows), len(needs.people), size, low=low, high=high)
        look_at_all(coaches, needs, desk)
        told = desk.told
        self.looked += min(int(told[LOOKED]), most_sets)
        chosen = desk.best[: told[SIZE]] if told[FOUND_FEN] < NO_FEN else desk.best[:0]
        columns = tuple((int(combinations[i]), int(rows[i])) for i in chosen)
        return Closing(columns, bool(told[LOOKED] <= most_sets and told[TOO_MANY] == 0))

    def _counts(self, leaf: Leaf) -> tuple[Ints, Ints, list[Count]]:
        """Bounds of the counts that the part bounds; one that asks for nothing stands for none."""
        counts = list(leaf.part.counts)
        bounds = np.array([leaf.part.counts[c] for c in counts], dtype=np.int64).reshape(-1, 2)
        if not counts:
            return np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64), []
        return bounds[:, 0].copy(), bounds[:, 1].copy(), counts

    def _counted(self, counts: list[Count], combinations: Ints, rows: Ints) -> Flags:
        """Shape (columns, counts): which column belongs to which count."""
        found = np.zeros((len(rows), len(counts)), dtype=bool)
        for j, count in enumerate(counts):
            row = self.book.count_rows[self.book.enter_count(count)]
            found[:, j] = row.coefficients(combinations, rows) > 0
        return found

    def _holds(self, combinations: Ints, rows: Ints) -> Flags:
        """Shape (columns, items): which column can carry which trip."""
        found = np.zeros((len(rows), len(self.instance.items)), dtype=bool)
        for n, (c, k) in enumerate(zip(combinations, rows, strict=True)):
            held = self.table.items_of(int(c))
            found[n, held] = self.table.may[held, k]
        return found

    def _earned(self, holds: Flags, rows: Ints, worth: Ints) -> Ints:
        """What each column earns at its best load alone."""
        order = np.argsort(-worth, kind="stable")
        people = np.where(holds, self.table.amount, 0)[:, order]
        before = np.cumsum(people, axis=1) - people
        seats = self.instance.fleet.capacity[rows]
        taken = np.clip(seats[:, None] - before, 0, people)
        earned: Ints = (taken * worth[order]).sum(axis=1)
        return earned


def _bits(flags: Flags) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Shape (n, up to 63) as one number a row."""
    weights = np.uint64(1) << np.arange(flags.shape[1], dtype=np.uint64)
    found = (flags.astype(np.uint64) * weights).sum(axis=1)
    return np.asarray(found, dtype=np.uint64)
