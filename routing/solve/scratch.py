"""Arrays that the annealing writes on, made once: making one takes longer than most steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.instance import Flags, Ints
from routing.solve.pricing import Numbers
from routing.solve.yard import Fleet, Yard

KINDS = 3
"""Roles of a coach."""
MET = KINDS
"""Column after the coaches by role: coaches in which two items of a set meet."""


class Scratch(NamedTuple):
    """What one turn writes down for itself.

    Attributes:
        hit: coaches that were touched.
        order, key: items in the order in which they are seated, and what orders them.
        place: the coach, the row and the people of the best seat found.
        doors: shape (most coaches, 3), coaches that may take an item; see ``recreate``.
        distance: how far each coach is from the one that is ruined first.
        seen: shape (sets that share coaches, roles + 1), coaches that each set rides in.
    """

    hit: Flags
    order: Ints
    key: Numbers
    place: Ints
    doors: Ints
    distance: Numbers
    seen: Ints


@compiled
def new_scratch(yard: Yard, fleet: Fleet) -> Scratch:
    """Room for the turns of one annealing."""
    coaches, items = len(fleet.coach), len(fleet.missed)
    return Scratch(
        np.zeros(coaches, dtype=np.bool_),
        np.zeros(items, dtype=np.int64),
        np.zeros(items),
        np.zeros(3, dtype=np.int64),
        np.zeros((coaches, 3), dtype=np.int64),
        np.zeros(coaches),
        np.zeros((len(yard.sets), KINDS + 1), dtype=np.int64),
    )
