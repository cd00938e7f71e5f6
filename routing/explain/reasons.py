"""Why people are left out: every fleet row and every service tried for them, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from routing.artefacts.problem import Problem
from routing.explain.trials import Journey, Trial, pins_of, usable_seats
from routing.model.base import LocalisedText
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import PinKind, company_of
from routing.model.plan import Plan, Reason
from routing.model.runs import CoachVehicle, RunRole
from routing.model.services import Offer, Service

REASONS = {
    "NO_FLEET": ("没有这种车", "there is no such coach"),
    "SEATS": ("座位不够", "there are not enough seats"),
    "VEHICLE_CLASS": ("车型不合适", "the type of coach does not suit"),
    "PERMIT_ENDPOINT": ("起讫点都不在车籍地", "neither end lies in the vehicle's home area"),
    "BELOW_MINIMUM_GROUP": ("不足起运人数", "there are fewer people than the minimum"),
    "PINNED": ("指定安排排除", "a pin rules it out"),
    "BAY_FULL": ("车位不够", "there is no free bay"),
    "UNREACHABLE": ("道路不通", "no road leads there"),
    "TIME_WINDOW": ("赶不上要求的时间", "the time window cannot be met"),
    "RIDE_TIME": ("乘车时间超限", "the ride would be too long"),
    "PLACE_CLOSED": ("地点不开放", "a place is closed then"),
    "NIGHT_ACCESS": ("夜间禁行", "the road is closed at night"),
    "NOT_AVAILABLE": ("车辆不可用", "the vehicle is not available then"),
    "MISSES_TRAIN_CHECK_IN": ("赶不上检票", "check-in would be missed"),
    "NIGHT_HALT_02_05": ("受凌晨停运限制", "the night halt makes it too long"),
    "NO_SECOND_DRIVER": ("驾驶员不足", "one driver more would be needed"),
    "REST_RULE": ("受驾驶时间限制", "the driving hours make it too long"),
    "DRIVING_HOURS": ("驾驶时间用尽", "the drivers' hours are used up"),
    "TRAIN_FULL": ("票额不足", "there are no seats left"),
    "NO_OFFER": ("该区间不售票", "nothing is sold for this ride"),
    "NOT_WORTH_ITS_COST": ("费用高于未安排的折算", "it costs more than leaving them out counts"),
}
"""Every reason that an answer can name, in words."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What a plan already uses: vehicles of each row, people on each service."""

    vehicles: Counter[str]
    riders: Counter[str]


def supply_used(plan: Plan) -> Supply:
    """Vehicles and service seats that a plan uses."""
    coaches = {r.vehicle for r in plan.runs if isinstance(r.vehicle, CoachVehicle)}
    riders: Counter[str] = Counter()
    for bought in plan.purchases:
        riders[bought.service] += bought.people
    return Supply(Counter(vehicle.fleet for vehicle in coaches), riders)


def find_reasons(problem: Problem, plan: Plan, group: Group) -> tuple[Reason, ...]:
    """Every code that keeps a group from each fleet row (all the way) and from each service.

    A row or service that could carry them alone is short of something; that is said too. A group
    that they may not travel without comes last.
    """
    trial, used = Trial(problem, group), supply_used(plan)
    found: list[Reason] = []
    for row in problem.scenario.fleet:
        codes = trial.codes(row, trial.direct()) or _scarce_row(problem, group, row, used)
        found += [_reason(code, row.id) for code in sorted(codes)]
    for service in problem.scenario.services:
        codes = service_codes(trial, service, used)
        found += [_reason(code, service.id) for code in sorted(codes)]
    found += [_reason("PINNED", name) for name in company_of(problem.scenario.pins, group.id)]
    return tuple(found) or (_reason("NO_FLEET", None),)


def _reason(code: str, subject: str | None) -> Reason:
    zh, en = REASONS[code]
    return Reason(code=code, subject=subject, detail=LocalisedText(zh=zh, en=en))


def _scarce_row(problem: Problem, group: Group, row: FleetRow, used: Supply) -> frozenset[str]:
    """What a row that could carry the group alone is short of."""
    if used.vehicles[row.id] >= row.count:
        return frozenset({"SEATS"})
    goals = problem.scenario.goals
    if row.hire_fen > group.people * goals.left_out_fen_per_person:
        return frozenset({"NOT_WORTH_ITS_COST"})
    ends = {group.origin, group.destination}
    if any(place.bays is not None for place in problem.scenario.places if place.id in ends):
        return frozenset({"BAY_FULL"})
    return frozenset({"SEATS"})


