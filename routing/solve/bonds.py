"""Bonds: pins that let a group travel only in the company of another, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.model.goals import PinKind
from routing.model.runs import RunRole
from routing.solve.instance import Instance
from routing.solve.selection import Selection, Vehicle


@dataclass(frozen=True, slots=True)
class Bond:
    """A group that travels only where some of another group ride in the same coach.

    Attributes:
        members: its demands.
        company: demands of the other group.
        partly: whether it is enough that some of each meet, as no coach seats both groups.
    """

    members: frozenset[int]
    company: frozenset[int]
    partly: bool

    def is_met(self, instance: Instance, vehicle: Vehicle) -> bool:
        """Whether a vehicle carries some of each."""
        aboard = {instance.items[e].demand for e, n in vehicle.load if n}
        return not aboard.isdisjoint(self.members) and not aboard.isdisjoint(self.company)


def find_bonds(instance: Instance) -> tuple[Bond, ...]:
    """A bond for each pin that requires another group."""
    groups = instance.problem.scenario.groups
    people = {g.id: int(g.people) for g in groups}
    biggest = int(instance.fleet.capacity.max(initial=0))

    def demands_of(name: str) -> frozenset[int]:
        return frozenset(d for d, x in enumerate(instance.demands) if groups[x.group].id == name)

    return tuple(
        Bond(
            demands_of(pin.group),
            demands_of(pin.with_group),
            people.get(pin.group, 0) + people.get(pin.with_group, 0) > biggest,
        )
        for pin in instance.problem.scenario.pins
        if pin.kind is PinKind.REQUIRE and pin.with_group is not None
    )


def broken_bonds(
    instance: Instance, bonds: tuple[Bond, ...], selection: Selection
) -> tuple[Bond, ...]:
    """Bonds of which somebody travels without the company; whoever stays breaks none."""
    return tuple(b for b in bonds if not _holds(instance, b, selection))


def _holds(instance: Instance, bond: Bond, selection: Selection) -> bool:
    meeting = [v for v in selection.vehicles if bond.is_met(instance, v)]
    if bond.partly:
        staying = all(selection.left[d] >= instance.demands[d].people for d in bond.members)
        return bool(meeting) or staying
    if any(selection.own[d] for d in bond.members):
        return False
    alone = {
        e
        for v in selection.vehicles
        if v not in meeting
        for e, n in v.load
        if n and instance.items[e].demand in bond.members
    }
    if any(instance.items[e].role is RunRole.DIRECT for e in alone):
        return False
    for choice, people in zip(instance.rides, selection.rides, strict=True):
        coaches = {choice.feeder, choice.last_mile} - {-1}
        if people and choice.demand in bond.members and coaches <= alone:
            return False
    return True


def leave_out(instance: Instance, bonds: tuple[Bond, ...], selection: Selection) -> Selection:
    """The selection without those who break a bond, and without the coaches that carry them.

    What is left runs as it did, so that it is as lawful as before. Others on those coaches stay
    too, and so does everyone of a demand that would lose a feeder, a last mile or a train's least
    number.
    """
    while broken := broken_bonds(instance, bonds, selection):
        gone = {d for bond in broken for d in bond.members}
        while more := set(_drawn_in(instance, selection, gone)) - gone:
            gone |= more
        selection = _without(instance, selection, gone)
    return selection


def _drawn_in(instance: Instance, selection: Selection, gone: set[int]) -> Iterator[int]:
    """Demands that cannot go on as they do without some others."""
    for vehicle in selection.vehicles:
        items = [instance.items[e] for e, _ in vehicle.load]
        if any(i.demand in gone for i in items):
            yield from (i.demand for i in items if i.role is not RunRole.DIRECT)
    riding = _riders(instance, selection)
    for o, offer in enumerate(instance.offers):
        demands = {d for d, n in riding.get(o, []) if n}
        staying = sum(n for d, n in riding.get(o, []) if d not in gone)
        if demands & gone and staying < offer.min_people:
            yield from demands


def _riders(instance: Instance, selection: Selection) -> dict[int, list[tuple[int, int]]]:
    """By offer, demands with their people."""
    found: dict[int, list[tuple[int, int]]] = {}
    for choice, people in zip(instance.rides, selection.rides, strict=True):
        found.setdefault(choice.offer, []).append((choice.demand, people))
    return found


def _without(instance: Instance, selection: Selection, gone: set[int]) -> Selection:
    left = list(selection.left)
    kept: list[Vehicle] = []
    for vehicle in selection.vehicles:
        aboard = [(instance.items[e].demand, n) for e, n in vehicle.load]
        if all(d not in gone for d, _ in aboard):
            kept.append(vehicle)
            continue
        for d, people in aboard:
            left[d] += people if d not in gone else 0
    for d in gone:
        left[d] = instance.demands[d].people
    rides = tuple(
        0 if choice.demand in gone else people
        for choice, people in zip(instance.rides, selection.rides, strict=True)
    )
    after = replace(
        selection,
        vehicles=tuple(kept),
        rides=rides,
        own=tuple(0 if d in gone else n for d, n in enumerate(selection.own)),
        left=tuple(left),
    )
    riding = _riders(instance, after)
    units = tuple(
        min(bought, -(-sum(n for _, n in riding.get(o, [])) // instance.offers[o].seats))
        for o, bought in enumerate(selection.units)
    )
    return replace(after, units=units)
