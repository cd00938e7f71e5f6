"""Putting people who wait on coaches, each where a seat costs least."""

from __future__ import annotations

import math

import numpy as np

from routing.solve.chance import below, uniform
from routing.solve.compiled import compiled
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags, Ints
from routing.solve.yard import (
    ALONE,
    CHAIR,
    CHAIRS,
    COST,
    ITEMS,
    LOAD,
    MASK,
    MOST_ITEMS,
    ROW,
    ROWS,
    WHOLE,
    Fleet,
    Yard,
    combination_with,
    refresh,
    run_fen,
)

BLINK = 0.03
"""Share of coaches overlooked at random, so that not always the same one is best."""
NO_SCORE = 1e18
COACH, NEW_ROW, PEOPLE = 0, 1, 2
NEW, NOWHERE = -1, -2


@compiled
def recreate(yard: Yard, fleet: Fleet, hit: Flags) -> None:
    """Seat everybody who waits; whom no coach can take goes on waiting."""
    order = _waiting_order(yard, fleet)
    worth = math.sqrt(uniform()) * 1.02
    blur = 0.9 + 0.25 * uniform()
    place = np.zeros(3, dtype=np.int64)
    for item in order:
        price = yard.price[item] * blur
        while fleet.missed[item] > 0:
            place[COACH] = NOWHERE
            score = _best_seat(yard, fleet, item, price, worth, place)
            _best_new(yard, fleet, item, price, worth, (score, place))
            if place[COACH] == NOWHERE:
                break
            _seat(yard, fleet, item, place, hit)


@compiled
def _waiting_order(yard: Yard, fleet: Fleet) -> Ints:
    """Items with people who wait: by number, at random, or by price, each blurred."""
    mode = below(3)
    found = np.flatnonzero(fleet.missed)
    key = np.zeros(len(found))
    for z in range(len(found)):
        r = uniform()
        if mode == 0:
            key[z] = -fleet.missed[found[z]] * (0.5 + r)
        elif mode == 1:
            key[z] = r
        else:
            key[z] = -yard.price[found[z]] * (0.8 + 0.4 * r)
    return found[np.argsort(key, kind="mergesort")]


@compiled
def _best_seat(
    yard: Yard, fleet: Fleet, item: int, price: float, worth: float, place: Ints
) -> float:
    """The best coach at work for some of an item; the score, lower is better."""
    best = NO_SCORE
    waiting = fleet.missed[item]
    for c in range(fleet.total[0]):
        row = fleet.coach[c]
        if uniform() < BLINK or row[ITEMS] >= MOST_ITEMS:
            continue
        combination = combination_with(yard, row, item)
        if combination < 0 or (yard.has_conflicts and _clashes(yard, fleet, c, item)):
            continue
        allowed = row[MASK] & yard.item[item, ROWS]
        for k in range(len(yard.capacity)):
            room = yard.capacity[k] - row[LOAD]
            if room <= 0 or not (allowed >> k) & 1:
                continue
            if k != row[ROW] and fleet.used[k] >= yard.vehicles[k]:
                continue
            people = _fitting(yard, item, min(room, waiting), waiting, row[CHAIRS], k)
            if people == 0:
                continue
            fen = run_fen(yard, combination, k, row[LOAD] + people)
            wider = yard.capacity[k] - yard.capacity[row[ROW]] - people
            score = fen - row[COST] - price * (people + worth * wider)
            if fen < BIG_FEN and score < best:
                best = score
                place[COACH] = c
                place[NEW_ROW] = k
                place[PEOPLE] = people
    return best


@compiled
def _best_new(
    yard: Yard, fleet: Fleet, item: int, price: float, worth: float, found: tuple[float, Ints]
) -> None:
    """A new coach for an item, where that beats the best coach at work."""
    best, place = found
    if fleet.total[0] >= len(fleet.coach):
        return
    waiting = fleet.missed[item]
    combination = yard.item[item, ALONE]
    for k in range(len(yard.capacity)):
        if fleet.used[k] >= yard.vehicles[k] or not (yard.item[item, ROWS] >> k) & 1:
            continue
        people = _fitting(yard, item, min(yard.capacity[k], waiting), waiting, 0, k)
        if people == 0:
            continue
        fen = run_fen(yard, combination, k, people)
        score = fen - price * (people + worth * (yard.capacity[k] - people))
        if fen < BIG_FEN and score < best:
            best = score
            place[COACH] = NEW
            place[NEW_ROW] = k
            place[PEOPLE] = people


@compiled
def _fitting(yard: Yard, item: int, most: int, waiting: int, chairs: int, k: int) -> int:
    """How many of an item's people fit: none of a whole that is cut, no chair without a place."""
    if yard.item[item, WHOLE]:
        free = yard.chair_places[k] - chairs >= yard.item[item, CHAIR]
        return most if most == waiting and free else 0
    if yard.item[item, CHAIR]:
        return int(max(0, min(most, yard.chair_places[k] - chairs)))
    return most


@compiled
def _clashes(yard: Yard, fleet: Fleet, c: int, item: int) -> bool:
    clash = False
    for at in range(fleet.coach[c, ITEMS]):
        clash |= yard.conflict[fleet.cargo[c, 2 * at], item]
    return clash


@compiled
def _seat(yard: Yard, fleet: Fleet, item: int, place: Ints, hit: Flags) -> None:
    """Put people on a coach, an old or a new one, and work it out again."""
    c, k, people = place[COACH], place[NEW_ROW], place[PEOPLE]
    if c < 0:
        c = fleet.total[0]
        fleet.total[0] += 1
        fleet.coach[c] = 0
        fleet.used[k] += 1
    elif fleet.coach[c, ROW] != k:
        fleet.used[fleet.coach[c, ROW]] -= 1
        fleet.used[k] += 1
    fleet.coach[c, ROW] = k
    hit[c] = True
    fleet.missed[item] -= people
    _load(fleet.coach[c], fleet.cargo[c], item, people)
    refresh(yard, fleet, c)


@compiled
def _load(row: Ints, cargo: Ints, item: int, people: int) -> None:
    for at in range(row[ITEMS]):
        if cargo[2 * at] == item:
            cargo[2 * at + 1] += people
            return
    cargo[2 * row[ITEMS]] = item
    cargo[2 * row[ITEMS] + 1] = people
    row[ITEMS] += 1
