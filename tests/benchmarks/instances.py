"""Problems drawn at random with fixed seeds, in several sizes.

A county with mountain villages, an industrial city with parks, one long haul between them, coach
types of which the large ones are scarce. Every size is (people, pickups, drops). The families ``V``
and ``W`` have sixty villages of two to six people each; their coaches may stop for six of them, or
for eight, as long as the way along the villages takes no more than so much beyond the direct drive.
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
from routing.model.base import ClockWindow
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import Effort, SolverChoice
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyInForce, PolicyValues
from routing.model.scenario import Scenario
from routing.network import build_candidates
from routing.solve.instance import Instance
from routing.solve.stop_sets import Side, within
from routing.units import Fen, Metres, People, Seconds

SIZES = {
    "XS": (70, 6, 3),
    "S": (200, 10, 5),
    "M": (600, 20, 10),
    "L": (2_221, 40, 25),
    "X": (5_000, 60, 40),
    "V": (240, 60, 4),
    "W": (240, 60, 4),
    "VS": (28, 7, 2),
}
VILLAGE_STOPS = {"V": 6, "W": 8, "VS": 5}
VILLAGE_EXTRA_S = Seconds(7_200)
VILLAGE_STOP_S = Seconds(300)
SEATS = (19, 33, 39, 49, 53)
HIRE_FEN = (90_000, 130_000, 150_000, 180_000, 195_000)
PER_KM_FEN = (400, 550, 600, 700, 750)
SHARE_OF_SEATS = (0.25, 0.25, 0.3, 0.45, 0.25)
SPARE = (2, 1, 1, 1, 1)
STOP_FEN = 5_000
MOUNTAIN_KMH, CITY_KMH, ROAD_KMH = 38.0, 35.0, 82.0
PICKUP_EXTRA_S, DROP_EXTRA_S, STOP_S = 5_400, 4_500, 900
START = datetime(2026, 2, 20, tzinfo=UTC)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """A problem with the distances from the county's gate, which its detour rule speaks of."""

    problem: Problem
    gate_km: Floats
    city_km: Floats

    def narrow(self, instance: Instance, pick: Side, drop: Side) -> tuple[Side, Side]:
        """Orders whose time to the gate exceeds that from their first stop by the rule's extra.

        A station stands alone on its side, so that its distance does not matter.
        """
        ids = instance.problem.matrix.place_ids
        near = {f"p{i:03d}": km for i, km in enumerate(self.gate_km)}
        far = {f"d{j:03d}": km for j, km in enumerate(self.city_km)}
        gate = np.array([near.get(ids[p], 0.0) for p in pick.place])
        city = np.array([far.get(ids[p], 0.0) for p in drop.place])
        more_km = pick.drive_m / 1_000 + gate[pick.last] - gate[pick.first]
        stops = pick.size[pick.owner] - 1
        fits = more_km / MOUNTAIN_KMH * 3_600 + stops * STOP_S <= PICKUP_EXTRA_S + 1e-6
        more_km = drop.drive_m / 1_000 + city[drop.first] - city[drop.last]
        stops = drop.size[drop.owner] - 1
        ends = more_km / CITY_KMH * 3_600 + stops * STOP_S <= DROP_EXTRA_S + 1e-6
        return within(pick, fits), within(drop, ends)


def draw(size: str, seed: int, *, effort: Effort = Effort.QUICK) -> Drawn:
    """One problem of a size."""
    people, pickups, drops = SIZES[size]
    rng = np.random.default_rng(1_000 * seed + people)
    villages = draw_villages(rng, pickups)
    plants = draw_plants(rng, drops)
    county_km, gate_km, _ = county_roads(rng, villages)
    city_km = 1.3 * np.linalg.norm(plants - np.array([-25.0, 0.0]), axis=1)
    haul_km = float((300, 1_000, 1_400, 600, 800)[seed % 5])
    stops = VILLAGE_STOPS.get(size)
    if stops is None:
        counts = draw_demand(rng, people, (pickups, drops))
    else:
        counts = _few(rng, pickups, drops)
    plants_km = 1.3 * np.linalg.norm(plants[:, None] - plants[None], axis=2)
    long_km = gate_km[:, None] + haul_km + city_km[None]
    matrix = draw_matrix(county_km, plants_km, long_km)
    scenario = draw_scenario(counts, f"{size}{seed}", effort)
    values = no_rules()
    if stops is not None:
        scenario = _with_stops(scenario, stops)
        values = values.model_copy(update={"stop_fixed_s": VILLAGE_STOP_S})
    policy = PolicyInForce(profile="none", values=values)
    horizon = Horizon(START, UTC)
    candidates = build_candidates(scenario, matrix, policy, horizon)
    return Drawn(Problem(scenario, matrix, policy, horizon, candidates), gate_km, city_km)


def draw_villages(rng: np.random.Generator, count: int) -> Floats:
    radius = 60 * np.sqrt(rng.random(count))
    angle = rng.random(count) * 2 * math.pi
    return np.c_[radius * np.cos(angle), radius * np.sin(angle)]


