"""Finding rounding cuts that a fractional solution breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from routing.solve.abreast import halve_abreast
from routing.solve.cut_search import TINY, Support, climb
from routing.solve.cuts import ARRIVE, LEAVE, Cut, held_items, rounding_cut
from routing.solve.instance import Flags, Instance, Ints
from routing.solve.master import Master
from routing.solve.pricing import Numbers

LEAST_VIOLATION = 0.005
"""Violation, over the root of the right-hand side, from which a cut is worth a row."""
HEAVIEST = 4
"""Most that a person may count in a cut."""
WORTH_A_THREAD = 10
"""Climbs from which on they are made on two threads."""


def separate(master: Master, *, most: int, seeds: int) -> list[Cut]:
    """At most ``most`` cuts that the master's last solution breaks, most broken first.

    Args:
        master: just solved.
        most: cuts.
        seeds: sets of demands that a climb begins from, on either side.
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
        starts = _paid(master, side, seeds)
        starts += _seeds(master.instance, side, support, seeds)
        for cut, violation in _climb_all(master.instance, side, support, starts):
            found[cut] = max(violation, found.get(cut, 0.0))
    ranked = sorted(found, key=lambda c: (-found[c], c.side, c.demands, c.weights, c.worth))
    return ranked[:most]


def _support(master: Master, side: str, stay: Numbers) -> Support:
    total: dict[tuple[int, int], float] = defaultdict(float)
    for pattern, value in zip(master.patterns, master.values(), strict=False):
        if value > TINY:
            total[pattern.combination, pattern.row] += value
    instance, table = master.instance, master.table
    everyone = np.ones(len(instance.demands), dtype=bool)
    held = held_items(instance, side, everyone)
    columns = sorted(total)
    people = np.zeros((len(instance.demands), len(columns)), dtype=np.int64)
    for n, (c, _) in enumerate(columns):
        for e in table.items_of(c):
            if held[e]:
                people[instance.items[e].demand, n] += table.amount[e]
    fleet = instance.fleet
    # Floats, since NumPy multiplies matrices of whole numbers ten times slower; none is rounded.
    aboard = (people > 0).astype(np.float32)
    return Support(
        people=people,
        vehicles=np.array([total[x] for x in columns]),
        row=np.array([k for _, k in columns], dtype=np.int64),
        stay=stay,
        amount=np.array([d.people for d in instance.demands], dtype=np.int64),
        seats=np.column_stack([fleet.capacity, fleet.count]),
        masks=_covers(master),
        friends=(aboard @ aboard.T) > 0,
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


def _climb_all(
    instance: Instance, side: str, support: Support, starts: list[Ints]
) -> Iterator[tuple[Cut, float]]:
    weights = [start.copy() for start in starts]
    best = np.zeros((len(starts), 2), dtype=np.int64)
    violation = np.zeros(len(starts), dtype=np.float64)

    def part(first: int, end: int) -> None:
        for n in range(first, end):
            violation[n] = climb(support, weights[n], best[n], HEAVIEST)

    halve_abreast(part, len(starts), least=WORTH_A_THREAD)
    for n in np.flatnonzero(violation > LEAST_VIOLATION):
        divisor, choice = int(best[n, 0]), int(best[n, 1])
        covered = tuple(int(k) for k in np.flatnonzero(support.masks[choice]))
        cut = rounding_cut(instance, side, weights[n], divisor=divisor, covered=covered)
        yield cut, float(violation[n])


def _paid(master: Master, side: str, most: int) -> list[Ints]:
    """Weights of the cuts that the last solution pays most for, the dearest first."""
    price, cuts = master.duals().cuts, master.book.cuts
    dearest = [n for n in np.argsort(-price, kind="stable") if price[n] > 0]
    return [master.book.weight[n] for n in dearest if cuts[n].side == side][:most]


def _seeds(instance: Instance, side: str, support: Support, most: int) -> list[Ints]:
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
        frozenset(int(d) for d in np.flatnonzero(support.people[:, n]))
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
        weight = np.zeros(len(everyone), dtype=np.int64)
        weight[sorted(members)] = 1
        seeds.append(weight)
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
