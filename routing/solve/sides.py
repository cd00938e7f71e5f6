"""Both sides of the table, kept to what memory is for."""

from __future__ import annotations

from routing.model.certificate import StopSpace
from routing.solve.instance import Instance, StopNode
from routing.solve.stop_sets import LONGEST, Roads, Side, build_side, count_sets

MOST_PAIRS = 60_000_000
"""Pairs of stop sets that are looked at; beyond, fewer sets are, and the proof says so."""
MOST_SETS = 500_000
"""Stop sets of one side that are written out."""
DEPTHS = {False: (0, 0), True: (3, 2)}
"""Parts of ``admin`` that the stops of a side share: none, or their county and prefecture."""


def build_sides(
    instance: Instance,
    roads: Roads,
    *,
    most_pairs: int = MOST_PAIRS,
    longest: tuple[int, int] = (LONGEST, LONGEST),
) -> tuple[Side, Side, StopSpace]:
    """Stop sets of both sides, and the space they make up.

    Where there would be more sets, or pairs of sets, than memory is for, a coach first keeps to
    one county and one prefecture, then to fewer stops. ``most_pairs`` bounds the latter,
    ``longest`` the stops of a set of either side.
    """
    fleet = instance.fleet
    limits = zip((fleet.max_pickups, fleet.max_drops), longest, strict=True)
    most = [min(LONGEST, most, int(x.max(initial=1))) for x, most in limits]
    limit_s = [int(x.max(initial=0)) for x in (fleet.pickup_detour_s, fleet.drop_detour_s)]
    nodes = (instance.picks, instance.drops)
    within = False
    while True:
        areas = [_areas(instance, n, depth) for n, depth in zip(nodes, DEPTHS[within], strict=True)]
        sets = [count_sets(a, m) for a, m in zip(areas, most, strict=True)]
        if max(sets) <= MOST_SETS:
            pick, drop = (
                build_side(
                    nodes[side],
                    roads,
                    areas=areas[side],
                    longest=most[side],
                    limit_s=limit_s[side],
                    fixed_s=int(instance.problem.policy.values.stop_fixed_s),
                )
                for side in range(2)
            )
            sets = [len(pick.sets), len(drop.sets)]
            if sets[0] * sets[1] <= most_pairs or max(most) == 1:
                space = StopSpace(max_pickups=most[0], max_drops=most[1], within_areas=within)
                return pick, drop, space
        if not within:
            within = True
            continue
        wider = sets[0] >= sets[1]
        most[0 if most[1] == 1 or (wider and most[0] > 1) else 1] -= 1


def _areas(instance: Instance, nodes: tuple[StopNode, ...], depth: int) -> list[list[int]]:
    """Plain stops by the first ``depth`` parts of their place's ``admin``; all as one for 0."""
    admin = {p.id: p.admin or "" for p in instance.problem.scenario.places}
    found: dict[tuple[str, ...], list[int]] = {}
    for at, node in enumerate(nodes):
        if node.service is None:
            parts = admin[instance.problem.matrix.place_ids[node.place]].split("/")
            found.setdefault(tuple(parts[:depth]), []).append(at)
    return [found[area] for area in sorted(found)]
