"""Exact pricing: the best load of every column at given prices, one pass over the table."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.duties.compiled import borrowing, compiled
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags, Ints
from routing.solve.table import Table

Numbers = NDArray[Any]
"""Floats while searching, integers when a bound is to be exact."""

WORTH_FEN = 1e-4
"""A column must improve the program by more than this to enter it."""


class Columns(NamedTuple):
    """What compiled code reads of the table; see ``Table``."""

    start: Ints
    items: Ints
    role: Ints
    cost: Ints
    may: Flags
    amount: Ints
    capacity: Ints
    least: Ints


def columns_of(table: Table) -> Columns:
    """The table for compiled code; it shares the arrays."""
    return Columns(
        table.start,
        table.items,
        table.role,
        table.cost,
        table.may,
        table.amount,
        table.capacity,
        table.least,
    )


def between(columns: Columns, first: int, end: int) -> Columns:
    """Those of a range of combinations; the arrays are shared."""
    return columns._replace(
        start=columns.start[first : end + 1],
        role=columns.role[first:end],
        cost=columns.cost[first:end],
    )


@compiled
def reduced_costs(
    columns: Columns, price: Numbers, row_price: Numbers, scale: int, out: Numbers
) -> None:
    """Reduced cost of every column at its best load.

    For a fixed combination and row the best load is found greedily: seats go to the items with
    the highest price, each up to its people (a fractional knapsack with unit weights, so the
    greedy load is exact).

    Args:
        columns: the table.
        price: per item, what carrying one person is worth; below zero counts as zero.
        row_price: per row, the price of one of its vehicles (at most zero).
        scale: what prices were multiplied by; costs are multiplied here.
        out: shape (combinations, rows), filled; ``BIG_FEN`` where a column is not allowed.
    """
    widest = 1
    for c in range(len(columns.start) - 1):
        widest = max(widest, columns.start[c + 1] - columns.start[c])
    line = np.zeros(widest, dtype=np.int64)
    for c in range(len(columns.start) - 1):
        size = _sort_items(columns, price, c, line)
        for k in range(len(columns.capacity)):
            if columns.cost[c, k] >= BIG_FEN:
                out[c, k] = BIG_FEN
                continue
            total = _fill(columns, price, line[:size], k)
            short = columns.role[c] == 0 and _reachable(columns, c, k) < columns.least[k]
            if short:
                out[c, k] = BIG_FEN
            else:
                out[c, k] = columns.cost[c, k] * scale - total - row_price[k]


@borrowing
def _sort_items(columns: Columns, price: Numbers, c: int, line: Ints) -> int:
    """Put a combination's items of positive price into ``line``, dearest first; how many."""
    size = 0
    for at in range(columns.start[c], columns.start[c + 1]):
        item = columns.items[at]
        if price[item] <= 0:
            continue
        z = size
        while z > 0 and price[line[z - 1]] < price[item]:
            line[z] = line[z - 1]
            z -= 1
        line[z] = item
        size += 1
    return size


@borrowing
def _fill(columns: Columns, price: Numbers, line: Ints, k: int) -> float:
    """The worth of the best load of row ``k`` from items in falling order of price."""
    room = columns.capacity[k]
    total: float = price[0] * 0
    for item in line:
        if not columns.may[item, k]:
            continue
        taken = min(room, columns.amount[item])
        total += price[item] * taken
        room -= taken
        if room == 0:
            break
    return total


@borrowing
def _reachable(columns: Columns, c: int, k: int) -> int:
    """People whom a row could carry on a combination at most."""
    total = 0
    for at in range(columns.start[c], columns.start[c + 1]):
        if columns.may[columns.items[at], k]:
            total += columns.amount[columns.items[at]]
    return int(min(total, columns.capacity[k]))


@borrowing
def find_best(reduced: Numbers, pair: Ints, row: Ints, by_pick: Ints, by_drop: Ints) -> None:
    """Per combination the row of least reduced cost; per stop set the best combination, if any.

    Args:
        reduced: shape (combinations, rows).
        pair: per combination, its set on either side.
        row: filled, per combination; the first of equals.
        by_pick: filled where a combination improves the program, per set of pickups; -1 before.
        by_drop: the same per set of drops.
    """
    for c in range(len(reduced)):
        k = 0
        for other in range(1, reduced.shape[1]):
            if reduced[c, other] < reduced[c, k]:
                k = other
        row[c] = k
        value = reduced[c, k]
        if value >= -WORTH_FEN:
            continue
        before = by_pick[pair[c, 0]]
        if before < 0 or value < reduced[before, row[before]]:
            by_pick[pair[c, 0]] = c
        before = by_drop[pair[c, 1]]
        if before < 0 or value < reduced[before, row[before]]:
            by_drop[pair[c, 1]] = c


def best_load(table: Table, price: Numbers, *, combination: int, row: int) -> dict[int, int]:
    """The load that ``reduced_costs`` priced: people by item."""
    room = int(table.capacity[row])
    load: dict[int, int] = {}
    held = [int(e) for e in table.items_of(combination) if table.may[e, row] and price[e] > 0]
    for item in sorted(held, key=lambda e: -price[e]):
        taken = min(room, int(table.amount[item]))
        if taken:
            load[item] = taken
            room -= taken
    return load
