"""Whether pins are obeyed."""

from __future__ import annotations

from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.chains import Ride
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.seats import capacity
from routing.audit.trace import CoachTrace, ServiceTrace
from routing.audit.wording import Unit
from routing.model.goals import Pin, PinKind
from routing.model.plan import Itinerary


@rule(
    "PIN_REQUIRED",
    title=("按指定方式出行", "A required pin is obeyed by everyone of its group"),
    remedy=("改按指定的车型、车次或同车安排，或取消指定", "do as the pin says, or take it back"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def required_pins_hold(case: Case) -> Iterator[Reading]:
    """Nobody of the group travels without the pinned fleet row, service or group.

    Whoever is left out breaks no pin; own travel does. Two groups that no coach of the fleet
    holds together share a coach when any of the one rides with any of the other.
    """
    for pin, what, wanted in _targets(case, PinKind.REQUIRE):
        journeys = list(_journeys(case, pin))
        using = [i for i, way in journeys if any(_uses(case, ride, wanted) for ride in way)]
        without = sum(i.people for i, _ in journeys) - sum(i.people for i in using)
        partly = wanted[0] == "group" and bool(using) and not _fit(case, pin.group, wanted[1])
        yield Reading("/itineraries", what, 0 if partly else without, 0)


def _fit(case: Case, group: str, other: str) -> bool:
    """Whether one coach of the fleet seats two groups together."""
    people = sum(case.groups[name].people for name in (group, other) if name in case.groups)
    rooms = (capacity(row, case.values) for row in case.scenario.fleet)
    return people <= max(rooms, default=0)


@rule(
    "PIN_FORBIDDEN",
    title=("不用禁止的方式", "What a pin forbids is not used"),
    remedy=(
        "改用其他车型、车次或分车安排，或取消禁止",
        "use another vehicle, or take the pin back",
    ),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def forbidden_pins_hold(case: Case) -> Iterator[Reading]:
    """Nobody of the group travels with the forbidden fleet row, service or group."""
    for pin, what, barred in _targets(case, PinKind.FORBID):
        using = sum(
            itinerary.people
            for itinerary, way in _journeys(case, pin)
            if any(_uses(case, ride, barred) for ride in way)
        )
        yield Reading("/itineraries", what, using, 0)


_Target = tuple[str, str]


def _targets(case: Case, kind: PinKind) -> Iterator[tuple[Pin, str, _Target]]:
    """Each thing a pin names, alone: (fleet, id), (service, id) or (group, id)."""
    for pin in case.scenario.pins:
        named = (("fleet", pin.fleet), ("service", pin.service), ("group", pin.with_group))
        for what, name in named:
            if pin.kind is kind and name is not None:
                yield pin, f"{pin.group} · {what} {name}", (what, name)


def _journeys(case: Case, pin: Pin) -> Iterator[tuple[Itinerary, tuple[Ride, ...]]]:
    for itinerary, way in zip(case.plan.itineraries, case.ways, strict=True):
        if itinerary.group == pin.group and way is not None:
            yield itinerary, way


def _uses(case: Case, ride: Ride, target: _Target) -> bool:
    """Whether a ride is on the fleet row or service, or in a coach that carries the group."""
    what, name = target
    trace = ride.trace
    if isinstance(trace, ServiceTrace):
        return what == "service" and trace.service.id == name
    if isinstance(trace, CoachTrace) and what == "fleet":
        return trace.row.id == name
    return what == "group" and any(
        load.group == name for stand in trace.stands for load in stand.stop.board
    )


RULES: tuple[Rule, ...] = (required_pins_hold, forbidden_pins_hold)
