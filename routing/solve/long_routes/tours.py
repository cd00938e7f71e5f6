"""Coaches with many stops as rows of numbers, their cost, and people put on and taken off."""

from __future__ import annotations

from typing import NamedTuple

from routing.duties.borrowed import copy_numbers
from routing.duties.compiled import borrowing
from routing.solve.floors import ALONE, BIG_FEN, Law, floor_fen
from routing.solve.instance import Flags, Ints
from routing.solve.long_routes.neighbours import Small
from routing.solve.long_routes.ways import (
    COME,
    COUNT,
    DETOUR_S,
    FITS,
    HOME,
    LEAST,
    LEAVE_M,
    MEETS,
    MOST,
    SEATS,
    SIZE,
    TAIL_HOME,
    TAIL_M,
    TAIL_S,
    Ways,
)
from routing.solve.stop_sets import TOO_FAR

ROW, STOPS, SET, LOAD, PARCELS, COST = range(6)
"""Columns of a coach; then its growing stops from the outer end inward, then its parcels."""
FIRST_STOP = 6
MOST_STOPS = 20
FIRST_PARCEL = FIRST_STOP + MOST_STOPS
MOST_PARCELS = 60
WIDTH = FIRST_PARCEL + MOST_PARCELS

STOP, OTHER, PEOPLE, MISSED, ITEM = range(5)
"""Columns of a parcel: its growing stop, its stop on the other side, people who are not parted,
what it costs to carry none of them, and the item."""
NOWHERE = -1
SHORT_FEN = 200_000
"""Penalty per person below a row's least load."""


class Town(NamedTuple):
    """What does not change while coaches are rearranged.

    Attributes:
        ways: roads and fleet rows.
        law: what bounds a crew.
        parcel: shape (parcels, 5).
        may: shape (rows, items).
        conflict: items that never share a coach.
        grow: shape (sets, nodes), the other side's set with one node more, −1 for none.
    """

    ways: Ways
    law: Law
    parcel: Ints
    may: Flags
    conflict: Flags
    grow: Small


class Coaches(NamedTuple):
    """Coaches at work.

    Attributes:
        coach: shape (most coaches, WIDTH).
        where: per parcel, its coach, or ``NOWHERE``.
        used: coaches of each row.
        total: coaches at work, and the cost of everything.
    """

    coach: Ints
    where: Ints
    used: Ints
    total: Ints


@borrowing
def tour_fen(
    ways: Ways,
    law: Law,
    column: tuple[int, int],
    ends: tuple[int, int],
    way: tuple[int, int, int],
    load: int,
) -> int:
    """What a row costs on a tour; ``BIG_FEN`` where it may not drive it.

    Args:
        ways: roads and fleet rows.
        law: what bounds a crew.
        column: the fleet row and the other side's set.
        ends: outer and inner end of the growing side.
        way: its metres, its seconds, its stops.
        load: people.
    """
    k, t = column
    first, last = ends
    metres, seconds, stops = way
    row = ways.rows[k]
    tail = ways.tail[k, t, last]
    if stops > row[MOST] or load > row[SEATS] or tail[TAIL_M] >= TOO_FAR:
        return BIG_FEN
    if ways.start[k, first, HOME] == 0 and tail[TAIL_HOME] == 0:
        return BIG_FEN
    straight = ways.hop[1, first, last] if stops > 1 else 0
    if span_s(law, seconds, stops, load) - straight > row[DETOUR_S]:
        return BIG_FEN
    drive = seconds + tail[TAIL_S]
    empty = ways.start[k, first, COME] + tail[LEAVE_M]
    if drive >= TOO_FAR or empty >= TOO_FAR:
        return BIG_FEN
    lengths = (metres + tail[TAIL_M], empty, drive)
    exempt = ways.sets[t, MEETS] > 0
    fen = floor_fen(row[:8], lengths, stops + ways.sets[t, SIZE], exempt, law, ALONE)
    if not exempt:
        fen += SHORT_FEN * max(0, row[LEAST] - load)
    return fen


@borrowing
def span_s(law: Law, seconds: int, stops: int, load: int) -> int:
    """About how long a coach takes from its outer stop to its inner one, with breaks and boarding.

    The law knows it to the second, from who boards where and what the crew drove before.
    """
    breaks = max(0, seconds - 1) // law.row_max_s
    boarding = law.stop_per_person_s * load * (stops - 1) // max(1, stops)
    return seconds + (stops - 1) * law.stop_fixed_s + boarding + breaks * law.break_min_s


