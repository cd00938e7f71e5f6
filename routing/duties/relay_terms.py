"""Where a direct coach may be relayed: what the policy allows and the scenario arranges."""

from __future__ import annotations

from dataclasses import replace

from routing.artefacts.route_task import RelayPlace, RelayTerms, RouteTask
from routing.artefacts.travel_matrix import TravelMatrix
from routing.duties.on_the_way import find_passed
from routing.model.fleet import FleetRow
from routing.model.rules import PolicyValues
from routing.model.scenario import Scenario


def may_relay(scenario: Scenario, policy: PolicyValues) -> bool:
    """Whether any coach may be relayed: then no bound may count on halts or on one crew."""
    arranged = any(place.relay_fen is not None for place in scenario.places)
    return arranged and policy.relay_hours is not None and policy.night_halt is not None


def with_relay(
    task: RouteTask,
    scenario: Scenario,
    row: FleetRow,
    *,
    matrix: TravelMatrix,
    policy: PolicyValues,
) -> RouteTask:
    """The task of a direct coach with the relay places on its way; as it was where there is none.

    Args:
        task: a direct coach's route.
        scenario: names the places and their prices.
        row: says what a driver's day costs.
        matrix: roads to and from the places.
        policy: says whether relay is allowed.
    """
    if not task.halts_at_night or not may_relay(scenario, policy):
        return task
    fen = {p.id: int(p.relay_fen) for p in scenario.places if p.relay_fen is not None}
    places = tuple(
        RelayPlace(
            leg=found.leg,
            after_s=found.after_s,
            after_m=task.drive_m[found.leg] * found.after_s // task.drive_s[found.leg],
            place=found.place,
            fen=fen[found.place],
        )
        for found in find_passed(task, tuple(sorted(fen)), matrix=matrix)
    )
    return replace(task, relay=RelayTerms(places, int(row.driver_day_fen))) if places else task
