"""Putting people who wait on coaches, each where a seat costs least."""

from __future__ import annotations

import math

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.chance import below, uniform
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags, Ints
from routing.solve.yard import (
    ALONE,
    BASE,
    CARGO,
    CHAIR,
    CHAIRS,
    COST,
    DROP_SETS,
    HAS_CONFLICTS,
    ITEMS,
    KIND,
    LOAD,
    MASK,
    MISSED,
    MOST_ITEMS,
    PLACES,
    ROLE,
    ROW,
    ROWS,
    SEATS,
    VEHICLES,
    WHOLE,
    WIDTH,
    Fleet,
    Yard,
    combination_with,
    refresh,
    run_fen,
)

BLINK = 0.03
"""Share of coaches overlooked at random, so that not always the same one is best."""
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
    yard: Yard, fleet: Fleet, number: int, price: float, worth: float, place: Ints
) -> float:
    """The best coach at work for some of an item; the score, lower is better.

    Going on waiting is a choice as well: an own ticket may cost less than any seat.
    """
    best: float = (yard.item[number, MISSED] - price) * fleet.missed[number]
    coach, used, cost, rows = fleet.coach, fleet.used, yard.cost, yard.rows
    slots, item, waiting = yard.slots, yard.item[number], fleet.missed[number]
    base, drop_sets = yard.meta[BASE], yard.meta[DROP_SETS]
    for c in range(fleet.total[0]):
        row = coach[c]
        allowed = row[MASK] & item[ROWS]
        if allowed == 0 or row[ROLE] != item[KIND] or row[ITEMS] >= MOST_ITEMS:
            continue
        if uniform() < BLINK or (yard.meta[HAS_CONFLICTS] and _clashes(yard, row, number)):
            continue
        combination = combination_with(row, item, slots, base, drop_sets)
        if combination < 0:
            continue
        for k in range(len(rows)):
            if rows[k, SEATS] <= row[LOAD] or not (allowed >> k) & 1:
                continue
            if k != row[ROW] and used[k] >= rows[k, VEHICLES]:
                continue
            people = _fitting(rows[k], row, item, waiting)
            if people == 0:
                continue
            fen = run_fen(cost, rows, combination, k, row[LOAD] + people)
            wider = rows[k, SEATS] - rows[row[ROW], SEATS] - people
            score = fen - row[COST] - price * (people + worth * wider)
            if fen < BIG_FEN and score < best:
                best = score
                place[COACH] = c
                place[NEW_ROW] = k
                place[PEOPLE] = people
    return best


@compiled
def _best_new(
    yard: Yard, fleet: Fleet, number: int, price: float, worth: float, found: tuple[float, Ints]
) -> None:
    """A new coach for an item, where that beats the best coach at work."""
    best, place = found
    if fleet.total[0] >= len(fleet.coach):
        return
    rows, item, waiting = yard.rows, yard.item[number], fleet.missed[number]
    empty = np.zeros(WIDTH, dtype=np.int64)
    for k in range(len(rows)):
        if fleet.used[k] >= rows[k, VEHICLES] or not (item[ROWS] >> k) & 1:
            continue
        people = _fitting(rows[k], empty, item, waiting)
        if people == 0:
            continue
        fen = run_fen(yard.cost, rows, item[ALONE], k, people)
        score = fen - price * (people + worth * (rows[k, SEATS] - people))
        if fen < BIG_FEN and score < best:
            best = score
            place[COACH] = NEW
            place[NEW_ROW] = k
            place[PEOPLE] = people


@compiled
def _fitting(fleet_row: Ints, row: Ints, item: Ints, waiting: int) -> int:
    """How many of an item's people fit: none of a whole that is cut, no chair without a place."""
    most = min(fleet_row[SEATS] - row[LOAD], waiting)
    places = fleet_row[PLACES] - row[CHAIRS]
    if places < 0:
        return 0
    if item[CHAIR]:
        if item[WHOLE]:
            return int(most) if most == waiting and places >= item[CHAIR] else 0
        return int(max(0, min(most, places)))
    if item[WHOLE] and most < waiting:
        return 0
    return int(most)


@compiled
def _clashes(yard: Yard, row: Ints, number: int) -> bool:
    clash = False
    for at in range(CARGO, CARGO + 2 * row[ITEMS], 2):
        clash |= yard.conflict[row[at], number]
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
    _load(fleet.coach[c], item, people)
    refresh(yard, fleet, c)


@compiled
def _load(row: Ints, item: int, people: int) -> None:
    end = CARGO + 2 * row[ITEMS]
    for at in range(CARGO, end, 2):
        if row[at] == item:
            row[at + 1] += people
            return
    row[end] = item
    row[end + 1] = people
    row[ITEMS] += 1