@borrowing
def way_of(hop: Ints, coach: Ints) -> tuple[int, int, int]:
    """Metres, seconds and stops of a coach's growing side."""
    metres, seconds = 0, 0
    for s in range(1, coach[STOPS]):
        before, node = coach[FIRST_STOP + s - 1], coach[FIRST_STOP + s]
        metres += hop[0, before, node]
        seconds += hop[1, before, node]
    return metres, seconds, coach[STOPS]


@borrowing
def _with_stop(
    hop: Ints, coach: Ints, way: tuple[int, int, int], node: int, at: int
) -> tuple[int, int, int]:
    """The same with a stop put in before place ``at``."""
    metres, seconds, stops = way
    if at > 0:
        metres += hop[0, coach[FIRST_STOP + at - 1], node]
        seconds += hop[1, coach[FIRST_STOP + at - 1], node]
    if at < stops:
        metres += hop[0, node, coach[FIRST_STOP + at]]
        seconds += hop[1, node, coach[FIRST_STOP + at]]
    if 0 < at < stops:
        metres -= hop[0, coach[FIRST_STOP + at - 1], coach[FIRST_STOP + at]]
        seconds -= hop[1, coach[FIRST_STOP + at - 1], coach[FIRST_STOP + at]]
    return metres, seconds, stops + 1


@borrowing
def put_on(town: Town, coaches: Coaches, c: int, p: int, move: tuple[int, int, int, int]) -> None:
    """Put parcel ``p`` on coach ``c``; ``move`` is (place in line or −1, set, row, cost)."""
    coach = coaches.coach[c]
    at, t, k, fen = move
    if at >= 0:
        for s in range(coach[STOPS], at, -1):
            coach[FIRST_STOP + s] = coach[FIRST_STOP + s - 1]
        coach[FIRST_STOP + at] = town.parcel[p, STOP]
        coach[STOPS] += 1
    if coach[PARCELS] > 0:
        coaches.used[coach[ROW]] -= 1
    coaches.used[k] += 1
    coaches.total[1] += fen - coach[COST] - town.parcel[p, MISSED]
    coach[ROW], coach[SET], coach[COST] = k, t, fen
    coach[LOAD] += town.parcel[p, PEOPLE]
    coach[FIRST_PARCEL + coach[PARCELS]] = p
    coach[PARCELS] += 1
    coaches.where[p] = c


@borrowing
def take_off(town: Town, coaches: Coaches, p: int) -> int:
    """Take a parcel off its coach, whose cost is left as it was; the coach."""
    c = coaches.where[p]
    coach = coaches.coach[c]
    kept = 0
    stays = False
    for x in range(coach[PARCELS]):
        other = coach[FIRST_PARCEL + x]
        if other != p:
            coach[FIRST_PARCEL + kept] = other
            kept += 1
            stays |= town.parcel[other, STOP] == town.parcel[p, STOP]
    coach[PARCELS] = kept
    coach[LOAD] -= town.parcel[p, PEOPLE]
    coaches.where[p] = NOWHERE
    coaches.total[1] += town.parcel[p, MISSED]
    if not stays:
        left = 0
        for s in range(coach[STOPS]):
            if coach[FIRST_STOP + s] != town.parcel[p, STOP]:
                coach[FIRST_STOP + left] = coach[FIRST_STOP + s]
                left += 1
        coach[STOPS] = left
    return int(c)


@borrowing
def settle(town: Town, coaches: Coaches, c: int) -> None:
    """Work out a coach's set, row and cost anew once people have left it; drop it when empty."""
    coach = coaches.coach[c]
    coaches.used[coach[ROW]] -= 1
    coaches.total[1] -= coach[COST]
    if coach[PARCELS] == 0:
        last = coaches.total[0] - 1
        coaches.total[0] = last
        if c != last:
            copy_numbers(coaches.coach[last], coach)
            for x in range(coach[PARCELS]):
                coaches.where[coach[FIRST_PARCEL + x]] = c
        return
    t = town.parcel[coach[FIRST_PARCEL], OTHER]
    for x in range(1, coach[PARCELS]):
        t = town.grow[t, town.parcel[coach[FIRST_PARCEL + x], OTHER]]
    coach[SET] = t
    fen, k = cheapest_row(town, coaches, coach, t)
    coach[ROW], coach[COST] = k, fen
    coaches.used[k] += 1
    coaches.total[1] += fen


