"""When a search or a proof is not worth going on with."""

from __future__ import annotations

from dataclasses import dataclass, field

LEAST_SHARE = 1e-6
"""Share of a plan's money that a bound is taken to be at least, however wide a gap is asked for."""
LEAST_GAIN = 0.03
"""Share of the gap that the latest leaves must have closed for another one to be solved."""


def good_fen(bound_fen: int, gap_target: float) -> int:
    """The most that a plan may cost whose gap to a bound is the one asked for."""
    return bound_fen if gap_target <= 0 else int(bound_fen / max(1.0 - gap_target, LEAST_SHARE))


@dataclass
class Patience:
    """Follows the gap of a proof, leaf by leaf.

    On large problems a leaf costs as much as a plan and closes a thousandth of the gap; on small
    ones a few leaves without gain come before one that halves it.

    Attributes:
        leaves: that together must close ``LEAST_GAIN`` of the gap.
        enough_fen: a gap that is asked for, in money; the proof ends there.
        gaps: in money, before each leaf.
    """

    leaves: int
    enough_fen: int = 0
    gaps: list[int] = field(default_factory=list)

    def forget(self) -> None:
        """A leaf was closed for good, which is progress whatever the gap."""
        self.gaps.clear()

    def is_lost(self, gap_fen: int) -> bool:
        """Take note of the gap before another leaf; whether to end here.

        It ends where the gap is as small as was asked, or the latest leaves closed too little.
        """
        if gap_fen <= self.enough_fen:
            return True
        self.gaps.append(gap_fen)
        if len(self.gaps) <= self.leaves:
            return False
        return gap_fen > (1 - LEAST_GAIN) * self.gaps[-1 - self.leaves]
