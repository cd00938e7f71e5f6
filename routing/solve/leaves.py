"""Parts of the search space with the prices that prove a bound on each."""

from __future__ import annotations

from dataclasses import dataclass

from routing.solve.counts import Part, Units
from routing.solve.duals import SCALE, Duals
from routing.solve.generation import Relaxation


@dataclass(frozen=True)
class Leaf:
    """One part of the branching with what its prices prove.

    Attributes:
        part: the branchings that lead here.
        relaxation: optimum of the linear program; its parent's until the leaf is solved.
        exact: its prices as integers.
        bound_scaled: what they prove, exact, fen times ``SCALE``.
        units_used: purchases in the optimum.
        solved: whether the program of this very part was solved.
        rides_used, own_used: people on each ride, and of each demand on own tickets, in it.
        columns_used: combination, row and vehicles of the columns in it.
        enumerated: whether the bound comes from looking at every set of coaches within the gap
            that the prices leave.
        cut: whether cuts were looked for, and not left for later.
    """

    part: Part
    relaxation: Relaxation
    exact: Duals
    bound_scaled: int
    units_used: tuple[float, ...]
    solved: bool = True
    rides_used: tuple[float, ...] = ()
    own_used: tuple[float, ...] = ()
    columns_used: tuple[tuple[int, int, float], ...] = ()
    enumerated: bool = False
    cut: bool = False

    @property
    def units(self) -> Units:
        """Bounds on purchases."""
        return self.part.units

    @property
    def bound_fen(self) -> int:
        """The bound in whole fen, rounded up: every plan costs whole fen."""
        return max(0, -(-self.bound_scaled // SCALE))


def bound_fen(leaves: list[Leaf]) -> int:
    """The least of the leaves' bounds in whole fen."""
    return min(leaf.bound_fen for leaf in leaves)
