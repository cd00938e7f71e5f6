"""When the search scouts, when it searches at length, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass

SCOUTED = 3
"""Short turns before the long one, times the rounds of the effort, at most."""
DESPERATE = 5
"""Short turns after it, times the rounds, at most, while no lawful decision was found."""


@dataclass
class Pace:
    """Turns of a search whose costs become true only as its decisions are timed.

    Short turns find out what is unlawful or dearer than was assumed, until a decision stands as
    it was found; then one turn searches at length at costs that are nearly true; short ones mend
    what that shows.

    Attributes:
        rounds: of the effort.
        turn: number of turns done.
        settled: whether the last decision stood as it was found.
        long_turn: when the long turn was made; −1 before it.
    """

    rounds: int
    turn: int = 0
    settled: bool = False
    long_turn: int = -1

    @property
    def is_long(self) -> bool:
        """Whether the next turn is the long one."""
        scouted = self.settled or self.turn >= SCOUTED * self.rounds
        return self.long_turn < 0 < self.turn and scouted

    @property
    def share(self) -> float:
        """How much is done, roughly, from 0 to 1."""
        return self.turn / (1 + self.turn + self.rounds)

    def goes_on(self, *, found: bool) -> bool:
        """Whether there is another turn; ``found`` tells of a lawful decision so far."""
        if self.long_turn < 0:
            return True
        mended = self.turn - self.long_turn - 1
        most = self.rounds if found else DESPERATE * self.rounds
        return not self.settled and mended < most

    def learn(self, *, settled: bool) -> None:
        """Take note of a turn, and of whether its decision stood as it was found."""
        if self.is_long:
            self.long_turn = self.turn
        self.turn += 1
        self.settled = settled