@borrowing
def cheapest_row(town: Town, coaches: Coaches, coach: Ints, t: int) -> tuple[int, int]:
    """The least cost of a coach as it stands and the row that gives it; its own row is free."""
    way = way_of(town.ways.hop, coach)
    ends = (coach[FIRST_STOP], coach[FIRST_STOP + coach[STOPS] - 1])
    best, found = BIG_FEN * 2, coach[ROW]
    for k in range(len(town.ways.rows)):
        if coaches.used[k] < town.ways.rows[k, COUNT] and _carries(town, coach, k):
            fen = tour_fen(town.ways, town.law, (k, t), ends, way, coach[LOAD])
            if fen < best:
                best, found = fen, k
    return best, found


@borrowing
def _carries(town: Town, coach: Ints, k: int) -> bool:
    for x in range(coach[PARCELS]):
        if not town.may[k, town.parcel[coach[FIRST_PARCEL + x], ITEM]]:
            return False
    fits = True
    for s in range(coach[STOPS]):
        fits &= town.ways.start[k, coach[FIRST_STOP + s], FITS] > 0
    return fits


@borrowing
def best_move(
    town: Town, coaches: Coaches, c: int, p: int, most: int
) -> tuple[int, tuple[int, int, int, int]]:
    """The least more that coach ``c`` costs with parcel ``p``, and how; ``most`` for no less.

    A coach at ``total[0]`` is a new one. Another row is tried where the coach's own cannot.
    """
    coach = coaches.coach[c]
    move = (-1, -1, -1, BIG_FEN)
    node, other = town.parcel[p, STOP], town.parcel[p, OTHER]
    fresh = coach[PARCELS] == 0
    t = other if fresh else town.grow[coach[SET], other]
    if t < 0 or coach[PARCELS] >= MOST_PARCELS or not _agrees(town, coach, p):
        return most, move
    there = False
    for s in range(coach[STOPS]):
        there |= coach[FIRST_STOP + s] == node
    if not there and coach[STOPS] >= MOST_STOPS:
        return most, move
    load = coach[LOAD] + town.parcel[p, PEOPLE]
    own = not fresh and _takes(town, coach[ROW], p, load)
    way = way_of(town.ways.hop, coach)
    least = most
    for k in range(len(town.ways.rows)):
        if (own and k != coach[ROW]) or not (own or _is_open(town, coaches, c, k, p)):
            continue
        for at in range(1 if there else coach[STOPS] + 1):
            first, last = coach[FIRST_STOP], coach[FIRST_STOP + max(0, coach[STOPS] - 1)]
            longer = way
            if not there:
                longer = _with_stop(town.ways.hop, coach, way, node, at)
                first = node if at == 0 else first
                last = node if at == coach[STOPS] else last
            fen = tour_fen(town.ways, town.law, (k, t), (first, last), longer, load)
            if fen < BIG_FEN and fen - coach[COST] < least:
                least = fen - coach[COST]
                move = (-1 if there else at, t, k, fen)
    return least, move


@borrowing
def _is_open(town: Town, coaches: Coaches, c: int, k: int, p: int) -> bool:
    """Whether a coach could be of another row, of which there is one left, to carry a parcel."""
    if coaches.used[k] >= town.ways.rows[k, COUNT]:
        return False
    load = coaches.coach[c, LOAD] + town.parcel[p, PEOPLE]
    return _takes(town, k, p, load) and _carries(town, coaches.coach[c], k)


@borrowing
def _takes(town: Town, k: int, p: int, load: int) -> bool:
    """Whether a row may carry a parcel, from its stop, with so many people on board."""
    if load > town.ways.rows[k, SEATS] or not town.may[k, town.parcel[p, ITEM]]:
        return False
    return bool(town.ways.start[k, town.parcel[p, STOP], FITS] > 0)


@borrowing
def _agrees(town: Town, coach: Ints, p: int) -> bool:
    """Whether a parcel may share a coach with everyone on it."""
    item = town.parcel[p, ITEM]
    for x in range(coach[PARCELS]):
        if town.conflict[item, town.parcel[coach[FIRST_PARCEL + x], ITEM]]:
            return False
    return True
