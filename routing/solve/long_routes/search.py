"""The best routes over a growing side to the stops beyond, by branch and bound.

A route is built from its inner end outward. One that ends in some stops costs at least what these
cost and the least of the rest, which a relaxation knows: there a stop may come twice and its people
be counted twice. Once all of a route is known its cost is exact, with its detour, its crew, its
home area and the row's least load.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.duties.compiled import borrowing, compiled
from routing.solve.duals import SCALE
from routing.solve.floors import ALONE, BIG_FEN, Law, floor_fen
from routing.solve.instance import Ints
from routing.solve.long_routes.beyond import NEVER, ROUNDING_FEN
from routing.solve.long_routes.ways import (
    COME,
    COUNT_THERE,
    DETOUR_S,
    EMPTY_M,
    EXEMPT,
    HOME,
    HOME_THERE,
    LEAST,
    METRES,
    SEATS,
    SECONDS,
)
from routing.solve.stop_sets import TOO_FAR

LISTED, FOLLOWED, ALONG, DEAREST = range(4)
"""Columns of ``Trail.state``."""
VALUE, STOPS, FIRST = range(3)
"""Columns of a route found: its reduced cost, its stops, and from there on the stops."""
FREE_S = 1 << 40
"""More seconds than anybody drives."""
PRICE, NEAR_S, MONEY = range(3)
"""Columns of ``Ground.limits``."""


class Ground(NamedTuple):
    """What a search by one fleet row to one set beyond goes by.

    Attributes:
        hop: shape (2, nodes, nodes), metres and seconds from a stop to the next inward one.
        step: shape (nodes, nodes), cost of the hop, scaled.
        start: shape (nodes, 3), as in ``Ways``, of the row.
        take: shape (nodes, seats + 1), what so many people at a stop earn.
        people: per node, the most of them worth taking; none where nobody boards.
        crowd: per node, all whom the row may carry.
        rest: shape (stops + 1, nodes, people), the least cost of the way up to a stop with at most
            so many people, in so many stops; one entry where seats cannot be short.
        row: as in ``Ways``.
        limits: price of one of the row's vehicles, scaled; the shortest hop, seconds; 1 where
            costs count, else 0.
    """

    hop: Ints
    step: Ints
    start: Ints
    take: Ints
    people: Ints
    crowd: Ints
    rest: Ints
    row: Ints
    limits: Ints


class Ending(NamedTuple):
    """One order of the stops beyond.

    Attributes:
        tail: shape (nodes, 2), metres and seconds from an inner end to the last stop beyond.
        far: how it ends, with the columns of ``ways.OPEN``.
        close: shape (stops + 1, nodes), the least cost of all but the hops, scaled.
    """

    tail: Ints
    far: Ints
    close: Ints


class Trail(NamedTuple):
    """A way being built: one line for each number of stops.

    Attributes:
        stop: the outermost stop.
        length: shape (stops, 2), metres and seconds.
        worth: shape (stops, people), what each earns but the dearest of each stop, dearest first.
        earned: shape (stops, people + 1), what so many earn at best, somebody of each stop among
            them; ``-NEVER`` where they are fewer than the stops.
        onward: shape (stops, nodes), next stops outward, the most promising first.
        least: shape (stops, nodes), what routes over them cost at least.
        state: shape (stops, 4), next stops listed, of these followed, people in ``worth``, and
            what the dearest of each stop earn together.
    """

    stop: Ints
    length: Ints
    worth: Ints
    earned: Ints
    onward: Ints
    least: Ints
    state: Ints


Laws = tuple[Law, Law]
"""What bounds a crew, and what bounds that of every route over a way."""


def partial(law: Law) -> Law:
    """The law for every route over a way: its longer drives may be lawful where a way's are not.

    The hours of a week bind runs of a week at most, so that a longer one needs not keep them.
    """
    return law._replace(drive_7d_s=FREE_S)


def new_trail(nodes: int, most: int, seats: int) -> Trail:
    """Room for ways of so many stops."""
    return Trail(
        stop=np.zeros(most, dtype=np.int64),
        length=np.zeros((most, 2), dtype=np.int64),
        worth=np.zeros((most, seats), dtype=np.int64),
        earned=np.zeros((most, seats + 1), dtype=np.int64),
        onward=np.zeros((most, nodes), dtype=np.int64),
        least=np.zeros((most, nodes), dtype=np.int64),
        state=np.zeros((most, 4), dtype=np.int64),
    )


@compiled
def search_routes(
    ground: Ground, ending: Ending, laws: Laws, trail: Trail, limits: tuple[int, int], found: Ints
) -> tuple[int, int, int]:
    """A bound on the reduced cost of every route, how many were found, and ways looked at.

    Args:
        ground: stops, roads and prices.
        ending: the stops beyond.
        laws: what bounds the crew of a route, and of all over a way.
        trail: room to work in.
        limits: the reduced cost that routes must be below to matter, and how many ways may be
            looked at: after so many the bound speaks of what is left, too.
        found: shape (routes, FIRST + stops), filled; stops are from the inner end outward. Every
            route is better than those before; where room ends the last is written over.
    """
    best, most_looked = limits
    nodes, count, looked = len(ground.people), 0, 0
    first = np.full(nodes, NEVER, dtype=np.int64)
    _list_ends(ground, ending, first)
    order = np.argsort(first)
    for n in range(nodes):
        if first[order[n]] >= best:
            break
        _go_on(ground, trail, 0, order[n])
        depth = 0
        while depth >= 0:
            if trail.state[depth, LISTED] < 0:
                looked += 1
                if looked > most_looked:
                    after = first[order[n + 1]] if n + 1 < nodes else NEVER
                    open_fen = first[order[n]] if depth == 0 else _open_fen(trail, depth)
                    return min(best, after, open_fen), count, looked
                value = _whole_fen(ground, ending, laws[0], trail, depth)
                if value < best:
                    best = value
                    _note(trail, depth, value, found[min(count, len(found) - 1)])
                    count = min(count + 1, len(found))
                _look_onward(ground, ending, laws[1], trail, depth, best)
            at = trail.state[depth, FOLLOWED]
            if at < trail.state[depth, LISTED] and trail.least[depth, at] < best:
                trail.state[depth, FOLLOWED] += 1
                depth += 1
                _go_on(ground, trail, depth, trail.onward[depth - 1, at])
            else:
                depth -= 1
    return best, count, looked


@borrowing
def _list_ends(ground: Ground, ending: Ending, first: Ints) -> None:
    """The least that routes cost by their inner end."""
    for j in range(len(first)):
        if ground.people[j] == 0:
            continue
        for s in range(1, ground.rest.shape[0]):
            rest, close = ground.rest[s, j, ground.rest.shape[2] - 1], ending.close[s, j]
            if rest < NEVER and close < NEVER:
                first[j] = min(first[j], rest + close - ground.limits[PRICE])


@borrowing
def _open_fen(trail: Trail, depth: int) -> int:
    """The least that routes cost over what was not looked at, from a way that is being built."""
    least = NEVER
    for d in range(depth):
        at = trail.state[d, FOLLOWED] - (1 if d == depth - 1 else 0)
        if at < trail.state[d, LISTED]:
            least = min(least, trail.least[d, at])
    return least


@borrowing
def _go_on(ground: Ground, trail: Trail, depth: int, i: int) -> None:
    """Put a stop at the outer end of the way."""
    size, dearest = 0, ground.take[i, 1]
    trail.stop[depth] = i
    trail.length[depth, METRES] = 0
    trail.length[depth, SECONDS] = 0
    if depth > 0:
        size = trail.state[depth - 1, ALONG]
        dearest += trail.state[depth - 1, DEAREST]
        for x in range(2):
            hop = ground.hop[x, i, trail.stop[depth - 1]]
            trail.length[depth, x] = trail.length[depth - 1, x] + hop
        for n in range(size):
            trail.worth[depth, n] = trail.worth[depth - 1, n]
    seats = ground.row[SEATS]
    for n in range(2, ground.people[i] + 1):
        more = ground.take[i, n] - ground.take[i, n - 1]
        size = _sort_in(trail.worth[depth, :seats], size, more)
    for n in range(seats + 1):
        if n <= depth:
            trail.earned[depth, n] = -NEVER
        elif n == depth + 1:
            trail.earned[depth, n] = dearest
        else:
            z = n - depth - 2
            more = trail.worth[depth, z] if z < size else 0
            trail.earned[depth, n] = trail.earned[depth, n - 1] + max(0, more)
    trail.state[depth, ALONG] = size
    trail.state[depth, DEAREST] = dearest
    trail.state[depth, LISTED] = -1
    trail.state[depth, FOLLOWED] = 0


@borrowing
def _sort_in(worth: Ints, size: int, more: int) -> int:
    """Put one person among those who are worth most; how many they are."""
    z = size
    if size == len(worth):
        if worth[size - 1] >= more:
            return size
        z = size - 1
    while z > 0 and worth[z - 1] < more:
        worth[z] = worth[z - 1]
        z -= 1
    worth[z] = more
    return min(size + 1, len(worth))


@borrowing
def _whole_fen(ground: Ground, ending: Ending, law: Law, trail: Trail, depth: int) -> int:
    """The reduced cost of the way as a whole route; ``NEVER`` where it is none."""
    outer, inner, row = trail.stop[depth], trail.stop[0], ground.row
    start = ground.start[outer]
    if start[COME] >= TOO_FAR or (start[HOME] == 0 and ending.far[HOME_THERE] == 0):
        return NEVER
    straight_s = ground.hop[SECONDS, outer, inner] if depth > 0 else 0
    if trail.length[depth, SECONDS] + depth * law.stop_fixed_s - straight_s > row[DETOUR_S]:
        return NEVER
    exempt, crowd = ending.far[EXEMPT] > 0, 0
    for d in range(depth + 1):
        crowd += ground.crowd[trail.stop[d]]
    if min(crowd, row[SEATS]) < row[LEAST] and not exempt:
        return NEVER
    tail = ending.tail[inner]
    loaded_m = tail[METRES] + trail.length[depth, METRES]
    ways = (
        loaded_m,
        start[COME] + ending.far[EMPTY_M],
        tail[SECONDS] + trail.length[depth, SECONDS],
    )
    fen = floor_fen(row[:8], ways, depth + 1 + ending.far[COUNT_THERE], exempt, law, ALONE)
    if fen >= BIG_FEN:
        return NEVER
    earned: int = trail.earned[depth, row[SEATS]]
    if earned == -NEVER:
        return NEVER
    value: int = fen * SCALE * ground.limits[MONEY] - earned - ground.limits[PRICE]
    return value


@borrowing
def _note(trail: Trail, depth: int, value: int, out: Ints) -> None:
    out[VALUE] = value
    out[STOPS] = depth + 1
    for d in range(depth + 1):
        out[FIRST + d] = trail.stop[d]


@borrowing
def _look_onward(
    ground: Ground, ending: Ending, law: Law, trail: Trail, depth: int, best: int
) -> None:
    """List the next stops outward over which a route may be better than the best."""
    listed = 0
    most, head = ground.rest.shape[0] - 1, trail.stop[depth]
    for i in range(len(ground.people)):
        if depth + 1 >= most or ground.people[i] == 0 or ground.step[i, head] >= NEVER:
            continue
        if not _is_on_the_way(trail, depth, i):
            least = _least_fen(ground, ending, law, trail, (depth, i), best)
            if least < best:
                z = listed
                while z > 0 and trail.least[depth, z - 1] > least:
                    trail.least[depth, z] = trail.least[depth, z - 1]
                    trail.onward[depth, z] = trail.onward[depth, z - 1]
                    z -= 1
                trail.least[depth, z] = least
                trail.onward[depth, z] = i
                listed += 1
    trail.state[depth, LISTED] = listed


@borrowing
def _is_on_the_way(trail: Trail, depth: int, i: int) -> bool:
    found = False
    for d in range(depth + 1):
        found |= trail.stop[d] == i
    return found


@borrowing
def _least_fen(
    ground: Ground, ending: Ending, law: Law, trail: Trail, onward: tuple[int, int], best: int
) -> int:
    """The least reduced cost of routes over a further stop; not below ``best`` if it says so.

    ``onward`` is the stops that are known, less one, and the further stop.
    """
    depth, i = onward
    inner, seats = trail.stop[0], ground.row[SEATS]
    metres = trail.length[depth, METRES] + ground.hop[METRES, i, trail.stop[depth]]
    drive_s = trail.length[depth, SECONDS] + ground.hop[SECONDS, i, trail.stop[depth]]
    tail, row, far = ending.tail[inner], ground.row, ending.far
    money = ground.limits[MONEY] * SCALE
    rate = (row[1] + row[2]) * money // 1_000
    last = ground.rest.shape[2] - 1
    least = NEVER
    for s in range(1, ground.rest.shape[0] - 1 - depth):
        close, rest = ending.close[depth + 1 + s, inner], ground.rest[s, i, last]
        if close >= NEVER or rest >= NEVER:
            continue
        beside = metres * rate - ground.limits[PRICE]
        if rest + close + beside - trail.earned[depth, seats] >= min(least, best):
            continue
        ways = (
            tail[METRES] + metres,
            far[EMPTY_M],
            tail[SECONDS] + drive_s + (s - 1) * ground.limits[NEAR_S],
        )
        stops = depth + 1 + s + far[COUNT_THERE]
        fen = floor_fen(row[:8], ways, stops, far[EXEMPT] > 0, law, ALONE)
        if fen >= BIG_FEN:
            continue
        beside = (fen - ROUNDING_FEN) * money - ground.limits[PRICE]
        if last == 0:
            least = min(least, rest + beside - trail.earned[depth, seats])
            continue
        for n in range(1, last + 1):
            if ground.rest[s, i, n] < NEVER:
                earned = trail.earned[depth, last - n]
                least = min(least, ground.rest[s, i, n] + beside - earned)
    return least
