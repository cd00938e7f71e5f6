"""What it costs, in the search, to spread people who are to share coaches."""

from __future__ import annotations

from routing.duties.compiled import borrowing
from routing.solve.instance import Ints
from routing.solve.scratch import KINDS, MET
from routing.solve.yard import (
    CARGO,
    FEWEST,
    ITEMS,
    MATES,
    MEETS,
    ROLE,
    SPLIT_FEN,
    Fleet,
    Yard,
)


@borrowing
def spread_fen(yard: Yard, fleet: Fleet, seen: Ints) -> int:
    """A penalty for each coach too many, and for each pin whose groups never meet."""
    sets = len(yard.sets)
    _clear(seen)
    for c in range(fleet.total[0]):
        for at in range(CARGO, CARGO + 2 * fleet.coach[c, ITEMS], 2):
            mates = yard.item[fleet.coach[c, at], MATES]
            if mates >= 0:
                earlier = mates_aboard(yard, fleet.coach, c, mates, at)
                seen[mates, MET if earlier else fleet.coach[c, ROLE]] += 1
    fen = 0
    for n in range(sets):
        if yard.sets[n, MEETS] and seen[n, MET] == 0:
            fen += SPLIT_FEN
        if not yard.sets[n, MEETS]:
            for kind in range(KINDS):
                if seen[n, kind] > yard.sets[n, FEWEST]:
                    fen += SPLIT_FEN * (seen[n, kind] - yard.sets[n, FEWEST])
    return fen


@borrowing
def _clear(seen: Ints) -> None:
    for n in range(seen.shape[0]):
        for column in range(seen.shape[1]):
            seen[n, column] = 0


@borrowing
def mates_aboard(yard: Yard, coach: Ints, c: int, mates: int, end: int) -> bool:
    """Whether a coach carries somebody of a set before an entry of its cargo."""
    found = False
    for at in range(CARGO, end, 2):
        found |= yard.item[coach[c, at], MATES] == mates
    return found
