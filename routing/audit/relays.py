"""Hand-overs of a coach to fresh drivers: whether allowed, when, where, and with whom.

交运规〔2023〕2号 article 31 defines relay; the hours follow 交运发〔2017〕208号.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.audit.case import Case
from routing.audit.clock import daily, instant, seconds_inside
from routing.audit.earth import shortest_way_m
from routing.audit.roads import FASTEST_KMH
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, Move, Span
from routing.audit.wording import Unit
from routing.model.runs import Relay


@dataclass(frozen=True, slots=True)
class HandOver:
    """A relay of a run, its instants as seconds."""

    pointer: str
    coach: CoachTrace
    relay: Relay
    arrives: int
    departs: int

    @property
    def what(self) -> str:
        """The ids it speaks of."""
        return f"{self.coach.run.id} · {self.relay.place}"

    @property
    def leg(self) -> Move | None:
        """The leg on which it lies."""
        legs = (leg for leg in self.coach.legs if leg.start <= self.arrives <= leg.end)
        return next(legs, None)


def hand_overs(coach: CoachTrace) -> tuple[HandOver, ...]:
    """A run's relays in the order of the document."""
    return tuple(
        HandOver(
            f"{coach.pointer}/relays/{i}",
            coach,
            relay,
            instant(relay.arrives),
            instant(relay.departs),
        )
        for i, relay in enumerate(coach.run.relays)
    )


def duty_span(coach: CoachTrace, driver: str) -> tuple[int, int]:
    """When a driver's duty begins and ends: with the run, or with the hand-over that bounds it."""
    start = min(move.start for move in coach.moves)
    end = max(move.end for move in coach.moves)
    for each in hand_overs(coach):
        start = each.arrives if driver in each.relay.joins else start
        end = each.departs if driver in each.relay.leaves else end
    return start, end


def most_aboard(coach: CoachTrace) -> int:
    """The most drivers who ride at once; who hands over and who takes over ride in turn."""
    relays = sorted(hand_overs(coach), key=lambda each: each.arrives)
    aboard = {d.driver for d in coach.run.duties}
    for each in relays:
        aboard -= set(each.relay.joins)
    most = len(aboard)
    for each in relays:
        aboard = (aboard - set(each.relay.leaves)) | set(each.relay.joins)
        most = max(most, len(aboard))
    return most


def relieved_seconds(case: Case, coach: CoachTrace, drive: Span) -> int:
    """Driving in the halt hours that a relay allows: by a fresh driver, in the night it opens."""
    hours = case.values.night_halt
    if hours is None or case.values.relay_hours is None:
        return 0
    spared = 0
    for each in hand_overs(coach):
        if drive.driver in each.relay.joins and drive.start >= each.departs:
            night = _night_after(case, each.departs)
            spared += max(0, min(drive.end, night[1]) - max(drive.start, night[0]))
    return spared


def _night_after(case: Case, moment: int) -> tuple[int, int]:
    """The first span of halt hours that is not over at a moment."""
    hours = case.values.night_halt
    if hours is None:
        return moment, moment
    spans = daily(moment, moment + 86_400, hours=hours, offset_s=case.offset_s)
    return min(span for span in spans if span[1] > moment)


def _all(case: Case) -> Iterator[HandOver]:
    for coach in case.coaches:
        yield from hand_overs(coach)


