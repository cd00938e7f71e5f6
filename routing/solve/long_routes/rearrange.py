"""Annealing of tours: people of neighbouring stops leave their coaches and are put on again."""

from __future__ import annotations

import numpy as np

from routing.duties.borrowed import copy_numbers
from routing.duties.compiled import borrowing, compiled
from routing.solve.chance import Chance, below, minus_log, seed_chance, uniform
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags, Ints
from routing.solve.long_routes.tours import (
    COST,
    LOAD,
    MISSED,
    NOWHERE,
    PARCELS,
    PEOPLE,
    SET,
    STOP,
    STOPS,
    Coaches,
    Town,
    best_move,
    put_on,
    settle,
    take_off,
)
from routing.solve.long_routes.ways import COME
from routing.solve.pricing import Numbers

MOST_OFF = 8
"""Stops whose people leave their coaches in one turn."""
COUNTED = 0.85
"""How often a stop counts towards those; chance makes the holes of different sizes."""
BLINK = 0.03
"""How often a coach is passed over, so that the second best has a chance."""


@compiled
def rearrange(
    town: Town,
    coaches: Coaches,
    best: Coaches,
    near: Ints,
    heat: tuple[float, float],
    turns: int,
    seed: int,
) -> None:
    """Anneal for some turns; ``best`` holds the cheapest coaches met.

    Args:
        town: everything fixed.
        coaches: where to begin; they end wherever the annealing does.
        best: filled.
        near: per growing stop, all stops, nearest first.
        heat: first and last temperature, fen.
        turns: how many.
        seed: of the random numbers.
    """
    chance = np.zeros(1, dtype=np.uint64)
    seed_chance(chance, seed)
    parcels = len(town.parcel)
    before = Coaches(
        coaches.coach.copy(), coaches.where.copy(), coaches.used.copy(), coaches.total.copy()
    )
    _copy(coaches, best)
    _copy(coaches, before)
    line = np.empty(parcels, dtype=np.int64)
    rank = np.empty(parcels)
    for turn in range(turns):
        size = _take_some_off(town, coaches, near, line, chance)
        _order(town, line, size, rank, chance)
        for x in range(size):
            _put_back(town, coaches, line[x], chance)
        temperature = heat[0] + (heat[1] - heat[0]) * turn / turns
        more = coaches.total[1] - before.total[1]
        if more < temperature * minus_log(max(1e-12, uniform(chance))):
            _copy(coaches, before)
            if coaches.total[1] < best.total[1]:
                _copy(coaches, best)
        else:
            _copy(before, coaches)


@borrowing
def _copy(source: Coaches, target: Coaches) -> None:
    for c in range(source.total[0] + 1):
        copy_numbers(source.coach[c], target.coach[c])
    copy_numbers(source.where, target.where)
    copy_numbers(source.used, target.used)
    copy_numbers(source.total, target.total)


@compiled
def _take_some_off(town: Town, coaches: Coaches, near: Ints, line: Ints, chance: Chance) -> int:
    """Empty some neighbouring stops, or a whole coach; the parcels that wait, in ``line``."""
    parcels = len(town.parcel)
    off = np.zeros(parcels, dtype=np.bool_)
    centre = below(chance, parcels)
    _mark_stops(town, near[town.parcel[centre, STOP]], off, chance)
    if below(chance, 4) == 0 and coaches.where[centre] != NOWHERE:
        off |= coaches.where == coaches.where[centre]
    size = 0
    touched = np.zeros(coaches.total[0], dtype=np.bool_)
    for p in range(parcels):
        waits = coaches.where[p] == NOWHERE
        if off[p] and not waits:
            touched[take_off(town, coaches, p)] = True
        if off[p] or waits:
            line[size] = p
            size += 1
    for c in range(len(touched) - 1, -1, -1):
        if touched[c]:
            settle(town, coaches, c)
    return size


@compiled
def _mark_stops(town: Town, nearest: Ints, off: Flags, chance: Chance) -> None:
    """Mark the parcels of some stops that are near one another; a few are passed over."""
    wanted = 1 + below(chance, MOST_OFF)
    for node in nearest:
        if wanted == 0:
            return
        here = town.parcel[:, STOP] == node
        if here.any():
            off |= here
            wanted -= int(uniform(chance) < COUNTED)


@compiled
def _order(town: Town, line: Ints, size: int, rank: Numbers, chance: Chance) -> None:
    """Put those who wait in an order: by chance, many people first, or stop by stop."""
    how = below(chance, 3)
    for x in range(size):
        if how == 0:
            rank[x] = uniform(chance)
        elif how == 1:
            rank[x] = -town.parcel[line[x], PEOPLE] + uniform(chance)
        else:
            rank[x] = town.ways.start[0, town.parcel[line[x], STOP], COME] + uniform(chance)
    order = np.argsort(rank[:size])
    line[:size] = line[:size][order]


@borrowing
def _put_back(town: Town, coaches: Coaches, p: int, chance: Chance) -> None:
    """Put a parcel where it costs least, on a new coach where that is cheaper, or nowhere."""
    least, at = town.parcel[p, MISSED], -1
    move = (-1, -1, -1, BIG_FEN)
    for c in range(coaches.total[0]):
        if uniform(chance) < BLINK:
            continue
        more, how = best_move(town, coaches, c, p, least)
        if more < least:
            least, at, move = more, c, how
    fresh = coaches.total[0]
    if fresh + 1 < len(coaches.coach):
        coaches.coach[fresh, : STOPS + 1] = 0
        coaches.coach[fresh, SET], coaches.coach[fresh, LOAD] = -1, 0
        coaches.coach[fresh, PARCELS], coaches.coach[fresh, COST] = 0, 0
        more, how = best_move(town, coaches, fresh, p, least)
        if more < least:
            least, at, move = more, fresh, how
    if at < 0:
        return
    if at == fresh:
        coaches.total[0] += 1
    put_on(town, coaches, at, p, move)


@borrowing
def total_fen(town: Town, coaches: Coaches) -> int:
    """Cost of all coaches, and of everyone on none."""
    fen = 0
    for c in range(coaches.total[0]):
        fen += coaches.coach[c, COST]
    for p in range(len(town.parcel)):
        if coaches.where[p] == NOWHERE:
            fen += town.parcel[p, MISSED]
    return int(fen)
