"""Long routes as columns of the table, beside those that it lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from routing.solve.instance import Instance, Ints
from routing.solve.stop_sets import LONGEST, Roads, Side, roads_of
from routing.solve.table import ROLES, Table, price_pairs

Line = tuple[int, ...]
"""Stops in driving order, as node indices."""


def grow_table(
    instance: Instance, table: Table, routes: Sequence[tuple[Line, Line]]
) -> dict[tuple[Line, Line], int]:
    """Add routes, each with its pickups and its drops in order; the combination of each.

    A stop set that is driven in another order is another set of the same stops. Routes that nobody
    may share, and those whose stops not all have somebody, are left out.
    """
    roads = roads_of(instance.problem.matrix)
    fixed_s = int(instance.problem.policy.values.stop_fixed_s)
    pick, picks = _with_lines(table.pick, [p for p, _ in routes], roads, fixed_s)
    drop, drops = _with_lines(table.drop, [d for _, d in routes], roads, fixed_s)
    table.pick, table.drop = pick, drop
    known = {(int(s), int(t)): c for c, (s, t) in reversed(list(enumerate(table.pair)))}
    wanted = {(picks[p], drops[d]): None for p, d in routes if (picks[p], drops[d]) not in known}
    if wanted:
        pair = np.array(list(wanted), dtype=np.int64).reshape(len(wanted), 2)
        first = table.size
        pair, start, items, cost, orders = price_pairs(instance, (pick, drop), pair)
        roles = [ROLES[instance.items[int(e)].role] for e in items[start[:-1]]]
        _append(table, pair, start, items, (np.array(roles, dtype=np.int64), cost, orders))
        for c in range(table.size - 1, first - 1, -1):
            known[int(table.pair[c, 0]), int(table.pair[c, 1])] = c
    found = {(p, d): known.get((picks[p], drops[d])) for p, d in routes}
    return {route: c for route, c in found.items() if c is not None}


def find_holder(table: Table, first: int, items: set[int]) -> int | None:
    """The combination of the same stops as ``first`` that holds all of some items."""
    same = np.flatnonzero((table.pair == table.pair[first]).all(axis=1))
    for c in same.tolist():
        if items <= set(table.items_of(c).tolist()):
            return int(c)
    return None


def head(table: Table, combinations: int, sets: tuple[int, int]) -> Table:
    """The first columns of a table, which share its costs: those that it listed at first."""
    return replace(
        table,
        pick=_first(table.pick, sets[0]),
        drop=_first(table.drop, sets[1]),
        pair=table.pair[:combinations],
        start=table.start[: combinations + 1],
        items=table.items[: table.start[combinations]],
        role=table.role[:combinations],
        cost=table.cost[:combinations],
        alone=table.alone[:combinations],
        linked=table.linked[:combinations],
        orders=table.orders[:combinations],
    )


def _append(
    table: Table, pair: Ints, start: Ints, items: Ints, rest: tuple[Ints, Ints, Ints]
) -> None:
    """Columns at the end of a table without repeated runs; ``rest`` is roles, costs, orders."""
    roles, cost, orders = rest
    table.pair = np.vstack([table.pair, pair])
    table.start = np.concatenate([table.start, table.start[-1] + start[1:]])
    table.items = np.concatenate([table.items, items])
    table.role = np.concatenate([table.role, roles])
    table.cost = np.vstack([table.cost, cost])
    table.alone = table.cost
    table.linked = np.zeros(table.cost.shape, dtype=bool)
    table.orders = np.concatenate([table.orders, orders])


def _with_lines(
    side: Side, lines: Sequence[Line], roads: Roads, fixed_s: int
) -> tuple[Side, dict[Line, int]]:
    """A side with sets for some lines, and the set of each line.

    Listed sets know every order; others only the one that they were found with.
    """
    listed = {frozenset(_line(row)): s for s, row in enumerate(side.sets)}
    by_order = {_line(side.order[a]): int(side.owner[a]) for a in range(len(side.order))}
    found: dict[Line, int] = {}
    fresh: list[Line] = []
    for line in dict.fromkeys(lines):
        known = by_order.get(line)
        if known is None and len(line) == 1:
            known = listed[frozenset(line)]
        if known is None:
            known = len(side.sets) + len(fresh)
            fresh.append(line)
        found[line] = known
    return (_appended(side, fresh, roads, fixed_s) if fresh else side), found


def _line(row: Ints) -> Line:
    return tuple(int(n) for n in row if n >= 0)


def _appended(side: Side, lines: list[Line], roads: Roads, fixed_s: int) -> Side:
    """Sets with one order each at the end of a side."""
    width = max(LONGEST, side.sets.shape[1], *(len(line) for line in lines))
    order = np.array([[*line, *([-1] * (width - len(line)))] for line in lines], dtype=np.int64)
    size = np.array([len(line) for line in lines], dtype=np.int64)
    driven = [_driven(side, line, roads, fixed_s) for line in lines]
    drive_s, drive_m, detour_s = np.array(driven, dtype=np.int64).T
    beyond = np.where(order >= 0, order, len(side.place))
    ordered = np.sort(beyond, axis=1)
    return side._replace(
        sets=np.vstack(
            [_wide(side.sets, width), np.where(ordered == len(side.place), -1, ordered)]
        ),
        size=np.concatenate([side.size, size]),
        meets=np.concatenate([side.meets, np.zeros(len(lines), dtype=np.int64)]),
        start=np.concatenate([side.start, side.start[-1] + 1 + np.arange(len(lines))]),
        owner=np.concatenate([side.owner, len(side.sets) + np.arange(len(lines))]),
        order=np.vstack([_wide(side.order, width), order]),
        first=np.concatenate([side.first, order[:, 0]]),
        last=np.concatenate([side.last, order[np.arange(len(lines)), size - 1]]),
        drive_s=np.concatenate([side.drive_s, drive_s]),
        drive_m=np.concatenate([side.drive_m, drive_m]),
        detour_s=np.concatenate([side.detour_s, detour_s]),
    )


def _driven(side: Side, line: Line, roads: Roads, fixed_s: int) -> tuple[int, int, int]:
    at = side.place[list(line)]
    drive_s = int(roads.duration_s[at[:-1], at[1:]].sum())
    straight = int(roads.duration_s[at[0], at[-1]]) if len(line) > 1 else 0
    drive_m = int(roads.distance_m[at[:-1], at[1:]].sum())
    return drive_s, drive_m, drive_s + (len(line) - 1) * fixed_s - straight


def _wide(rows: Ints, width: int) -> Ints:
    more = np.full((len(rows), width - rows.shape[1]), -1, dtype=np.int64)
    return np.ascontiguousarray(np.column_stack([rows, more]))


def _first(side: Side, sets: int) -> Side:
    orders = int(side.start[sets])
    return side._replace(
        sets=np.ascontiguousarray(side.sets[:sets, :LONGEST]),
        size=side.size[:sets],
        meets=side.meets[:sets],
        start=side.start[: sets + 1],
        owner=side.owner[:orders],
        order=np.ascontiguousarray(side.order[:orders, :LONGEST]),
        first=side.first[:orders],
        last=side.last[:orders],
        drive_s=side.drive_s[:orders],
        drive_m=side.drive_m[:orders],
        detour_s=side.detour_s[:orders],
    )