@rule(
    "RELAY_NOT_ALLOWED",
    title=("接驳换班须有规定准许", "Coaches are relayed only where the policy allows it"),
    remedy=("改为停车休息或增加随车驾驶员", "halt, or carry more drivers"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
    values=("relay_hours",),
)
def relay_is_allowed(case: Case) -> Iterator[Reading]:
    """No run has relays unless the policy gives hours for them."""
    if case.values.relay_hours is None:
        for coach in case.coaches:
            number = len(coach.run.relays)
            yield Reading(f"{coach.pointer}/relays", coach.run.id, number, 0)


@rule(
    "RELAY_HOURS",
    title=("接驳在规定时段内完成", "A hand-over is made within the hours for it"),
    remedy=("改变发车时间或接驳点", "leave at another time, or hand over elsewhere"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("relay_hours",),
)
def relay_is_in_the_evening(case: Case) -> Iterator[Reading]:
    """From the coach's arrival at the relay place to its departure; measured is what sticks out."""
    hours = case.values.relay_hours
    if hours is None:
        return
    for each in _all(case):
        inside = seconds_inside(each.arrives, each.departs, hours=hours, offset_s=case.offset_s)
        yield Reading(each.pointer, each.what, each.departs - each.arrives - inside, 0)


@rule(
    "RELAY_PLACE",
    title=("接驳在约定的接驳点进行", "A hand-over is made where one is arranged"),
    remedy=("改到情景中有 relay_fen 的地点", "use a place that has relay_fen"),
    unit=Unit.TEXT,
)
def relay_has_a_place(case: Case) -> Iterator[Reading]:
    """The place of a relay is one with a price for it."""
    for each in _all(case):
        place = each.relay.place
        arranged = case.places[place].relay_fen is not None
        yield Reading(f"{each.pointer}/place", each.what, place, place if arranged else "relay_fen")


@rule(
    "RELAY_OFF_THE_WAY",
    title=("接驳点在途中", "The relay place lies on the way"),
    remedy=("改正接驳的时间或地点", "correct the hand-over's time or place"),
    unit=Unit.SECONDS,
    sense=Sense.AT_LEAST,
)
def relay_is_on_the_way(case: Case) -> Iterator[Reading]:
    """Driving from the stop before, and to the stop after, at no more than 120 km/h as one flies.

    Places without coordinates are passed over.
    """
    for each in _all(case):
        leg = each.leg
        if leg is None:
            continue
        before = leg.origin, leg.start, each.arrives
        after = leg.destination, each.departs, leg.end
        for end, start_s, end_s in (before, after):
            straight_m = shortest_way_m(case.places[end], case.places[each.relay.place])
            if straight_m is not None:
                driven = _driven(each.coach, start_s, end_s)
                least = straight_m * 3_600 // (FASTEST_KMH * 1_000)
                yield Reading(each.pointer, f"{each.what} · {end}", driven, least)


@rule(
    "RELAY_MOVING",
    title=("停车接驳", "A coach is handed over while it stands"),
    remedy=("接驳期间停车", "stand still during the hand-over"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def relay_is_standing_still(case: Case) -> Iterator[Reading]:
    """Nobody drives the coach between its arrival at the relay place and its departure."""
    for each in _all(case):
        driven = _driven(each.coach, each.arrives, each.departs)
        yield Reading(each.pointer, each.what, driven, 0)


@rule(
    "RELAY_REST",
    title=("待班驾驶员休息足够", "Who takes over has rested"),
    remedy=("换一名驾驶员接驳", "let another driver take over"),
    unit=Unit.SECONDS,
    sense=Sense.AT_LEAST,
    values=("relay_rest_s",),
)
def relief_has_rested(case: Case) -> Iterator[Reading]:
    """From the end of a driver's duty before to the hand-over in which they take over."""
    ended: dict[str, list[int]] = {}
    for coach in case.coaches:
        for duty in coach.duties:
            if duty:
                ended.setdefault(duty[0].driver, []).append(duty[-1].end)
    for each in _all(case):
        for driver in each.relay.joins:
            before = [end for end in ended.get(driver, []) if end <= each.arrives]
            if before:
                rested = each.arrives - max(before)
                yield Reading(
                    each.pointer, f"{each.what} · {driver}", rested, case.values.relay_rest_s
                )


def _driven(coach: CoachTrace, start: int, end: int) -> int:
    return sum(max(0, min(d.end, end) - max(d.start, start)) for d in coach.drives)


RULES: tuple[Rule, ...] = (
    relay_is_allowed,
    relay_is_in_the_evening,
    relay_has_a_place,
    relay_is_on_the_way,
    relay_is_standing_still,
    relief_has_rested,
)
