"""Trains and flights as runs of the plan, and what was bought of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from routing.artefacts.problem import Problem
from routing.artefacts.solution import ChosenRide, Solution
from routing.costing.services import offer_cost, service_term
from routing.model.places import Place
from routing.model.plan import Purchase
from routing.model.runs import Leg, Load, Run, RunMode, RunRole, RunStop, ServiceVehicle
from routing.model.services import Call, Service, ServiceMode
from routing.units import Fen, Metres, People, Seconds

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG)."""
LETTERS = {ServiceMode.TRAIN: "T", ServiceMode.PLANE: "F"}


@dataclass(frozen=True, slots=True)
class ServiceRuns:
    """Runs of the services that carry people, their ids by service, and all purchases."""

    runs: tuple[Run, ...]
    run_ids: dict[str, str]
    purchases: tuple[Purchase, ...]


def build_service_runs(problem: Problem, solution: Solution) -> ServiceRuns:
    """One run per service with passengers, ``T1`` and ``F1`` upwards by departure."""
    rides: dict[str, list[ChosenRide]] = defaultdict(list)
    for ride in solution.rides:
        if ride.people > 0:
            rides[ride.service].append(ride)
    used = sorted(
        (s for s in problem.scenario.services if s.id in rides),
        key=lambda s: (_departs(s.calls[min(r.board_call for r in rides[s.id])]), s.id),
    )
    purchases = _purchases(problem, solution)
    counts: dict[ServiceMode, int] = defaultdict(int)
    run_ids: dict[str, str] = {}
    runs = []
    for service in used:
        counts[service.mode] += 1
        run_ids[service.id] = f"{LETTERS[service.mode]}{counts[service.mode]}"
        cost_fen = sum(p.cost_fen for p in purchases if p.service == service.id)
        runs.append(_run(problem, service, rides[service.id], run_ids[service.id], cost_fen))
    return ServiceRuns(tuple(runs), run_ids, purchases)


def _purchases(problem: Problem, solution: Solution) -> tuple[Purchase, ...]:
    people: dict[tuple[str, str], int] = defaultdict(int)
    for ride in solution.rides:
        people[ride.service, ride.offer] += ride.people
    offers = {(s.id, o.id): o for s in problem.scenario.services for o in s.offers}
    bought = sorted(solution.purchases, key=lambda p: (p.service, p.offer))
    return tuple(
        Purchase(
            service=p.service,
            offer=p.offer,
            units=p.units,
            people=People(people[p.service, p.offer]),
            cost_fen=offer_cost(
                offers[p.service, p.offer], units=p.units, people=people[p.service, p.offer]
            ),
        )
        for p in bought
        if p.units > 0
    )


def _run(
    problem: Problem, service: Service, rides: list[ChosenRide], run_id: str, cost_fen: int
) -> Run:
    calls = sorted({r.board_call for r in rides} | {r.alight_call for r in rides})
    stops = []
    on_board = 0
    for index in calls:
        board = _loads([r for r in rides if r.board_call == index])
        alight = _loads([r for r in rides if r.alight_call == index])
        on_board += sum(x.people for x in board) - sum(x.people for x in alight)
        call = service.calls[index]
        stops.append(
            RunStop(
                place=call.place,
                arrives=_local(problem, call.arrives or _departs(call)),
                departs=_local(problem, _departs(call)),
                board=board,
                alight=alight,
                on_board=People(on_board),
            )
        )
    places = {p.id: p for p in problem.scenario.places}
    return Run(
        id=run_id,
        mode=RunMode(service.mode.value),
        role=RunRole.LINE_HAUL,
        vehicle=ServiceVehicle(service=service.id),
        stops=tuple(stops),
        legs=tuple(_leg(service, places, a, b) for a, b in pairwise(calls)),
        cost_fen=Fen(cost_fen),
        terms={service_term(service.mode).value: Fen(cost_fen)},
    )


def _leg(service: Service, places: dict[str, Place], start: int, end: int) -> Leg:
    """Straight from call to call; the time between them as the timetable has it."""
    stations = [places[c.place] for c in service.calls[start : end + 1]]
    arrives = service.calls[end].arrives or _departs(service.calls[end])
    seconds = (arrives - _departs(service.calls[start])).total_seconds()
    return Leg(
        distance_m=Metres(round(sum(_straight_m(a, b) for a, b in pairwise(stations)))),
        duration_s=Seconds(int(seconds)),
    )


def _loads(rides: list[ChosenRide]) -> tuple[Load, ...]:
    people: dict[str, int] = defaultdict(int)
    for ride in rides:
        people[ride.group] += ride.people
    return tuple(Load(group=g, people=People(n)) for g, n in sorted(people.items()))


def _departs(call: Call) -> datetime:
    """When a call is left; the last call of a service, which is not left, is reached then.

    Raises:
        ValueError: the call has no time at all.
    """
    moment = call.departs or call.arrives
    if moment is None:
        raise ValueError(f"call at {call.place} has no time")
    return moment


def _local(problem: Problem, moment: datetime) -> datetime:
    return moment.astimezone(problem.horizon.zone)


def _straight_m(a: Place, b: Place) -> float:
    """Great-circle metres on a sphere (haversine); 0 where a place has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(h))
