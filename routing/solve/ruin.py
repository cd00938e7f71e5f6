"""Taking people off coaches near each other."""

from __future__ import annotations

from routing.duties.compiled import borrowing
from routing.solve.chance import Chance, below, uniform
from routing.solve.instance import Flags, Ints
from routing.solve.pricing import Numbers
from routing.solve.scratch import Scratch
from routing.solve.yard import (
    CARGO,
    COST,
    DROPS,
    FIRST_DROP,
    FIRST_PICK,
    FITS,
    ITEMS,
    LOAD,
    MATES,
    PICKS,
    ROW,
    SEATS,
    WHOLE,
    WIDTH,
    Fleet,
    Yard,
    refresh,
)

SIDES_ALIKE = 0.34
LOOK_FOR_EMPTY_SEATS = 0.3
TRIES = 4
SPLIT_OFF = 0.3
WHOLLY = 0.5
FAR = 1 << 60


@borrowing
def ruin(yard: Yard, fleet: Fleet, scratch: Scratch, widest: int) -> None:
    """Take people off up to ``widest`` coaches around a random one; ``scratch.hit`` marks them.

    Coaches that were marked before may be empty; they go home as well.
    """
    total = fleet.total[0]
    if total == 0:
        return
    hit, distance, chance = scratch.hit, scratch.distance, scratch.chance
    first = _first_coach(yard, fleet, chance)
    width = 1 + below(chance, widest)
    if width > 1:
        _measure(yard, fleet, first, scratch)
    wholly = uniform(chance) < WHOLLY
    for turn in range(width if width < total else total):
        nearest = first if turn == 0 else _nearest_untouched(hit, distance, total)
        if nearest < 0:
            break
        hit[nearest] = True
        if wholly or (turn == 0 and uniform(chance) < WHOLLY):
            _unload(fleet, nearest)
        else:
            _take_some(yard, fleet, nearest, chance)
    _clear_away(yard, fleet, hit, scratch.moved)


@borrowing
def _nearest_untouched(hit: Flags, distance: Numbers, total: int) -> int:
    """The nearest coach that is not marked; −1 where all are."""
    nearest = -1
    for c in range(total):
        if not hit[c] and (nearest < 0 or distance[c] < distance[nearest]):
            nearest = c
    return nearest


@borrowing
def _first_coach(yard: Yard, fleet: Fleet, chance: Chance) -> int:
    """A random coach, or now and then the emptiest of a few."""
    chosen = below(chance, fleet.total[0])
    if uniform(chance) < LOOK_FOR_EMPTY_SEATS:
        fullest = 2.0
        for _ in range(TRIES):
            c = below(chance, fleet.total[0])
            filled = fleet.coach[c, LOAD] / yard.rows[fleet.coach[c, ROW], SEATS]
            if filled < fullest:
                fullest = filled
                chosen = c
    return chosen


@borrowing
def _measure(yard: Yard, fleet: Fleet, first: int, scratch: Scratch) -> None:
    """How far each coach is from the first one, blurred; now by pickups, now by drops, now both."""
    chance, distance, near = scratch.chance, scratch.distance, yard.near
    on_picks = 1.0
    on_drops = 1.0
    side = uniform(chance)
    if side < SIDES_ALIKE:
        on_drops = 0.1
    elif side < 2 * SIDES_ALIKE:
        on_picks = 0.1
    coach = fleet.coach
    for c in range(fleet.total[0]):
        a = _nearest(near, 0, coach, (first, c), FIRST_PICK, PICKS)
        b = _nearest(near, 1, coach, (first, c), FIRST_DROP, DROPS)
        distance[c] = (on_picks * a + on_drops * b + 300.0) * (0.2 + uniform(chance))
    distance[first] = -1.0


@borrowing
def _nearest(
    near: Ints, side: int, coach: Ints, pair: tuple[int, int], first: int, counter: int
) -> int:
    one, other = pair
    best = FAR
    for x in range(first, first + coach[one, counter]):
        for y in range(first, first + coach[other, counter]):
            far = near[side, coach[one, x], coach[other, y]]
            best = far if far < best else best
    return best


@borrowing
def _unload(fleet: Fleet, c: int) -> None:
    row = fleet.coach[c]
    for at in range(CARGO, CARGO + 2 * row[ITEMS], 2):
        fleet.missed[row[at]] += row[at + 1]
    row[ITEMS] = 0


@borrowing
def _take_some(yard: Yard, fleet: Fleet, c: int, chance: Chance) -> None:
    """Take one item off a coach, or part of it where it may be split."""
    row = fleet.coach[c]
    if row[ITEMS] == 0:
        return
    at = CARGO + 2 * below(chance, row[ITEMS])
    item, people = row[at], row[at + 1]
    if yard.item[item, FITS]:
        _take_mates(yard, fleet, c, yard.item[item, MATES])
        return
    taken = people
    if people > 1 and not yard.item[item, WHOLE] and uniform(chance) < SPLIT_OFF:
        taken = 1 + below(chance, people)
    fleet.missed[item] += taken
    take_off(row, at, taken)


@borrowing
def _take_mates(yard: Yard, fleet: Fleet, c: int, mates: int) -> None:
    """Take everybody off a coach who is to share one."""
    row = fleet.coach[c]
    at = CARGO
    while at < CARGO + 2 * row[ITEMS]:
        if yard.item[row[at], MATES] == mates:
            fleet.missed[row[at]] += row[at + 1]
            take_off(row, at, row[at + 1])
        else:
            at += 2


@borrowing
def take_off(row: Ints, at: int, people: int) -> None:
    """Take people off one entry of a coach's cargo."""
    row[at + 1] -= people
    if row[at + 1] == 0:
        row[ITEMS] -= 1
        last = CARGO + 2 * row[ITEMS]
        row[at] = row[last]
        row[at + 1] = row[last + 1]


@borrowing
def _clear_away(yard: Yard, fleet: Fleet, hit: Flags, moved: Flags) -> None:
    """Send empty coaches home and work the others out again."""
    c = 0
    while c < fleet.total[0]:
        if hit[c] and fleet.coach[c, ITEMS] == 0:
            fleet.used[fleet.coach[c, ROW]] -= 1
            fleet.total[1] -= fleet.coach[c, COST]
            fleet.total[0] -= 1
            last = fleet.total[0]
            for z in range(WIDTH):
                fleet.coach[c, z] = fleet.coach[last, z]
            hit[c] = hit[last]
            hit[last] = False
            moved[c] = True
            moved[last] = True
            continue
        if hit[c]:
            refresh(yard, fleet, c)
        c += 1
