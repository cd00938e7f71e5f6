"""Combinations whose people may not all ride together become several that may."""

from __future__ import annotations

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.instance import Flags, Instance, Ints


def split_conflicts(
    instance: Instance, pair: Ints, start: Ints, items: Ints
) -> tuple[Ints, Ints, Ints]:
    """Replace each combination that holds a conflict by its largest conflict-free parts.

    A part that leaves a stop without anybody is dropped: it belongs to a smaller combination.
    Every conflict-free load of the old combination fits into one of the new ones.
    """
    conflict = instance.conflict
    mixed = find_mixed(start, items, conflict)
    if not mixed.any():
        return pair, start, items
    pairs: list[Ints] = []
    lists: list[Ints] = []
    for c in range(len(pair)):
        held = items[start[c] : start[c + 1]]
        parts = _parts(instance, held) if mixed[c] else [held]
        pairs += [pair[c]] * len(parts)
        lists += parts
    sizes = np.array([0, *(len(part) for part in lists)], dtype=np.int64)
    return (
        np.array(pairs, dtype=np.int64).reshape(len(pairs), 2),
        np.cumsum(sizes),
        np.concatenate([*lists, np.zeros(0, np.int64)]).astype(np.int64),
    )


@compiled
def find_mixed(start: Ints, items: Ints, conflict: Flags) -> Flags:
    """Which combinations hold a pair of items that never share a coach."""
    mixed = np.zeros(len(start) - 1, dtype=np.bool_)
    for c in range(len(start) - 1):
        for x in range(start[c], start[c + 1]):
            for y in range(start[c], x):
                if conflict[items[x], items[y]]:
                    mixed[c] = True
    return mixed


def _parts(instance: Instance, held: Ints) -> list[Ints]:
    stops = _stops(instance, held)
    cliques = _cliques(instance.conflict, tuple(int(e) for e in held))
    parts = [np.array(sorted(c), dtype=np.int64) for c in cliques]
    return [p for p in sorted(parts, key=tuple) if _stops(instance, p) == stops]


def _stops(instance: Instance, held: Ints) -> tuple[frozenset[int], frozenset[int]]:
    chosen = [instance.items[e] for e in held]
    return frozenset(i.pick for i in chosen), frozenset(i.drop for i in chosen)


def _cliques(conflict: Flags, held: tuple[int, ...]) -> list[frozenset[int]]:
    """All largest sets of items without a conflict (Bron–Kerbosch with pivoting)."""
    friends = {a: frozenset(b for b in held if b != a and not conflict[a, b]) for a in held}
    found: list[frozenset[int]] = []

    def grow(chosen: frozenset[int], open_: frozenset[int], closed: frozenset[int]) -> None:
        if not open_ and not closed:
            found.append(chosen)
            return
        pivot = max(sorted(open_ | closed), key=lambda v: len(friends[v] & open_))
        for v in sorted(open_ - friends[pivot]):
            grow(chosen | {v}, open_ & friends[v], closed & friends[v])
            open_ -= {v}
            closed |= {v}

    grow(frozenset(), frozenset(held), frozenset())
    return found
