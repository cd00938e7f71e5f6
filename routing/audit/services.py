"""Whether trains and flights run as their timetable says and carry no more than was bought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.clock import instant
from routing.audit.flow import SINK, SOURCE, most_through
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import ServiceTrace, Stand
from routing.audit.wording import Unit
from routing.model.services import Call, Offer, OfferKind


@rule(
    "TIMETABLE",
    title=("班次与列车、航班时刻一致", "Rides keep to the timetable"),
    remedy=("按时刻表改正停站与时刻", "take places and times from the service's calls"),
    unit=Unit.TEXT,
)
def rides_keep_the_timetable(case: Case) -> Iterator[Reading]:
    """The stops of a ride are calls of its service, in order, at their times."""
    for ride in case.rides:
        calls = list(ride.service.calls)
        for stand in ride.stands:
            found = (
                f"{stand.place.id} {stand.stop.arrives:%d %H:%M:%S}–{stand.stop.departs:%H:%M:%S}"
            )
            place = next((c for c in calls if c.place == stand.place.id), None)
            match = next((c for c in calls if _keeps(stand, c)), None)
            if match is not None:
                calls = calls[calls.index(match) + 1 :]
            wanted = found if match is not None else _call_words(place)
            yield Reading(stand.pointer, f"{ride.run.id} · {stand.place.id}", found, wanted)


def _keeps(stand: Stand, call: Call) -> bool:
    """Whether a stop is a call; a time that the call leaves open binds nothing."""
    return (
        stand.place.id == call.place
        and (call.arrives is None or instant(call.arrives) == stand.arrives)
        and (call.departs is None or instant(call.departs) == stand.departs)
    )


def _call_words(call: Call | None) -> str:
    if call is None:
        return "—"
    times = [f"{t:%d %H:%M:%S}" if t is not None else "…" for t in (call.arrives, call.departs)]
    return f"timetable {call.place} {times[0]}–{times[1]}"


@rule(
    "RIDE_DURATION",
    title=("列车、航班行驶时间不超过时刻差", "A ride takes no longer than its timetable says"),
    remedy=("按时刻表改正行驶时间", "take the duration from the timetable"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def rides_last_what_the_timetable_says(case: Case) -> Iterator[Reading]:
    """A leg's ``duration_s`` on a train or flight fits between departure and arrival."""
    for ride in case.rides:
        for leg in ride.legs:
            what = f"{ride.run.id} · {leg.origin} → {leg.destination}"
            yield Reading(leg.pointer, what, leg.duration_s, leg.end - leg.start)


@rule(
    "OFFER_OVERSOLD",
    title=("购买数量不超过可售数量", "No more units bought than are on sale"),
    remedy=("减少购买，或改用其他报价", "buy fewer units, or another offer"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def offers_are_on_sale(case: Case) -> Iterator[Reading]:
    """Units bought of an offer are within its ``units``."""
    for pointer, what, offer, units, _ in _purchases(case):
        yield Reading(f"{pointer}/units", what, units, offer.units)


@rule(
    "OFFER_SEATS",
    title=("购买的座位坐得下", "No more people on an offer than seats bought"),
    remedy=("多购一个单位，或减少人数", "buy one unit more, or send fewer people"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def offers_seat_their_people(case: Case) -> Iterator[Reading]:
    """People on an offer fit into ``units`` times ``seats``; a seat is used once."""
    for pointer, what, offer, units, people in _purchases(case):
        yield Reading(f"{pointer}/people", what, people, units * offer.seats)


@rule(
    "OFFER_MINIMUM",
    title=("达到报价的最低人数", "An offer that is bought has its fewest people"),
    remedy=("凑足人数，或改用其他报价", "gather more people, or use another offer"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_LEAST,
    values=("charter_min_people",),
)
def offers_reach_their_minimum(case: Case) -> Iterator[Reading]:
    """An offer of which any unit is bought carries at least ``min_people``, over all units.

    A charter also carries at least the policy's ``charter_min_people``.
    """
    for pointer, what, offer, units, people in _purchases(case):
        if units > 0:
            charter = offer.kind is OfferKind.CHARTER
            least = max(offer.min_people, case.values.charter_min_people if charter else 0)
            yield Reading(f"{pointer}/people", what, people, least)


def _purchases(case: Case) -> Iterator[tuple[str, str, Offer, int, int]]:
    """Pointer, ids, offer, units and people of every purchase."""
    for i, bought in enumerate(case.plan.purchases):
        offer = case.offers[bought.service, bought.offer]
        what = f"{bought.service} · {bought.offer}"
        yield f"/purchases/{i}", what, offer, bought.units, bought.people


@rule(
    "RIDERS_WITHOUT_TICKET",
    title=("乘车人数与购票人数相符", "Whoever rides is on an offer that was bought, and none more"),
    remedy=("使购票人数与乘车人数一致", "buy for exactly who rides"),
    unit=Unit.PEOPLE,
)
def riders_have_tickets(case: Case) -> Iterator[Reading]:
    """People boarding a service equal the people of its purchases."""
    riders = Counter({service.id: 0 for service in case.scenario.services})
    pointers = {ride.service.id: ride.pointer for ride in case.rides}
    for ride in case.rides:
        riders[ride.service.id] += sum(stand.on for stand in ride.stands)
    bought: Counter[str] = Counter()
    for purchase in case.plan.purchases:
        bought[purchase.service] += purchase.people
    for service, people in sorted(riders.items()):
        if people or bought[service]:
            yield Reading(pointers.get(service, "/purchases"), service, people, bought[service])


@rule(
    "OFFER_NOT_VALID",
    title=("报价适用于所乘区间", "Everyone rides on an offer that is valid for their ride"),
    remedy=("改用对该区间有效的报价", "use an offer that is valid between these calls"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_LEAST,
)
def offers_are_valid_for_the_ride(case: Case) -> Iterator[Reading]:
    """Riders can be spread over the offers bought so that each holds for its rider's calls.

    An offer that names ``from`` or ``to`` holds only from or to that call's place. Measured is
    how many can be placed, of those whom the purchases count.
    """
    for ride in case.rides:
        bought = [p for p in case.plan.purchases if p.service == ride.service.id]
        if not bought:
            continue
        rides = _rides_between(case, ride)
        pipes = [(SOURCE, f"ride {start} {end}", n) for (start, end), n in rides.items()]
        for purchase in bought:
            offer = case.offers[purchase.service, purchase.offer]
            pipes.append((f"offer {offer.id}", SINK, int(purchase.people)))
            pipes += [
                (f"ride {start} {end}", f"offer {offer.id}", n)
                for (start, end), n in rides.items()
                if offer.origin in (None, start) and offer.destination in (None, end)
            ]
        wanted = min(sum(rides.values()), sum(purchase.people for purchase in bought))
        yield Reading(ride.pointer, ride.service.id, most_through(pipes), wanted)


def _rides_between(case: Case, trace: ServiceTrace) -> Counter[tuple[str, str]]:
    """People by the places where they board and leave a train or flight."""
    people: Counter[tuple[str, str]] = Counter()
    for _, itinerary, way in case.journeys:
        for ride in way:
            if ride.trace.run.id == trace.run.id:
                ends = (trace.stands[ride.board].place.id, trace.stands[ride.alight].place.id)
                people[ends] += itinerary.people
    return people


RULES: tuple[Rule, ...] = (
    rides_keep_the_timetable,
    rides_last_what_the_timetable_says,
    offers_are_on_sale,
    offers_seat_their_people,
    offers_reach_their_minimum,
    riders_have_tickets,
    offers_are_valid_for_the_ride,
)
