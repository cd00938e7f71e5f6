"""Villages of a few people each, around one county seat, bound for one works under real law."""

from __future__ import annotations

import random

from routing.model.demand import Group
from routing.model.goals import Effort
from routing.model.places import PlaceKind
from routing.model.scenario import Scenario

BASE = "base-zunyi"
WORKS = "kunming-works"
SEAT = (27.55, 106.83)
SPREAD_DEG = (0.18, 0.20)
FEW = (2, 6)
"""People of a village."""
STOPS = 8
LEAST = 10
"""People who open a coach: more than any village has."""


def villages_of(sample: Scenario, count: int, *, seed: int) -> Scenario:
    """The sample of Zunyi and Kunming with villages for its townships, quick."""
    draw = random.Random(seed)
    first = sample.groups[0]
    seat = next(p for p in sample.places if p.id == first.origin)
    places = [p for p in sample.places if p.id in (BASE, WORKS)]
    groups: list[Group] = []
    for n in range(count):
        lat, lon = (
            round(c + draw.uniform(-s, s), 4) for c, s in zip(SEAT, SPREAD_DEG, strict=True)
        )
        name = f"village-{n}"
        places.append(
            seat.model_copy(update={"id": name, "kind": PlaceKind.VILLAGE, "lat": lat, "lon": lon})
        )
        people = draw.randint(*FEW)
        groups.append(
            first.model_copy(
                update={"id": f"of-{name}", "origin": name, "destination": WORKS, "people": people}
            )
        )
    fleet = tuple(
        row.model_copy(
            update={
                "count": 8,
                "min_people": LEAST,
                "max_pickups": STOPS,
                "max_pickup_detour_s": 9_000,
            }
        )
        for row in sample.fleet
        if row.base == BASE
    )
    solver = sample.solver.model_copy(update={"effort": Effort.QUICK})
    update = {"id": f"villages-{count}", "places": tuple(places), "groups": tuple(groups)}
    return sample.model_copy(update={**update, "fleet": fleet, "services": (), "solver": solver})
