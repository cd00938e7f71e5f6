"""Moving people of one demand between trains, flights and coaches that go all the way."""

from __future__ import annotations

from routing.duties.compiled import borrowing
from routing.solve.chance import Chance, below, uniform
from routing.solve.instance import Flags
from routing.solve.ruin import take_off
from routing.solve.yard import (
    CARGO,
    FIRST_RIDE,
    ITEMS,
    MATES,
    OFFER_SEATS,
    OFFER_UNITS,
    RIDE_BED,
    RIDE_DIRECT,
    RIDE_FEEDER,
    RIDE_LAST,
    RIDE_OFFER,
    RIDES,
    WHOLE,
    Fleet,
    Yard,
)

ALL_OF_THEM = 0.5


@borrowing
def shift(yard: Yard, fleet: Fleet, hit: Flags, chance: Chance) -> None:
    """Move some people of a random demand from one of its ways to another.

    They leave their coaches, which ``hit`` marks, and wait for coaches of the new way. Seats and
    beds of the new way are respected. Who shares coaches with others stays on the way that the
    integer program chose for all of them.
    """
    ride = yard.ride[below(chance, len(fleet.riding))]
    direct = ride[RIDE_DIRECT]
    ways = ride[RIDES] + (1 if direct >= 0 else 0)
    if ways == 1:
        return
    source = below(chance, ways)
    target = (source + 1 + below(chance, ways - 1)) % ways
    first = ride[FIRST_RIDE]
    old = first + source if source < ride[RIDES] else -1
    new = first + target if target < ride[RIDES] else -1
    people = _people_on(fleet, direct, old)
    some = _some_item(yard, direct, old, new)
    if yard.item[some, MATES] >= 0:
        return
    whole = yard.item[some, WHOLE]
    wanted = people
    if not whole and people > 1 and uniform(chance) > ALL_OF_THEM:
        wanted = 1 + below(chance, people)
    if new >= 0 and _room(yard, fleet, old, new) < wanted:
        wanted = _room(yard, fleet, old, new)
    if wanted <= 0 or (whole and wanted < people):
        return
    _leave(yard, fleet, (hit, chance), (direct, old), wanted)
    _join(yard, fleet, direct, new, wanted)


@borrowing
def _some_item(yard: Yard, direct: int, old: int, new: int) -> int:
    """Any item of the demand, to read whether it may be split; 0 when all of it walks."""
    for ride in (old, new):
        if ride >= 0:
            for column in (RIDE_FEEDER, RIDE_LAST):
                if yard.ride[ride, column] >= 0:
                    return int(yard.ride[ride, column])
    return max(direct, 0)


@borrowing
def _people_on(fleet: Fleet, direct: int, ride: int) -> int:
    """People of a demand on one of its ways; those who wait for a direct coach count as on it."""
    if ride >= 0:
        return int(fleet.riding[ride])
    people = fleet.missed[direct]
    for c in range(fleet.total[0]):
        row = fleet.coach[c]
        for at in range(CARGO, CARGO + 2 * row[ITEMS], 2):
            if row[at] == direct:
                people += row[at + 1]
    return int(people)


@borrowing
def _room(yard: Yard, fleet: Fleet, old: int, new: int) -> int:
    """Seats, and beds where it needs them, that a ride has left for people of another way."""
    room = 1 << 40
    for column in (RIDE_OFFER, RIDE_BED):
        supply = yard.ride[new, column]
        if supply < 0 or (old >= 0 and yard.ride[old, column] == supply):
            continue
        seats = yard.offer[supply, OFFER_SEATS] * yard.offer[supply, OFFER_UNITS]
        room = min(room, seats - fleet.sold[supply])
    return int(room)


@borrowing
def _leave(
    yard: Yard, fleet: Fleet, marks: tuple[Flags, Chance], way: tuple[int, int], people: int
) -> None:
    direct, ride = way
    if ride < 0:
        _take(fleet, marks, direct, people)
        return
    fleet.riding[ride] -= people
    for column in (RIDE_OFFER, RIDE_BED):
        if yard.ride[ride, column] >= 0:
            fleet.sold[yard.ride[ride, column]] -= people
    for column in (RIDE_FEEDER, RIDE_LAST):
        if yard.ride[ride, column] >= 0:
            _take(fleet, marks, yard.ride[ride, column], people)


@borrowing
def _join(yard: Yard, fleet: Fleet, direct: int, ride: int, people: int) -> None:
    if ride < 0:
        fleet.missed[direct] += people
        return
    fleet.riding[ride] += people
    for column in (RIDE_OFFER, RIDE_BED):
        if yard.ride[ride, column] >= 0:
            fleet.sold[yard.ride[ride, column]] += people
    for column in (RIDE_FEEDER, RIDE_LAST):
        if yard.ride[ride, column] >= 0:
            fleet.missed[yard.ride[ride, column]] += people


@borrowing
def _take(fleet: Fleet, marks: tuple[Flags, Chance], item: int, people: int) -> None:
    """Take people of an item away: first who wait, then from coaches, beginning anywhere."""
    hit, chance = marks
    waiting = people if people < fleet.missed[item] else fleet.missed[item]
    fleet.missed[item] -= waiting
    people -= waiting
    total = fleet.total[0]
    start = below(chance, total) if total > 0 else 0
    for turn in range(total):
        c = (start + turn) % total
        row = fleet.coach[c]
        at = CARGO
        while people > 0 and at < CARGO + 2 * row[ITEMS]:
            if row[at] != item:
                at += 2
                continue
            taken = people if people < row[at + 1] else row[at + 1]
            people -= taken
            take_off(row, at, taken)
            hit[c] = True
