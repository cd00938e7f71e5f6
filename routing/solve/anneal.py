"""Ruin and recreate under simulated annealing: coaches with split loads at the table's costs.

The method follows the engine's notes: seats are priced by the relaxation's duals, rows are
changed on the way, and work is limited by iterations, so that the result is the same everywhere.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from routing.duties.borrowed import copy_numbers
from routing.duties.compiled import borrowing, compiled
from routing.solve.chance import minus_log, seed_chance, uniform
from routing.solve.instance import Flags, Ints
from routing.solve.mates import spread_fen
from routing.solve.recreate import recreate
from routing.solve.retype import retype
from routing.solve.ruin import ruin
from routing.solve.scratch import new_scratch
from routing.solve.shift import shift
from routing.solve.yard import (
    CARGO,
    ITEMS,
    MISSED,
    OFFER_LEAST,
    OFFER_PRICE,
    OFFER_SEATS,
    RIDE_COST,
    SHORT_FEN,
    Fleet,
    Yard,
)

SHIFTS = 0.3
"""Share of turns in which people also change between trains and coaches."""
STAGES = 64
"""Steps in which the temperature falls."""


class Schedule(NamedTuple):
    """How long and how wildly to search.

    Attributes:
        iterations: work limit.
        hot_fen, cold_fen: first and last temperature.
        widest: most coaches ruined at once.
        seed: of the random choices.
        target_fen: good enough: a lower bound.
    """

    iterations: int
    hot_fen: float
    cold_fen: float
    widest: int
    seed: int
    target_fen: int


STOP, TURNS, LOWEST = range(3)
"""Entries of the pulse: set by others to end the search; turns done; the cheapest value met."""


@compiled
def anneal(yard: Yard, fleet: Fleet, best: Fleet, schedule: Schedule, pulse: Ints) -> None:
    """Improve ``fleet`` in place; ``best`` receives the cheapest fleet met, penalties included.

    ``pulse`` is how others watch the search and end it.
    """
    scratch = new_scratch(yard, fleet)
    chance, hit, moved = scratch.chance, scratch.hit, scratch.moved
    seed_chance(chance, schedule.seed)
    recreate(yard, fleet, scratch)
    retype(yard, fleet, hit, moved)
    kept = new_copy(fleet)
    copy_into(fleet, kept)
    copy_into(fleet, best)
    hit[:] = False
    moved[:] = False
    now = value_fen(yard, fleet, scratch.seen)
    pulse[LOWEST] = now
    cooling = math.sqrt(schedule.cold_fen / schedule.hot_fen)
    for _ in range(5):
        cooling = math.sqrt(cooling)
    heat = schedule.hot_fen
    stage = max(1, schedule.iterations // STAGES)
    for turn in range(schedule.iterations):
        if pulse[STOP] != 0 or pulse[LOWEST] <= schedule.target_fen:
            break
        pulse[TURNS] = turn
        if turn % stage == stage - 1:
            heat *= cooling
        if len(fleet.riding) > 0 and uniform(chance) < SHIFTS:
            shift(yard, fleet, hit, chance)
        ruin(yard, fleet, scratch, schedule.widest)
        recreate(yard, fleet, scratch)
        retype(yard, fleet, hit, moved)
        value = value_fen(yard, fleet, scratch.seen)
        if value < now + heat * minus_log(1.0 - uniform(chance)):
            now = value
            copy_touched(fleet, kept, hit, moved)
            if value < pulse[LOWEST]:
                pulse[LOWEST] = value
                copy_into(fleet, best)
        else:
            copy_touched(kept, fleet, hit, moved)


@borrowing
def value_fen(yard: Yard, fleet: Fleet, seen: Ints) -> int:
    """Coaches, rides, the units they need, and penalties for whatever is not as it should be."""
    total = fleet.total[1]
    for item in range(len(fleet.missed)):
        total += fleet.missed[item] * yard.item[item, MISSED]
    for ride in range(len(fleet.riding)):
        total += fleet.riding[ride] * yard.ride[ride, RIDE_COST]
    for offer in range(len(fleet.sold)):
        people, known = fleet.sold[offer], yard.offer[offer]
        if people > 0:
            units = (people + known[OFFER_SEATS] - 1) // known[OFFER_SEATS]
            total += units * known[OFFER_PRICE]
            if people < known[OFFER_LEAST]:
                total += (known[OFFER_LEAST] - people) * SHORT_FEN
    if len(yard.sets) > 0:
        total += spread_fen(yard, fleet, seen)
    return int(total)


@compiled
def new_copy(fleet: Fleet) -> Fleet:
    """Room for a copy, with arrays of its own."""
    return Fleet(
        np.zeros(fleet.coach.shape, dtype=np.int64),
        np.zeros(len(fleet.missed), dtype=np.int64),
        np.zeros(len(fleet.used), dtype=np.int64),
        np.zeros(len(fleet.riding), dtype=np.int64),
        np.zeros(len(fleet.sold), dtype=np.int64),
        np.zeros(len(fleet.total), dtype=np.int64),
    )


@borrowing
def copy_touched(source: Fleet, target: Fleet, hit: Flags, moved: Flags) -> None:
    """Copy the coaches that a turn touched, whose marks go, and the counters."""
    total = source.total[0]
    for c in range(max(total, target.total[0])):
        if hit[c] or moved[c]:
            hit[c] = False
            moved[c] = False
            if c < total:
                _copy_coach(source, target, c)
    _copy_counters(source, target)


@borrowing
def copy_into(source: Fleet, target: Fleet) -> None:
    """Copy the coaches at work and the counters."""
    for c in range(source.total[0]):
        _copy_coach(source, target, c)
    _copy_counters(source, target)


@borrowing
def _copy_coach(source: Fleet, target: Fleet, c: int) -> None:
    for z in range(CARGO + 2 * source.coach[c, ITEMS]):
        target.coach[c, z] = source.coach[c, z]


@borrowing
def _copy_counters(source: Fleet, target: Fleet) -> None:
    """Copy who waits, what is used and sold, and the totals."""
    copy_numbers(source.missed, target.missed)
    copy_numbers(source.used, target.used)
    copy_numbers(source.riding, target.riding)
    copy_numbers(source.sold, target.sold)
    copy_numbers(source.total, target.total)


def copy_fleet(fleet: Fleet) -> Fleet:
    """A copy with arrays of its own."""
    return Fleet(*(array.copy() for array in fleet))
