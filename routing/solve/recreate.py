"""Putting people who wait on coaches, each where a seat costs least."""

from __future__ import annotations

import math

from routing.duties.compiled import borrowing, inlined
from routing.solve.chance import Chance, below, uniform
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags, Ints
from routing.solve.pricing import Numbers
from routing.solve.scratch import JOINED, NOTE_BITS, Scratch
from routing.solve.yard import (
    ALONE,
    CARGO,
    CHAIR,
    CHAIRS,
    COMB,
    COST,
    DROP,
    FITS,
    HAS_CONFLICTS,
    ITEMS,
    KIND,
    LOAD,
    MASK,
    MATES,
    MISSED,
    MOST_ITEMS,
    MOST_SEATS,
    PICK,
    PLACES,
    ROLE,
    ROW,
    ROWS,
    SEATS,
    SPLIT_FEN,
    VEHICLES,
    WHOLE,
    WIDTH,
    Fleet,
    Yard,
    charge,
    combination_with,
    count_in,
    run_fen,
)

BLINK = 0.03
"""Share of coaches overlooked at random, so that not always the same one is best."""
COACH, NEW_ROW, PEOPLE, COMBINATION = 0, 1, 2, 3
NEW, NOWHERE = -1, -2
BY_NUMBER, BY_PRICE, ORDERS = 0, 1, 3
"""Orders in which items are seated; the third is by chance."""


@borrowing
def recreate(yard: Yard, fleet: Fleet, scratch: Scratch) -> None:
    """Seat everybody who waits; whom no coach can take goes on waiting."""
    order, place, chance = scratch.order, scratch.place, scratch.chance
    waiting = _waiting_order(yard, fleet, chance, order, scratch.key)
    worth = math.sqrt(uniform(chance)) * 1.02
    blur = 0.9 + 0.25 * uniform(chance)
    for z in range(waiting):
        item = order[z]
        price = yard.price[item] * blur
        while fleet.missed[item] > 0:
            place[COACH] = NOWHERE
            most = fleet.missed[item] + _mates_waiting(yard, fleet, item)
            score = _best_seat(yard, fleet, (item, most), (price, worth), scratch)
            _best_new(yard, fleet, (item, most), price, worth, (score, place))
            if place[COACH] == NOWHERE:
                break
            _seat(yard, fleet, item, place, scratch.hit)


@inlined
def _waiting_order(yard: Yard, fleet: Fleet, chance: Chance, order: Ints, key: Numbers) -> int:
    """Items with people who wait: by number, at random, or by price, each blurred; how many."""
    mode = below(chance, ORDERS)
    count = 0
    for item in range(len(order)):
        if fleet.missed[item] == 0:
            continue
        r = uniform(chance)
        if mode == BY_NUMBER:
            r = -fleet.missed[item] * (0.5 + r)
        elif mode == BY_PRICE:
            r = -yard.price[item] * (0.8 + 0.4 * r)
        z = count
        while z > 0 and key[z - 1] > r:
            key[z] = key[z - 1]
            order[z] = order[z - 1]
            z -= 1
        key[z] = r
        order[z] = item
        count += 1
    return count


@inlined
def _mates_waiting(yard: Yard, fleet: Fleet, number: int) -> int:
    """People of other items who wait for the same coach as an item's."""
    people = 0
    item = yard.item[number]
    if item[FITS]:
        for other in range(len(fleet.missed)):
            known = yard.item[other]
            if other != number and known[MATES] == item[MATES] and known[KIND] == item[KIND]:
                people += fleet.missed[other]
    return people


@inlined
def _best_seat(
    yard: Yard,
    fleet: Fleet,
    who: tuple[int, int],
    worths: tuple[float, float],
    scratch: Scratch,
) -> float:
    """The best coach at work for some of an item, in ``scratch.place``; the score, lower is better.

    ``who`` is the item, and the people who need a seat together with those who share its coach.
    Going on waiting is a choice as well: an own ticket may cost less than any seat.
    """
    number, needed = who
    price, worth = worths
    best: float = (yard.item[number, MISSED] - price) * fleet.missed[number]
    coach, used, cost, rows = fleet.coach, fleet.used, yard.cost, yard.rows
    item, waiting = yard.item[number], fleet.missed[number]
    doors, place = scratch.doors, scratch.place
    for z in range(_open_doors(yard, coach, fleet.total[0], number, scratch)):
        c, combination = doors[z, 0], doors[z, 1]
        own, load, now_fen = coach[c, ROW], coach[c, LOAD], coach[c, COST] + doors[z, 2]
        allowed = coach[c, MASK] & item[ROWS]
        for k in range(len(rows)):
            free = rows[k, SEATS] - load
            spare = k == own or used[k] < rows[k, VEHICLES]
            if free <= 0 or not spare or not (allowed >> k) & 1:
                continue
            people = _fitting(free, rows[k, PLACES] - coach[c, CHAIRS], item, waiting, needed)
            fen = run_fen(cost, rows, combination, k, load + people)
            wider = rows[k, SEATS] - rows[own, SEATS] - people
            score = fen - now_fen - price * (people + worth * wider)
            if people > 0 and fen < BIG_FEN and score < best:
                best = score
                place[COACH] = c
                place[NEW_ROW] = k
                place[PEOPLE] = people
                place[COMBINATION] = combination
    return best


