"""Whether people who wait through the night have a bed near the station."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from routing.audit.case import Case
from routing.audit.chains import Ride
from routing.audit.clock import most_at_once, seconds_inside
from routing.audit.earth import shortest_way_m
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, ServiceTrace
from routing.audit.wording import Unit


@dataclass(frozen=True, slots=True)
class Wait:
    """Some people's wait at a place between two rides.

    Attributes:
        start: when the first ride reaches the place.
        end: check-in of the train or flight, or the departure of the coach, that follows.
        to_service: whether a train or flight follows.
    """

    pointer: str
    group: str
    people: int
    place: str
    night: str | None
    start: int
    end: int
    to_service: bool


def waits(case: Case) -> Iterator[Wait]:
    """Every wait of every journey; ``night`` only where it is the longest of its journey."""
    for pointer, itinerary, way in case.journeys:
        gaps = list(pairwise(way))
        spans = [(before.arrives, _ends(after)) for before, after in gaps]
        longest = max(range(len(gaps)), key=lambda i: (spans[i][1] - spans[i][0], -i), default=-1)
        for i, (before, after) in enumerate(gaps):
            yield Wait(
                pointer=pointer,
                group=itinerary.group,
                people=itinerary.people,
                place=before.trace.stands[before.alight].place.id,
                night=itinerary.night if i == longest else None,
                start=spans[i][0],
                end=spans[i][1],
                to_service=isinstance(before.trace, CoachTrace)
                and isinstance(after.trace, ServiceTrace),
            )


def _ends(ride: Ride) -> int:
    """When a wait is over; for a train at its longest check-in, which can only shorten a night."""
    if isinstance(ride.trace, ServiceTrace):
        service = ride.trace.service
        party_s = 0 if service.large_party is None else service.large_party.check_in_s
        return ride.departs - max(service.check_in_s, party_s)
    return ride.departs


@rule(
    "HOTEL_MISSING",
    title=("整夜等候须有住宿", "Nobody waits through the night without a bed"),
    remedy=("安排住宿，或推迟接驳车", "book beds, or bring them later"),
    unit=Unit.TEXT,
    values=("night_halt", "night_stay_beyond_s"),
)
def nights_have_beds(case: Case) -> Iterator[Reading]:
    """A feeder's people sleep in a hotel when their wait until check-in is a night.

    It is one when any of it lies in the ``night_halt`` hours and it lasts at least
    ``night_stay_beyond_s``.
    """
    hours = case.values.night_halt
    if hours is None:
        return
    for wait in waits(case):
        if wait.to_service:
            inside = seconds_inside(wait.start, wait.end, hours=hours, offset_s=case.offset_s)
            night = inside > 0 and wait.end - wait.start >= case.values.night_stay_beyond_s
            found = wait.night or "—"
            what = f"{wait.group} · {wait.place}"
            yield Reading(
                f"{wait.pointer}/night", what, found, "hotel" if night and not wait.night else found
            )


@rule(
    "HOTEL_TOO_FAR",
    title=("住宿点在车站附近", "The hotel is near the station"),
    remedy=("换近一些的住宿点", "use a hotel within reach"),
    unit=Unit.METRES,
    sense=Sense.AT_MOST,
    values=("hotel_reach_m",),
)
def hotels_are_near(case: Case) -> Iterator[Reading]:
    """Straight from the place of the wait to the hotel is within ``hotel_reach_m``."""
    for wait in waits(case):
        if wait.night is not None:
            away = shortest_way_m(case.places[wait.place], case.places[wait.night])
            if away is not None:
                what = f"{wait.group} · {wait.night}"
                yield Reading(f"{wait.pointer}/night", what, away, case.values.hotel_reach_m)


@rule(
    "HOTEL_FULL",
    title=("住宿人数不超过床位", "No more people in a hotel than beds"),
    remedy=("增加住宿点，或分批到达", "use another hotel too, or bring people in turns"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def hotels_have_beds(case: Case) -> Iterator[Reading]:
    """People whose waits at a hotel overlap, at the fullest moment, within its ``beds``."""
    stays: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for wait in waits(case):
        if wait.night is not None:
            stays[wait.night].append((wait.start, wait.end, wait.people))
    for hotel, spans in sorted(stays.items()):
        beds = case.places[hotel].beds
        if beds is not None:
            yield Reading("/itineraries", hotel, most_at_once(spans), beds)


RULES: tuple[Rule, ...] = (nights_have_beds, hotels_are_near, hotels_have_beds)
