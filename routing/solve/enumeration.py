"""Every set of coaches within a gap, looked at one by one.

Prices of a relaxation bound each set of coaches from below by the sum of its reduced costs. Where a
few coaches carry everybody and the gap between bound and best plan is small, few sets stay within
it, and looking at all of them proves more than branching could in the same time. A set's bound is
sharper than its coaches' reduced costs alone, because nobody rides twice: what coaches earn
together is the dearest load of all of them, found greedily. (Loads of several coaches form a
matroid, by Hall's condition on sets of coaches, so that the greedy load is the dearest.)

Sets grow by one coach at a time. Somebody who is not carried yet, or a count that is not reached,
must be served by one of few further coaches; each is tried in turn and barred afterwards, so that
no set is met twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.duties.borrowed import copy_numbers, largest
from routing.duties.compiled import borrowing
from routing.solve.instance import Ints

Bits = NDArray[np.uint64]

MOST_COACHES = 9
"""Sets with more coaches are not looked at; the work doubles with each."""
MOST_BITS = 63
"""Trips, and counts of vehicles, that one number can hold."""

LOOKED, FOUND_FEN, TOO_MANY, SIZE = range(4)
"""Columns of what is told: sets looked at, the money of the cheapest that carries everybody, sets
that would have needed more coaches than are looked at, and that set's number of coaches."""
TOLD_SIZE = 4
NO_FEN = 1 << 60


class Coaches(NamedTuple):
    """Columns of the table within the gap, the least reduced cost first.

    Attributes:
        reduced: reduced cost at the best load alone, at least zero, times the prices' scale.
        base: reduced cost without a load.
        fen: cost.
        trips: which trips it can carry, a bit each.
        counts: which counts it belongs to, a bit each.
        row: fleet row.
    """

    reduced: Ints
    base: Ints
    fen: Ints
    trips: Bits
    counts: Bits
    row: Ints


class Needs(NamedTuple):
    """What a set has to do.

    Attributes:
        people: of each trip.
        worth: price of one person of each trip, at least zero, in the scale of reduced costs.
        order: trips by falling price.
        seats, vehicles: of each fleet row.
        most_reduced: the gap, in the same scale.
        below_fen: sets that cost as much or more are of no interest.
        most_sets: sets looked at, at most.
    """

    people: Ints
    worth: Ints
    order: Ints
    seats: Ints
    vehicles: Ints
    most_reduced: int
    below_fen: int
    most_sets: int


class Desk(NamedTuple):
    """Where the search works.

    Attributes:
        chosen: the coaches of the set.
        seats: their seats.
        served: per trip, which of them can carry it, a bit each.
        taken: people of each trip on the dearest load.
        room: per set of them, the seats that no load needs to leave free.
        used: vehicles of each fleet row.
        barred: coaches that were tried before.
        lacking: per count, vehicles that are still missing.
        free: per count, vehicles that may still be added.
        base, fen: per size of the set, its reduced costs without loads, and its cost.
        pool: shape (sizes, coaches), those that may be added.
        pooled: how many of them there are.
        waiting: shape (sizes, coaches), those of which every larger set must hold one.
        listed, tried: how many of them there are, and how many were tried.
        told: see the columns above.
        best: the coaches of the cheapest set that carries everybody.
    """

    chosen: Ints
    seats: Ints
    served: Ints
    taken: Ints
    room: Ints
    used: Ints
    barred: Ints
    lacking: Ints
    free: Ints
    base: Ints
    fen: Ints
    pool: Ints
    pooled: Ints
    waiting: Ints
    listed: Ints
    tried: Ints
    told: Ints
    best: Ints


