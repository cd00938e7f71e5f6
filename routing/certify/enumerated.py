"""A leaf whose prices prove less than the bound, and whose few sets of coaches are looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.certify.columns import NONE_FEN, Columns
from routing.certify.set_search import NONE, Bits, Ints, Pieces, Task, search_sets

MOST_BITS = 63
ANY = 10**6
"""A count without an upper bound."""


@dataclass(frozen=True)
class RowPrices:
    """What one leaf's prices say of a fleet row's columns.

    Attributes:
        earned: per column, what its best load and its rows pay, scaled.
        loads: per column, the best load's part of it.
        worst: the most negative reduced cost of the row, at most zero.
        marks: per column, the bounded counts that it belongs to, a bit each.
    """

    earned: Ints
    loads: Ints
    worst: int
    marks: Bits


@dataclass(frozen=True)
class Gap:
    """What the prices of a leaf leave unproven.

    Attributes:
        scaled: what a set's reduced costs may sum to.
        below_fen: the bound that is claimed.
        scale: of prices.
        worth: per trip, the scaled price of one person.
        bounds: least and most vehicles of the bounded counts.
    """

    scaled: int
    below_fen: int
    scale: int
    worth: list[int]
    bounds: list[tuple[int, int]]


def is_plain(columns: Columns) -> bool:
    """Whether direct coaches alone carry everybody, each demand by one trip, one run a vehicle."""
    space = columns.space
    alone = len({t.demand for t in space.trips}) == len(space.trips) == len(space.people)
    direct = all(t.role == "direct" for t in space.trips)
    once = all(not columns.coaches.repeats.of(row).linked for row in columns.rows)
    return alone and direct and once and not space.rides and not space.own_fen


def none_within(columns: Columns, rows: list[RowPrices], gap: Gap) -> bool:
    """Whether no set of coaches within a gap carries everybody for less than the bound."""
    trips = columns.space.trips
    if not is_plain(columns) or max(len(trips), len(gap.bounds)) > MOST_BITS:
        return False
    found = [x for k, row in enumerate(rows) for x in _within(columns, k, row, gap)]
    found.sort()
    order = sorted(range(len(trips)), key=lambda n: -gap.worth[n])
    place = {n: at for at, n in enumerate(order)}
    held = [
        sum(1 << place[int(n)] for n in columns.trips[c] if columns.able[k, n])
        for _, k, c, _ in found
    ]
    fares = sum(t.fare_fen * t.people for t in trips)
    pieces = Pieces(
        slack=_ints([x[0] for x in found]),
        bare=_ints([s + int(rows[k].loads[c]) for s, k, c, _ in found]),
        fen=_ints([x[3] for x in found]),
        trips=np.array(held, dtype=np.uint64),
        marks=np.array([rows[k].marks[c] for _, k, c, _ in found], dtype=np.uint64),
        row=_ints([x[1] for x in found]),
    )
    task = Task(
        people=_ints([trips[n].people for n in order]),
        worth=_ints([max(0, gap.worth[n]) for n in order]),
        seats=_ints(columns.seats),
        stock=_ints([int(r.count) for r in columns.rows]),
        least=_ints([low for low, _ in gap.bounds]),
        most=_ints([high for _, high in gap.bounds]),
        gap=gap.scaled,
        below_fen=gap.below_fen - fares,
    )
    return search_sets(pieces, task) == NONE


def _within(columns: Columns, k: int, row: RowPrices, gap: Gap) -> list[tuple[int, int, int, int]]:
    """Slack, row, column and cost of a row's columns whose reduced cost fits into the gap."""
    known = columns.rows[k]
    hire = (int(known.hire_fen) + int(known.driver_day_fen)) * gap.scale
    likely = (hire - row.earned - row.worst <= gap.scaled) & ~columns.too_few(k)
    found = []
    for c in np.flatnonzero(likely):
        paid = int(row.earned[c]) + row.worst
        enough = (paid + gap.scaled) // gap.scale + 1
        fen = columns.least_fen(int(c), k, enough=enough)
        slack = fen * gap.scale - paid
        if fen < NONE_FEN and slack <= gap.scaled:
            found.append((slack, k, int(c), fen))
    return found


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
