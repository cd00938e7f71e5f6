"""Putting people who wait on coaches, each where a seat costs least."""

from __future__ import annotations

import math

from routing.duties.compiled import borrowing
from routing.solve.chance import below, uniform
from routing.solve.floors import BIG_FEN
from routing.solve.hashing import look_up
from routing.solve.instance import Flags, Ints
from routing.solve.pricing import Numbers
from routing.solve.scratch import Scratch
from routing.solve.stop_sets import LONGEST
from routing.solve.yard import (
    ALONE,
    BASE,
    CARGO,
    CHAIR,
    CHAIRS,
    COMB,
    COST,
    DROP,
    DROP_KEY,
    DROP_SET,
    DROP_SETS,
    DROPS,
    FIRST_DROP,
    FIRST_PICK,
    FITS,
    HAS_CONFLICTS,
    ITEMS,
    KEYS,
    KIND,
    LOAD,
    MASK,
    MATES,
    MISSED,
    MOST_ITEMS,
    MOST_SEATS,
    PAIR_KEY,
    PICK,
    PICK_KEY,
    PICK_SET,
    PICKS,
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
    refresh,
    run_fen,
    set_code,
    stops_at,
)

BLINK = 0.03
"""Share of coaches overlooked at random, so that not always the same one is best."""
COACH, NEW_ROW, PEOPLE = 0, 1, 2
NEW, NOWHERE = -1, -2
BY_NUMBER, BY_PRICE, ORDERS = 0, 1, 3
"""Orders in which items are seated; the third is by chance."""


@borrowing
def recreate(yard: Yard, fleet: Fleet, scratch: Scratch) -> None:
    """Seat everybody who waits; whom no coach can take goes on waiting."""
    order, place, hit = scratch.order, scratch.place, scratch.hit
    waiting = _waiting_order(yard, fleet, order, scratch.key)
    worth = math.sqrt(uniform()) * 1.02
    blur = 0.9 + 0.25 * uniform()
    for z in range(waiting):
        item = order[z]
        price = yard.price[item] * blur
        while fleet.missed[item] > 0:
            place[COACH] = NOWHERE
            most = fleet.missed[item] + _mates_waiting(yard, fleet, item)
            score = _best_seat(yard, fleet, (item, most), (price, worth), scratch.doors, place)
            _best_new(yard, fleet, (item, most), price, worth, (score, place))
            if place[COACH] == NOWHERE:
                break
            _seat(yard, fleet, item, place, hit)


@borrowing
def _waiting_order(yard: Yard, fleet: Fleet, order: Ints, key: Numbers) -> int:
    """Items with people who wait: by number, at random, or by price, each blurred; how many."""
    mode = below(ORDERS)
    count = 0
    for item in range(len(order)):
        if fleet.missed[item] == 0:
            continue
        r = uniform()
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


@borrowing
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


@borrowing
def _best_seat(
    yard: Yard,
    fleet: Fleet,
    who: tuple[int, int],
    worths: tuple[float, float],
    doors: Ints,
    place: Ints,
) -> float:
    """The best coach at work for some of an item; the score, lower is better.

    ``who`` is the item, and the people who need a seat together with those who share its coach.
    Going on waiting is a choice as well: an own ticket may cost less than any seat.
    """
    number, needed = who
    price, worth = worths
    best: float = (yard.item[number, MISSED] - price) * fleet.missed[number]
    coach, used, cost, rows = fleet.coach, fleet.used, yard.cost, yard.rows
    item, waiting = yard.item[number], fleet.missed[number]
    for z in range(_open_doors(yard, coach, fleet.total[0], number, doors)):
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
    return best


@borrowing
def _open_doors(yard: Yard, coach: Ints, total: int, number: int, doors: Ints) -> int:
    """List the coaches that may take an item: each with its combination, and what joining saves.

    The innermost loop of the search: everything that it reads is passed once, not per coach.
    """
    item, meta, slots, found = yard.item[number], yard.meta, yard.slots, 0
    compact = yard.pick_with.size > 0 and yard.drop_with.size > 0
    pick_with = yard.pick_with[item[PICK] if compact else 0]
    drop_with = yard.drop_with[item[DROP] if compact else 0]
    careful = meta[HAS_CONFLICTS] != 0 or item[MATES] >= 0
    for c in range(total):
        s, t, most = coach[c, PICK_SET], coach[c, DROP_SET], meta[MOST_SEATS]
        closed = (coach[c, MASK] & item[ROWS] == 0) | (coach[c, ROLE] != item[KIND])
        closed |= (coach[c, ITEMS] >= MOST_ITEMS) | (coach[c, LOAD] >= most) | (s < 0) | (t < 0)
        if closed:
            continue
        if compact:
            with_s, with_t = pick_with[s], drop_with[t]
        else:
            with_s = _set_with(yard, coach[c], item[PICK], PICK_KEY)
            with_t = _set_with(yard, coach[c], item[DROP], DROP_KEY)
        if with_s < 0 or with_t < 0 or uniform() < BLINK:
            continue
        combination = coach[c, COMB]
        if with_s != s or with_t != t:
            combination = look_up(slots, (with_s * meta[DROP_SETS] + with_t) * KEYS + PAIR_KEY)
        if combination < 0:
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


@borrowing
def _set_with(yard: Yard, row: Ints, node: int, kind: int) -> int:
    """The set of a coach's stops on a side with a node added; −1 when there is none."""
    first, counter, number = FIRST_PICK, PICKS, PICK_SET
    if kind == DROP_KEY:
        first, counter, number = FIRST_DROP, DROPS, DROP_SET
    if stops_at(row, first, row[counter], node):
        return int(row[number])
    if row[counter] >= LONGEST:
        return -1
    code = set_code(row, first, row[counter], node, yard.meta[BASE])
    return look_up(yard.slots, code * KEYS + kind)


@borrowing
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


@borrowing
def _seat(yard: Yard, fleet: Fleet, item: int, place: Ints, hit: Flags) -> None:
    """Put people on a coach, an old or a new one, and work it out again."""
    c, k, people = place[COACH], place[NEW_ROW], place[PEOPLE]
    if c < 0:
        c = fleet.total[0]
        fleet.total[0] += 1
        for z in range(WIDTH):
            fleet.coach[c, z] = 0
        fleet.used[k] += 1
    elif fleet.coach[c, ROW] != k:
        fleet.used[fleet.coach[c, ROW]] -= 1
        fleet.used[k] += 1
    fleet.coach[c, ROW] = k
    hit[c] = True
    fleet.missed[item] -= people
    _load(fleet.coach[c], item, people)
    refresh(yard, fleet, c)


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
