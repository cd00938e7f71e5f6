"""Giving each coach the fleet row that carries its load for less."""

from __future__ import annotations

from routing.duties.compiled import compiled
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


@compiled
def retype(yard: Yard, fleet: Fleet, hit: Flags) -> None:
    """Change, or swap with another coach, the row of each coach that was touched."""
    for c in range(fleet.total[0]):
        if hit[c]:
            _change(yard, fleet, c)
            for other in range(fleet.total[0]):
                if fleet.coach[other, ROW] != fleet.coach[c, ROW]:
                    _swap(yard, fleet, c, other)


@compiled
def _change(yard: Yard, fleet: Fleet, c: int) -> None:
    row = fleet.coach[c]
    for k in range(len(yard.rows)):
        if (
            k == row[ROW]
            or fleet.used[k] >= yard.rows[k, VEHICLES]
            or not _carries(yard.rows, row, k)
        ):
            continue
        fen = run_fen(yard.cost, yard.rows, row[COMB], k, row[LOAD])
        if fen < row[COST]:
            fleet.used[row[ROW]] -= 1
            fleet.used[k] += 1
            fleet.total[1] += fen - row[COST]
            row[ROW] = k
            row[COST] = fen


@compiled
def _swap(yard: Yard, fleet: Fleet, one: int, other: int) -> None:
    first, second = fleet.coach[one], fleet.coach[other]
    k, m = first[ROW], second[ROW]
    if not (_carries(yard.rows, first, m) and _carries(yard.rows, second, k)):
        return
    a = run_fen(yard.cost, yard.rows, first[COMB], m, first[LOAD])
    b = run_fen(yard.cost, yard.rows, second[COMB], k, second[LOAD])
    if a + b < first[COST] + second[COST]:
        fleet.total[1] += a + b - first[COST] - second[COST]
        first[ROW] = m
        second[ROW] = k
        first[COST] = a
        second[COST] = b


@compiled
def _carries(rows: Ints, row: Ints, k: int) -> bool:
    """Whether a row has the seats, the wheelchair places and the leave for a coach's load."""
    return bool(
        rows[k, SEATS] >= row[LOAD] and rows[k, PLACES] >= row[CHAIRS] and (row[MASK] >> k) & 1
    )
