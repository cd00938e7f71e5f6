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
    order: Ints
    """Rows that may carry the same items stand together, the smaller before the larger."""
    alike: Flags
    """Per place in that order, whether the row may carry what the one before it may."""


def columns_of(table: Table) -> Columns:
    """The table for compiled code; it shares the arrays."""
    held = [may.tobytes() for may in table.may.T]
    kinds = np.array([held.index(may) for may in held], dtype=np.int64)
    order = np.lexsort((table.capacity, kinds))
    return Columns(
        table.start,
        table.items,
        table.role,
        table.cost,
        table.may,
        table.amount,
        table.capacity,
        table.least,
        order,
        np.diff(kinds[order], prepend=-1) == 0,
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
    worth = np.zeros(len(columns.capacity), dtype=price.dtype)
    for c in range(len(columns.start) - 1):
        size = _sort_items(columns, price, c, line)
        _fill(columns, price, line[:size], worth)
        for k in range(len(columns.capacity)):
            if columns.cost[c, k] >= BIG_FEN or _is_short(columns, c, k):
                out[c, k] = BIG_FEN
            else:
                out[c, k] = columns.cost[c, k] * scale - worth[k] - row_price[k]


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
def _fill(columns: Columns, price: Numbers, line: Ints, worth: Numbers) -> None:
    """The worth of each row's best load from items in falling order of price.

    A larger vehicle takes what a smaller one takes in full, and goes on from there.
    """
    at, people, total = 0, 0, worth[0] * 0
    for place in range(len(columns.order)):
        k = columns.order[place]
        if not columns.alike[place]:
            at, people, total = 0, 0, worth[0] * 0
        while at < len(line):
            item = line[at]
            if columns.may[item, k]:
                if people + columns.amount[item] > columns.capacity[k]:
                    break
                people += columns.amount[item]
                total += price[item] * columns.amount[item]
            at += 1
        worth[k] = total
        if at < len(line):
            worth[k] += price[line[at]] * (columns.capacity[k] - people)


@borrowing
def _is_short(columns: Columns, c: int, k: int) -> bool:
    """Whether a row could never carry its least load on a combination, which is a direct run's."""
    least = columns.least[k] if columns.role[c] == 0 else 0
    people = 0
    if people >= least:
        return False
    if columns.capacity[k] < least:
        return True
    for at in range(columns.start[c], columns.start[c + 1]):
        if columns.may[columns.items[at], k]:
            people += columns.amount[columns.items[at]]
            if people >= least:
                return False
    return True


@borrowing
def find_least(reduced: Numbers, least: Numbers) -> None:
    """Lower ``least``, per row, to the least reduced cost of a range of combinations."""
    for c in range(len(reduced)):
        for k in range(reduced.shape[1]):
            least[k] = min(least[k], reduced[c, k])


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
