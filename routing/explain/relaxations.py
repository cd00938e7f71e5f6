"""Limits of places, vehicles and offers that a leader could lift: each one single change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from routing.explain.change import Bench, Change, with_group, with_place, with_row, with_service
from routing.explain.trials import Trial, usable_seats
from routing.model.base import Window
from routing.model.fleet import FleetRow
from routing.model.places import Place
from routing.model.scenario import Scenario
from routing.model.services import Service

STEPS_MIN = (15, 30, 60, 120, 180, 240, 360, 480, 720, 1_080, 1_440)
"""Minutes by which a window is stretched on both sides, the fewest first."""


def fewer_reserved(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """As many reserved seats given up as the people need, where a coach then holds them."""
    free = usable_seats(row, bench.problem.policy.values)
    needed = max(0, min(bench.people, row.seats) - free)
    if 0 < needed <= row.reserved_seats and free == row.seats - row.reserved_seats:
        words = f"{row.id} 少留 {needed} 座", f"{needed} fewer reserved seats on {row.id}"
        fewer = {"reserved_seats": row.reserved_seats - needed}
        yield Change("fewer_reserved", row.id, needed, words, with_row(bench.scenario, row, fewer))


def full_seats(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """No cap on the share of seats, where one is in force."""
    cap = bench.problem.policy.values.seat_cap
    if cap < 1:
        policy = bench.scenario.policy
        lifted = policy.overrides.model_copy(update={"seat_cap": 1.0})
        changed = policy.model_copy(update={"overrides": lifted})
        share = round(100 * (1 - cap))
        words = f"取消上座率限制（放宽 {share}%）", f"no cap on seats ({share} % more)"
        scenario = bench.scenario.model_copy(update={"policy": changed})
        yield Change("lift_seat_cap", None, share, words, scenario)


def several_coaches(bench: Bench, _: FleetRow | Service) -> Iterator[Change]:
    """A group that is to stay together split after all."""
    if bench.group.together:
        words = f"{bench.group.id} 可分乘", f"{bench.group.id} may be split"
        group = next(g for g in bench.scenario.groups if g.id == bench.group.id)
        changed = with_group(bench.scenario, group.model_copy(update={"together": False}))
        yield Change("split_group", bench.group.id, 1, words, changed)


def larger_coach(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """Places that let the row's coaches in, one permit for both ends."""
    yield from _let_in(bench, row, (bench.group.origin, bench.group.destination))


def larger_coach_to_stations(bench: Bench, service: Service) -> Iterator[Change]:
    """Ends and stations that let each row's coaches in."""
    stations = tuple(call.place for call in service.calls)
    for row in bench.scenario.fleet:
        yield from _let_in(bench, row, (bench.group.origin, bench.group.destination, *stations))


def _let_in(bench: Bench, row: FleetRow, ends: tuple[str, ...]) -> Iterator[Change]:
    tight = [
        place
        for place in bench.scenario.places
        if place.id in ends and place.max_coach_seats is not None
        if place.max_coach_seats < row.seats
    ]
    if tight:
        scenario = bench.scenario
        for place in tight:
            scenario = with_place(scenario, place.id, {"max_coach_seats": row.seats})
        more = max(row.seats - (place.max_coach_seats or 0) for place in tight)
        names = "、".join(place.id for place in tight)
        words = (
            f"{names} 放行 {row.id}（大 {more} 座）",
            f"{row.id} let in at {names} ({more} seats larger)",
        )
        yield Change("larger_coach", row.id, more, words, scenario)


def wheelchair_places(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """As many wheelchair places on the row's coaches as the group needs."""
    missing = bench.group.wheelchairs - row.wheelchair_places
    if missing > 0:
        words = f"{row.id} 加 {missing} 个轮椅位", f"{missing} wheelchair places more on {row.id}"
        changed = with_row(bench.scenario, row, {"wheelchair_places": bench.group.wheelchairs})
        yield Change("wheelchair_places", row.id, missing, words, changed)


def more_bays(bench: Bench, _: FleetRow) -> Iterator[Change]:
    """One bay more at each end that counts them."""
    for place in _ends(bench):
        if place.bays is not None:
            words = f"{place.id} 多一个车位", f"one bay more at {place.id}"
            changed = with_place(bench.scenario, place.id, {"bays": place.bays + 1})
            yield Change("more_bays", place.id, 1, words, changed)


def longer_open(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """Each end open longer on both sides, by the fewest minutes with which the row can go."""
    for place in _ends(bench):
        if place.open:
            yield from _stretched(
                bench,
                row,
                "longer_open",
                place.id,
                partial(_open_longer, bench, place),
            )


def _open_longer(bench: Bench, place: Place, minutes: int) -> Scenario:
    return with_place(bench.scenario, place.id, {"open": _wider(place.open, minutes)})


def longer_available(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """The row available longer on both sides, by the fewest minutes with which it can go."""
    yield from _stretched(
        bench,
        row,
        "longer_available",
        row.id,
        lambda minutes: with_row(
            bench.scenario, row, {"available": _wider(row.available, minutes)}
        ),
    )


def road_open_at_night(bench: Bench, _: FleetRow) -> Iterator[Change]:
    """An end whose road is closed at night used at night all the same."""
    for place in _ends(bench):
        if place.no_night_access:
            words = f"{place.id} 夜间放行", f"night access to {place.id}"
            changed = with_place(bench.scenario, place.id, {"no_night_access": False})
            yield Change("night_access", place.id, 1, words, changed)


def sold_for_this_ride(bench: Bench, service: Service) -> Iterator[Change]:
    """The service's offers sold between any two calls."""
    bound = [o for o in service.offers if o.origin is not None or o.destination is not None]
    if bound:
        free = {"origin": None, "destination": None}
        offers = tuple(offer.model_copy(update=free) for offer in service.offers)
        words = f"{service.number} 全区间发售", f"{service.number} sold for any ride"
        changed = with_service(bench.scenario, service, {"offers": offers})
        yield Change("other_ride", service.id, len(bound), words, changed)


WORDS = {
    "longer_open": ("{} 前后各多开放 {} 分钟", "{} open {} minutes longer on both sides"),
    "longer_available": ("{} 前后各多租 {} 分钟", "{} available {} minutes longer on both sides"),
}


def _stretched(
    bench: Bench, row: FleetRow, kind: str, subject: str, make: Callable[[int], Scenario]
) -> Iterator[Change]:
    for minutes in STEPS_MIN:
        scenario = make(minutes)
        problem = replace(bench.problem, scenario=scenario)
        changed = next(r for r in scenario.fleet if r.id == row.id)
        trial = Trial(problem, bench.group)
        if not trial.codes(changed, trial.direct()):
            zh, en = (text.format(subject, minutes) for text in WORDS[kind])
            yield Change(kind, subject, minutes, (zh, en), scenario)
            return


def _wider(windows: tuple[Window, ...], minutes: int) -> tuple[Window, ...]:
    by = timedelta(minutes=minutes)
    return tuple(w.model_copy(update={"start": w.start - by, "end": w.end + by}) for w in windows)


def _ends(bench: Bench) -> list[Place]:
    ends = {bench.group.origin, bench.group.destination}
    return [place for place in bench.scenario.places if place.id in ends]
