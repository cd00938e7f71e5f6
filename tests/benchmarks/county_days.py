"""One day of several counties and cities that share a fleet, drawn with fixed seeds.

Every county sends to every city; coaches are scarce, so that a coach that one county takes is
missing in another. A coach stops within one county and within one city: the detours that the
fleet rows allow are shorter than the way to the next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import Effort, SolverChoice
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyInForce
from routing.model.scenario import Scenario
from routing.network import build_candidates
from routing.units import Fen, People, Seconds
from tests.benchmarks.instances import (
    CITY_KMH,
    HIRE_FEN,
    MOUNTAIN_KMH,
    PER_KM_FEN,
    ROAD_KMH,
    SEATS,
    SHARE_OF_SEATS,
    STOP_FEN,
    no_rules,
)

SIZES = {
    "C": (20_000, 6, 4, 20, 12),
    "CS": (1_200, 3, 2, 6, 4),
}
"""People, counties, cities, pickups a county, drops a city."""
TIGHT = 0.74
"""Share of the seats of ``instances`` (1.5 a person) that are there: 1.11 seats a person."""
PICKUP_DETOUR_S, DROP_DETOUR_S = 5_400, 4_500
WINDING = 1.5
START = datetime(2026, 2, 20, tzinfo=UTC)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sites:
    """Places of one side.

    Attributes:
        xy: shape (places, 2), km within their area.
        area: shape (places,), the county or city of each.
    """

    xy: Floats
    area: NDArray[np.int64]


def draw_day(size: str, seed: int, *, effort: Effort = Effort.QUICK) -> Problem:
    """One problem of a size."""
    people, counties, cities, pickups, drops = SIZES[size]
    rng = np.random.default_rng(1_000 * seed + people)
    villages = _scatter(rng, counties, pickups, radius_km=55.0)
    plants = _scatter(rng, cities, drops, radius_km=22.0)
    haul_km = rng.uniform(300, 1_400, (counties, cities))
    counts = _demand(rng, people, villages, plants)
    matrix = _matrix(villages, plants, haul_km)
    scenario = _scenario(counts, (villages, plants), f"{size}{seed}", effort)
    policy = PolicyInForce(profile="none", values=no_rules())
    horizon = Horizon(START, UTC)
    candidates = build_candidates(scenario, matrix, policy, horizon)
    return Problem(scenario, matrix, policy, horizon, candidates)


def _scatter(rng: np.random.Generator, areas: int, each: int, *, radius_km: float) -> Sites:
    radius = radius_km * np.sqrt(rng.random(areas * each))
    angle = rng.random(areas * each) * 2 * math.pi
    xy = np.c_[radius * np.cos(angle), radius * np.sin(angle)]
    return Sites(xy, np.repeat(np.arange(areas), each))


def _demand(
    rng: np.random.Generator, people: int, villages: Sites, plants: Sites
) -> NDArray[np.int64]:
    """People by village and plant: every county sends to every city, to a few plants a village."""
    share = np.zeros((len(villages.xy), len(plants.xy)))
    size = rng.lognormal(0, 0.8, len(villages.xy))
    fame = rng.zipf(1.6, len(plants.xy)).clip(1, 8).astype(float)
    for village in range(len(villages.xy)):
        for city in np.unique(plants.area):
            there = np.flatnonzero(plants.area == city)
            most = min(int(rng.integers(2, 5)), len(there))
            chance = fame[there] / fame[there].sum()
            chosen = rng.choice(there, size=most, replace=False, p=chance)
            share[village, chosen] = size[village] * rng.dirichlet(np.ones(most) * 0.8)
    return rng.multinomial(people, (share / share.sum()).ravel()).reshape(share.shape)


def _matrix(villages: Sites, plants: Sites, haul_km: Floats) -> TravelMatrix:
    """Winding roads within an area; between areas through their middles."""
    near = [np.linalg.norm(s.xy, axis=1) * WINDING for s in (villages, plants)]
    area = np.concatenate([villages.area, plants.area + villages.area.max() + 1])
    to_gate = np.concatenate(near)
    xy = np.vstack([villages.xy, plants.xy])
    km = np.linalg.norm(xy[:, None] - xy[None], axis=2) * WINDING
    home = len(villages.xy)
    speed = np.full(km.shape, ROAD_KMH)
    speed[:home, :home], speed[home:, home:] = MOUNTAIN_KMH, CITY_KMH
    apart = area[:, None] != area[None]
    far = to_gate[:, None] + to_gate[None] + 120.0
    across = haul_km[villages.area][:, plants.area]
    far[:home, home:] += across - 120.0
    far[home:, :home] += across.T - 120.0
    km = np.where(apart, far, km)
    np.fill_diagonal(km, 0)
    ids = [f"p{i:03d}" for i in range(home)] + [f"d{j:03d}" for j in range(len(plants.xy))]
    return TravelMatrix(
        tuple(ids),
        np.rint(km * 1_000).astype(np.int64),
        np.rint(km / speed * 3_600).astype(np.int64),
        "drawn",
    )


def _scenario(
    counts: NDArray[np.int64], sites: tuple[Sites, Sites], name: str, effort: Effort
) -> Scenario:
    villages, plants = sites
    places = [
        _place(f"p{i:03d}", PlaceKind.VILLAGE, f"云南省/昭通市/县{a}")
        for i, a in enumerate(villages.area)
    ]
    places += [
        _place(f"d{j:03d}", PlaceKind.FACTORY, f"广东省/市{a}/区")
        for j, a in enumerate(plants.area)
    ]
    groups = [
        Group(
            id=f"p{i:03d}-d{j:03d}",
            origin=f"p{i:03d}",
            destination=f"d{j:03d}",
            people=People(int(counts[i, j])),
            ready_from=START,
        )
        for i, j in np.argwhere(counts > 0)
    ]
    return Scenario(
        id=name,
        places=tuple(places),
        groups=tuple(groups),
        fleet=tuple(_row(n, int(counts.sum())) for n in range(len(SEATS))),
        solver=SolverChoice(effort=effort),
    )


def _place(name: str, kind: PlaceKind, admin: str) -> Place:
    return Place(id=name, name=name, kind=kind, lat=26.0, lon=105.0, admin=admin)


def _row(n: int, people: int) -> FleetRow:
    return FleetRow(
        id=f"coach-{SEATS[n]}",
        seats=SEATS[n],
        count=math.ceil(TIGHT * SHARE_OF_SEATS[n] * people / SEATS[n]) + 1,
        base="p000",
        hire_fen=Fen(HIRE_FEN[n]),
        per_km_fen=Fen(PER_KM_FEN[n]),
        per_stop_fen=Fen(STOP_FEN),
        max_pickup_detour_s=Seconds(PICKUP_DETOUR_S),
        max_drop_detour_s=Seconds(DROP_DETOUR_S),
    )
