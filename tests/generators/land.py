"""Where a generated scenario lies: a home county, a city of factories, stations between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random

from routing.model.base import Window
from routing.model.places import Place, PlaceKind
from routing.units import Fen, Metres
from tests.generators.feature import Feature

CHINA = timezone(timedelta(hours=8))
DAY = datetime(2024, 2, 19, tzinfo=CHINA)
"""The tenth of the first lunar month: midnight before the first departure."""

HOME = (25.60, 106.70)
CITY_NEAR = (24.50, 109.20)
CITY_FAR = (22.95, 113.20)
HOME_ADMIN = "贵州省/黔南布依族苗族自治州/惠水县"
CITY_ADMIN = "广东省/广州市/番禺区"


@dataclass(frozen=True, slots=True)
class Land:
    """The places by what they are for, as ids, and all of them as documents."""

    places: tuple[Place, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    far: bool


def moment(hour: float, *, day: int = 0) -> datetime:
    """An instant so many days and hours after the first midnight."""
    return DAY + timedelta(days=day, hours=hour)


def draw_land(random: Random, chosen: frozenset[Feature]) -> Land:
    """Between one and five pickups, one to three gates, and what stands between them."""
    far = Feature.FAR in chosen
    city = CITY_FAR if far else CITY_NEAR
    origins = [
        _near(random, HOME, 0.35, f"site-{i}", PlaceKind.RESETTLEMENT_SITE, HOME_ADMIN)
        for i in range(random.randint(1, 5))
    ]
    gates = [
        _near(random, city, 0.25, f"gate-{i}", PlaceKind.FACTORY, CITY_ADMIN)
        for i in range(random.randint(1, 3))
    ]
    fixed = [
        _near(random, HOME, 0.1, "base-home", PlaceKind.COACH_BASE, HOME_ADMIN),
        _near(random, city, 0.1, "base-city", PlaceKind.COACH_BASE, CITY_ADMIN),
        _near(random, HOME, 0.15, "station-home", PlaceKind.RAIL_STATION, HOME_ADMIN),
        _near(random, city, 0.15, "station-city", PlaceKind.RAIL_STATION, CITY_ADMIN),
        _near(random, HOME, 0.2, "airport-home", PlaceKind.AIRPORT, HOME_ADMIN),
        _near(random, city, 0.2, "airport-city", PlaceKind.AIRPORT, CITY_ADMIN),
    ]
    places = [_limited(random, p, chosen) for p in (*origins, *gates, *fixed)]
    if Feature.HOTEL in chosen:
        places.append(_hotel(random, fixed[2]))
    return Land(
        places=tuple(places),
        origins=tuple(p.id for p in origins),
        destinations=tuple(p.id for p in gates),
        far=far,
    )


def _near(
    random: Random,
    centre: tuple[float, float],
    spread: float,
    name: str,
    kind: PlaceKind,
    admin: str,
) -> Place:
    lat = round(centre[0] + random.uniform(-spread, spread), 4)
    lon = round(centre[1] + random.uniform(-spread, spread), 4)
    return Place(id=name, name=name, kind=kind, lat=lat, lon=lon, admin=admin)


def _hotel(random: Random, station: Place) -> Place:
    return Place(
        id="hotel",
        name="hotel",
        kind=PlaceKind.HOTEL,
        lat=round((station.lat or 0) + 0.01, 4),
        lon=station.lon,
        admin=HOME_ADMIN,
        beds=random.choice((20, 60, 400)),
        bed_fen=Fen(6_000),
    )


def _limited(random: Random, place: Place, chosen: frozenset[Feature]) -> Place:
    """The place with the limits that the features ask for, on some of the places."""
    update: dict[str, object] = {}
    site = place.kind is PlaceKind.RESETTLEMENT_SITE
    gate = place.kind is PlaceKind.FACTORY
    if Feature.SEAT_LIMITS in chosen and site and random.random() < 0.5:
        update["max_coach_seats"] = random.choice((19, 33, 39))
    if Feature.BAYS in chosen and (site or gate) and random.random() < 0.6:
        update["bays"] = random.choice((1, 2))
    if Feature.NIGHT_ACCESS in chosen and site and random.random() < 0.6:
        update["no_night_access"] = True
    if Feature.OPEN in chosen and (site or gate) and random.random() < 0.6:
        update["open"] = tuple(_opening(random, day) for day in range(3))
    return place.model_copy(update=update | {"precision_m": Metres(2_000)})


def _opening(random: Random, day: int) -> Window:
    return Window(
        start=moment(random.choice((5, 6, 7)), day=day),
        end=moment(random.choice((19, 21, 23)), day=day),
    )
