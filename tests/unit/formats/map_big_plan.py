"""A seeded plan of any number of coaches on shared roads."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import timedelta

from routing.model.base import Coordinate, LocalisedText
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.places import Place, PlaceKind
from routing.model.plan import (
    Itinerary,
    Plan,
)
from routing.model.runs import (
    Leg,
)
from routing.model.scenario import Scenario
from routing.units import Fen, People
from tests.unit.formats.map_parts import (
    FIRST_DAY,
    coach_run,
    km,
    plain_legs,
    plan_of,
    stops_of,
)


def big(count: int, *, seed: int) -> tuple[Scenario, Plan]:
    """``count`` coaches from a county's villages to a city's factories along one trunk road."""
    rng = random.Random(seed)
    villages = [_spread(rng, f"v{i}", "村", 27.6, 103.9, PlaceKind.VILLAGE) for i in range(120)]
    works = [_spread(rng, f"w{i}", "厂", 22.6, 113.2, PlaceKind.FACTORY) for i in range(40)]
    trunk = _trunk(rng, (27.3, 103.7), (22.8, 113.0), 900)
    groups, runs, itineraries = [], [], []
    for number in range(1, count + 1):
        pickups, drops = rng.sample(villages, 3), rng.sample(works, 2)
        batch = []
        for i, pickup in enumerate(pickups):
            group = _group(f"g{number}-{i}", pickup, drops[i % 2], rng.randint(10, 15))
            batch.append((group, int(group.people)))
        groups += [group for group, _ in batch]
        places = [*pickups, *drops]
        stops = stops_of(places, batch, FIRST_DAY + timedelta(minutes=rng.randrange(300, 5000, 5)))
        runs.append(
            coach_run(f"C{number:04}", "bus", number, stops, _road_legs(places, trunk, rng))
        )
        itineraries += [
            Itinerary(group=g.id, people=g.people, runs=(runs[-1].id,)) for g, _ in batch
        ]
    fleet = FleetRow(id="bus", seats=49, count=count, base="v0", hire_fen=Fen(200_000))
    scenario = Scenario(
        id="big",
        title=LocalisedText(zh=f"{count}车大方案", en=f"A plan of {count} coaches"),
        places=(*villages, *works),
        groups=tuple(groups),
        fleet=(fleet,),
    )
    return scenario, plan_of(scenario, runs, itineraries, (), ())


def _road_legs(
    places: Sequence[Place], trunk: Sequence[Coordinate], rng: random.Random
) -> tuple[Leg, ...]:
    """Legs with road geometry; the long one runs along the trunk road."""
    legs = []
    for plain, (a, b) in zip(plain_legs(places), itertools.pairwise(places), strict=True):
        start = Coordinate(lat=a.lat or 0, lon=a.lon or 0)
        end = Coordinate(lat=b.lat or 0, lon=b.lon or 0)
        road = (start, *trunk, end) if km(a, b) > 200 else (start, _near(start, end, rng), end)
        legs.append(plain.model_copy(update={"geometry": road}))
    return tuple(legs)


def _near(start: Coordinate, end: Coordinate, rng: random.Random) -> Coordinate:
    return Coordinate(
        lat=(start.lat + end.lat) / 2 + rng.gauss(0, 0.01),
        lon=(start.lon + end.lon) / 2 + rng.gauss(0, 0.01),
    )


def _trunk(
    rng: random.Random, start: tuple[float, float], end: tuple[float, float], count: int
) -> tuple[Coordinate, ...]:
    bend = [rng.gauss(0, 0.002) for _ in range(count)]
    return tuple(
        Coordinate(
            lat=start[0] + (end[0] - start[0]) * i / (count - 1) + bend[i],
            lon=start[1] + (end[1] - start[1]) * i / (count - 1) + bend[-1 - i],
        )
        for i in range(count)
    )


def _spread(
    rng: random.Random, place: str, suffix: str, lat: float, lon: float, kind: PlaceKind
) -> Place:
    return Place(
        id=place,
        name=f"{place}{suffix}",
        kind=kind,
        lat=round(lat + rng.gauss(0, 0.22), 5),
        lon=round(lon + rng.gauss(0, 0.22), 5),
        admin="云南省/昭通市/大关县" if kind is PlaceKind.VILLAGE else "广东省/佛山市/顺德区",
    )


def _group(group: str, origin: Place, destination: Place, people: int) -> Group:
    return Group(
        id=group,
        origin=origin.id,
        destination=destination.id,
        people=People(people),
        ready_from=FIRST_DAY,
    )
