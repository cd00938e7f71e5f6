"""Whether people reach their train, their next coach, and the gate, in time and in comfort."""

from __future__ import annotations

from collections.abc import Iterator

from routing.audit.boarding import boardings
from routing.audit.case import Case
from routing.audit.chains import Ride
from routing.audit.clock import instant
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, ServiceTrace, Trace
from routing.audit.wording import Unit
from routing.model.services import Service


@rule(
    "MISSES_CHECK_IN",
    title=("接驳车赶上检票", "The ride before leaves people at the station in time to check in"),
    remedy=("提早接驳车，或改乘后面的车次", "run the feeder earlier, or take a later service"),
    unit=Unit.INSTANT,
    sense=Sense.AT_MOST,
)
def feeders_reach_check_in(case: Case) -> Iterator[Reading]:
    """A feeder's stop at the station ends at least ``check_in_s`` before the service leaves.

    Where a large party boards at that call its own, longer check-in holds. A train or flight that
    brings people to another one arrives at least that long before.
    """
    for pointer, itinerary, way in case.journeys:
        for i, ride in enumerate(way[1:], start=1):
            if isinstance(ride.trace, ServiceTrace):
                what = f"{itinerary.group} · {way[i - 1].trace.run.id} → {ride.trace.run.id}"
                latest = ride.departs - check_in_s(ride)
                yield Reading(f"{pointer}/runs/{i}", what, _delivered(way[i - 1]), latest)


def check_in_s(ride: Ride) -> int:
    """How long before a service leaves those who board with this ride must be there."""
    stand, service = ride.trace.stands[ride.board], _service(ride)
    party = service.large_party
    if party is None or stand.on < party.people:
        return service.check_in_s
    return max(service.check_in_s, party.check_in_s)


def _service(ride: Ride) -> Service:
    if not isinstance(ride.trace, ServiceTrace):
        raise TypeError(ride.trace.run.id)
    return ride.trace.service


def _delivered(ride: Ride) -> int:
    """When a ride's people are all out: a coach's stop has ended, a service has arrived."""
    stand = ride.trace.stands[ride.alight]
    return stand.departs if isinstance(ride.trace, CoachTrace) else stand.arrives


@rule(
    "READY_AFTER_CHECK_IN",
    title=("自行到站者在检票前就绪", "Who starts at the station is ready before check-in"),
    remedy=("改乘后面的车次，或提早集合", "take a later service, or gather earlier"),
    unit=Unit.INSTANT,
    sense=Sense.AT_MOST,
)
def walkers_reach_check_in(case: Case) -> Iterator[Reading]:
    """A group that boards a service at its origin is ready ``check_in_s`` before it leaves."""
    for pointer, itinerary, way in case.journeys:
        first = way[0]
        if isinstance(first.trace, ServiceTrace):
            ready = instant(case.groups[itinerary.group].ready_from)
            latest = first.departs - check_in_s(first)
            what = f"{itinerary.group} · {first.trace.run.id}"
            yield Reading(f"{pointer}/runs/0", what, ready, latest)


@rule(
    "EGRESS_TOO_SHORT",
    title=("出站时间足够", "People have time to leave the station before they board"),
    remedy=("推迟接站车", "run the last mile later"),
    unit=Unit.INSTANT,
    sense=Sense.AT_LEAST,
    values=("stop_fixed_s", "stop_per_person_s"),
)
def last_miles_wait_for_people(case: Case) -> Iterator[Reading]:
    """Boarding after a train or flight starts at least ``egress_s`` after it arrives.

    The stop ends no earlier than that plus the boarding time.
    """
    return _departures_after(case, ServiceTrace)


def _departures_after(case: Case, kind: type[Trace]) -> Iterator[Reading]:
    """When each stop ends whose people came by a kind of ride, and when it may at the earliest."""
    for boarding in boardings(case):
        if boarding.after is not None and isinstance(boarding.after.trace, kind):
            what = f"{boarding.coach.run.id} · {boarding.stand.place.id} · {boarding.group}"
            yield Reading(
                f"{boarding.stand.pointer}/departs",
                what,
                boarding.stand.departs,
                boarding.earliest_departure,
            )


@rule(
    "TRANSFER_MISSED",
    title=("换乘的前车先到", "A coach waits for the coach that brings its people"),
    remedy=("推迟后车或提早前车", "run the second coach later or the first one earlier"),
    unit=Unit.INSTANT,
    sense=Sense.AT_LEAST,
    values=("stop_fixed_s", "stop_per_person_s"),
)
def coaches_wait_for_coaches(case: Case) -> Iterator[Reading]:
    """Boarding after another coach starts no earlier than that coach arrives."""
    return _departures_after(case, CoachTrace)


@rule(
    "RIDE_TOO_LONG",
    title=("单次乘车时间不超限", "Nobody is on board longer than allowed"),
    remedy=("减少停靠，或改乘列车", "make fewer stops, or take the train"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def rides_are_bearable(case: Case) -> Iterator[Reading]:
    """Time in any one vehicle, from a stop's departure to an arrival, is in ``max_on_board_s``."""
    for pointer, itinerary, way in case.journeys:
        limit = case.groups[itinerary.group].max_on_board_s
        if limit is not None:
            for i, ride in enumerate(way):
                what = f"{itinerary.group} · {ride.trace.run.id}"
                yield Reading(f"{pointer}/runs/{i}", what, ride.arrives - ride.departs, limit)


@rule(
    "JOURNEY_TOO_LONG",
    title=("全程时间不超限", "Nobody travels longer than allowed, door to gate"),
    remedy=("缩短换乘等候，或改用直达", "shorten the waits, or go direct"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def journeys_are_bearable(case: Case) -> Iterator[Reading]:
    """Time from the first stop's departure to the last arrival is within ``max_journey_s``."""
    for pointer, itinerary, way in case.journeys:
        limit = case.groups[itinerary.group].max_journey_s
        if limit is not None:
            journey = way[-1].arrives - way[0].departs
            yield Reading(f"{pointer}/arrives", itinerary.group, journey, limit)


RULES: tuple[Rule, ...] = (
    feeders_reach_check_in,
    walkers_reach_check_in,
    last_miles_wait_for_people,
    coaches_wait_for_coaches,
    rides_are_bearable,
    journeys_are_bearable,
)
