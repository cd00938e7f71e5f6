"""The least time that people spend on board, whatever other stops their coach makes.

Measured pairs need not be metric: a coach that also calls at another village may be there sooner
than one that comes straight. What people's hours cost from below is priced on the quickest way over
other stops, each of which takes as long as one person needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.artefacts.problem import Problem
from routing.solve.instance import Ints
from routing.solve.stop_sets import roads_of


@dataclass(frozen=True)
class LeastRides:
    """Seconds from leaving one place to arriving at another, shape (places, places) each.

    Attributes:
        feeder: with any other origins between.
        last_mile: with any other destinations between.
        direct: with origins between, and after them destinations.
    """

    feeder: Ints
    last_mile: Ints
    direct: Ints


def find_least_rides(problem: Problem) -> LeastRides:
    """The least rides of a problem; stops between only where some coach may make them.

    Where people's hours cost nothing the drives themselves do.
    """
    scenario, values, index = problem.scenario, problem.policy.values, problem.matrix.index
    pause_s = int(values.stop_fixed_s) + int(values.stop_per_person_s)
    picks = sorted({index[g.origin] for g in scenario.groups})
    drops = sorted({index[g.destination] for g in scenario.groups})
    free = scenario.goals.ride_hour_fen_per_person == 0
    if free or all(row.max_pickups == 1 for row in scenario.fleet):
        picks = []
    if free or all(row.max_drops == 1 for row in scenario.fleet):
        drops = []
    drive = roads_of(problem.matrix).duration_s
    feeder, last_mile = _over(drive, picks, pause_s), _over(drive, drops, pause_s)
    direct = feeder.copy()
    for via in drops:
        np.minimum(direct, feeder[:, [via]] + pause_s + last_mile[[via], :], out=direct)
    return LeastRides(feeder, last_mile, direct)


def _over(drive: Ints, places: list[int], pause_s: int) -> Ints:
    """The quickest ways with any of some places between, each for a stop."""
    found: Ints = drive.copy()
    for via in places:
        np.minimum(found, found[:, [via]] + pause_s + found[[via], :], out=found)
    return found