@inlined
def _open_doors(yard: Yard, coach: Ints, total: int, number: int, scratch: Scratch) -> int:
    """List the coaches that may take an item: each with its combination, and what joining saves.

    The innermost loop of the search: everything that it reads is passed once, not per coach.
    """
    item, meta, found = yard.item[number], yard.meta, 0
    doors, joined, lines = scratch.doors, scratch.joined, len(scratch.joined) - 1
    careful = meta[HAS_CONFLICTS] != 0 or item[MATES] >= 0
    rows, kind, most = item[ROWS], item[KIND], meta[MOST_SEATS]
    for c in range(total):
        known = coach[c, COMB]
        if known < 0 or coach[c, ROLE] != kind:
            continue
        line = known & lines
        note = joined[line, number]
        if note >> NOTE_BITS != known:
            combination = combination_with(yard.slots, meta, coach[c], item[PICK], item[DROP])
            note = (known << NOTE_BITS) + combination + 1
            joined[line, number] = note
        combination = (note & JOINED) - 1
        if combination < 0:
            continue
        closed = (coach[c, MASK] & rows == 0) | (coach[c, ITEMS] >= MOST_ITEMS)
        if closed or coach[c, LOAD] >= most or uniform(scratch.chance) < BLINK:
            continue
        saves = _company(yard, coach, c, number) if careful else 0
        doors[found, 0] = c
        doors[found, 1] = combination
        doors[found, 2] = saves
        found += 1 if saves >= 0 else 0
    return found


@borrowing
def _company(yard: Yard, coach: Ints, c: int, number: int) -> int:
    """−1 where a coach carries somebody whom an item may not meet, else what mates aboard save."""
    mates, saves = yard.item[number, MATES], 0
    for at in range(CARGO, CARGO + 2 * coach[c, ITEMS], 2):
        if yard.conflict[coach[c, at], number]:
            return -1
        if mates >= 0 and yard.item[coach[c, at], MATES] == mates:
            saves = SPLIT_FEN
    return saves


@inlined
def _best_new(
    yard: Yard,
    fleet: Fleet,
    who: tuple[int, int],
    price: float,
    worth: float,
    found: tuple[float, Ints],
) -> None:
    """A new coach for an item, where that beats the best coach at work."""
    best, place = found
    if fleet.total[0] >= len(fleet.coach):
        return
    number, needed = who
    rows, item, waiting = yard.rows, yard.item[number], fleet.missed[number]
    for k in range(len(rows)):
        if fleet.used[k] >= rows[k, VEHICLES] or not (item[ROWS] >> k) & 1:
            continue
        people = _fitting(rows[k, SEATS], rows[k, PLACES], item, waiting, needed)
        if people == 0:
            continue
        fen = run_fen(yard.cost, rows, item[ALONE], k, people)
        score = fen - price * (people + worth * (rows[k, SEATS] - people))
        if fen < BIG_FEN and score < best:
            best = score
            place[COACH] = NEW
            place[NEW_ROW] = k
            place[PEOPLE] = people
            place[COMBINATION] = item[ALONE]


@borrowing
def _fitting(free: int, places: int, item: Ints, waiting: int, needed: int) -> int:
    """How many of an item's people fit: none of a whole that is cut, no chair without a place.

    ``needed`` are those who wait together with everybody who must be in the same coach.
    """
    if places < 0 or (item[FITS] and free < needed):
        return 0
    most = free if free < waiting else waiting
    if item[WHOLE]:
        return int(most) if most == waiting and places >= item[CHAIR] else 0
    if item[CHAIR] and places < most:
        most = places
    return int(most)


@inlined
def _seat(yard: Yard, fleet: Fleet, number: int, place: Ints, hit: Flags) -> None:
    """Put people on a coach, an old or a new one."""
    c, k, people = place[COACH], place[NEW_ROW], place[PEOPLE]
    if c < 0:
        c = fleet.total[0]
        fleet.total[0] += 1
        for z in range(WIDTH):
            fleet.coach[c, z] = 0
        fleet.coach[c, MASK] = yard.item[number, ROWS]
        fleet.used[k] += 1
    elif fleet.coach[c, ROW] != k:
        fleet.used[fleet.coach[c, ROW]] -= 1
        fleet.used[k] += 1
    row = fleet.coach[c]
    row[ROW] = k
    row[COMB] = place[COMBINATION]
    hit[c] = True
    fleet.missed[number] -= people
    _load(row, number, people)
    count_in(row, yard.item[number], people)
    fleet.total[1] += charge(row, yard.cost, yard.rows)


@borrowing
def _load(row: Ints, item: int, people: int) -> None:
    end = CARGO + 2 * row[ITEMS]
    for at in range(CARGO, end, 2):
        if row[at] == item:
            row[at + 1] += people
            return
    row[end] = item
    row[end + 1] = people
    row[ITEMS] += 1
