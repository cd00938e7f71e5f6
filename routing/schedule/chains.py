"""Several runs of one vehicle, timed as one: the crew's hours run through all of them."""

from __future__ import annotations

from dataclasses import replace

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RouteTask
from routing.artefacts.solution import ChosenCoach
from routing.artefacts.timetable import TimedActivity, Timetable
from routing.costing.coaches import driver_days
from routing.duties.joined import join_tasks

Chain = tuple[ChosenCoach, ...]
"""Runs of one vehicle in the order in which it does them."""


def find_chains(coaches: tuple[ChosenCoach, ...]) -> tuple[Chain, ...]:
    """The coaches by vehicle; one that follows nobody who runs begins a chain."""
    keys = {c.key for c in coaches}
    after = {c.follows: c for c in coaches if c.follows in keys}
    chains = []
    for first in coaches:
        if first.follows in keys:
            continue
        chain = [first]
        while chain[-1].key in after:
            chain.append(after[chain[-1].key])
        chains.append(tuple(chain))
    return tuple(chains)


def chain_task(problem: Problem, chain: Chain) -> RouteTask:
    """One task for all runs of a vehicle, with the empty drives between them as legs.

    The night halt binds the whole chain when it binds a part of it.
    """
    if len(chain) == 1 and chain[0].follows is None:
        return chain[0].task
    row = next(r for r in problem.scenario.fleet if r.id == chain[0].fleet)
    return join_tasks(tuple(coach.task for coach in chain), row, matrix=problem.matrix)


def split_timetable(chain: Chain, whole: Timetable) -> tuple[Timetable, ...]:
    """Each run's part of a vehicle's timetable.

    A run ends when its last stop is left; the empty drive that follows belongs to the next.
    """
    if len(chain) == 1:
        return (whole,)
    parts = []
    begin = 0
    starts_s = whole.base_departs_s
    for i, coach in enumerate(chain):
        end = begin + len(coach.stops)
        is_last = i == len(chain) - 1
        ends_s = whole.base_returns_s if is_last else whole.departs_s[end - 1]
        parts.append(
            Timetable(
                arrives_s=whole.arrives_s[begin:end],
                departs_s=whole.departs_s[begin:end],
                drivers=whole.drivers,
                driver_days=driver_days(whole.departs_s[begin], whole.arrives_s[end - 1]),
                duties=tuple(_between(duty, starts_s, ends_s) for duty in whole.duties),
                base_departs_s=starts_s,
                base_returns_s=ends_s,
                lead_in_arrives_s=whole.arrives_s[begin],
                lead_out_departs_s=whole.departs_s[end - 1],
            )
        )
        begin, starts_s = end, ends_s
    return tuple(parts)


def _between(
    duty: tuple[TimedActivity, ...], start_s: int, end_s: int
) -> tuple[TimedActivity, ...]:
    """The activities of a span, cut at its ends."""
    return tuple(
        replace(a, start_s=max(a.start_s, start_s), end_s=min(a.end_s, end_s))
        for a in duty
        if a.start_s < end_s and a.end_s > start_s
    )
