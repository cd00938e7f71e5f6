"""What is scarce, or impossible for some: warnings, because planning goes on all the same."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.findings import Finding, Severity
from routing.model.fleet import FleetRow
from routing.model.rules import PolicyInForce
from routing.model.scenario import Scenario
from routing.validate.defect import Defect, Words
from routing.validate.document_order import in_document_order
from routing.validate.supply_windows import check_arrivals

NOTHING_RUNS = Defect(
    "NOTHING_RUNS",
    Words(
        "没有任何车辆，也没有带席位的车次或航班", "there are no coaches, and no services with seats"
    ),
    Words("填写 fleet 或 services", "fill in fleet or services"),
    Severity.WARNING,
)
SEATS_SCARCE = Defect(
    "SEATS_SCARCE",
    Words(
        "全部车辆各跑一趟、全部席位售完，也只有 {limit} 座，而有 {measured} 人要走",
        "every coach used once and every offer sold make {limit} seats for {measured} people",
    ),
    Words("增加车辆或席位，或允许自行购票", "add coaches or offers, or allow own travel"),
    Severity.WARNING,
)
GROUP_TOO_LARGE = Defect(
    "GROUP_TOO_LARGE",
    Words(
        "“{subject}”{measured} 人不得拆分，而单车或单个席位类别最多 {limit} 座",
        "{subject}: {measured} people stay together, no coach or offer has more than {limit}",
    ),
    Words("取消 together 拆成几组，或增加大车", "lift together, or add a larger vehicle"),
    Severity.WARNING,
)
WHEELCHAIRS_SCARCE = Defect(
    "WHEELCHAIRS_SCARCE",
    Words(
        "有 {measured} 位轮椅乘客，车辆只有 {limit} 个轮椅位",
        "{measured} wheelchairs, {limit} places for them",
    ),
    Words("增加带轮椅位的车辆", "add coaches with wheelchair places"),
    Severity.WARNING,
)
ROW_WITHOUT_SEATS = Defect(
    "ROW_WITHOUT_SEATS",
    Words(
        "车型“{subject}”扣除保留座位和满载率后没有可用座位", "no usable seats are left on {subject}"
    ),
    Words("减少 reserved_seats 或放宽 seat_cap", "reserve fewer seats, or ease seat_cap"),
    Severity.WARNING,
)
MINIMUM_NOT_REACHABLE = Defect(
    "MINIMUM_NOT_REACHABLE",
    Words(
        "“{subject}”至少要 {measured} 人才成行，但最多只能有 {limit} 人",
        "{subject} needs {measured} people; at most {limit} can ride",
    ),
    Words("降低 min_people，或换成别的车型、席位", "lower min_people, or offer something smaller"),
    Severity.WARNING,
)
HOME_AREA_UNKNOWN = Defect(
    "HOME_AREA_UNKNOWN",
    Words(
        "没有上下客地点属于“{measured}”，车型“{subject}”不能承运",
        "no stop lies in {measured}, so {subject} may carry nobody all the way",
    ),
    Words(
        "改正 home_area，或补上地点的 admin（省/市/县）",
        "mend home_area, or give the places' admin",
    ),
    Severity.WARNING,
)
SITE_TOO_NARROW = Defect(
    "SITE_TOO_NARROW",
    Words(
        "“{subject}”只能进 {limit} 座以下的车，最小的车是 {measured} 座",
        "{subject} takes coaches of {limit} seats; the smallest has {measured}",
    ),
    Words("增加小车，或改在别处集合", "add a smaller coach, or gather elsewhere"),
    Severity.WARNING,
)


def check_supply(
    scenario: Scenario, matrix: TravelMatrix, policy: PolicyInForce
) -> tuple[Finding, ...]:
    """Warnings about seats, minimums and windows; never an error.

    Each bound is on the side of silence: what is reported cannot be met by any plan with one trip
    a vehicle, while silence promises nothing.

    Args:
        scenario: located, in WGS-84.
        matrix: over all its places.
        policy: the rule values in force.
    """
    found = [
        *check_seats(scenario, policy),
        *check_wheelchairs(scenario),
        *check_minimums(scenario, policy),
        *check_home_areas(scenario),
        *check_sites(scenario),
        *check_arrivals(scenario, matrix, policy),
    ]
    return in_document_order(found)


def capacity(row: FleetRow, policy: PolicyInForce) -> int:
    """Usable seats of one vehicle: less reserved ones, and under the load cap."""
    capped = floor(row.seats * policy.values.seat_cap + 1e-9)
    return max(0, min(row.seats - row.reserved_seats, capped))


def check_seats(scenario: Scenario, policy: PolicyInForce) -> Iterator[Finding]:
    """Too few seats in all, and groups that no vehicle holds unsplit."""
    coaches = {row.id: capacity(row, policy) for row in scenario.fleet}
    offers = [offer for service in scenario.services for offer in service.offers]
    if not offers and not any(row.count for row in scenario.fleet):
        yield NOTHING_RUNS.at("/fleet")
        return
    for i, row in enumerate(scenario.fleet):
        if coaches[row.id] == 0:
            yield ROW_WITHOUT_SEATS.at(f"/fleet/{i}", subject=row.id)
    seats = sum(row.count * coaches[row.id] for row in scenario.fleet)
    seats += sum(offer.seats * offer.units for offer in offers)
    people = sum(g.people for g in scenario.groups if g.own_travel_fen_per_person is None)
    if people > seats:
        yield SEATS_SCARCE.at("/groups", measured=people, limit=seats)
    largest = max([*coaches.values(), *(offer.seats * offer.units for offer in offers)])
    for i, group in enumerate(scenario.groups):
        is_tied = group.own_travel_fen_per_person is None
        if group.together and group.people > largest and is_tied:
            yield GROUP_TOO_LARGE.at(
                f"/groups/{i}/people", subject=group.id, measured=group.people, limit=largest
            )


def check_wheelchairs(scenario: Scenario) -> Iterator[Finding]:
    """More wheelchairs than places for them; trains and flights are not counted on."""
    wanted = sum(group.wheelchairs for group in scenario.groups)
    places = sum(row.count * row.wheelchair_places for row in scenario.fleet)
    if wanted > places:
        yield WHEELCHAIRS_SCARCE.at("/groups", measured=wanted, limit=places)


def check_minimums(scenario: Scenario, policy: PolicyInForce) -> Iterator[Finding]:
    """Minimums above what a coach or an offer can hold, or above everyone there is."""
    everyone = sum(group.people for group in scenario.groups)
    for i, row in enumerate(scenario.fleet):
        most = min(everyone, capacity(row, policy))
        if row.min_people > most:
            yield MINIMUM_NOT_REACHABLE.at(
                f"/fleet/{i}/min_people", subject=row.id, measured=row.min_people, limit=most
            )
    for s, service in enumerate(scenario.services):
        for o, offer in enumerate(service.offers):
            most = min(everyone, offer.seats * offer.units)
            if offer.min_people > most:
                yield MINIMUM_NOT_REACHABLE.at(
                    f"/services/{s}/offers/{o}/min_people",
                    subject=offer.id,
                    measured=offer.min_people,
                    limit=most,
                )


def check_home_areas(scenario: Scenario) -> Iterator[Finding]:
    """Coaches whose home area holds no end of any journey, nor any station."""
    stops = {group.origin for group in scenario.groups}
    stops |= {group.destination for group in scenario.groups}
    stops |= {call.place for service in scenario.services for call in service.calls}
    admins = [place.admin or "" for place in scenario.places if place.id in stops]
    for i, row in enumerate(scenario.fleet):
        area = row.home_area
        if area is not None and not any(admin.startswith(area) for admin in admins):
            yield HOME_AREA_UNKNOWN.at(f"/fleet/{i}/home_area", subject=row.id, measured=area)


def check_sites(scenario: Scenario) -> Iterator[Finding]:
    """Places where people board or alight that no coach of the fleet fits into."""
    ends = {group.origin for group in scenario.groups}
    ends |= {group.destination for group in scenario.groups}
    smallest = min((row.seats for row in scenario.fleet if row.count), default=None)
    for i, place in enumerate(scenario.places):
        limit = place.max_coach_seats
        if smallest is not None and limit is not None and place.id in ends and smallest > limit:
            yield SITE_TOO_NARROW.at(
                f"/places/{i}/max_coach_seats", subject=place.id, measured=smallest, limit=limit
            )
