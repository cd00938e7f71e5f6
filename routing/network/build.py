"""Candidates of every group, and why the rest are no candidates."""

from __future__ import annotations

from routing.artefacts.candidates import Candidates, GroupCandidates, ServiceRide
from routing.artefacts.horizon import Horizon
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.demand import Group
from routing.model.goals import PinKind
from routing.model.plan import Reason
from routing.model.rules import PolicyInForce
from routing.model.runs import RunRole
from routing.model.scenario import Scenario
from routing.network.coaches import CoachSearch
from routing.network.legs import build_graph
from routing.network.rides import RideSearch


def build_candidates(
    scenario: Scenario, matrix: TravelMatrix, policy: PolicyInForce, horizon: Horizon
) -> Candidates:
    """What each group may use, in the order of the scenario's groups.

    A row or service is left out only for a reason that holds at its very best (that group alone,
    no pause on the way); whatever depends on who else rides is for the engine to find.
    """
    values = policy.values
    graph = build_graph(scenario, matrix, horizon=horizon)
    rides = RideSearch(scenario, matrix, values, horizon, graph)
    places = {p.id: p for p in scenario.places}
    coaches = CoachSearch(scenario, matrix, values, horizon, places)
    return Candidates(tuple(_for_group(g, coaches, rides) for g in scenario.groups))


def _for_group(group: Group, coaches: CoachSearch, rides: RideSearch) -> GroupCandidates:
    scenario = coaches.scenario
    direct, reasons = coaches.rows(group, RunRole.DIRECT, ends=[(group.origin, group.destination)])
    found, no_ride = rides.rides(group)
    found, pinned = _obey_pins(scenario, group, found)
    stations = {(s.id, i): c.place for s in scenario.services for i, c in enumerate(s.calls)}
    feeder, _ = coaches.rows(
        group,
        RunRole.FEEDER,
        ends=sorted(
            {(group.origin, stations[r.service, r.board_call]) for r in found if not r.walks_in}
        ),
    )
    last_mile, _ = coaches.rows(
        group,
        RunRole.LAST_MILE,
        ends=sorted(
            {
                (stations[r.service, r.alight_call], group.destination)
                for r in found
                if not r.walks_out
            }
        ),
    )
    usable = tuple(r for r in found if (r.walks_in or feeder) and (r.walks_out or last_mile))
    stranded = {r.service for r in found} - {r.service for r in usable}
    excluded = [*_no_fleet(scenario), *reasons, *no_ride, *pinned]
    excluded += [Reason(code="NO_FLEET", subject=s) for s in sorted(stranded)]
    wishes = [p for p in scenario.pins if p.kind is PinKind.REQUIRE and p.group == group.id]
    if any(p.service is not None for p in wishes):
        excluded += [Reason(code="PINNED", subject=row) for row in direct]
        direct = ()
    return GroupCandidates(
        group=group.id,
        direct_fleet=direct,
        rides=usable,
        feeder_fleet=feeder,
        last_mile_fleet=last_mile,
        own_travel=group.own_travel_fen_per_person is not None
        and all(p.fleet is None and p.service is None for p in wishes),
        excluded=tuple(dict.fromkeys(excluded)),
    )


def _no_fleet(scenario: Scenario) -> list[Reason]:
    return [] if any(row.count for row in scenario.fleet) else [Reason(code="NO_FLEET")]


def _obey_pins(
    scenario: Scenario, group: Group, rides: tuple[ServiceRide, ...]
) -> tuple[tuple[ServiceRide, ...], list[Reason]]:
    """Rides that the pins leave, and a reason for each service they take away."""
    pins = [p for p in scenario.pins if p.group == group.id and p.service is not None]
    forbidden = {p.service for p in pins if p.kind is PinKind.FORBID}
    required = {p.service for p in pins if p.kind is PinKind.REQUIRE}
    kept = tuple(
        r for r in rides if r.service not in forbidden and (not required or r.service in required)
    )
    lost = {r.service for r in rides} - {r.service for r in kept}
    return kept, [Reason(code="PINNED", subject=s) for s in sorted(lost)]
