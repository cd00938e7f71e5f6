"""What a route costs at its very least, before its clock is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.artefacts.problem import Problem
from routing.duties.compiled import borrowing
from routing.model.base import ClockWindow
from routing.solve.instance import Instance, Ints
from routing.units import SECONDS_PER_DAY

BIG_FEN = 10**15
"""Cost of what is not allowed."""
DAY_S = int(SECONDS_PER_DAY)
MANY_STOPS = 1_000
"""More stops than a coach makes."""


class Law(NamedTuple):
    """The rule values that bound a crew from below, as integers for compiled code."""

    stop_fixed_s: int
    stop_per_person_s: int
    max_drivers: int
    halt_s: int
    """Length of the night halt; 0 where there is none."""
    halt_stops: int
    """Most stops that people may board or alight at during one halt, when nobody drives."""
    halt_exempt_m: int
    row_max_s: int
    break_min_s: int
    drive_24h_s: int
    drive_7d_s: int
    two_drivers_beyond_m: int


def law_of(instance: Instance, *, relays: bool = False) -> Law:
    """The policy's values that the floors use.

    Where coaches may be relayed none need halt, two crews share the driving, and the hand-over may
    stand for a break.
    """
    problem = instance.problem
    values = problem.policy.values
    return Law(
        stop_fixed_s=int(values.stop_fixed_s),
        stop_per_person_s=int(values.stop_per_person_s),
        max_drivers=int(values.max_drivers) * (2 if relays else 1),
        halt_s=0 if relays else window_s(values.night_halt),
        halt_stops=1 if lie_apart(problem) else MANY_STOPS,
        halt_exempt_m=int(values.night_halt_exempt_m),
        row_max_s=max(1, int(values.drive_day_max_s)),
        break_min_s=0 if relays else int(values.break_min_s),
        drive_24h_s=max(1, int(values.drive_24h_max_s)),
        drive_7d_s=max(1, int(values.drive_7d_max_s)),
        two_drivers_beyond_m=int(values.two_drivers_beyond_m),
    )


def window_s(window: ClockWindow | None) -> int:
    """Length of a daily span of clock time, seconds."""
    if window is None:
        return 0
    start, end = (int(text[:2]) * 3_600 + int(text[3:]) * 60 for text in (window.start, window.end))
    return (end - start) % DAY_S


def lie_apart(problem: Problem) -> bool:
    """Whether a coach drives between any two of its stops: no stations, no places side by side."""
    scenario = problem.scenario
    origins = {group.origin for group in scenario.groups}
    gates = {group.destination for group in scenario.groups}
    if scenario.services or origins & gates:
        return False
    ends = origins | gates
    at = [problem.matrix.index[p] for p in sorted(ends)]
    between_s = problem.matrix.duration_s[np.ix_(at, at)]
    return int((between_s == 0).sum()) == len(at)


@borrowing
def least_elapsed_s(drive_s: int, stops: int, halt_s: int, law: Law) -> int:
    """Time from the first departure to the last arrival, at least, with the least night halts.

    Driving, the stops between, a break after every row of driving, and night halts: what needs no
    halt fits between the halts, in a day less the halt for each. No coach drives during a halt, so
    that one halt stands for one break at most, and for the stops that need no drive between.
    """
    breaks, between = max(0, drive_s - 1) // law.row_max_s, max(0, stops - 2)
    halts, least = 0, -1
    while True:
        outside_s = drive_s + max(0, between - halts * law.halt_stops) * law.stop_fixed_s
        outside_s += max(0, breaks - halts) * law.break_min_s
        if halt_s == 0 or outside_s <= (halts + 1) * (DAY_S - halt_s):
            elapsed_s = outside_s + halts * halt_s
            if least < 0 or elapsed_s < least:
                least = elapsed_s
            # A further halt shortens a run only if it stands for more than it lasts.
            if halt_s == 0 or halts >= max(breaks, between):
                return least
        halts += 1


@borrowing
def least_driver_days(drive_s: int, loaded_m: int, elapsed_s: int, law: Law) -> int:
    """Drivers times started days, at least, over every lawful size of crew; −1 when none is."""
    best = -1
    least = 2 if loaded_m > law.two_drivers_beyond_m else 1
    for drivers in range(least, law.max_drivers + 1):
        if drive_s > drivers * law.drive_7d_s and elapsed_s <= 7 * DAY_S:
            continue
        rolling = (drive_s + drivers * law.drive_24h_s - 1) // (drivers * law.drive_24h_s)
        days = max(1, rolling, (elapsed_s + DAY_S - 1) // DAY_S)
        if best < 0 or drivers * days < best:
            best = drivers * days
    return best


@borrowing
def least_crew(drive_s: int, loaded_m: int, stops: int, exempt: bool, law: Law) -> tuple[int, int]:
    """Seconds under way and driver days, both at least; −1 of these when no crew is lawful."""
    halt_s = 0 if exempt and loaded_m < law.halt_exempt_m else law.halt_s
    elapsed_s = least_elapsed_s(drive_s, stops, halt_s, law)
    return elapsed_s, least_driver_days(drive_s, loaded_m, elapsed_s, law)


@borrowing
def per_km_fen(rate_fen: int, distance_m: int) -> int:
    """A rate per kilometre, rounded half up."""
    return (2 * rate_fen * distance_m + 1_000) // 2_000


class Sharing(NamedTuple):
    """How a run shares crew and hire with other runs of its vehicle: by time.

    ``most`` is the most runs of one vehicle, 1 for a run by itself; ``pause_s`` the least time
    between two of them, ``span_s`` the most from the first departure to the last arrival.
    """

    most: int
    pause_s: int
    span_s: int


ALONE = Sharing(1, 0, DAY_S)
"""A run that shares its vehicle with no other."""


@borrowing
def floor_fen(
    tariff: Ints,
    ways: tuple[int, int, int],
    stops: int,
    exempt: bool,
    law: Law,
    sharing: Sharing,
) -> int:
    """The least a run of this length can cost with any lawful crew; ``BIG_FEN`` without one.

    ``ways`` is (metres with people, metres without, seconds of driving with people).
    """
    loaded_m, empty_m, drive_s = ways
    elapsed_s, crew = least_crew(drive_s, loaded_m, stops, exempt, law)
    if crew < 0:
        return BIG_FEN
    days = max(1, (elapsed_s + DAY_S - 1) // DAY_S) if tariff[7] else 1
    hire = tariff[0] * days
    drivers = tariff[5] * crew
    if sharing.most > 1:
        least = 2 if loaded_m > law.two_drivers_beyond_m else 1
        if tariff[7]:
            hire = shared_fen(hire, tariff[0], elapsed_s, sharing)
        drivers = shared_fen(drivers, tariff[5] * least, elapsed_s, sharing)
        # Empty ways are rounded run by run, which the shares of them need not follow.
        drivers -= 1
    fen: int = (
        hire
        + tariff[6] * (stops - 2)
        + per_km_fen(tariff[1], loaded_m)
        + per_km_fen(tariff[2], loaded_m)
        + per_km_fen(tariff[3], empty_m)
        + drivers
    )
    return fen


@borrowing
def shared_fen(alone_fen: int, day_fen: int, elapsed_s: int, sharing: Sharing) -> int:
    """What a run pays at least of what its vehicle pays by the day.

    Runs and the pauses between them fit into the vehicle's span: the run's own time and a pause,
    as a part of the span and a pause, add up to no more than one over any chain.
    """
    return min(
        alone_fen,
        day_fen * (elapsed_s + sharing.pause_s) // max(1, sharing.span_s + sharing.pause_s),
    )
