"""Demands that are never split, and demands that ride in one coach together."""

from __future__ import annotations

from collections import defaultdict

from routing.model.goals import PinKind
from routing.solve.instance import Instance


def find_shared(instance: Instance) -> tuple[tuple[int, ...], ...]:
    """Sets of demands that ride in one coach because they fit: equal keys, and pins that ask so.

    A set that no coach holds, or whose members never meet on a coach, is not returned: the
    contract asks for one coach only where they fit.
    """
    groups = instance.problem.scenario.groups
    sets: dict[str, set[int]] = defaultdict(set)
    for d, demand in enumerate(instance.demands):
        key = groups[demand.group].share_key
        if key is not None:
            sets[f"key {key}"].add(d)
    ids = {groups[x.group].id: d for d, x in enumerate(instance.demands)}
    for pin in instance.problem.scenario.pins:
        if pin.kind is PinKind.REQUIRE and pin.with_group in ids and pin.group in ids:
            sets[f"pin {pin.group} {pin.with_group}"] = {ids[pin.group], ids[pin.with_group]}
    biggest = int(instance.fleet.capacity.max(initial=0))
    found = [tuple(sorted(s)) for _, s in sorted(sets.items()) if len(s) > 1]
    return tuple(
        s
        for s in found
        if sum(instance.demands[d].people for d in s) <= biggest and _can_meet(instance, s)
    )


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
