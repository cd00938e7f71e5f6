"""Which trips can never share a coach."""

from __future__ import annotations

import numpy as np

from routing.artefacts.problem import Problem
from routing.duties.relay_terms import may_relay
from routing.model.goals import PinKind
from routing.solve.floors import window_s
from routing.solve.instance import Demand, Flags, Ints, Item, StopNode
from routing.units import SECONDS_PER_DAY

NEVER_S = np.iinfo(np.int64).max // 8


def find_conflicts(
    problem: Problem,
    *,
    items: tuple[Item, ...],
    demands: tuple[Demand, ...],
    stops: tuple[tuple[StopNode, ...], tuple[StopNode, ...]],
) -> Flags:
    """Shape (items, items): true where two items never share a coach.

    Everyone boards before anyone alights, so the coach drives from each boarding to each
    alighting: a pair conflicts when one is ready too late for the other's arrival by the shortest
    way, with the night halts that a direct coach without relay cannot avoid on it. Different apart
    keys and forbidding pins conflict as well. An item that cannot be in time even alone conflicts
    with itself.
    """
    size = len(items)
    late = _too_late(problem, items, stops)
    keys = [problem.scenario.groups[demands[i.demand].group].apart_key for i in items]
    ids = [problem.scenario.groups[demands[i.demand].group].id for i in items]
    apart = np.zeros((size, size), dtype=bool)
    for a in range(size):
        for b in range(a):
            first, second = keys[a], keys[b]
            apart[a, b] = first is not None and second is not None and first != second
    for pin in problem.scenario.pins:
        if pin.kind is PinKind.FORBID and pin.with_group is not None:
            one = np.array([i == pin.group for i in ids], dtype=bool)
            other = np.array([i == pin.with_group for i in ids], dtype=bool)
            apart |= np.outer(one, other)
    return late | late.T | apart | apart.T


def _too_late(
    problem: Problem,
    items: tuple[Item, ...],
    stops: tuple[tuple[StopNode, ...], tuple[StopNode, ...]],
) -> Flags:
    if not items:
        return np.zeros((0, 0), dtype=bool)
    picks, drops = stops
    ready = np.array([i.ready_s for i in items], dtype=np.int64)
    by = np.array([latest_arrival(i, drops[i.drop]) for i in items], dtype=np.int64)
    start = [picks[i.pick].place for i in items]
    end = [drops[i.drop].place for i in items]
    drive = shortest_drives(problem, sorted({*start, *end}))[np.ix_(start, end)]
    # A station stands alone on its side, so two plain ends make the whole run a direct one.
    plain = np.outer(
        [picks[i.pick].service is None for i in items],
        [drops[i.drop].service is None for i in items],
    )
    values = problem.policy.values
    halt_s = 0 if may_relay(problem.scenario, values) else window_s(values.night_halt)
    halts_s = _halts_s(drive, halt_s)
    return (ready[:, None] + drive + np.where(plain, halts_s, 0)) > by[None, :]


def _halts_s(drive: Ints, halt_s: int) -> Ints:
    """Night halts within so much driving, at least: the first departs as one ends."""
    open_s = int(SECONDS_PER_DAY) - halt_s
    halts: Ints = np.maximum(-(-drive // open_s) - 1, 0) * halt_s
    return halts


def latest_arrival(item: Item, drop: StopNode) -> int:
    """When an item must have arrived, at the latest; ``NEVER_S`` where nothing says so."""
    bounds = [b for b in (item.by_s, drop.by_s) if b is not None]
    return min(bounds, default=NEVER_S)


def shortest_drives(problem: Problem, places: list[int]) -> Ints:
    """Driving times by the shortest way through the given places; the matrix need not be metric."""
    drive: Ints = np.minimum(problem.matrix.duration_s, NEVER_S).copy()
    for via in places:
        np.minimum(drive, drive[:, [via]] + drive[[via], :], out=drive)
    return drive
