"""The county of 2,221 people again, with up to four chartered trains beside its coaches.

Local coaches, cheaper to hire than those for the long haul, bring people to the county's station
and fetch them at the city's; they go no further.
"""

from __future__ import annotations

from datetime import UTC, timedelta

import numpy as np

from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.goals import Effort
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyInForce
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.network import build_candidates
from routing.units import Fen, People
from tests.benchmarks.instances import (
    CITY_KMH,
    MOUNTAIN_KMH,
    ROAD_KMH,
    SIZES,
    START,
    Drawn,
    Floats,
    county_roads,
    draw_demand,
    draw_plants,
    draw_scenario,
    draw_villages,
    no_rules,
)

TRAINS, SEATS, LEAST = 4, 600, 500
FARE_FEN_PER_KM = 11
"""Per person; a train is paid for ``LEAST`` people at least."""
LOCAL_HIRE = 0.6
"""Hire of a local coach as a share of a long-haul one's."""
LOCALS = 60
STATION, TERMINUS = "station", "terminus"


def draw_trains(seed: int, *, effort: Effort = Effort.QUICK) -> Drawn:
    """One problem; coaches, villages, plants and people are those of ``L`` with the same seed."""
    people, pickups, drops = SIZES["L"]
    rng = np.random.default_rng(1_000 * seed + people)
    villages, plants = draw_villages(rng, pickups), draw_plants(rng, drops)
    county = county_roads(rng, villages)
    haul_km = float((300, 1_000, 1_400, 600, 800)[seed % 5])
    counts = draw_demand(rng, people, (pickups, drops))
    scenario = _with_trains(draw_scenario(counts, f"T{seed}", effort), haul_km)
    matrix = _matrix(county, plants, haul_km)
    policy = PolicyInForce(profile="none", values=no_rules())
    horizon = Horizon(START, UTC)
    candidates = build_candidates(scenario, matrix, policy, horizon)
    city_km = 1.3 * np.linalg.norm(plants - np.array([-25.0, 0.0]), axis=1)
    return Drawn(Problem(scenario, matrix, policy, horizon, candidates), county[1], city_km)


def _matrix(county: tuple[Floats, Floats, Floats], plants: Floats, haul_km: float) -> TravelMatrix:
    """Villages and the station, then plants and the terminus; coaches pass the gates between."""
    between, to_gate, to_station = county
    home, away = len(between) + 1, len(plants) + 1
    near = np.zeros((home, home))
    near[:-1, :-1], near[:-1, -1], near[-1, :-1] = between, to_station, to_station
    sites = np.vstack([plants, [5.0, 8.0]])
    far = 1.3 * np.linalg.norm(sites[:, None] - sites[None], axis=2)
    leave = np.append(to_gate, float((to_station + to_gate).min()))
    enter = 1.3 * np.linalg.norm(sites - np.array([-25.0, 0.0]), axis=1)
    long_km = leave[:, None] + haul_km + enter[None]
    km, kmh = np.block([[near, long_km], [long_km.T, far]]), np.full((home + away,) * 2, ROAD_KMH)
    kmh[:home, :home], kmh[home:, home:] = MOUNTAIN_KMH, CITY_KMH
    ids = [f"p{i:03d}" for i in range(home - 1)] + [STATION]
    ids += [f"d{j:03d}" for j in range(away - 1)] + [TERMINUS]
    metres = np.rint(km * 1_000).astype(np.int64)
    return TravelMatrix(tuple(ids), metres, np.rint(km / kmh * 3_600).astype(np.int64), "drawn")


def _with_trains(scenario: Scenario, haul_km: float) -> Scenario:
    """Local coaches beside the others; stations stand beside the other places."""
    local = tuple(
        r.model_copy(
            update={
                "id": r.id.replace("coach", "local"),
                "count": LOCALS,
                "hire_fen": Fen(round(r.hire_fen * LOCAL_HIRE)),
                "min_people": People(r.seats + 1),
            }
        )
        for r in scenario.fleet
    )
    stations = tuple(
        Place(id=n, name=n, kind=PlaceKind.RAIL_STATION, lat=26.0, lon=105.0)
        for n in (STATION, TERMINUS)
    )
    places = scenario.places
    first = sum(p.id.startswith("p") for p in places)
    ordered = (*places[:first], stations[0], *places[first:], stations[1])
    return scenario.model_copy(
        update={
            "places": ordered,
            "fleet": scenario.fleet + local,
            "services": (_service(haul_km),),
        }
    )


def _service(haul_km: float) -> Service:
    leaves = START + timedelta(days=2)
    fare = round(FARE_FEN_PER_KM * haul_km)
    offer = {
        "id": "train", "kind": "charter", "seats": SEATS, "units": TRAINS, "min_people": LEAST,
        "price_fen": fare * LEAST,
    }  # fmt: skip
    return Service.model_validate(
        {
            "id": "T", "mode": "train", "number": "T",
            "calls": [
                {"place": STATION, "departs": leaves},
                {"place": TERMINUS, "arrives": leaves + timedelta(hours=haul_km / 100)},
            ],
            "offers": [offer],
        }
    )  # fmt: skip
