"""What a generated scenario can be carried with: coaches, trains, a flight."""

from __future__ import annotations

from random import Random

from routing.model.base import Window
from routing.model.fleet import FleetRow, HireBasis
from routing.model.services import Call, Offer, OfferKind, Service, ServiceMode
from routing.units import Fen, People, Seconds
from tests.generators.feature import Feature
from tests.generators.land import CITY_ADMIN, HOME_ADMIN, Land, moment

SEATS = (19, 33, 39, 49, 53)


def draw_fleet(
    random: Random, land: Land, chosen: frozenset[Feature], *, people: int
) -> tuple[FleetRow, ...]:
    """One to three rows at home, and one in the city where a service needs a last mile."""
    tight = Feature.TIGHT_FLEET in chosen
    seats = random.sample(SEATS, random.randint(1, 3))
    home = [_row(random, f"home-{s}", s, "base-home", chosen) for s in seats]
    rows = [row.model_copy(update={"count": _count(random, row, people, tight)}) for row in home]
    if chosen & {Feature.TRAIN, Feature.PLANE, Feature.CARRIAGES, Feature.HOTEL}:
        city = _row(random, "city-49", 49, "base-city", chosen)
        rows.append(city.model_copy(update={"count": _count(random, city, people, tight)}))
    return tuple(rows)


def _count(random: Random, row: FleetRow, people: int, tight: bool) -> int:
    full = -(-people // row.seats)
    return random.randint(0, max(1, full - 1)) if tight else 2 * full + 4


def _row(random: Random, name: str, seats: int, base: str, chosen: frozenset[Feature]) -> FleetRow:
    fields: dict[str, object] = {
        "id": name,
        "seats": seats,
        "reserved_seats": random.choice((0, 1, 2)),
        "count": 1,
        "base": base,
        "operator": "operator-0",
        "hire_fen": 40_000 + 2_000 * seats,
        "per_km_fen": 250 + 8 * seats,
        "toll_per_km_fen": random.choice((0, 130)),
        "deadhead_per_km_fen": random.choice((0, 260)),
        "driver_day_fen": 35_000,
        "per_stop_fen": random.choice((0, 8_000)),
    }
    fields |= _bounds(random, base, chosen)
    return FleetRow.model_validate(fields)


def _bounds(random: Random, base: str, chosen: frozenset[Feature]) -> dict[str, object]:
    fields: dict[str, object] = {}
    if Feature.HOME_AREA in chosen:
        admin = HOME_ADMIN if base == "base-home" else CITY_ADMIN
        fields["home_area"] = "/".join(admin.split("/")[: random.choice((1, 2))])
    if Feature.DAY_HIRE in chosen:
        fields["hire_basis"] = HireBasis.DAY
    if Feature.RETURNS_EMPTY in chosen:
        fields["returns_empty"] = random.random() < 0.7
    if Feature.MIN_PEOPLE in chosen:
        fields["min_people"] = random.choice((5, 12, 20))
    if Feature.WHEELCHAIRS in chosen:
        fields["wheelchair_places"] = random.choice((0, 1, 2))
    if Feature.STOP_LIMITS in chosen:
        fields |= {
            "max_pickups": random.randint(1, 3),
            "max_drops": random.randint(1, 2),
            "max_pickup_detour_s": random.choice((1_200, 4_800)),
            "max_drop_detour_s": random.choice((1_200, 4_800)),
        }
    if Feature.AVAILABLE in chosen:
        hours = (Window(start=moment(4), end=moment(22, day=2)),)
        fields["available"] = hours if random.random() < 0.7 else ()
    return fields


def draw_services(random: Random, land: Land, chosen: frozenset[Feature]) -> tuple[Service, ...]:
    """A train by ticket or carriage, in the evening or (with a hotel) next morning; a flight."""
    services: list[Service] = []
    if Feature.TRAIN in chosen or Feature.CARRIAGES in chosen or Feature.HOTEL in chosen:
        services.append(_train(random, land, chosen))
    if Feature.PLANE in chosen:
        services.append(_flight(random))
    return tuple(services)


def _train(random: Random, land: Land, chosen: frozenset[Feature]) -> Service:
    ride_h = random.choice((7, 9)) if land.far else random.choice((3, 5))
    departs = moment(9, day=1) if Feature.HOTEL in chosen else moment(random.choice((13, 16)))
    arrives = departs + (moment(ride_h) - moment(0))
    offers = [_tickets(random)]
    if Feature.CARRIAGES in chosen:
        offers = [_carriages(random), *offers][: random.randint(1, 2)]
    return Service(
        id="train",
        mode=ServiceMode.TRAIN,
        number="K1234",
        calls=(
            Call(place="station-home", departs=departs),
            Call(place="station-city", arrives=arrives),
        ),
        offers=tuple(offers),
        check_in_s=Seconds(random.choice((1_800, 3_600))),
        egress_s=Seconds(random.choice((900, 1_800))),
    )


def _tickets(random: Random) -> Offer:
    return Offer(
        id="ticket",
        kind=OfferKind.TICKET,
        seats=1,
        units=random.choice((20, 90)),
        per_person_fen=Fen(random.choice((6_000, 14_000, 40_000))),
    )


def _carriages(random: Random) -> Offer:
    return Offer(
        id="carriage",
        kind=OfferKind.CARRIAGE,
        seats=random.choice((66, 118)),
        units=random.choice((1, 2)),
        min_people=People(random.choice((0, 40))),
        price_fen=Fen(random.choice((600_000, 1_800_000))),
    )


def _flight(random: Random) -> Service:
    return Service(
        id="flight",
        mode=ServiceMode.PLANE,
        number="ZY1234",
        calls=(
            Call(place="airport-home", departs=moment(15)),
            Call(place="airport-city", arrives=moment(17)),
        ),
        offers=(
            Offer(
                id="block",
                kind=OfferKind.BLOCK,
                seats=30,
                units=2,
                min_people=People(random.choice((0, 10))),
                price_fen=Fen(random.choice((300_000, 1_500_000))),
            ),
        ),
        check_in_s=Seconds(5_400),
        egress_s=Seconds(2_400),
    )
