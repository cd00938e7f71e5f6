"""Single additions and relaxations of a scenario that lift a reason for people left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from routing.artefacts.problem import Problem
from routing.explain import relaxations as relax
from routing.explain.change import Bench, Change, with_group, with_row, with_service
from routing.explain.reasons import Supply, service_codes
from routing.explain.trials import Trial, usable_seats
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.plan import LeftOut, Reason
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.units import Seconds

STEPS_MIN = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720)
"""Minutes that are tried when a limit is to be widened, the fewest first."""
MOST_DRIVERS = 3
NOTHING_USED = Supply(Counter(), Counter())


Widen = Callable[[Group, int], Group | None]


def changes_for(scenario: Scenario, left: LeftOut, *, problem: Problem) -> tuple[Change, ...]:
    """Changes that lift a reason of a group, in the order of the reasons, none twice."""
    group = next(g for g in scenario.groups if g.id == left.group)
    bench = Bench(scenario, problem, group, left.people)
    found: dict[tuple[str, str | None], Change] = {}
    for reason in left.reasons:
        for change in _lifting(bench, reason):
            found.setdefault((change.kind, change.subject), change)
    return tuple(found.values())


def _lifting(bench: Bench, reason: Reason) -> Iterator[Change]:
    for row in bench.scenario.fleet:
        if row.id == reason.subject:
            for make in _BY_ROW.get(reason.code, ()):
                yield from make(bench, row)
    for service in bench.scenario.services:
        if service.id == reason.subject:
            for alter in _BY_SERVICE.get(reason.code, ()):
                yield from alter(bench, service)
    if reason.code == "PINNED" and any(g.id == reason.subject for g in bench.scenario.groups):
        yield from no_pins(bench, bench.group)


def more_coaches(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """As many more of a row as the people fill."""
    room = usable_seats(row, bench.problem.policy.values)
    if room > 0:
        more = -(-bench.people // room)
        words = f"增加 {more} 辆 {row.id}", f"{more} more of {row.id}"
        changed = with_row(bench.scenario, row, {"count": row.count + more})
        yield Change("more_coaches", row.id, more, words, changed)


def smaller_minimum(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """The row's minimum lowered to the people there are."""
    fewer = row.min_people - bench.people
    words = f"{row.id} 起运人数降 {fewer}", f"a minimum lower by {fewer} on {row.id}"
    changed = with_row(bench.scenario, row, {"min_people": bench.people})
    yield Change("waive_minimum", row.id, fewer, words, changed)


