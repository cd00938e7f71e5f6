"""From when on people can board a coach, and when the stop that boards them can end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from routing.audit.case import Case
from routing.audit.chains import Ride
from routing.audit.clock import instant
from routing.audit.trace import CoachTrace, ServiceTrace, Stand


@dataclass(frozen=True, slots=True)
class Boarding:
    """Some people of one group at the stop of a coach.

    Attributes:
        after: the ride that brought them here, or None where the journey begins here.
        ready: when their boarding may start.
        earliest_departure: ``ready`` plus the stop's fixed time plus the time of everyone who
            boards here and is ready no earlier.
    """

    coach: CoachTrace
    stand: Stand
    group: str
    people: int
    after: Ride | None
    ready: int
    earliest_departure: int = 0


def boardings(case: Case) -> Iterator[Boarding]:
    """Everyone who boards a coach, stop by stop, the latest to be ready first."""
    at_stop: dict[str, list[Boarding]] = defaultdict(list)
    for _, itinerary, way in case.journeys:
        for i, ride in enumerate(way):
            coach = ride.trace
            if isinstance(coach, CoachTrace):
                after = way[i - 1] if i else None
                stand = coach.stands[ride.board]
                ready = _ready(case, itinerary.group, after)
                one = Boarding(coach, stand, itinerary.group, itinerary.people, after, ready)
                at_stop[stand.pointer].append(one)
    for waiting in at_stop.values():
        people = 0
        for one in sorted(waiting, key=lambda b: (-b.ready, b.group)):
            people += one.people
            boards = case.values.stop_fixed_s + case.values.stop_per_person_s * people
            yield Boarding(
                one.coach,
                one.stand,
                one.group,
                one.people,
                one.after,
                one.ready,
                one.ready + boards,
            )


def _ready(case: Case, group: str, after: Ride | None) -> int:
    if after is None:
        return instant(case.groups[group].ready_from)
    wait = after.trace.service.egress_s if isinstance(after.trace, ServiceTrace) else 0
    return after.arrives + wait
