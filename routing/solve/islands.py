"""Islands: trips whose coaches never meet, so that they share nothing but the fleet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.solve.instance import Instance, Ints
from routing.solve.table import Table
from routing.solve.wholes import Mates

Numbers = NDArray[np.float64]


MANY_COACHES = 60
"""From so many on, islands are bounded and searched one by one."""


def coaches_for_all(instance: Instance) -> int:
    """Coaches that everybody needs, about."""
    return instance.people // max(1, int(instance.fleet.capacity.max(initial=1)))


def has_many_coaches(instance: Instance) -> bool:
    """Whether its islands, if there are several, are worth being treated one by one."""
    return coaches_for_all(instance) >= MANY_COACHES


@dataclass(frozen=True)
class Islands:
    """Which island each trip lies on, and what the relaxation would give each.

    Attributes:
        of_item: shape (items,), numbered from 0.
        of_combination: the same per combination.
        wish: shape (islands, fleet rows), vehicles in the relaxation's optimum.
        people: shape (islands,), people who may need a seat there.
    """

    of_item: Ints
    of_combination: Ints
    wish: Numbers
    people: Ints

    def __len__(self) -> int:
        return len(self.people)


def find_islands(
    instance: Instance, table: Table, mates: Mates, used: Iterable[tuple[int, int, float]]
) -> Islands:
    """The islands of an instance; a single one where services could move people between them.

    ``used`` are combination, row and vehicles of the relaxation's columns.
    """
    of_item = label_items(instance, table, mates)
    of_combination = of_item[table.items[table.start[:-1]]]
    number = int(of_item.max(initial=0)) + 1
    wish = np.zeros((number, len(instance.fleet.rows)))
    for combination, row, vehicles in used:
        wish[of_combination[combination], row] += vehicles
    people = np.bincount(of_item, weights=table.amount, minlength=number).astype(np.int64)
    return Islands(of_item, of_combination, wish, people)


def label_items(instance: Instance, table: Table, mates: Mates) -> Ints:
    """Per item, the number of its island.

    Items of one combination are on one, those of all combinations of the same stops, and mates.
    """
    label = np.arange(len(instance.items), dtype=np.int64)
    if len(instance.rides) or not len(table.items):
        return label * 0
    size = np.diff(table.start)
    meet = [(table.items, table.start[:-1], size), _at_same_stops(table)]
    for shared in mates.sets:
        at = [e for e, item in enumerate(instance.items) if item.demand in shared.members]
        if at:
            meet.append((np.array(at), np.zeros(1, dtype=np.int64), np.array([len(at)])))
    before = label - 1
    while (before != label).any():
        before = label.copy()
        for items, starts, sizes in meet:
            least = np.minimum.reduceat(label[items], starts)
            np.minimum.at(label, items, np.repeat(least, sizes))
        label = label[label]
    numbered: Ints = np.unique(label, return_inverse=True)[1].astype(np.int64)
    return numbered


def _at_same_stops(table: Table) -> tuple[Ints, Ints, Ints]:
    """An item of each combination, with where those of the same stops begin and how many."""
    codes = table.pair[:, 0] * len(table.drop.sets) + table.pair[:, 1]
    order = np.argsort(codes, kind="stable")
    _, first, number = np.unique(codes[order], return_index=True, return_counts=True)
    return table.items[table.start[:-1]][order], first, number


def allot(wish: Numbers, used: Ints, spare: Ints, people: Ints) -> Ints:
    """Vehicles that each island may use: its own, and a part of the spare ones.

    Spare vehicles go one by one to the island that is furthest below its wish; what no island
    wishes for is dealt out by people.

    Args:
        wish: shape (islands, rows).
        used: the same shape, vehicles at work.
        spare: shape (rows,).
        people: shape (islands,).
    """
    limit = used.copy()
    for k, number in enumerate(spare):
        lack = wish[:, k] - used[:, k]
        for _ in range(int(number)):
            island = int(lack.argmax())
            if lack[island] <= 0:
                break
            limit[island, k] += 1
            lack[island] -= 1
        rest = int(number) - int(limit[:, k].sum() - used[:, k].sum())
        limit[:, k] += _by_people(rest, people)
    return limit


def _by_people(number: int, people: Ints) -> Ints:
    """So many vehicles dealt out in proportion to people, by largest remainder."""
    share = number * people / max(1, int(people.sum()))
    dealt: Ints = np.floor(share).astype(np.int64)
    order = np.argsort(dealt - share, kind="stable")
    dealt[order[: number - int(dealt.sum())]] += 1
    return dealt
