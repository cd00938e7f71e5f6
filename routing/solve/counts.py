"""Counts of vehicles, and the parts of the search space that bounds on them make."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.solve.instance import Instance

ANY = 10**6
"""More vehicles than there are: a count without an upper bound."""


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """Vehicles whose pickups hold all of ``picks``, whose drops hold all of ``drops``, of a row.

    With every count whole, the vehicles of every pair of stop sets and row are whole.

    Attributes:
        picks, drops: indices of nodes; empty where any will do.
        row: a fleet row; −1 where any will do.
    """

    picks: tuple[int, ...] = ()
    drops: tuple[int, ...] = ()
    row: int = -1


@dataclass(frozen=True, slots=True)
class Branching:
    """A bound on a count of vehicles, or on the units bought of an offer (its index)."""

    subject: Count | int
    at_least: bool
    number: int


@dataclass(frozen=True, slots=True)
class Units:
    """Bounds on the units bought of each offer."""

    low: tuple[int, ...]
    high: tuple[int, ...]

    def hold(self, bought: tuple[int, ...]) -> bool:
        """Whether so many units of each offer lie between the bounds."""
        return all(
            low <= n <= high for low, n, high in zip(self.low, bought, self.high, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the search space: the branchings that lead there, in order, and their bounds.

    Attributes:
        units: bounds on purchases.
        counts: bounds on counts, least and most.
        path: the branchings.
    """

    units: Units
    counts: dict[Count, tuple[int, int]]
    path: tuple[Branching, ...] = ()

    def is_split(self, count: Count, value: float) -> bool:
        """Whether a fractional value of a count lies between its bounds: both sides are smaller."""
        low, high = self.counts.get(count, (0, ANY))
        return low < value < high

    def below(self, branching: Branching) -> Part:
        """The part of this one that a branching leaves."""
        path = (*self.path, branching)
        if isinstance(branching.subject, Count):
            low, high = self.counts.get(branching.subject, (0, ANY))
            bounds = _narrow(low, high, branching)
            return Part(self.units, {**self.counts, branching.subject: bounds}, path)
        lows, highs = list(self.units.low), list(self.units.high)
        at = branching.subject
        lows[at], highs[at] = _narrow(lows[at], highs[at], branching)
        return replace(self, units=Units(tuple(lows), tuple(highs)), path=path)


def _narrow(low: int, high: int, branching: Branching) -> tuple[int, int]:
    if branching.at_least:
        return max(low, branching.number), high
    return low, min(high, branching.number)


def everything(instance: Instance) -> Part:
    """The whole space: every purchase that is on sale, any count."""
    units = Units((0,) * len(instance.offers), tuple(o.units for o in instance.offers))
    return Part(units, {})