def new_desk(coaches: int, trips: int, rows: int, *, low: Ints, high: Ints) -> Desk:
    """An empty desk; ``low`` and ``high`` are the bounds of the counts."""

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    told = zeros(TOLD_SIZE)
    told[FOUND_FEN] = NO_FEN
    return Desk(
        chosen=zeros(MOST_COACHES),
        seats=zeros(MOST_COACHES),
        served=zeros(trips),
        taken=zeros(trips),
        room=zeros(1 << MOST_COACHES),
        used=zeros(rows),
        barred=zeros(coaches),
        lacking=low.copy(),
        free=high.copy(),
        base=zeros(MOST_COACHES + 1),
        fen=zeros(MOST_COACHES + 1),
        pool=zeros(MOST_COACHES + 1, coaches),
        pooled=zeros(MOST_COACHES + 1),
        waiting=zeros(MOST_COACHES + 1, coaches),
        listed=zeros(MOST_COACHES + 1),
        tried=zeros(MOST_COACHES + 1),
        told=told,
        best=zeros(MOST_COACHES),
    )


@borrowing
def look_at_all(coaches: Coaches, needs: Needs, desk: Desk) -> None:
    """Look at every set within the gap, or at as many as may be; the desk tells what was found."""
    size = 0
    _look(coaches, needs, desk, size)
    while size >= 0:
        if desk.tried[size] < desk.listed[size] and desk.told[LOOKED] <= needs.most_sets:
            i = desk.waiting[size, desk.tried[size]]
            _join(coaches, needs, desk, i, size)
            size += 1
            _look(coaches, needs, desk, size)
            continue
        for n in range(desk.listed[size]):
            desk.barred[desk.waiting[size, n]] = 0
        size -= 1
        if size >= 0:
            i = desk.waiting[size, desk.tried[size]]
            _part(coaches, desk, i, size)
            desk.barred[i] = 1
            desk.tried[size] += 1


@borrowing
def _look(coaches: Coaches, needs: Needs, desk: Desk, size: int) -> None:
    """Look at the desk's set, and list the coaches of which each larger set must hold one."""
    told, fen = desk.told, desk.fen[size]
    told[LOOKED] += 1
    desk.listed[size] = desk.tried[size] = 0
    earned, is_whole = _dearest_load(needs, desk, size)
    left = needs.most_reduced - (desk.base[size] - earned)
    if left < 0:
        return
    if is_whole and largest(desk.lacking, 0) == 0:
        if fen < min(told[FOUND_FEN], needs.below_fen):
            told[FOUND_FEN] = fen
            told[SIZE] = size
            copy_numbers(desk.chosen[:size], desk.best)
        return
    if size == MOST_COACHES:
        told[TOO_MANY] += 1
        return
    _list_pool(coaches, needs, desk, size, left)
    trips, counts = _narrowest(coaches, needs, desk, size)
    for n in range(desk.pooled[size]):
        i = desk.pool[size, n]
        if (coaches.trips[i] & trips) | (coaches.counts[i] & counts):
            desk.waiting[size, desk.listed[size]] = i
            desk.listed[size] += 1


@borrowing
def _list_pool(coaches: Coaches, needs: Needs, desk: Desk, size: int, left: int) -> None:
    """Coaches that may be added: within the gap, not barred, not too dear, with a vehicle left.

    A set that holds another has no more of them.
    """
    blocked = np.uint64(0)
    for j in range(len(desk.free)):
        if desk.free[j] <= 0:
            blocked |= np.uint64(1) << np.uint64(j)
    most_fen = min(needs.below_fen, desk.told[FOUND_FEN]) - desk.fen[size]
    before = max(0, size - 1)
    known = desk.pooled[before] if size > 0 else len(coaches.row)
    found = 0
    for n in range(known):
        i = desk.pool[before, n] if size > 0 else n
        if coaches.reduced[i] > left:
            break
        is_free = desk.barred[i] == 0 and coaches.counts[i] & blocked == 0
        row = coaches.row[i]
        if is_free and coaches.fen[i] < most_fen and desk.used[row] < needs.vehicles[row]:
            desk.pool[size, found] = i
            found += 1
    desk.pooled[size] = found


