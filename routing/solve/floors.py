"""What a route costs at its very least, before its clock is known."""

from __future__ import annotations

from typing import NamedTuple

from routing.duties.compiled import borrowing
from routing.model.base import ClockWindow
from routing.model.rules import PolicyValues
from routing.solve.instance import Ints
from routing.units import SECONDS_PER_DAY

BIG_FEN = 10**15
"""Cost of what is not allowed."""
DAY_S = int(SECONDS_PER_DAY)


class Law(NamedTuple):
    """The rule values that bound a crew from below, as integers for compiled code."""

    stop_fixed_s: int
    max_drivers: int
    halt_s: int
    """Length of the night halt; 0 where there is none."""
    halt_exempt_m: int
    drive_24h_s: int
    drive_7d_s: int
    two_drivers_beyond_m: int


def law_of(values: PolicyValues, *, relays: bool = False) -> Law:
    """The policy's values that the floors use.

    Where coaches may be relayed none need halt, and two crews share the driving.
    """
    return Law(
        stop_fixed_s=int(values.stop_fixed_s),
        max_drivers=int(values.max_drivers) * (2 if relays else 1),
        halt_s=0 if relays else window_s(values.night_halt),
        halt_exempt_m=int(values.night_halt_exempt_m),
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


@borrowing
def least_elapsed_s(drive_s: int, stops: int, halt_s: int, fixed_s: int) -> int:
    """Time from the first departure to the last arrival, at least.

    Driving, the stops between, and the night halts that cannot be avoided: one fits between two
    halts only if it takes no longer than a day less the halt.
    """
    moving_s = drive_s + (stops - 2) * fixed_s
    if halt_s == 0:
        return moving_s
    open_s = DAY_S - halt_s
    return moving_s + ((moving_s + open_s - 1) // open_s - 1) * halt_s


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
    halt_s = 0 if exempt and loaded_m < law.halt_exempt_m else law.halt_s
    elapsed_s = least_elapsed_s(drive_s, stops, halt_s, law.stop_fixed_s)
    crew = least_driver_days(drive_s, loaded_m, elapsed_s, law)
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
