"""Whether every stop is long enough, at a time and a place that allow it."""

from __future__ import annotations

from collections.abc import Iterator

from routing.audit.boarding import boardings
from routing.audit.case import Case
from routing.audit.clock import instant, most_at_once, seconds_inside
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, Stand
from routing.audit.wording import Unit
from routing.model.base import Window


@rule(
    "STOP_TOO_SHORT",
    title=("停靠时间足够上下车", "A stop lasts as long as its people need"),
    remedy=("推迟发车或提早到达", "leave later or arrive earlier"),
    unit=Unit.SECONDS,
    sense=Sense.AT_LEAST,
    values=("stop_fixed_s", "stop_per_person_s"),
)
def stops_last_long_enough(case: Case) -> Iterator[Reading]:
    """A coach stands for the fixed time plus the time per person boarding or alighting."""
    for coach, stand in _stands(case):
        lasts = stand.departs - stand.arrives
        yield Reading(
            stand.pointer, _what(coach, stand), lasts, stop_needs(case, stand.on + stand.off)
        )


def stop_needs(case: Case, people: int) -> int:
    """The least seconds of a stop at which so many people board or alight."""
    return case.values.stop_fixed_s + case.values.stop_per_person_s * people


@rule(
    "BOARDING_BEFORE_READY",
    title=("上车不早于可出发时间", "Boarding starts no earlier than people are ready"),
    remedy=("推迟发车，或让其提早准备", "leave later, or have them ready earlier"),
    unit=Unit.INSTANT,
    sense=Sense.AT_LEAST,
    values=("stop_fixed_s", "stop_per_person_s"),
)
def boarding_waits_for_people(case: Case) -> Iterator[Reading]:
    """The stop that boards a group ends no earlier than ``ready_from`` plus the boarding time.

    The boarding time is the stop's fixed time plus the time of everyone who boards there and is
    ready no earlier than this group.
    """
    for boarding in boardings(case):
        if boarding.after is None:
            yield Reading(
                f"{boarding.stand.pointer}/departs",
                f"{boarding.coach.run.id} · {boarding.stand.place.id} · {boarding.group}",
                boarding.stand.departs,
                boarding.earliest_departure,
            )


@rule(
    "ARRIVED_LATE",
    title=("不晚于要求的到达时间", "People arrive no later than they must"),
    remedy=("提早发车，或放宽到达时间", "leave earlier, or allow a later arrival"),
    unit=Unit.INSTANT,
    sense=Sense.AT_MOST,
)
def people_arrive_in_time(case: Case) -> Iterator[Reading]:
    """The last stop of a journey is reached no later than ``arrive_by``."""
    for pointer, itinerary, way in case.journeys:
        latest = case.groups[itinerary.group].arrive_by
        if latest is not None:
            yield Reading(f"{pointer}/arrives", itinerary.group, way[-1].arrives, instant(latest))


@rule(
    "ARRIVED_EARLY",
    title=("不早于允许的到达时间", "People arrive no earlier than they may"),
    remedy=("推迟发车，或与用工单位商定提早接收", "leave later, or have the gate open earlier"),
    unit=Unit.INSTANT,
    sense=Sense.AT_LEAST,
)
def people_arrive_when_expected(case: Case) -> Iterator[Reading]:
    """The last stop of a journey is reached no earlier than ``arrive_from``."""
    for pointer, itinerary, way in case.journeys:
        earliest = case.groups[itinerary.group].arrive_from
        if earliest is not None:
            yield Reading(f"{pointer}/arrives", itinerary.group, way[-1].arrives, instant(earliest))