def draw_plants(rng: np.random.Generator, count: int) -> Floats:
    """Factories in a few industrial parks."""
    parks = max(2, min(5, count // 6))
    centres = rng.normal(0, 16, (parks, 2))
    points = centres[rng.integers(0, parks, count)] + rng.normal(0, 5, (count, 2))
    return np.clip(points, -28, 28)


def county_roads(rng: np.random.Generator, villages: Floats) -> tuple[Floats, Floats, Floats]:
    """Road km between villages, to the gate, and to the station, each by the shortest way."""
    count = len(villages)
    winding = rng.uniform(1.4, 1.8, (count, count))
    between = np.linalg.norm(villages[:, None] - villages[None], axis=2)
    between = between * (winding + winding.T) / 2
    np.fill_diagonal(between, 0)
    gate, station = np.array([35.0, 0.0]), np.array([20.0, 15.0])
    to_gate = np.linalg.norm(villages - gate, axis=1) * rng.uniform(1.4, 1.7, count)
    to_station = np.linalg.norm(villages - station, axis=1) * rng.uniform(1.4, 1.7, count)
    roads = np.zeros((count + 2, count + 2))
    roads[:count, :count] = between
    roads[:count, count] = roads[count, :count] = to_gate
    roads[:count, count + 1] = roads[count + 1, :count] = to_station
    roads[count, count + 1] = roads[count + 1, count] = 1.4 * float(np.linalg.norm(gate - station))
    for via in range(count + 2):
        roads = np.minimum(roads, roads[:, [via]] + roads[[via], :])
    return roads[:count, :count], roads[:count, count], roads[:count, count + 1]


def draw_demand(
    rng: np.random.Generator, people: int, places: tuple[int, int]
) -> NDArray[np.int64]:
    pickups, drops = places
    weight = rng.lognormal(0, 0.8, pickups)
    fame = rng.zipf(1.6, drops).clip(1, 8).astype(float)
    share = np.zeros(places)
    for i in range(pickups):
        size = min(rng.integers(2, min(7, drops) + 1), drops)
        chosen = rng.choice(drops, size=size, replace=False, p=fame / fame.sum())
        share[i, chosen] = weight[i] * rng.dirichlet(np.ones(len(chosen)) * 0.8)
    return rng.multinomial(people, (share / share.sum()).ravel()).reshape(places)


def _few(rng: np.random.Generator, pickups: int, drops: int) -> NDArray[np.int64]:
    """Two to six people from each village, to one plant or two."""
    counts = np.zeros((pickups, drops), dtype=np.int64)
    for i in range(pickups):
        people = rng.integers(2, 7)
        chosen = rng.choice(drops, size=rng.integers(1, 3), replace=False)
        for j in rng.choice(chosen, size=people):
            counts[i, j] += 1
    return counts


def _with_stops(scenario: Scenario, stops: int) -> Scenario:
    """The same scenario with coaches that may stop more often, within a limit on the detour."""
    more = {"max_pickups": stops, "max_pickup_detour_s": VILLAGE_EXTRA_S}
    return scenario.model_copy(
        update={"fleet": tuple(row.model_copy(update=more) for row in scenario.fleet)}
    )


def draw_matrix(county_km: Floats, city_km: Floats, long_km: Floats) -> TravelMatrix:
    pickups, drops = long_km.shape
    size = pickups + drops
    km, speed = np.zeros((size, size)), np.full((size, size), ROAD_KMH)
    km[:pickups, :pickups], speed[:pickups, :pickups] = county_km, MOUNTAIN_KMH
    km[pickups:, pickups:], speed[pickups:, pickups:] = city_km, CITY_KMH
    km[:pickups, pickups:], km[pickups:, :pickups] = long_km, long_km.T
    ids = [f"p{i:03d}" for i in range(pickups)] + [f"d{j:03d}" for j in range(drops)]
    return TravelMatrix(
        tuple(ids),
        np.rint(km * 1_000).astype(np.int64),
        np.rint(km / speed * 3_600).astype(np.int64),
        "drawn",
    )


def draw_scenario(counts: NDArray[np.int64], name: str, effort: Effort) -> Scenario:
    pickups, drops = counts.shape
    places = [_place(f"p{i:03d}", PlaceKind.VILLAGE) for i in range(pickups)]
    places += [_place(f"d{j:03d}", PlaceKind.FACTORY) for j in range(drops)]
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


def _place(name: str, kind: PlaceKind) -> Place:
    return Place(id=name, name=name, kind=kind, lat=26.0, lon=105.0)


def _row(n: int, people: int) -> FleetRow:
    return FleetRow(
        id=f"coach-{SEATS[n]}",
        seats=SEATS[n],
        count=math.ceil(SHARE_OF_SEATS[n] * people / SEATS[n]) + SPARE[n],
        base="p000",
        hire_fen=Fen(HIRE_FEN[n]),
        per_km_fen=Fen(PER_KM_FEN[n]),
        per_stop_fen=Fen(STOP_FEN),
    )


def no_rules() -> PolicyValues:
    """Values under which no rule binds: only distance and seats are left."""
    week_s, night = Seconds(7 * 86_400), ClockWindow(start="22:00", end="06:00")
    return PolicyValues(
        stop_fixed_s=Seconds(0),
        stop_per_person_s=Seconds(0),
        max_drivers=1,
        seat_cap=1.0,
        night=night,
        night_halt=None,
        night_halt_exempt_m=Metres(0),
        night_access=night,
        drive_day_max_s=week_s,
        drive_night_max_s=week_s,
        break_min_s=Seconds(0),
        drive_24h_max_s=week_s,
        drive_7d_max_s=week_s,
        two_drivers_beyond_m=Metres(100_000_000),
        hotel_reach_m=Metres(0),
        night_stay_beyond_s=Seconds(0),
    )
