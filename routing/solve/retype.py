"""Giving each coach the fleet row that carries its load for less."""

from __future__ import annotations

from routing.duties.compiled import borrowing
from routing.solve.instance import Flags, Ints
from routing.solve.yard import (
    CHAIRS,
    COMB,
    COST,
    LOAD,
    MASK,
    PLACES,
    ROW,
    SEATS,
    VEHICLES,
    Fleet,
    Yard,
    run_fen,
)


@borrowing
def retype(yard: Yard, fleet: Fleet, hit: Flags, moved: Flags) -> None:
    """Change, or swap with another coach, the row of each coach that was touched."""
    coach, rows, cost = fleet.coach, yard.rows, yard.cost
    for c in range(fleet.total[0]):
        if hit[c]:
            fleet.total[1] += _change(coach, fleet.used, rows, cost, c)
            fleet.total[1] += _swap(coach, fleet.total[0], rows, cost, c, moved)


@borrowing
def _change(coach: Ints, used: Ints, rows: Ints, cost: Ints, c: int) -> int:
    """Give a coach the cheapest row with a vehicle left; what that adds to the cost, at most 0."""
    before = coach[c, COST]
    for k in range(len(rows)):
        if k == coach[c, ROW] or used[k] >= rows[k, VEHICLES] or not _carries(rows, coach, c, k):
            continue
        fen = run_fen(cost, rows, coach[c, COMB], k, coach[c, LOAD])
        if fen < coach[c, COST]:
            used[coach[c, ROW]] -= 1
            used[k] += 1
            coach[c, ROW] = k
            coach[c, COST] = fen
    return int(coach[c, COST] - before)


@borrowing
def _swap(coach: Ints, total: int, rows: Ints, cost: Ints, c: int, moved: Flags) -> int:
    """Exchange a coach's row with every other where both then cost less; what that adds, at most 0.

    The cheaper test comes first: most pairs carry loads that do not fit each other's seats.
    """
    added = 0
    for d in range(total):
        k, m = coach[c, ROW], coach[d, ROW]
        if k == m or not _carries(rows, coach, c, m) or not _carries(rows, coach, d, k):
            continue
        a = run_fen(cost, rows, coach[c, COMB], m, coach[c, LOAD])
        b = run_fen(cost, rows, coach[d, COMB], k, coach[d, LOAD])
        change = a + b - coach[c, COST] - coach[d, COST]
        if change < 0:
            coach[c, ROW] = m
            coach[d, ROW] = k
            coach[c, COST] = a
            coach[d, COST] = b
            moved[d] = True
            added += change
    return int(added)


@borrowing
def _carries(rows: Ints, coach: Ints, c: int, k: int) -> bool:
    """Whether a row has the seats, the wheelchair places and the leave for a coach's load."""
    seated = rows[k, SEATS] >= coach[c, LOAD] and rows[k, PLACES] >= coach[c, CHAIRS]
    return bool(seated and (coach[c, MASK] >> k) & 1)
