"""An island's yard and coaches in numbers of its own: small arrays lie in fast memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from routing.solve.hashing import number_map
from routing.solve.instance import Ints
from routing.solve.islands import Islands
from routing.solve.yard import (
    ALONE,
    CARGO,
    DROP_KEY,
    DROP_SETS,
    ITEMS,
    KEYS,
    MOST_ITEMS,
    PAIR_KEY,
    PICK_KEY,
    ROW,
    Fleet,
    Yard,
)


@dataclass(frozen=True)
class IslandYard:
    """One island.

    Attributes:
        yard: its items and combinations numbered anew; stops, sets of stops and fleet rows keep
            their numbers.
        items: per item, its number in the whole.
        everything: items of the whole.
    """

    yard: Yard
    items: Ints
    everything: int

    @cached_property
    def number(self) -> Ints:
        """Per item of the whole, its number here; 0 for those elsewhere."""
        number = np.zeros(self.everything, dtype=np.int64)
        number[self.items] = np.arange(len(self.items))
        return number

    def cut_out(self, fleet: Fleet, coach: Ints) -> Fleet:
        """These coaches of a fleet of the whole, and who waits here; costs are to be refreshed."""
        return fleet._replace(
            coach=_renumbered(coach, self.number),
            missed=fleet.missed[self.items],
            used=np.bincount(coach[:, ROW], minlength=len(fleet.used)).astype(np.int64),
            total=np.array([len(coach), 0], dtype=np.int64),
        )

    def coaches(self, fleet: Fleet) -> Ints:
        """The coaches of a fleet of the island in the numbers of the whole."""
        return _renumbered(fleet.coach[: int(fleet.total[0])], self.items)


def island_yards(yard: Yard, islands: Islands) -> list[IslandYard]:
    """Every island's yard, at the costs of the whole's."""
    known = yard.slots[yard.slots[:, 0] >= 0]
    kind = known[:, 0] % KEYS
    home = np.full(len(known), -1, dtype=np.int64)
    is_pair = kind == PAIR_KEY
    home[is_pair] = islands.of_combination[known[is_pair, 1]]
    found = []
    for island in range(len(islands)):
        items = np.flatnonzero(islands.of_item == island)
        combinations = np.flatnonzero(islands.of_combination == island)
        pairs = known[home == island]
        codes = pairs[:, 0] // KEYS
        sets = np.zeros(len(known), dtype=bool)
        for side, numbers in (
            (PICK_KEY, codes // yard.meta[DROP_SETS]),
            (DROP_KEY, codes % yard.meta[DROP_SETS]),
        ):
            sets |= (kind == side) & np.isin(known[:, 1], numbers)
        item = yard.item[items]
        item[:, ALONE] = np.searchsorted(combinations, item[:, ALONE])
        small = yard._replace(
            item=item,
            price=yard.price[items],
            conflict=yard.conflict[np.ix_(items, items)],
            cost=yard.cost[combinations],
            slots=number_map(
                np.concatenate([known[sets, 0], pairs[:, 0]]),
                np.concatenate([known[sets, 1], np.searchsorted(combinations, pairs[:, 1])]),
            ),
        )
        found.append(IslandYard(small, items, len(islands.of_item)))
    return found


def _renumbered(coach: Ints, number: Ints) -> Ints:
    """Coaches whose cargo has other numbers."""
    other = coach.copy()
    cargo = other[:, CARGO : CARGO + 2 * MOST_ITEMS : 2]
    is_held = np.arange(MOST_ITEMS) < coach[:, ITEMS, None]
    cargo[is_held] = number[cargo[is_held]]
    return other
