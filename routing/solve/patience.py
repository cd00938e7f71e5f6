"""When a proof is not worth going on with."""

from __future__ import annotations

from dataclasses import dataclass, field

LEAST_GAIN = 0.03
"""Share of the gap that the latest leaves must have closed for another one to be solved."""


@dataclass
class Patience:
    """Follows the gap of a proof, leaf by leaf.

    On large problems a leaf costs as much as a plan and closes a thousandth of the gap; on small
    ones a few leaves without gain come before one that halves it.

    Attributes:
        leaves: that together must close ``LEAST_GAIN`` of the gap.
        gaps: in money, before each leaf.
    """

    leaves: int
    gaps: list[int] = field(default_factory=list)

    def is_lost(self, gap_fen: int) -> bool:
        """Take note of the gap before another leaf; whether the latest leaves closed too little."""
        self.gaps.append(gap_fen)
        if len(self.gaps) <= self.leaves:
            return False
        return gap_fen > (1 - LEAST_GAIN) * self.gaps[-1 - self.leaves]
