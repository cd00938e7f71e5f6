"""Finding rounding cuts that a fractional solution breaks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from routing.duties.compiled import compiled
from routing.solve.cuts import ARRIVE, LEAVE, Cut, coefficient, held_items, rounding_cut
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.master import Master
from routing.solve.pricing import Numbers

LEAST_VIOLATION = 0.02
"""Violation, over the root of the right-hand side, from which a cut is worth a row."""
GROWTH = 6
"""Demands added to a seed set, one by one, while the violation rises."""
SLACK = 0.05
SMALLEST_DIVISOR = 8
TINY = 1e-7


@dataclass(frozen=True, slots=True)
class _Support:
    """Columns of a fractional solution on one side.

    Attributes:
        people: shape (columns, demands), people of each demand that a column can carry.
        vehicles: of each column.
        row: fleet row of each column.
        stay: per demand, people who need no coach on this side.
    """

    people: Ints
    vehicles: Numbers
    row: Ints
    stay: Numbers


def separate(master: Master, *, most: int, seeds: int) -> list[Cut]:
    """At most ``most`` cuts that the master's last solution breaks, most broken first.

    Args:
        master: just solved.
        most: cuts.
        seeds: sets of demands that are grown, on either side.
    """
    found: dict[Cut, float] = {}
    leave, arrive = master.others()
    sides = [(LEAVE, leave)]
    if master.instance.rides:
        sides.append((ARRIVE, arrive))
    for side, stay in sides:
        support = _support(master, side, stay)
        if not len(support.vehicles):
            continue
        masks = _covers(master)
        for cut, violation in _grow_all(master.instance, side, support, masks, seeds):
            found[cut] = max(violation, found.get(cut, 0.0))
    ranked = sorted(found, key=lambda c: (-found[c], c.side, c.demands, c.worth))
    return ranked[:most]


def _support(master: Master, side: str, stay: Numbers) -> _Support:
    total: dict[tuple[int, int], float] = defaultdict(float)
    for pattern, value in zip(master.patterns, master.values(), strict=False):
        if value > TINY:
            total[pattern.combination, pattern.row] += value
    instance, table = master.instance, master.table
    everyone = np.ones(len(instance.demands), dtype=bool)
    held = held_items(instance, side, everyone)
    columns = sorted(total)
    people = np.zeros((len(columns), len(instance.demands)), dtype=np.int64)
    for n, (c, _) in enumerate(columns):
        for e in table.items_of(c):
            if held[e]:
                people[n, instance.items[e].demand] += table.amount[e]
    return _Support(
        people=people,
        vehicles=np.array([total[x] for x in columns]),
        row=np.array([k for _, k in columns], dtype=np.int64),
        stay=stay,
    )


def _covers(master: Master) -> Flags:
    """Choices of fleet rows to move to the right: none, each that is used up, the largest of them.

    Shape (choices, rows).
    """
    fleet = master.instance.fleet
    short = [k for k in np.flatnonzero(master.duals().fleet < -TINY) if fleet.count[k] > 0]
    short.sort(key=lambda k: (-int(fleet.capacity[k]), int(k)))
    choices: list[tuple[int, ...]] = [(), *((int(k),) for k in short[:2])]
    choices += [tuple(int(k) for k in short[:n]) for n in range(2, min(3, len(short)) + 1)]
    masks = np.zeros((len(choices), len(fleet.rows)), dtype=bool)
    for n, chosen in enumerate(choices):
        masks[n, list(chosen)] = True
    return masks


def _grow_all(
    instance: Instance, side: str, support: _Support, masks: Flags, seeds: int
) -> list[tuple[Cut, float]]:
    fleet = instance.fleet
    amount = np.array([d.people for d in instance.demands], dtype=np.int64)
    seats = np.column_stack([fleet.capacity, fleet.count])
    friends = (support.people.T @ support.people) > 0
    found: list[tuple[Cut, float]] = []
    for seed in _seeds(instance, side, support, seeds):
        best = np.zeros(2, dtype=np.int64)
        chosen = seed.copy()
        violation = grow(
            (support.people, support.vehicles, support.row, support.stay),
            amount,
            seats,
            masks,
            friends,
            chosen,
            best,
        )
        if violation > LEAST_VIOLATION:
            demands = tuple(int(d) for d in np.flatnonzero(chosen))
            covered = tuple(int(k) for k in np.flatnonzero(masks[best[1]]))
            cut = rounding_cut(instance, side, demands, divisor=int(best[0]), covered=covered)
            found.append((cut, violation))
    return found


def _seeds(instance: Instance, side: str, support: _Support, most: int) -> list[Flags]:
    """Sets to start from, at most so many, the likeliest first.

    Everybody, each stop's people, everybody but those, what fractional columns hold, everybody at
    their stops, each demand, and pairs of pickups.
    """
    everyone = range(len(instance.demands))
    stops, at_picks, at_drops = _people_at(instance, side)
    sets: dict[frozenset[int], None] = {frozenset(everyone): None}
    sets.update(dict.fromkeys(stops))
    distance = np.abs(support.vehicles - np.rint(support.vehicles))
    fractional = [
        frozenset(int(d) for d in np.flatnonzero(support.people[n]))
        for n in np.argsort(-distance, kind="stable")
    ]
    sets.update(dict.fromkeys(fractional))
    for held in fractional:
        for sides in (at_picks, at_drops):
            sets[frozenset().union(*(at for at in sides if at & held))] = None
    sets.update(dict.fromkeys(frozenset((d,)) for d in everyone))
    sets.update(dict.fromkeys(frozenset(everyone) - at for at in stops))
    sets.update(dict.fromkeys(a | b for a, b in combinations(at_picks, 2)))
    seeds = []
    for members in [m for m in sets if m][:most]:
        flags = np.zeros(len(everyone), dtype=bool)
        flags[sorted(members)] = True
        seeds.append(flags)
    return seeds


def _people_at(
    instance: Instance, side: str
) -> tuple[list[frozenset[int]], list[frozenset[int]], list[frozenset[int]]]:
    """Demands at each stop, pickups before drops; those at pickups; those at drops."""
    at_pick: dict[int, set[int]] = defaultdict(set)
    at_drop: dict[int, set[int]] = defaultdict(set)
    for e in np.flatnonzero(held_items(instance, side, np.ones(len(instance.demands), dtype=bool))):
        item = instance.items[e]
        at_pick[item.pick].add(item.demand)
        at_drop[item.drop].add(item.demand)
    picks = [frozenset(at_pick[p]) for p in sorted(at_pick)]
    drops = [frozenset(at_drop[d]) for d in sorted(at_drop)]
    return picks + drops, picks, drops


@compiled
def grow(
    support: tuple[Ints, Numbers, Ints, Numbers],
    amount: Ints,
    seats: Ints,
    masks: Flags,
    friends: Flags,
    chosen: Flags,
    best: Ints,
) -> float:
    """Grow a set while the best cut over it is broken more; ``chosen`` and ``best`` follow.

    ``best`` receives the divisor and the choice of covered rows. Returns the violation.
    """
    people, vehicles, row, stay = support
    carried = np.zeros(len(vehicles), dtype=np.int64)
    for d in range(len(amount)):
        if chosen[d]:
            carried += people[:, d]
    top = _most_broken((carried, vehicles, row), (amount, stay), chosen, seats, masks, best)
    trial = np.zeros(2, dtype=np.int64)
    for _ in range(GROWTH):
        step, gain = -1, top - SLACK
        for d in range(len(amount)):
            if chosen[d] or not _touches(friends, chosen, d):
                continue
            chosen[d] = True
            value = _most_broken(
                (carried + people[:, d], vehicles, row), (amount, stay), chosen, seats, masks, trial
            )
            chosen[d] = False
            if value > gain:
                gain, step = value, d
        if step < 0 or gain <= top:
            break
        chosen[step] = True
        carried += people[:, step]
        top = _most_broken((carried, vehicles, row), (amount, stay), chosen, seats, masks, best)
    return top


@compiled
def _touches(friends: Flags, chosen: Flags, d: int) -> bool:
    touched = False
    for other in range(len(chosen)):
        touched |= chosen[other] and friends[d, other]
    return touched


@compiled
def _most_broken(
    columns: tuple[Ints, Numbers, Ints],
    demands: tuple[Ints, Numbers],
    chosen: Flags,
    seats: Ints,
    masks: Flags,
    best: Ints,
) -> float:
    """The most broken cut over a set: every divisor, every choice of covered rows."""
    carried, vehicles, row = columns
    everyone, staying = _members(demands, chosen)
    top = 0.0
    for m in range(len(masks)):
        need = everyone
        for k in range(len(seats)):
            need -= seats[k, 0] * seats[k, 1] if masks[m, k] else 0
        if need <= 0:
            continue
        for divisor in range(SMALLEST_DIVISOR, seats[:, 0].max() + SMALLEST_DIVISOR):
            rest = need % divisor
            if rest == 0:
                continue
            total = staying
            for n in range(len(vehicles)):
                if not masks[m, row[n]]:
                    whole = coefficient(carried[n], seats[row[n], 0], need, divisor, rest)
                    total += whole * vehicles[n]
            right = -(-need // divisor)
            violation = (right - total / rest) / np.sqrt(right)
            if violation > top + TINY:
                top = violation
                best[0] = divisor
                best[1] = m
    return top


@compiled
def _members(demands: tuple[Ints, Numbers], chosen: Flags) -> tuple[int, float]:
    """People of a set, and those of them who need no coach."""
    amount, stay = demands
    everyone, staying = 0, 0.0
    for d in range(len(chosen)):
        if chosen[d]:
            everyone += int(amount[d])
            staying += stay[d]
    return everyone, staying
