"""Demands that are never split, and demands that ride in one coach together, or in few."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from routing.model.goals import PinKind
from routing.model.runs import RunRole
from routing.solve.instance import Instance
from routing.solve.selection import Vehicle

PIN = "pin "
"""How the name of a set begins that pins join."""


@dataclass(frozen=True)
class Shared:
    """Demands that are to share coaches.

    Attributes:
        members: the demands.
        fits: whether one coach holds all of them.
        fewest: coaches that they need at least.
        meets: whether some of each must meet, and no more, because they do not fit: a pin.
    """

    members: tuple[int, ...]
    fits: bool
    fewest: int = 1
    meets: bool = False


@dataclass(frozen=True)
class Mates:
    """Who is never split, and who shares coaches; a demand belongs to one set at most."""

    whole: frozenset[int]
    sets: tuple[Shared, ...]

    @cached_property
    def set_of(self) -> dict[int, int]:
        """The set of each demand that has one."""
        return {d: n for n, shared in enumerate(self.sets) for d in shared.members}

    @cached_property
    def fitting(self) -> frozenset[int]:
        """Demands of sets that one coach holds."""
        return frozenset(d for shared in self.sets if shared.fits for d in shared.members)


def find_mates(instance: Instance) -> Mates:
    """Everything that keeps people together, sets that a coach holds first."""
    fitting = find_shared(instance)
    sets = [Shared(members, fits=True) for members in fitting]
    taken = {d for members in fitting for d in members}
    biggest = max(1, int(instance.fleet.capacity.max(initial=1)))
    for name, members in _wishes(instance):
        if taken.isdisjoint(members) and len(members) > 1:
            people = sum(instance.demands[d].people for d in members)
            pinned = name.startswith(PIN)
            sets.append(Shared(members, fits=False, fewest=-(-people // biggest), meets=pinned))
            taken.update(members)
    return Mates(find_whole(instance, fitting), tuple(sets))


def count_spread(instance: Instance, mates: Mates, vehicles: tuple[Vehicle, ...]) -> int:
    """Coaches beyond the fewest of every set and role, and pins whose groups never meet."""
    coaches: Counter[tuple[int, RunRole]] = Counter()
    met: set[int] = set()
    for vehicle in vehicles:
        aboard = Counter(
            (mates.set_of[instance.items[e].demand], instance.items[e].role)
            for e, _ in vehicle.load
            if instance.items[e].demand in mates.set_of
        )
        coaches.update(aboard.keys())
        met |= {n for (n, _), items in aboard.items() if items > 1}
    spread = sum(1 for n, x in enumerate(mates.sets) if x.meets and n not in met)
    for (n, _), count in coaches.items():
        if not mates.sets[n].meets:
            spread += max(0, count - mates.sets[n].fewest)
    return spread


def find_shared(instance: Instance, *, pins: bool = True) -> tuple[tuple[int, ...], ...]:
    """Sets of demands that ride in one coach because they fit: equal keys, and pins that ask so.

    A set that no coach holds, or whose members never meet on a coach, is not returned: the
    contract asks for one coach only where they fit. Of sets that overlap the first is returned.
    Without ``pins`` equal keys alone count.
    """
    biggest = int(instance.fleet.capacity.max(initial=0))
    found: list[tuple[int, ...]] = []
    taken: set[int] = set()
    for name, s in _wishes(instance):
        if not pins and name.startswith(PIN):
            continue
        people = sum(instance.demands[d].people for d in s)
        if len(s) > 1 and people <= biggest and taken.isdisjoint(s) and _can_meet(instance, s):
            found.append(s)
            taken.update(s)
    return tuple(found)


def _wishes(instance: Instance) -> list[tuple[str, tuple[int, ...]]]:
    """Sets of demands that are to share coaches, by name; those joined by pins first."""
    groups = instance.problem.scenario.groups
    sets: dict[str, set[int]] = defaultdict(set)
    for d, demand in enumerate(instance.demands):
        key = groups[demand.group].share_key
        if key is not None:
            sets[f"share {key}"].add(d)
    of_group: dict[str, set[int]] = defaultdict(set)
    for d, demand in enumerate(instance.demands):
        of_group[groups[demand.group].id].add(d)
    for pin in instance.problem.scenario.pins:
        if pin.kind is PinKind.REQUIRE and pin.with_group in of_group and pin.group in of_group:
            name = f"{PIN}{pin.group} {pin.with_group}"
            sets[name] = of_group[pin.group] | of_group[pin.with_group]
    return [(name, tuple(sorted(members))) for name, members in sorted(sets.items())]


def find_whole(instance: Instance, shared: tuple[tuple[int, ...], ...]) -> frozenset[int]:
    """Demands that are never split over vehicles."""
    groups = instance.problem.scenario.groups
    together = {d for d, x in enumerate(instance.demands) if groups[x.group].together}
    return frozenset(together.union(*shared)) if shared else frozenset(together)


def _can_meet(instance: Instance, members: tuple[int, ...]) -> bool:
    """Whether some choice of one item per member is free of conflicts, role by role."""
    by_role: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for e, item in enumerate(instance.items):
        if item.demand in members:
            by_role[item.role][item.demand].append(e)
    for found in by_role.values():
        if len(found) == len(members) and _compatible(instance, [found[d] for d in members]):
            return True
    return False


def _compatible(instance: Instance, choices: list[list[int]]) -> bool:
    """Whether the first choices go together; members of one key share their roads."""
    firsts = [c[0] for c in choices]
    rows = frozenset.intersection(*(frozenset(instance.items[e].rows) for e in firsts))
    pairs = [(a, b) for a in firsts for b in firsts]
    return bool(rows) and not any(instance.conflict[a, b] for a, b in pairs)
