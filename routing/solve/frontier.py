"""The leaves of an ongoing branching."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from routing.artefacts.problem import Progress
from routing.solve.branching import Memory
from routing.solve.closing import Reach
from routing.solve.duals import SCALE
from routing.solve.leaves import Leaf
from routing.solve.patience import Patience


@dataclass
class Frontier:
    """Leaves that together cover the space, and what a branching learns on its way.

    Attributes:
        open: leaves to go on with, by bound and age.
        closed: leaves that need no branching.
        enough_fen: the money of the best plan; None where purchases alone are counted out.
        memory: of counts tried.
        reach: how wide a gap is closed by looking at sets of coaches.
        patience: of a proof.
    """

    enough_fen: int | None
    open: list[tuple[int, int, Leaf]] = field(default_factory=list)
    closed: list[Leaf] = field(default_factory=list)
    pushed: int = 0
    memory: Memory = field(default_factory=Memory)
    reach: Reach = field(default_factory=Reach)
    patience: Patience = field(default_factory=lambda: Patience(0))

    def push(self, leaf: Leaf) -> None:
        """Enter a leaf."""
        self.pushed += 1
        heapq.heappush(self.open, (leaf.bound_scaled, self.pushed, leaf))

    def pop(self) -> Leaf:
        """The open leaf of least bound."""
        return heapq.heappop(self.open)[2]

    def least(self) -> float:
        """The least bound of an open leaf in fen, infinite without one."""
        return self.open[0][0] / SCALE if self.open else np.inf

    def is_enough(self, leaf: Leaf) -> bool:
        """Whether a leaf holds nothing cheaper than the best plan."""
        return self.enough_fen is not None and leaf.bound_fen >= self.enough_fen

    def gap_fen(self) -> int:
        """What the best plan costs beyond what is proven; 0 without a plan."""
        best = self.enough_fen or 0
        return best - min(best, *(leaf.bound_fen for leaf in [self.open[0][2], *self.closed]))

    def told(self, share: float) -> Progress:
        """How far it has come: the best plan's money, and what is proven of it."""
        best, gap = self.enough_fen or 0, self.gap_fen()
        return Progress("proof", share, best, best - gap, gap / best if best else 0.0)

    def leaves(self) -> list[Leaf]:
        """All of them, cheapest bound first."""
        found = self.closed + [leaf for _, _, leaf in self.open]
        return sorted(found, key=lambda leaf: (leaf.bound_scaled, len(leaf.part.path)))