def service_codes(trial: Trial, service: Service, used: Supply) -> frozenset[str]:
    """What keeps a group from a train or flight: fewest codes first, then the shortest road."""
    required, forbidden = (
        pins_of(trial.problem, trial.group, kind)[1] for kind in (PinKind.REQUIRE, PinKind.FORBID)
    )
    if service.id in forbidden or (required and service.id not in required):
        return frozenset({"PINNED"})
    rides = [
        (codes, _road_s(trial, service, ends))
        for ends in _rides(service)
        for codes in (_ride_codes(trial, service, ends, used),)
    ]
    nearest = min(rides, key=lambda ride: (len(ride[0]), ride[1]), default=(None, 0))[0]
    if nearest is None:
        return frozenset({"NO_OFFER"})
    if nearest:
        return nearest
    left = sum(offer.seats * offer.units for offer in service.offers) - used.riders[service.id]
    return frozenset({"TRAIN_FULL" if left < trial.group.people else "SEATS"})


def _rides(service: Service) -> Iterator[tuple[int, int]]:
    """Pairs of calls between which people can ride."""
    for i, start in enumerate(service.calls):
        for j in range(i + 1, len(service.calls)):
            if start.departs is not None and service.calls[j].arrives is not None:
                yield i, j


def _road_s(trial: Trial, service: Service, ends: tuple[int, int]) -> int:
    """Driving to the station and from it, seconds: of two rides the shorter way is meant."""
    duration_s = trial.problem.matrix.get_duration_s
    access_s = duration_s(trial.group.origin, service.calls[ends[0]].place)
    return access_s + duration_s(service.calls[ends[1]].place, trial.group.destination)


def _ride_codes(
    trial: Trial, service: Service, ends: tuple[int, int], used: Supply
) -> frozenset[str]:
    board, alight = service.calls[ends[0]], service.calls[ends[1]]
    if board.departs is None or alight.arrives is None:
        return frozenset({"NO_OFFER"})
    to_seconds = trial.problem.horizon.to_seconds
    leaves_s, arrives_s = to_seconds(board.departs), to_seconds(alight.arrives)
    codes = set(_offer_codes(trial.group, service, (board.place, alight.place), used))
    limits = (trial.group.max_on_board_s, trial.group.max_journey_s)
    if arrives_s - leaves_s > min((x for x in limits if x is not None), default=arrives_s):
        codes.add("RIDE_TIME")
    codes |= _access_codes(trial, board.place, leaves_s - service.check_in_s)
    codes |= _egress_codes(trial, alight.place, arrives_s, service.egress_s)
    return frozenset(codes)


def _offer_codes(
    group: Group, service: Service, ends: tuple[str, str], used: Supply
) -> Iterator[str]:
    valid = [offer for offer in service.offers if _holds(offer, ends)]
    if not valid:
        yield "NO_OFFER"
        return
    if all(used.riders[service.id] + group.people < offer.min_people for offer in valid):
        yield "BELOW_MINIMUM_GROUP"
    if group.together and group.people > max(offer.seats * offer.units for offer in valid):
        yield "SEATS"


def _holds(offer: Offer, ends: tuple[str, str]) -> bool:
    return offer.origin in (None, ends[0]) and offer.destination in (None, ends[1])


def _access_codes(trial: Trial, station: str, check_in_s: int) -> frozenset[str]:
    """What keeps the group from the station; nothing when some coach brings it in time."""
    direct = trial.direct()
    if trial.group.origin == station:
        late = direct.ready_s > check_in_s
        return frozenset({"MISSES_TRAIN_CHECK_IN"} if late else ())
    journey = Journey(
        origin=trial.group.origin,
        destination=station,
        role=RunRole.FEEDER,
        ready_s=direct.ready_s,
        leave_by_s=check_in_s,
    )
    return _nearest_row(trial, journey)


def _egress_codes(trial: Trial, station: str, arrives_s: int, egress_s: int) -> frozenset[str]:
    direct = trial.direct()
    if trial.group.destination == station:
        late = direct.arrive_by_s is not None and arrives_s > direct.arrive_by_s
        return frozenset({"TIME_WINDOW"} if late else ())
    journey = Journey(
        origin=station,
        destination=trial.group.destination,
        role=RunRole.LAST_MILE,
        ready_s=arrives_s + egress_s,
        arrive_from_s=direct.arrive_from_s,
        arrive_by_s=direct.arrive_by_s,
    )
    return _nearest_row(trial, journey)


def _nearest_row(trial: Trial, journey: Journey) -> frozenset[str]:
    """The codes of the fleet row that comes nearest to the journey; none when one can do it."""
    rows = [row for row in trial.problem.scenario.fleet if usable_seats(row, trial.values)]
    tried = (trial.codes(row, journey) for row in rows)
    return min(
        tried, key=lambda codes: (len(codes), sorted(codes)), default=frozenset({"NO_FLEET"})
    )
