"""What general routing solvers are given, and how their routes are judged: as ours are.

A visit is part of a group, at most ``PART`` people, that one vehicle carries from a village to a
plant. Drawn problems have one gate on either side, so that a vehicle's kilometres are a sum over
visits that follow one another: from village to village, from plant to plant, and at the ends to the
gate and from it. Every stop beyond the first on a side costs what it costs us.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.problem import Problem
from routing.solve.build_instance import build_instance
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Instance
from routing.solve.stop_sets import LONGEST
from routing.solve.table import Table, build_table

PART = 10
"""People of one visit, at most: the solvers do not split a visit."""
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Visit:
    """Some people of one item."""

    item: int
    people: int


@dataclass(frozen=True)
class PeerModel:
    """One problem for the peers, money in fen.

    Attributes:
        instance, table: the problem as our engine sees it.
        visits: what is to be carried.
        arc: shape (rows, visits + 1, visits + 1), cost of one visit after another for each fleet
            row; index 0 is the depot, to which a route returns.
        fixed: per fleet row, hire and the line-haul between the gates.
    """

    instance: Instance
    table: Table
    visits: tuple[Visit, ...]
    arc: Ints
    fixed: Ints

    @cached_property
    def by_stops(self) -> dict[tuple[frozenset[int], frozenset[int]], int]:
        """Combinations of the table by their stops."""
        table = self.table
        picks = [frozenset(int(n) for n in s if n >= 0) for s in table.pick.sets]
        drops = [frozenset(int(n) for n in s if n >= 0) for s in table.drop.sets]
        return {(picks[s], drops[t]): c for c, (s, t) in enumerate(table.pair)}


@dataclass(frozen=True, slots=True)
class Judged:
    """Routes with the least they cost under our rules.

    Attributes:
        fen: money, after repair.
        left: people on no route.
        broken: routes that made too many stops, and were split.
    """

    fen: int
    left: int
    broken: int


def build_model(problem: Problem) -> PeerModel:
    """The model of a drawn problem."""
    instance = build_instance(problem)
    visits = tuple(
        Visit(e, min(PART, people - done))
        for e, item in enumerate(instance.items)
        for people in (instance.demands[item.demand].people,)
        for done in range(0, people, PART)
    )
    matrix = problem.matrix
    pick = np.array([instance.picks[instance.items[v.item].pick].place for v in visits])
    drop = np.array([instance.drops[instance.items[v.item].drop].place for v in visits])
    km = matrix.distance_m
    # The gates cancel out: only sums of a village's way to its gate and a plant's from its own
    # are known, so one village stands for the gate and the line-haul is what is left.
    first = int(km[pick[0], drop[0]])
    to_gate = km[pick, drop[0]] - first
    from_gate = km[pick[0], drop] - first
    size = len(visits) + 1
    metres = np.zeros((size, size), dtype=np.int64)
    metres[1:, 1:] = km[np.ix_(pick, pick)] + km[np.ix_(drop, drop)]
    metres[1:, 0] = to_gate
    metres[0, 1:] = from_gate
    stops = np.zeros((size, size), dtype=np.int64)
    stops[1:, 1:] = (pick[:, None] != pick[None]).astype(np.int64) + (drop[:, None] != drop[None])
    tariff = instance.fleet.tariff
    # Ways to the gate may be shorter than that of the village that stands for it.
    shift = -min(0, int(to_gate.min())), -min(0, int(from_gate.min()))
    metres[1:, 0] += shift[0]
    metres[0, 1:] += shift[1]
    arc = np.array([metres * int(t[1]) // 1_000 + stops * int(t[6]) for t in tariff])
    haul = first - shift[0] - shift[1]
    fixed = np.array([int(t[0]) + haul * int(t[1]) // 1_000 for t in tariff], dtype=np.int64)
    return PeerModel(instance, build_table(instance), visits, arc, fixed)


def judge(model: PeerModel, routes: Sequence[Sequence[int]]) -> Judged:
    """Routes as visit numbers, each on the cheapest fleet row that is left and holds it.

    The order of stops is ours, the best there is. A route with too many stops is split in two at
    the least cost, again and again until all parts are allowed. Dear routes choose first.
    """
    parts: list[tuple[int, ...]] = []
    broken = 0
    for route in routes:
        found = _allowed_parts(model, tuple(route))
        broken += len(found) > 1
        parts += found
    free = model.instance.fleet.count.copy()
    fen = left = 0
    for part in sorted(parts, key=lambda p: (-_people(model, p), p)):
        costs = _costs(model, part)
        open_rows = [k for k in range(len(free)) if free[k] and costs[k] < BIG_FEN]
        if not open_rows:
            left += _people(model, part)
            continue
        best = min(open_rows, key=lambda k: int(costs[k]))
        free[best] -= 1
        fen += int(costs[best])
    carried = sum(_people(model, p) for p in parts)
    return Judged(fen, left + model.instance.people - carried, broken)


def _people(model: PeerModel, route: tuple[int, ...]) -> int:
    return sum(model.visits[v].people for v in route)


def _stops(model: PeerModel, route: tuple[int, ...]) -> tuple[set[int], set[int]]:
    items = [model.instance.items[model.visits[v].item] for v in route]
    return {i.pick for i in items}, {i.drop for i in items}


def _costs(model: PeerModel, route: tuple[int, ...]) -> Ints:
    """Per fleet row, the cost of a route; ``BIG_FEN`` where it may not run or does not fit."""
    picks, drops = _stops(model, route)
    columns = model.by_stops.get((frozenset(picks), frozenset(drops)))
    none = np.full(len(model.fixed), BIG_FEN, dtype=np.int64)
    if columns is None:
        return none
    fits = model.instance.fleet.capacity >= _people(model, route)
    costs: Ints = np.where(fits, model.table.cost[columns], none)
    return costs


def _allowed_parts(model: PeerModel, route: tuple[int, ...]) -> list[tuple[int, ...]]:
    picks, drops = _stops(model, route)
    if len(picks) <= LONGEST and len(drops) <= LONGEST:
        return [route]
    one = _cheapest_cut(model, route)
    other = tuple(v for v in route if v not in one)
    return [*_allowed_parts(model, one), *_allowed_parts(model, other)]


def _cheapest_cut(model: PeerModel, route: tuple[int, ...]) -> tuple[int, ...]:
    """The visits of some stops of the longer side, such that both parts cost least together."""
    picks, drops = _stops(model, route)
    by_pick = len(picks) >= len(drops)
    stops = sorted(picks if by_pick else drops)
    best: tuple[int, tuple[int, ...]] | None = None
    for size in range(1, min(LONGEST, len(stops) - 1) + 1):
        for chosen in combinations(stops, size):
            items = model.instance.items
            one = tuple(
                v
                for v in route
                if (
                    items[model.visits[v].item].pick
                    if by_pick
                    else items[model.visits[v].item].drop
                )
                in chosen
            )
            rest = tuple(v for v in route if v not in one)
            fen = sum(min(BIG_FEN, int(_costs(model, p).min())) for p in (one, rest))
            if best is None or fen < best[0]:
                best = fen, one
    assert best is not None
    return best[1]
