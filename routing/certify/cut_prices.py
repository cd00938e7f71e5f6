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
        weights: how often a person of each of its demands counts.
        right: the least that whole vehicles and people without a coach are worth together.
        stay: worth of a person without a coach, each time they count.
        columns: those on which some vehicle is worth something, in rising order.
        worth: shape (fleet rows, those columns), of a vehicle.
    """

    leaves: bool
    weights: Mapping[str, int]
    right: int
    stay: int
    columns: Ints
    worth: Ints

    def add_to(self, earned: Ints, row: int, price: int) -> None:
        """Add what the cut pays at a price for a vehicle of a row to what columns earn."""
        earned[self.columns] += price * self.worth[row]


def prove_cut(space: Space, columns: Columns, cut: CertificateCut) -> Inequality:
    """A cut with its right-hand side, found by trying every number of whole vehicles.

    A vehicle's worth depends on what it can carry of the set, and on its row only where the row is
    covered. Whoever counts n times is in n nested sets, of each of which a vehicle carries at most
    its seats. Negative worths count as zero.

    Raises:
        KeyError: a demand or a fleet row is unknown.
        ValueError: a weight is missing, or below one.
    """
    weights = dict(zip(cut.demands, cut.weights or (1,) * len(cut.demands), strict=True))
    heaviest = max(weights.values(), default=1)
    if len(weights) < len(cut.demands) or min(weights.values(), default=1) < 1:
        raise ValueError(str(cut.weights))
    seats = {r.id: space.capacity(r.id) for r in columns.rows}
    counts = {r.id: int(r.count) * columns.coaches.repeats.of(r).most for r in columns.rows}
    need = sum(space.people[d] * weight for d, weight in weights.items())
    need = max(0, need - sum(heaviest * seats[r] * counts[r] for r in cut.covered))
    most = max(seats.values(), default=0)
    worth = _widened(cut.worth, most * heaviest)
    stay = max(0, cut.stay)
    least = _least(worth, need)
    right = int((least[::-1] + stay * np.arange(need + 1)).min())
    role = "feeder" if cut.side == "leave" else "last_mile"
    carried = np.zeros((len(seats), len(columns.picks)), dtype=np.int64)
    limits = np.array(list(seats.values()), dtype=np.int64)[:, None]
    for n in range(1, heaviest + 1):
        nested = frozenset(d for d, weight in weights.items() if weight >= n)
        people = columns.people_of(nested, frozenset({"direct", role}))
        carried += np.minimum(people[None], limits)
    each = worth[carried]
    each[[r in cut.covered for r in seats]] = 0
    used = np.flatnonzero(each.any(axis=0))
    return Inequality(cut.side == "leave", weights, right, stay, used, each[:, used])


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
        price * cuts[n].stay * cuts[n].weights.get(demand, 0)
        for n, price in prices.items()
        if cuts[n].leaves == leaves
    )
