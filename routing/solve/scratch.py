"""Arrays that the annealing writes on, made once: making one takes longer than most steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.chance import Chance
from routing.solve.instance import Flags, Ints
from routing.solve.pricing import Numbers
from routing.solve.yard import Fleet, Yard

KINDS = 3
"""Roles of a coach."""
MET = KINDS
"""Column after the coaches by role: coaches in which two items of a set meet."""
MOST_LINES, MOST_NOTES = 4_096, 2_000_000
"""Combinations for which it is noted what becomes of them, a power of two, and entries of that
table. With half or twice as many lines a turn takes as long, with four times as many a tenth more.
"""
NOTE_BITS = 32
JOINED = (1 << NOTE_BITS) - 1
"""A note's low bits: what becomes of a combination, plus one. Above them is that combination."""


class Scratch(NamedTuple):
    """What one turn writes down for itself.

    Attributes:
        chance: the generator of random numbers.
        hit: coaches that were touched.
        moved: places in the fleet where another coach stands, or one with another row, than before.
        order, key: items in the order in which they are seated, and what orders them.
        place: the coach, the row, the people and the combination of the best seat found.
        doors: shape (most coaches, 3), coaches that may take an item; see ``recreate``.
        distance: how far each coach is from the one that is ruined first.
        seen: shape (sets that share coaches, roles + 1), coaches that each set rides in.
        joined: shape (lines, items), notes of what becomes of combinations when an item joins
            them; −1 for none.
    """

    chance: Chance
    hit: Flags
    moved: Flags
    order: Ints
    key: Numbers
    place: Ints
    doors: Ints
    distance: Numbers
    seen: Ints
    joined: Ints


@compiled
def new_scratch(yard: Yard, fleet: Fleet) -> Scratch:
    """Room for the turns of one annealing."""
    coaches, items = len(fleet.coach), len(fleet.missed)
    lines = MOST_LINES
    while lines > 1 and lines * items > MOST_NOTES:
        lines //= 2
    return Scratch(
        np.zeros(1, dtype=np.uint64),
        np.zeros(coaches, dtype=np.bool_),
        np.zeros(coaches, dtype=np.bool_),
        np.zeros(items, dtype=np.int64),
        np.zeros(items),
        np.zeros(4, dtype=np.int64),
        np.zeros((coaches, 3), dtype=np.int64),
        np.zeros(coaches),
        np.zeros((len(yard.sets), KINDS + 1), dtype=np.int64),
        np.full((lines, items), -1, dtype=np.int64),
    )
