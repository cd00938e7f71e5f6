"""Readable, deterministic ids of runs and vehicles' numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from routing.schedule.coach_times import TimedCoach


@dataclass(frozen=True, slots=True)
class NamedCoach:
    """A timed coach with its place in the plan.

    Attributes:
        run_id: ``C001`` upwards in the order of the first departure.
        number: 1 upwards within the fleet row; runs of one vehicle share it.
        leader: run id of the vehicle's first run, whose crew does them all.
        ends: whether this is the vehicle's last run.
    """

    timed: TimedCoach
    run_id: str
    number: int
    leader: str
    ends: bool = True


def name_coaches(coaches: tuple[TimedCoach, ...]) -> tuple[NamedCoach, ...]:
    """Name every coach; the same coaches get the same names in whatever order they come."""
    ordered = sorted(coaches, key=_order)
    run_ids = {t.coach.key: f"C{i:03d}" for i, t in enumerate(ordered, start=1)}
    numbers: dict[str, int] = {}
    leaders: dict[str, str] = {}
    used: dict[str, int] = defaultdict(int)
    for timed in ordered:
        key, before = timed.coach.key, timed.coach.follows
        if before in numbers:
            numbers[key], leaders[key] = numbers[before], leaders[before]
            continue
        used[timed.coach.fleet] += 1
        numbers[key], leaders[key] = used[timed.coach.fleet], run_ids[key]
    followed = {t.coach.follows for t in ordered}
    return tuple(
        NamedCoach(
            t,
            run_ids[t.coach.key],
            numbers[t.coach.key],
            leaders[t.coach.key],
            ends=t.coach.key not in followed,
        )
        for t in ordered
    )


def _order(timed: TimedCoach) -> tuple[int, str, tuple[str, ...], tuple[int, ...], str]:
    """First departure, then fleet row, places, times; the key last, between equal coaches."""
    return (
        timed.timetable.departs_s[0],
        timed.coach.fleet,
        tuple(stop.place for stop in timed.coach.stops),
        timed.timetable.arrives_s,
        timed.coach.key,
    )
