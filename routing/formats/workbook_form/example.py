"""The small example that the template is filled with, to be overwritten."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from routing.model.base import LocalisedText
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.places import Place, PlaceKind
from routing.model.scenario import Scenario
from routing.model.services import Call, Offer, OfferKind, Service, ServiceMode
from routing.units import Fen, Metres, People, Seconds

CHINA = timezone(timedelta(hours=8))


def _at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    return datetime(2026, 2, day, hour, minute, tzinfo=CHINA)


def example_scenario() -> Scenario:
    """Two pickups, one gate, one coach type and a train: it can be planned as it stands."""
    return Scenario(
        id="example",
        title=LocalisedText(zh="示例（请改写）", en="example, to be overwritten"),
        places=_places(),
        groups=(
            _group("翠华-火炬", "cuihua", 46),
            _group("天星-火炬", "tianxing", 31),
        ),
        fleet=(
            FleetRow(
                id="49座",
                name="49座大客车",
                seats=49,
                reserved_seats=2,
                count=3,
                base="base",
                home_area="云南省/昭通市",
                operator="大关县运输公司",
                hire_fen=Fen(200_000),
                per_km_fen=Fen(680),
                toll_per_km_fen=Fen(150),
                driver_day_fen=Fen(35_000),
            ),
        ),
        services=(_train(),),
    )


def _group(name: str, origin: str, people: int) -> Group:
    return Group(
        id=name,
        origin=origin,
        destination="torch",
        people=People(people),
        ready_from=_at(6, 30),
        arrive_by=_at(20, day=25),
        payer="大关县人社局",
        categories={"脱贫": people // 2},
    )


def _places() -> tuple[Place, ...]:
    daguan = "云南省/昭通市/大关县"
    rows = (
        ("cuihua", "翠华镇", PlaceKind.TOWNSHIP_STATION, 27.7377, 103.8574, daguan),
        ("tianxing", "天星镇", PlaceKind.TOWNSHIP_STATION, 27.8423, 103.9824, daguan),
        ("base", "大关客运站", PlaceKind.COACH_BASE, 27.7516, 103.8892, daguan),
        ("torch", "中山火炬开发区", PlaceKind.FACTORY, 22.545, 113.47, "广东省/中山市"),
        (
            "kunming-south",
            "昆明南站",
            PlaceKind.RAIL_STATION,
            24.8745,
            102.861,
            "云南省/昆明市/呈贡区",
        ),
        (
            "guangzhou-south",
            "广州南站",
            PlaceKind.RAIL_STATION,
            22.989,
            113.264,
            "广东省/广州市/番禺区",
        ),
    )
    return tuple(
        Place(id=i, name=name, kind=kind, lat=lat, lon=lon, admin=admin, precision_m=Metres(3_000))
        for i, name, kind, lat, lon, admin in rows
    )


def _train() -> Service:
    return Service(
        id="train",
        mode=ServiceMode.TRAIN,
        number="务工专列",
        calls=(
            Call(place="kunming-south", departs=_at(16, 5)),
            Call(place="guangzhou-south", arrives=_at(23, 55)),
        ),
        offers=(
            Offer(
                id="团体票",
                kind=OfferKind.BLOCK,
                seats=100,
                min_people=People(20),
                per_person_fen=Fen(33_000),
            ),
        ),
        check_in_s=Seconds(3_600),
        egress_s=Seconds(1_800),
    )
