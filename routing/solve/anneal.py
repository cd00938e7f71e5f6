"""Ruin and recreate under simulated annealing: coaches with split loads at the table's costs.

The method follows the engine's notes: seats are priced by the relaxation's duals, rows are
changed on the way, and work is limited by iterations, so that the result is the same everywhere.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.chance import minus_log, seed_chance, uniform
from routing.solve.recreate import recreate
from routing.solve.retype import retype
from routing.solve.ruin import ruin
from routing.solve.shift import shift
from routing.solve.yard import (
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
    """

    iterations: int
    hot_fen: float
    cold_fen: float
    widest: int
    seed: int


@compiled
def anneal(yard: Yard, fleet: Fleet, best: Fleet, schedule: Schedule) -> None:
    """Improve ``fleet`` in place; ``best`` receives the cheapest fleet met, penalties included."""
    seed_chance(schedule.seed)
    hit = np.zeros(len(fleet.coach), dtype=np.bool_)
    recreate(yard, fleet, hit)
    retype(yard, fleet, hit)
    kept = copy_fleet(fleet)
    now = value_fen(yard, fleet)
    lowest = now
    copy_into(fleet, best)
    cooling = math.sqrt(schedule.cold_fen / schedule.hot_fen)
    for _ in range(5):
        cooling = math.sqrt(cooling)
    heat = schedule.hot_fen
    stage = max(1, schedule.iterations // STAGES)
    for turn in range(schedule.iterations):
        if turn % stage == stage - 1:
            heat *= cooling
        hit[:] = False
        if len(fleet.riding) > 0 and uniform() < SHIFTS:
            shift(yard, fleet, hit)
        ruin(yard, fleet, hit, schedule.widest)
        recreate(yard, fleet, hit)
        retype(yard, fleet, hit)
        value = value_fen(yard, fleet)
        if value < now + heat * minus_log(1.0 - uniform()):
            now = value
            copy_into(fleet, kept)
            if value < lowest:
                lowest = value
                copy_into(fleet, best)
        else:
            copy_into(kept, fleet)


@compiled
def value_fen(yard: Yard, fleet: Fleet) -> int:
    """Coaches, rides, the units they need, and penalties for people who wait or are too few."""
    total = fleet.total[1]
    for item in range(len(fleet.missed)):
        total += fleet.missed[item] * yard.item[item, MISSED]
    for ride in range(len(fleet.riding)):
        total += fleet.riding[ride] * yard.ride[ride, RIDE_COST]
    for offer in range(len(fleet.sold)):
        people, known = fleet.sold[offer], yard.offer[offer]
        if people > 0:
            units = -(-people // known[OFFER_SEATS])
            total += units * known[OFFER_PRICE]
            total += max(0, known[OFFER_LEAST] - people) * SHORT_FEN
    return int(total)


@compiled
def copy_fleet(fleet: Fleet) -> Fleet:
    """A copy with arrays of its own."""
    return Fleet(
        fleet.coach.copy(),
        fleet.missed.copy(),
        fleet.used.copy(),
        fleet.riding.copy(),
        fleet.sold.copy(),
        fleet.total.copy(),
    )


@compiled
def copy_into(source: Fleet, target: Fleet) -> None:
    """Copy the coaches at work and the counters."""
    total = source.total[0]
    target.coach[:total] = source.coach[:total]
    target.missed[:] = source.missed
    target.used[:] = source.used
    target.riding[:] = source.riding
    target.sold[:] = source.sold
    target.total[:] = source.total
