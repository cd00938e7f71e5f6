"""Walks along one side of a run, by one layer of numbers for each stop.

A walk may come to a stop again, though not from the one it just went to, and counts its people
again then.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NEVER = 1 << 60
Layer = tuple[Ints, Ints, Ints, Ints]
"""By (people, stop): the least cost and the stop before; the same with another stop before."""


def walk(first: Ints, step: Ints, earned: list[Ints], most: int, seats: int) -> list[Ints]:
    """By number of stops, from one on: the least cost by (people at most, last stop).

    Where seats cannot be short, people are not counted, and there is one entry for all.

    Args:
        first: cost of the way to each first stop.
        step: cost from stop to stop.
        earned: by stop, what 1, 2, … people there earn; at least one boards.
        most: stops.
        seats: people, at most.
    """
    crowd = sum(sorted((len(e) for e in earned), reverse=True)[:most])
    counted = crowd > seats
    shape = (seats + 1 if counted else 1, len(first))
    layer = _nowhere(shape)
    layer[0][0] = first
    found: list[Ints] = []
    for s in range(most):
        layer = _boarded(layer if s == 0 else _moved(layer, step), earned, counted)
        found.append(np.minimum.accumulate(layer[0], axis=0))
    return found


def _moved(layer: Layer, step: Ints) -> Layer:
    """The best two ways to every stop from the stops of a layer, each from another stop."""
    best, before, second, _ = layer
    stops = np.arange(len(step))
    value = np.where(before[:, :, None] == stops, second[:, :, None], best[:, :, None])
    value = np.minimum(value + step[None], NEVER)
    found: list[Ints] = []
    for _ in range(2):
        origin = value.argmin(axis=1)
        found += [np.take_along_axis(value, origin[:, None, :], axis=1)[:, 0], origin]
        np.put_along_axis(value, origin[:, None, :], NEVER, axis=1)
    return found[0], found[1], found[2], found[3]


def _boarded(layer: Layer, earned: list[Ints], counted: bool) -> Layer:
    """People of each stop get on: all that are worth it, or any number where seats are counted."""
    room = len(layer[0])
    out = _nowhere(layer[0].shape)
    for j, gains in enumerate(earned):
        if len(gains) and not counted:
            _enter(out, j, 0, (layer, int(gains[-1])))
        elif counted:
            for more, fen in enumerate(gains[: room - 1].tolist(), start=1):
                _enter(out, j, more, (layer, fen))
    return out


def _nowhere(shape: tuple[int, int]) -> Layer:
    never, none = np.full(shape, NEVER, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    return never, none, never.copy(), none.copy()


def _enter(out: Layer, j: int, more: int, ways: tuple[Layer, int]) -> None:
    """Keep, for every number of people at a stop, the best way and the best from elsewhere."""
    layer, earned = ways
    rows = slice(more, len(layer[0]))
    best, before, second, other = (x[rows, j] for x in out)
    for at in (0, 2):
        value, origin = (x[: len(layer[0]) - more, j] for x in layer[at : at + 2])
        fen = np.where(value < NEVER // 2, value - earned, NEVER)
        wins = fen < best
        moves = wins & (before != origin)
        second[moves], other[moves] = best[moves], before[moves]
        best[wins], before[wins] = fen[wins], origin[wins]
        next_best = ~wins & (before != origin) & (fen < second)
        second[next_best], other[next_best] = fen[next_best], origin[next_best]
