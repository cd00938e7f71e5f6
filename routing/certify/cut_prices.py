"""Cuts of a certificate: what they prove, worked out from their worths alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from routing.certify.columns import Columns, Ints
from routing.certify.space import Space
from routing.model.certificate import CertificateCut


@dataclass(frozen=True)
class Inequality:
    """A cut that was proven again.

    Attributes:
        leaves: whether it counts the coaches that people leave by, or those they arrive by.
        demands: its set.
        right: the least that whole vehicles and people without a coach are worth together.
        stay: worth of a person without a coach.
        worth: shape (fleet rows, columns), of a vehicle.
    """

    leaves: bool
    demands: frozenset[str]
    right: int
    stay: int
    worth: Ints


def prove_cut(space: Space, columns: Columns, cut: CertificateCut) -> Inequality:
    """A cut with its right-hand side, found by trying every number of whole vehicles.

    A vehicle's worth depends on how many of the set it can carry, and on its row only where the
    row is covered. Negative worths count as zero.

    Raises:
        KeyError: a demand or a fleet row is unknown.
    """
    seats = {r.id: space.capacity(r.id) for r in columns.rows}
    counts = {r.id: int(r.count) * columns.coaches.repeats.of(r).most for r in columns.rows}
    need = sum(space.people[d] for d in cut.demands)
    need = max(0, need - sum(seats[r] * counts[r] for r in cut.covered))
    most = max(seats.values(), default=0)
    worth = _widened(cut.worth, most)
    stay = max(0, cut.stay)
    least = _least(worth, need)
    right = int((least[::-1] + stay * np.arange(need + 1)).min())
    role = "feeder" if cut.side == "leave" else "last_mile"
    people = columns.people_of(frozenset(cut.demands), frozenset({"direct", role}))
    each = np.array(
        [worth[np.minimum(people, n)] * (r not in cut.covered) for r, n in seats.items()]
    )
    return Inequality(cut.side == "leave", frozenset(cut.demands), right, stay, each)


def _widened(worth: tuple[int, ...], most: int) -> Ints:
    """Worths from nobody, who is worth nothing, to the most seats."""
    found = np.zeros(most + 1, dtype=np.int64)
    given = np.maximum(np.array(worth[: most + 1], dtype=np.int64), 0)
    found[: len(given)] = given
    found[:1] = 0
    return found


def _least(worth: Ints, need: int) -> Ints:
    """By people to carry, the least worth of any whole vehicles that carry them."""
    width = len(worth) - 1
    least = np.zeros(width + need + 1, dtype=np.int64)
    if width == 0:
        return least
    back = worth[:0:-1]
    for t in range(1, need + 1):
        least[width + t] = (back + least[t : t + width]).min()
    return least[width:]


def stay_price(
    cuts: Mapping[int, Inequality], prices: Mapping[int, int], demand: str, *, leaves: bool
) -> int:
    """What the cuts pay for a person of a demand who needs no coach on one side."""
    return sum(
        price * cuts[n].stay
        for n, price in prices.items()
        if cuts[n].leaves == leaves and demand in cuts[n].demands
    )