@borrowing
def _join(coaches: Coaches, needs: Needs, desk: Desk, i: int, size: int) -> None:
    desk.chosen[size] = i
    desk.base[size + 1] = desk.base[size] + coaches.base[i]
    desk.fen[size + 1] = desk.fen[size] + coaches.fen[i]
    desk.seats[size] = needs.seats[coaches.row[i]]
    desk.used[coaches.row[i]] += 1
    bit = 1 << size
    for g in range(len(desk.served)):
        if (coaches.trips[i] >> np.uint64(g)) & np.uint64(1):
            desk.served[g] |= bit
    for j in range(len(desk.free)):
        if (coaches.counts[i] >> np.uint64(j)) & np.uint64(1):
            desk.free[j] -= 1
            desk.lacking[j] -= 1


@borrowing
def _part(coaches: Coaches, desk: Desk, i: int, size: int) -> None:
    desk.used[coaches.row[i]] -= 1
    keep = ~(1 << size)
    for g in range(len(desk.served)):
        desk.served[g] &= keep
    for j in range(len(desk.free)):
        if (coaches.counts[i] >> np.uint64(j)) & np.uint64(1):
            desk.free[j] += 1
            desk.lacking[j] += 1


@borrowing
def _dearest_load(needs: Needs, desk: Desk, size: int) -> tuple[int, bool]:
    """What the set earns on its dearest load, and whether it carries everybody.

    ``room`` of a set of coaches is what is left of their seats by those who can ride on none but
    them; a trip takes no more than the least room of any set that holds all its coaches.
    """
    everyone = (1 << size) - 1
    for s in range(1, everyone + 1):
        first = 0
        while not (s >> first) & 1:
            first += 1
        desk.room[s] = desk.room[s & (s - 1)] + desk.seats[first]
    earned, is_whole = 0, True
    for g in needs.order:
        served, people = desk.served[g], needs.people[g]
        if served == 0:
            desk.taken[g] = 0
            is_whole = False
            continue
        others = everyone ^ served
        taken, s = people, others
        while True:
            taken = min(taken, desk.room[s | served])
            if s == 0:
                break
            s = (s - 1) & others
        s = others
        while taken > 0:
            desk.room[s | served] -= taken
            if s == 0:
                break
            s = (s - 1) & others
        desk.taken[g] = taken
        is_whole &= taken == people
        earned += taken * needs.worth[g]
    return earned, is_whole


@borrowing
def _narrowest(
    coaches: Coaches, needs: Needs, desk: Desk, size: int
) -> tuple[np.uint64, np.uint64]:
    """Trips, or counts, of which a further coach must serve one, with the fewest such coaches."""
    none, pool = np.uint64(0), desk.pool[size, : desk.pooled[size]]
    trips, counts, fewest = none, none, len(pool) + 1
    for g in range(len(desk.taken)):
        if desk.taken[g] < needs.people[g]:
            short = _short_of_seats(desk, g, size)
            found = _count(coaches.trips, short, pool, fewest)
            if found < fewest:
                fewest, trips = found, short
    for j in range(len(desk.lacking)):
        if desk.lacking[j] > 0:
            short = np.uint64(1) << np.uint64(j)
            found = _count(coaches.counts, short, pool, fewest)
            if found < fewest:
                fewest, trips, counts = found, none, short
    return trips, counts


@borrowing
def _count(bits: Bits, wanted: np.uint64, pool: Ints, enough: int) -> int:
    """Coaches of the pool with one of the wanted bits; no more than ``enough`` are counted."""
    found = 0
    for i in pool:
        if bits[i] & wanted:
            found += 1
            if found >= enough:
                break
    return found


@borrowing
def _short_of_seats(desk: Desk, g: int, size: int) -> np.uint64:
    """Trips that together need more seats than the set has for them, a trip among them.

    They cannot all ride without a further coach that serves one of them.
    """
    short = np.uint64(1) << np.uint64(g)
    served = desk.served[g]
    if served == 0:
        return short
    everyone = (1 << size) - 1
    others = everyone ^ served
    full, s = everyone, others
    while True:
        if desk.room[s | served] == 0 and ((s | served) & full) == (s | served):
            full = s | served
        if s == 0:
            break
        s = (s - 1) & others
    for h in range(len(desk.served)):
        if desk.served[h] != 0 and (desk.served[h] | full) == full:
            short |= np.uint64(1) << np.uint64(h)
    return short