def other_permit(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """The row free of its home area."""
    words = f"{row.id} 另办包车手续", f"another permit for {row.id}"
    yield Change(
        "other_permit", row.id, 1, words, with_row(bench.scenario, row, {"home_area": None})
    )


def one_more_driver(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """One driver more on every coach, where the policy allows fewer than three."""
    allowed = bench.problem.policy.values.max_drivers
    if allowed < MOST_DRIVERS:
        policy = bench.scenario.policy
        wider = policy.overrides.model_copy(update={"max_drivers": allowed + 1})
        changed = policy.model_copy(update={"overrides": wider})
        words = "每车多一名驾驶员", "one driver more on a coach"
        scenario = bench.scenario.model_copy(update={"policy": changed})
        yield Change("more_drivers", None, 1, words, scenario)


def no_pins(bench: Bench, _: FleetRow | Service | Group) -> Iterator[Change]:
    """The group without its pins."""
    pins = bench.scenario.pins
    kept = tuple(pin for pin in pins if pin.group != bench.group.id)
    words = f"取消 {bench.group.id} 的指定", f"no pins for {bench.group.id}"
    scenario = bench.scenario.model_copy(update={"pins": kept})
    yield Change("drop_pin", bench.group.id, len(pins) - len(kept), words, scenario)


def more_seats(bench: Bench, service: Service) -> Iterator[Change]:
    """As many more units of each offer as the people fill."""
    for offer in service.offers:
        more = -(-bench.people // offer.seats)
        grown = offer.model_copy(update={"units": offer.units + more})
        offers = tuple(grown if o.id == offer.id else o for o in service.offers)
        seats = more * offer.seats
        words = f"{service.number} 增加 {seats} 座", f"{seats} more seats on {service.number}"
        changed = with_service(bench.scenario, service, {"offers": offers})
        yield Change("more_seats", f"{service.id} · {offer.id}", seats, words, changed)


def no_minimum(bench: Bench, service: Service) -> Iterator[Change]:
    """The service's offers without their least number of people."""
    offers = tuple(offer.model_copy(update={"min_people": 0}) for offer in service.offers)
    words = f"{service.number} 不设最低人数", f"no minimum on {service.number}"
    most = max(offer.min_people for offer in service.offers)
    changed = with_service(bench.scenario, service, {"offers": offers})
    yield Change("waive_minimum", service.id, most, words, changed)


def ready_earlier(group: Group, minutes: int) -> Group | None:
    """The group ready earlier."""
    return group.model_copy(update={"ready_from": group.ready_from - timedelta(minutes=minutes)})


def arriving_later(group: Group, minutes: int) -> Group | None:
    """The group at the gate later; None where nothing binds it."""
    if group.arrive_by is None:
        return None
    return group.model_copy(update={"arrive_by": group.arrive_by + timedelta(minutes=minutes)})


def riding_longer(group: Group, minutes: int) -> Group | None:
    """The group longer on board; None where nothing binds it."""
    limits = {"max_on_board_s": group.max_on_board_s, "max_journey_s": group.max_journey_s}
    wider = {name: Seconds(s + minutes * 60) for name, s in limits.items() if s is not None}
    return group.model_copy(update=wider) if wider else None


_WIDER: tuple[tuple[str, Widen, tuple[str, str]], ...] = (
    ("earlier", ready_earlier, ("提早 {} 分钟出发", "ready {} minutes earlier")),
    ("later", arriving_later, ("到达放宽 {} 分钟", "arrival {} minutes later")),
    ("longer_ride", riding_longer, ("乘车时限放宽 {} 分钟", "{} minutes more on board")),
)


def wider_for_row(bench: Bench, row: FleetRow) -> Iterator[Change]:
    """Each limit of the group widened by the fewest minutes with which the row carries it."""

    def barred(group: Group) -> bool:
        trial = Trial(bench.problem, group)
        return bool(trial.codes(row, trial.direct()))

    yield from _widened(bench, barred)


def wider_for_service(bench: Bench, service: Service) -> Iterator[Change]:
    """Each limit of the group widened by the fewest minutes with which it can use a service."""

    def barred(group: Group) -> bool:
        codes = service_codes(Trial(bench.problem, group), service, NOTHING_USED)
        return bool(codes - {"TRAIN_FULL", "SEATS"})

    yield from _widened(bench, barred)


def _widened(bench: Bench, barred: Callable[[Group], bool]) -> Iterator[Change]:
    for kind, widen, words in _WIDER:
        for minutes in STEPS_MIN:
            changed = widen(bench.group, minutes)
            if changed is None:
                break
            if not barred(changed):
                zh, en = (text.format(minutes) for text in words)
                scenario = with_group(bench.scenario, changed)
                yield Change(kind, changed.id, minutes, (zh, en), scenario)
                break


_BY_ROW: dict[str, tuple[Callable[[Bench, FleetRow], Iterator[Change]], ...]] = {
    "SEATS": (more_coaches, relax.fewer_reserved, relax.full_seats, relax.several_coaches),
    "NO_FLEET": (more_coaches,),
    "VEHICLE_CLASS": (relax.larger_coach, relax.wheelchair_places, relax.several_coaches),
    "BAY_FULL": (relax.more_bays,),
    "PLACE_CLOSED": (relax.longer_open,),
    "NIGHT_ACCESS": (relax.road_open_at_night, wider_for_row),
    "NOT_AVAILABLE": (relax.longer_available, wider_for_row),
    "BELOW_MINIMUM_GROUP": (smaller_minimum,),
    "PERMIT_ENDPOINT": (other_permit,),
    "NO_SECOND_DRIVER": (one_more_driver,),
    "PINNED": (no_pins,),
    "TIME_WINDOW": (wider_for_row,),
    "NIGHT_HALT_02_05": (wider_for_row,),
    "REST_RULE": (wider_for_row,),
    "RIDE_TIME": (wider_for_row,),
}
_BY_SERVICE: dict[str, tuple[Callable[[Bench, Service], Iterator[Change]], ...]] = {
    "TRAIN_FULL": (more_seats,),
    "SEATS": (more_seats, relax.several_coaches),
    "NO_OFFER": (relax.sold_for_this_ride,),
    "VEHICLE_CLASS": (relax.larger_coach_to_stations,),
    "BELOW_MINIMUM_GROUP": (no_minimum,),
    "PINNED": (no_pins,),
    "MISSES_TRAIN_CHECK_IN": (wider_for_service,),
    "TIME_WINDOW": (wider_for_service,),
    "RIDE_TIME": (wider_for_service,),
}
