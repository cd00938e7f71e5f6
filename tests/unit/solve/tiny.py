"""Problems small enough to try everything, on a line of villages and a line of factories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations, product

import numpy as np

from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import Goals, Pin, SolverChoice
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyInForce, PolicyValues
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.network import build_candidates
from routing.solve.instance import Instance
from routing.solve.selection import Selection
from routing.solve.table import Table
from routing.solve.wholes import find_mates
from routing.solve.yard import Yard, build_yard
from routing.units import Fen
from tests.benchmarks.instances import no_rules

START = datetime(2026, 2, 20, tzinfo=UTC)
READY = START + timedelta(days=2, hours=6)
KM = {
    "a": 0, "b": 12, "c": 31, "station": 40, "terminus": 640, "x": 660, "y": 668, "hotel": 41,
}  # fmt: skip
SPEED_KMH = 60


def place(name: str, **changes: object) -> Place:
    kinds = {"station": PlaceKind.RAIL_STATION, "terminus": PlaceKind.RAIL_STATION}
    kind = kinds.get(name, PlaceKind.HOTEL if name == "hotel" else PlaceKind.VILLAGE)
    extra = {"beds": 50, "bed_fen": Fen(5_000)} if name == "hotel" else {}
    fields = {"id": name, "name": name, "kind": kind, "lat": 26.0, "lon": 105.0}
    return Place.model_validate(fields | extra | changes)


def group(start: str, end: str, people: int, **changes: object) -> Group:
    fields = {
        "id": f"{start}-{end}", "origin": start, "destination": end, "people": people,
        "ready_from": READY,
    }  # fmt: skip
    return Group.model_validate(fields | changes)


def row(name: str, seats: int, count: int, **changes: object) -> FleetRow:
    fields = {
        "id": name, "seats": seats, "count": count, "base": "a", "hire_fen": 10_000 + 900 * seats,
        "per_km_fen": 100 + 3 * seats, "per_stop_fen": 500,
    }  # fmt: skip
    return FleetRow.model_validate(fields | changes)


def problem(
    groups: tuple[Group, ...],
    fleet: tuple[FleetRow, ...],
    *,
    services: tuple[Service, ...] = (),
    goals: Goals | None = None,
    pins: tuple[Pin, ...] = (),
    values: PolicyValues | None = None,
    places: tuple[Place, ...] | None = None,
) -> Problem:
    known = places or tuple(place(n) for n in KM)
    scenario = Scenario(
        id="tiny",
        timezone="UTC",
        places=known,
        groups=groups,
        fleet=fleet,
        services=services,
        goals=goals or Goals(),
        pins=pins,
        solver=SolverChoice(effort="quick"),
    )
    km = np.array([KM[p.id] for p in known])
    metres = np.abs(km[:, None] - km[None]) * 1_000
    matrix = TravelMatrix(
        tuple(p.id for p in known), metres, metres * 3_600 // (SPEED_KMH * 1_000), "line"
    )
    policy = PolicyInForce(profile="none", values=values or no_rules())
    horizon = Horizon(START, UTC)
    candidates = build_candidates(scenario, matrix, policy, horizon)
    return Problem(scenario, matrix, policy, horizon, candidates)


def yard_of(instance: Instance, table: Table, *, seat_fen: float, missed_fen: int) -> Yard:
    """The yard at one price for all seats, and one penalty for whoever is on no coach."""
    items = len(instance.items)
    return build_yard(
        instance,
        table,
        price=np.full(items, seat_fen),
        missed_fen=np.full(items, missed_fen, dtype=np.int64),
        mates=find_mates(instance),
    )


def nobody_seated(instance: Instance) -> Selection:
    """Everybody waits."""
    people = tuple(d.people for d in instance.demands)
    return Selection((), (0,) * len(instance.rides), (), (0,) * len(people), people)


def cheapest_by_hand(groups: tuple[Group, ...], fleet: tuple[FleetRow, ...]) -> int | None:
    """The least cost of carrying everybody by direct coaches, by trying every load."""
    vehicles = [r for r in fleet for _ in range(r.count)]
    best: dict[tuple[int, ...], int] = {tuple(int(g.people) for g in groups): 0}
    for vehicle in vehicles:
        grown = dict(best)
        for left, spent in best.items():
            for load in product(*(range(n + 1) for n in left)):
                if not 0 < sum(load) <= vehicle.seats:
                    continue
                rest = tuple(a - b for a, b in zip(left, load, strict=True))
                fen = spent + run_fen(vehicle, [g for g, n in zip(groups, load, strict=True) if n])
                if fen < grown.get(rest, 10**12):
                    grown[rest] = fen
        best = grown
    return best.get((0,) * len(groups))


def run_fen(vehicle: FleetRow, groups: list[Group]) -> int:
    """A coach's cost on the shortest order of pickups, then drops."""
    picks = sorted({g.origin for g in groups})
    drops = sorted({g.destination for g in groups})
    ways = [[*p, *d] for p in permutations(picks) for d in permutations(drops)]
    metres = min(sum(abs(KM[a] - KM[b]) for a, b in pairwise(way)) for way in ways) * 1_000
    distance = (2 * int(vehicle.per_km_fen) * metres + 1_000) // 2_000
    stops = len(picks) + len(drops) - 2
    return int(vehicle.hire_fen) + distance + stops * int(vehicle.per_stop_fen)
