"""Windows that nobody can meet, by the quickest way there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.model.demand import Group
from routing.model.findings import Finding, Severity
from routing.model.places import Place
from routing.model.rules import PolicyInForce
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.validate.defect import Defect, Words

WINDOW_TOO_SHORT = Defect(
    "WINDOW_TOO_SHORT",
    Words(
        "“{subject}”最早也要 {measured} 才能到，晚于要求的 {limit}",
        "{subject} can arrive at {measured} at the earliest, after {limit}",
    ),
    Words(
        "提前 ready_from、推迟 arrive_by，或增加更快的车次",
        "set ready_from earlier or arrive_by later, or offer a faster service",
    ),
    Severity.WARNING,
)
NO_WAY_THERE = Defect(
    "NO_WAY_THERE",
    Words(
        "“{subject}”没有任何办法到达：道路不通，也赶不上车次",
        "{subject} has no way there, by road or by service",
    ),
    Words("检查地点坐标和里程表，或增加车次", "check the places and pairs, or add a service"),
    Severity.WARNING,
)
CLOSED_TOO_EARLY = Defect(
    "CLOSED_TOO_EARLY",
    Words(
        "“{subject}”最早 {measured} 到，那时终点已关闭（{limit}）",
        "{subject} arrives at {measured} at the earliest, when the place has closed ({limit})",
    ),
    Words("延长终点的 open 时段", "open the destination longer"),
    Severity.WARNING,
)
RIDE_LIMIT_TOO_SHORT = Defect(
    "RIDE_LIMIT_TOO_SHORT",
    Words(
        "“{subject}”最快也要 {measured} 秒，超过上限 {limit} 秒",
        "{subject} travels {measured} s at the fastest, over its limit of {limit} s",
    ),
    Words("放宽 max_journey_s", "ease max_journey_s"),
    Severity.WARNING,
)
SERVICE_OUT_OF_REACH = Defect(
    "SERVICE_OUT_OF_REACH",
    Words(
        "没有人赶得上“{subject}”，或从它到得了终点",
        "nobody can reach {subject} in time, or get to their destination from it",
    ),
    Words("检查时刻、地点和 check_in_s", "check its times, its places and check_in_s"),
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class Way:
    """The quickest journey of some kind: when it arrives, and how long it takes, seconds."""

    arrives: datetime
    journey_s: int
    service: str | None = None


def check_arrivals(
    scenario: Scenario, matrix: TravelMatrix, policy: PolicyInForce
) -> Iterator[Finding]:
    """Groups whose window, gate or journey limit no way can meet; services that none can use.

    The times are lower bounds: driving without a break, one train or flight, no waiting for others.
    """
    places = {place.id: place for place in scenario.places}
    used: set[str] = set()
    for i, group in enumerate(scenario.groups):
        ways = list(find_ways(scenario, group, matrix=matrix, policy=policy))
        used |= {way.service for way in ways if way.service is not None}
        if group.own_travel_fen_per_person is None:
            yield from check_group(group, ways, gate=places[group.destination], index=i)
    for i, service in enumerate(scenario.services):
        if service.id not in used and service.offers:
            yield SERVICE_OUT_OF_REACH.at(f"/services/{i}", subject=service.id)


def check_group(group: Group, ways: list[Way], *, gate: Place, index: int) -> Iterator[Finding]:
    """Whether any of a group's ways meets its window, its gate's hours and its journey limit."""
    pointer = f"/groups/{index}"
    if not ways:
        yield NO_WAY_THERE.at(pointer, subject=group.id)
        return
    first = min(way.arrives for way in ways)
    quickest = min(way.journey_s for way in ways)
    if group.arrive_by is not None and first > group.arrive_by:
        yield WINDOW_TOO_SHORT.at(
            f"{pointer}/arrive_by",
            subject=group.id,
            measured=first.isoformat(),
            limit=group.arrive_by.isoformat(),
        )
    closes = max((window.end for window in gate.open), default=None)
    if closes is not None and first > closes:
        yield CLOSED_TOO_EARLY.at(
            pointer, subject=group.id, measured=first.isoformat(), limit=closes.isoformat()
        )
    if group.max_journey_s is not None and quickest > group.max_journey_s:
        yield RIDE_LIMIT_TOO_SHORT.at(
            f"{pointer}/max_journey_s",
            subject=group.id,
            measured=quickest,
            limit=group.max_journey_s,
        )


def find_ways(
    scenario: Scenario, group: Group, *, matrix: TravelMatrix, policy: PolicyInForce
) -> Iterator[Way]:
    """The direct coach, and every service between any two of its calls."""
    boarding_s = policy.values.stop_fixed_s + policy.values.stop_per_person_s
    drive_s = matrix.get_duration_s(group.origin, group.destination)
    if drive_s < UNREACHABLE and any(row.count for row in scenario.fleet):
        yield Way(group.ready_from + timedelta(seconds=boarding_s + drive_s), drive_s)
    for service in scenario.services:
        if service.offers:
            yield from find_rides(service, group, matrix=matrix, boarding_s=boarding_s)


def find_rides(
    service: Service, group: Group, *, matrix: TravelMatrix, boarding_s: int
) -> Iterator[Way]:
    """Rides that the group can board in time, with the drives before and after them."""
    for b, board in enumerate(service.calls):
        access_s = matrix.get_duration_s(group.origin, board.place)
        if board.departs is None or access_s >= UNREACHABLE:
            continue
        latest = board.departs - timedelta(seconds=service.check_in_s)
        before_s = access_s + boarding_s if board.place != group.origin else 0
        if group.ready_from + timedelta(seconds=before_s) > latest:
            continue
        for alight in service.calls[b + 1 :]:
            egress_s = matrix.get_duration_s(alight.place, group.destination)
            if alight.arrives is None or egress_s >= UNREACHABLE:
                continue
            after_s = service.egress_s + boarding_s + egress_s
            after_s = after_s if alight.place != group.destination else 0
            arrives = alight.arrives + timedelta(seconds=after_s)
            leaves = latest - timedelta(seconds=access_s)
            journey = arrives - (board.departs if board.place == group.origin else leaves)
            yield Way(arrives, round(journey.total_seconds()), service.id)