@rule(
    "PLACE_CLOSED",
    title=("停靠在开放时段内", "A coach stands at a place only while it is open"),
    remedy=("改到开放时段停靠", "stop there while it is open"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def places_are_open(case: Case) -> Iterator[Reading]:
    """Arrival and departure lie inside one of the place's windows; measured is what sticks out."""
    for coach, stand in _stands(case):
        if stand.place.open:
            outside = min(outside_window(stand.arrives, stand.departs, w) for w in stand.place.open)
            yield Reading(stand.pointer, _what(coach, stand), outside, 0)


def outside_window(start: int, end: int, window: Window) -> int:
    """By how many seconds a span sticks out of a window that includes both its ends."""
    return max(0, instant(window.start) - start, end - instant(window.end))


@rule(
    "NIGHT_ACCESS",
    title=("夜间不进出禁行地点", "No coach at a place that is closed to it at night"),
    remedy=("改到白天停靠，或改在山下集合", "stop there by day, or gather people further down"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("night_access",),
)
def mountain_roads_rest_at_night(case: Case) -> Iterator[Reading]:
    """At a place with ``no_night_access`` no time is spent in the ``night_access`` hours."""
    hours = case.values.night_access
    for coach, stand in _stands(case):
        if stand.place.no_night_access:
            inside = seconds_inside(
                stand.arrives, stand.departs, hours=hours, offset_s=case.offset_s
            )
            yield Reading(stand.pointer, _what(coach, stand), inside, 0)


@rule(
    "BAYS_FULL",
    title=("同时停靠车辆不超过车位", "No more coaches at once than bays"),
    remedy=("错开到达时间", "stagger the arrivals"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def bays_suffice(case: Case) -> Iterator[Reading]:
    """Coaches standing at a place at once; one may come at the instant another leaves."""
    for place in case.scenario.places:
        if place.bays is not None:
            spans = [
                (stand.arrives, stand.departs, 1)
                for _, stand in _stands(case)
                if stand.place.id == place.id
            ]
            yield Reading("/runs", place.id, most_at_once(spans), place.bays)


@rule(
    "COACH_TOO_LARGE",
    title=("车型能进入停靠地点", "A coach fits into the places where it stops"),
    remedy=("换小一些的车，或在路口集合", "send a smaller coach, or gather where it fits"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def coaches_fit_the_place(case: Case) -> Iterator[Reading]:
    """A coach's approved ``seats`` are no more than the place's ``max_coach_seats``."""
    for coach, stand in _stands(case):
        if stand.place.max_coach_seats is not None:
            limit = stand.place.max_coach_seats
            yield Reading(stand.pointer, _what(coach, stand), coach.row.seats, limit)


@rule(
    "TOO_MANY_PICKUPS",
    title=("上客地点不超过规定数", "No more pickup places than the coach may serve"),
    remedy=("减少上客地点", "serve fewer pickup places"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def pickups_are_few(case: Case) -> Iterator[Reading]:
    """Distinct places where people board."""
    for coach in case.coaches:
        places = {stand.place.id for stand in coach.stands if stand.on}
        yield Reading(f"{coach.pointer}/stops", coach.run.id, len(places), coach.row.max_pickups)


@rule(
    "TOO_MANY_DROPS",
    title=("下客地点不超过规定数", "No more drop places than the coach may serve"),
    remedy=("减少下客地点", "serve fewer drop places"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def drops_are_few(case: Case) -> Iterator[Reading]:
    """Distinct places where people alight."""
    for coach in case.coaches:
        places = {stand.place.id for stand in coach.stands if stand.off}
        yield Reading(f"{coach.pointer}/stops", coach.run.id, len(places), coach.row.max_drops)


def _stands(case: Case) -> Iterator[tuple[CoachTrace, Stand]]:
    for coach in case.coaches:
        for stand in coach.stands:
            yield coach, stand


def _what(coach: CoachTrace, stand: Stand) -> str:
    return f"{coach.run.id} · {stand.place.id}"


RULES: tuple[Rule, ...] = (
    stops_last_long_enough,
    boarding_waits_for_people,
    people_arrive_in_time,
    people_arrive_when_expected,
    places_are_open,
    mountain_roads_rest_at_night,
    bays_suffice,
    coaches_fit_the_place,
    pickups_are_few,
    drops_are_few,
)
