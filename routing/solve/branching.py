"""Which bound to branch on: purchases and counts of vehicles that the program leaves fractional."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import numpy as np

from routing.solve.counts import Branching, Count, Part
from routing.solve.leaves import Leaf
from routing.solve.master import Master

WHOLE = 1e-6
"""How near to a whole number counts as one."""
LEAST_FRACTION = 1e-4
"""A count of vehicles that is nearer to a whole number is one."""
FEWEST_TRIED, MOST_TRIED = 4, 16
"""Counts whose two sides are tried in the program before one is chosen: a quarter of the leaves
that a proof may have, within these. In a long one a good choice high up saves more than it costs.
"""
KINDS = 4
"""One in so many of the counts tried may be of the same kind."""
WELL_KNOWN = 2
"""Trials after which a count is judged by its memory."""


class Kind(NamedTuple):
    """How many stops a count names, and whether it names a row."""

    picks: int
    drops: int
    row: bool


WEIGHTS = {
    Kind(0, 0, False): 1.6,
    Kind(0, 0, True): 1.5,
    Kind(1, 0, False): 1.2,
    Kind(0, 1, False): 1.2,
    Kind(1, 1, False): 1.0,
    Kind(1, 0, True): 0.9,
    Kind(0, 1, True): 0.9,
    Kind(2, 0, False): 0.8,
    Kind(0, 2, False): 0.8,
}
"""How much a fraction of a count is worth: general counts move more of the program."""
LEAST_WEIGHT = 0.6


def kind_of(count: Count) -> Kind:
    """The kind of a count."""
    return Kind(len(count.picks), len(count.drops), count.row >= 0)


def fractional_counts(master: Master, part: Part) -> list[tuple[Count, float]]:
    """Counts that the program's last solution leaves fractional, by weight and fraction.

    Small counts come first; where all of them are whole, every count is looked at. A count that
    misses its bounds in the part, which the program allows at a price, is none of them: of its two
    sides one would be the part again and the other empty.
    """
    used = _vehicles(master)
    for most in (1, 2, 6):
        total: dict[Count, float] = defaultdict(float)
        for picks, drops, row, value in used:
            for count in _counts(picks, drops, row, most):
                total[count] += value
        found = [
            (c, v)
            for c, v in total.items()
            if abs(v - round(v)) > LEAST_FRACTION and part.is_split(c, v)
        ]
        if found:
            return sorted(found, key=lambda x: (-_promise(*x), x[0]))
    return []


def _vehicles(master: Master) -> list[tuple[tuple[int, ...], tuple[int, ...], int, float]]:
    """Stops, row and number of the columns in use; stations are left out of the stops."""
    table = master.table
    total: dict[tuple[int, int], float] = defaultdict(float)
    for pattern, value in zip(master.patterns, master.values(), strict=False):
        if value > WHOLE:
            total[pattern.combination, pattern.row] += value
    found = []
    for (c, k), value in sorted(total.items()):
        s, t = table.pair[c]
        picks = tuple(int(n) for n in table.pick.sets[s] if n >= 0)
        drops = tuple(int(n) for n in table.drop.sets[t] if n >= 0)
        found.append((picks, drops, k, value))
    return found


def _counts(picks: tuple[int, ...], drops: tuple[int, ...], row: int, most: int) -> list[Count]:
    """Every count of at most ``most`` stops, or of a pair across, that a vehicle belongs to."""
    found = []
    for a in range(len(picks) + 1):
        for b in range(len(drops) + 1):
            if a + b > most and (a, b) != (1, 1):
                continue
            for p in combinations(picks, a):
                for d in combinations(drops, b):
                    found += [Count(p, d), Count(p, d, row)]
    return found


def _promise(count: Count, value: float) -> float:
    return WEIGHTS.get(kind_of(count), LEAST_WEIGHT) * abs(value - round(value))


def fractional_offer(leaf: Leaf) -> int | None:
    """The purchase that is least whole; None when all are whole."""
    parts = [(abs(u - round(u)), o) for o, u in enumerate(leaf.units_used)]
    worst, offer = max(parts, default=(0.0, -1), key=lambda p: (p[0], -p[1]))
    return None if worst <= WHOLE else offer


@dataclass
class Memory:
    """What bounds on counts have raised the program by, per whole vehicle, on either side.

    Attributes:
        tried: counts tried before one is chosen.
        gains: per count, the sums below and above, and how often it was tried.
    """

    tried: int = FEWEST_TRIED
    gains: dict[Count, tuple[float, float, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, leaves: int) -> Memory:
        """An empty one, for a proof of at most so many leaves."""
        return cls(min(MOST_TRIED, max(FEWEST_TRIED, leaves // 4)))

    def score(self, count: Count, value: float) -> float | None:
        """The product of what both sides should raise; None before the count is well known."""
        below, above, tried = self.gains.get(count, (0.0, 0.0, 0))
        if tried < WELL_KNOWN:
            return None
        part = value - math.floor(value)
        return max(1.0, below / tried * part) * max(1.0, above / tried * (1 - part))

    def learn(self, count: Count, value: float, gains: tuple[float, float]) -> None:
        """Enter what both sides raised the program by."""
        below, above, tried = self.gains.get(count, (0.0, 0.0, 0))
        part = value - math.floor(value)
        self.gains[count] = (below + gains[0] / part, above + gains[1] / (1 - part), tried + 1)


def choose_count(
    master: Master, most_fen: float, *, part: Part, memory: Memory
) -> tuple[Count, float] | None:
    """The count whose two sides raise the program most; None if all are whole.

    Counts that are not well known are tried in the program.

    Args:
        master: just solved.
        most_fen: a value beyond which a side needs no raising.
        part: that the program was solved for.
        memory: of earlier trials.
    """
    found = fractional_counts(master, part)
    if not found:
        return None
    tried: dict[Kind, int] = defaultdict(int)
    chosen: list[tuple[Count, float]] = []
    for count, value in found:
        kind = kind_of(count)
        if tried[kind] < -(-memory.tried // KINDS) and len(chosen) < memory.tried:
            tried[kind] += 1
            chosen.append((count, value))
    here = master.value_fen
    scores = []
    for count, value in chosen:
        score = memory.score(count, value)
        if score is None:
            values = master.probe(count, int(np.floor(value)))
            below, above = (max(1.0, min(v, most_fen) - here) for v in values)
            memory.learn(count, value, (below, above))
            score = below * above
        scores.append(score)
    return chosen[int(np.argmax(scores))]


def sides(subject: Count | int, value: float) -> tuple[Branching, Branching]:
    """The two halves around a fractional value."""
    below = int(np.floor(value))
    return Branching(subject, False, below), Branching(subject, True, below + 1)
