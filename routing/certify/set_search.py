"""Whether some set of coaches within a gap carries everybody for less than a bound."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.duties.borrowed import copy_numbers
from routing.duties.compiled import borrowing

Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]

DEEPEST = 9
"""Most coaches of a set; one that would need more makes the answer ``UNKNOWN``."""
NONE, FOUND, UNKNOWN = range(3)


class Pieces(NamedTuple):
    """Coaches by rising slack; a bit of ``trips`` and ``marks`` for each trip and each count.

    Attributes:
        slack: reduced cost at the best load alone, scaled, at least zero.
        bare: the same without a load.
        fen: cost.
        trips: what it can carry.
        marks: the counts it belongs to.
        row: fleet row.
    """

    slack: Ints
    bare: Ints
    fen: Ints
    trips: Bits
    marks: Bits
    row: Ints


class Task(NamedTuple):
    """What is asked.

    Attributes:
        people, worth: of each trip, persons and the scaled price of one; dearest trips first.
        seats, stock: of each fleet row, seats and vehicles.
        least, most: bounds of the counts.
        gap: a set whose reduced costs sum to more is out of the question.
        below_fen: so is one that costs as much or more.
    """

    people: Ints
    worth: Ints
    seats: Ints
    stock: Ints
    least: Ints
    most: Ints
    gap: int
    below_fen: int


class _Slate(NamedTuple):
    """The set under way: its coaches, and per depth what is to be tried next."""

    coach: Ints
    seats: Ints
    served: Ints
    short: Ints
    room: Ints
    closed: Ints
    bare: Ints
    fen: Ints
    queue: Ints
    ends: Ints
    at: Ints


def search_sets(pieces: Pieces, task: Task) -> int:
    """``NONE``, ``FOUND`` or ``UNKNOWN``, every set looked at."""
    deep, trips = DEEPEST + 1, len(task.people)

    def empty(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    slate = _Slate(
        coach=empty(deep),
        seats=empty(deep),
        served=empty(trips),
        short=empty(trips),
        room=empty(1 << DEEPEST),
        closed=empty(len(pieces.row)),
        bare=empty(deep),
        fen=empty(deep),
        queue=empty(deep + 1, len(pieces.row)),
        ends=empty(deep),
        at=empty(deep),
    )
    return int(_search(pieces, task, slate))


@borrowing
def _search(pieces: Pieces, task: Task, slate: _Slate) -> int:
    depth, answer = 0, _open(pieces, task, slate, 0)
    while depth >= 0 and answer == NONE:
        if slate.at[depth] < slate.ends[depth]:
            piece = slate.queue[depth, slate.at[depth]]
            slate.coach[depth] = piece
            slate.seats[depth] = task.seats[pieces.row[piece]]
            slate.bare[depth + 1] = slate.bare[depth] + pieces.bare[piece]
            slate.fen[depth + 1] = slate.fen[depth] + pieces.fen[piece]
            depth += 1
            answer = _open(pieces, task, slate, depth)
        else:
            for n in range(slate.ends[depth]):
                slate.closed[slate.queue[depth, n]] = 0
            depth -= 1
            if depth >= 0:
                slate.closed[slate.coach[depth]] = 1
                slate.at[depth] += 1
    return answer


@borrowing
def _open(pieces: Pieces, task: Task, slate: _Slate, depth: int) -> int:
    """Judge the set of the first ``depth`` coaches, and queue those that could complete it."""
    slate.ends[depth] = slate.at[depth] = 0
    earned = _seat(pieces, task, slate, depth)
    left = task.gap - slate.bare[depth] + earned
    if left < 0:
        return NONE
    missing = _missing_count(pieces, task, slate, depth)
    if missing < 0 and _is_everybody_seated(slate):
        return FOUND if slate.fen[depth] < task.below_fen else NONE
    if depth == DEEPEST:
        return UNKNOWN
    slate.ends[depth] = len(pieces.row) + 1
    for g in range(len(task.people)):
        if slate.short[g] > 0:
            _queue_fewer(pieces, task, slate, depth, left, _rivals(slate, g, depth), np.uint64(0))
    if missing >= 0:
        mark = np.uint64(1) << np.uint64(missing)
        _queue_fewer(pieces, task, slate, depth, left, np.uint64(0), mark)
    return NONE


@borrowing
def _is_everybody_seated(slate: _Slate) -> bool:
    standing = 0
    for g in range(len(slate.short)):
        standing += slate.short[g]
    return standing == 0


@borrowing
def _queue_fewer(
    pieces: Pieces,
    task: Task,
    slate: _Slate,
    depth: int,
    left: int,
    wanted: np.uint64,
    marked: np.uint64,
) -> None:
    """Queue the coaches that carry a wanted trip, or have a wanted mark, if they are fewer."""
    full = _full_marks(pieces, task, slate, depth)
    count, queue = 0, slate.queue[DEEPEST + 1]
    for i in range(len(pieces.row)):
        if pieces.slack[i] > left or count >= slate.ends[depth]:
            break
        helps = (pieces.trips[i] & wanted) | (pieces.marks[i] & marked)
        if helps and _may_add(pieces, task, slate, i, depth, full):
            queue[count] = i
            count += 1
    if count < slate.ends[depth]:
        slate.ends[depth] = count
        copy_numbers(queue[:count], slate.queue[depth])


@borrowing
def _may_add(pieces: Pieces, task: Task, slate: _Slate, i: int, depth: int, full: np.uint64) -> int:
    """1 where the set may take a coach, else 0."""
    if slate.closed[i] or pieces.marks[i] & full:
        return 0
    if slate.fen[depth] + pieces.fen[i] >= task.below_fen:
        return 0
    used = 0
    for n in range(depth):
        used += pieces.row[slate.coach[n]] == pieces.row[i]
    return 1 if used < task.stock[pieces.row[i]] else 0


@borrowing
def _marked(pieces: Pieces, slate: _Slate, j: int, depth: int) -> int:
    """Coaches of the set that belong to a count."""
    found = 0
    for n in range(depth):
        found += int((pieces.marks[slate.coach[n]] >> np.uint64(j)) & np.uint64(1))
    return found


@borrowing
def _missing_count(pieces: Pieces, task: Task, slate: _Slate, depth: int) -> int:
    """A count that lacks vehicles; −1 if none does."""
    for j in range(len(task.least)):
        if _marked(pieces, slate, j, depth) < task.least[j]:
            return j
    return -1


@borrowing
def _full_marks(pieces: Pieces, task: Task, slate: _Slate, depth: int) -> np.uint64:
    """Counts that allow no further vehicle, a bit each."""
    full = np.uint64(0)
    for j in range(len(task.most)):
        if _marked(pieces, slate, j, depth) >= task.most[j]:
            full |= np.uint64(1) << np.uint64(j)
    return full


@borrowing
def _seat(pieces: Pieces, task: Task, slate: _Slate, depth: int) -> int:
    """Seat the dearest people first; what they pay. ``short`` tells who of each trip stands.

    People can be seated as long as, for every group of coaches, those who can ride on none but
    them are no more than their seats (Hall). ``room`` is what each group has left of them.
    """
    groups = 1 << depth
    for s in range(groups):
        slate.room[s] = 0
        for n in range(depth):
            slate.room[s] += slate.seats[n] * ((s >> n) & 1)
    earned = 0
    for g in range(len(task.people)):
        served = slate.served[g] = _served_by(pieces, slate, g, depth)
        seated = task.people[g] if served else 0
        for s in range(served, groups):
            if s & served == served and slate.room[s] < seated:
                seated = slate.room[s]
        if seated > 0:
            for s in range(served, groups):
                if s & served == served:
                    slate.room[s] -= seated
        slate.short[g] = task.people[g] - seated
        earned += seated * task.worth[g]
    return earned


@borrowing
def _served_by(pieces: Pieces, slate: _Slate, g: int, depth: int) -> int:
    """The coaches of the set that can carry a trip, a bit each."""
    served = 0
    for n in range(depth):
        if (pieces.trips[slate.coach[n]] >> np.uint64(g)) & np.uint64(1):
            served |= 1 << n
    return served


@borrowing
def _rivals(slate: _Slate, g: int, depth: int) -> np.uint64:
    """A trip that is short of seats, and all who fill the smallest group of coaches it can use."""
    bits = np.uint64(1) << np.uint64(g)
    served = slate.served[g]
    if served == 0:
        return bits
    group, size = (1 << depth) - 1, depth + 1
    for s in range(served, 1 << depth):
        if s & served == served and slate.room[s] == 0:
            coaches = 0
            for n in range(depth):
                coaches += (s >> n) & 1
            if coaches < size:
                group, size = s, coaches
    for h in range(len(slate.served)):
        if slate.served[h] and slate.served[h] | group == group:
            bits |= np.uint64(1) << np.uint64(h)
    return bits
