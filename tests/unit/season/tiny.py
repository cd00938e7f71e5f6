"""A season of five days and some two hundred people, small enough to be planned in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from routing.model.season import SeasonScenario

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 2, 22)
BAD_DAY = date(2026, 2, 23)
PLACES = (
    ("cuihua", "township_station", 27.7377, 103.8574, "云南省/昭通市/大关县"),
    ("tianxing", "township_station", 27.8423, 103.9824, "云南省/昭通市/大关县"),
    ("base", "coach_base", 27.7516, 103.8892, "云南省/昭通市/大关县"),
    ("zhaotong-station", "rail_station", 27.312, 103.74, "云南省/昭通市/昭阳区"),
    ("kunming-station", "rail_station", 25.0165, 102.7205, "云南省/昆明市/官渡区"),
    ("kunming-base", "coach_base", 24.98, 102.75, "云南省/昆明市/官渡区"),
    ("chenggong", "factory", 24.8865, 102.8017, "云南省/昆明市/呈贡区"),
    ("guiyang", "factory", 26.6513, 106.6266, "贵州省/贵阳市/云岩区"),
)
TARIFF = {
    "hire_fen": 100_000,
    "per_km_fen": 680,
    "toll_per_km_fen": 150,
    "deadhead_per_km_fen": 300,
    "driver_day_fen": 35_000,
    "per_stop_fen": 10_000,
    "max_drops": 2,
}
COACH = {
    "id": "coach",
    "seats": 30,
    "reserved_seats": 2,
    "count": 3,
    "base": "base",
    "home_area": "云南省/昭通市",
    "returns_empty": True,
    **TARIFF,
}
HIRED = {**COACH, "id": "hired", "hire_fen": 180_000, "comes_back": False, "count": 2}
SHUTTLE = {
    **COACH,
    "id": "shuttle",
    "use": "local",
    "comes_back": False,
    "count": 4,
    "hire_fen": 20_000,
    "per_km_fen": 200,
    "toll_per_km_fen": 50,
    "deadhead_per_km_fen": 100,
    "driver_day_fen": 10_000,
}
FAR_SHUTTLE = {
    **SHUTTLE,
    "id": "far-shuttle",
    "base": "kunming-base",
    "home_area": "云南省/昆明市",
}


def day(number: int) -> str:
    """The date of a day of the season."""
    return (FIRST + timedelta(days=number)).isoformat()


def moment(number: int, clock: str) -> str:
    """A clock time of a day of the season."""
    hour, minute = clock.split(":")
    start = datetime(FIRST.year, FIRST.month, FIRST.day, int(hour), int(minute), tzinfo=ZONE)
    return (start + timedelta(days=number)).isoformat()


def group(name: str, people: int, days: tuple[int, int], **changes: object) -> dict[str, object]:
    """People from ``origin-destination``."""
    origin, destination = name.split(">")
    return {
        "id": name,
        "origin": origin,
        "destination": destination,
        "people": people,
        "first_day": day(days[0]),
        "last_day": day(days[1]),
        "payer": "county",
        **changes,
    }


def train(
    number: int, *, book_by: int = -3, price_fen: int = 250_000, min_people: int = 0
) -> dict[str, object]:
    """A train from Zhaotong to Kunming on a day of the season."""
    return {
        "id": f"train-{number}",
        "mode": "train",
        "number": f"K{number}",
        "calls": [
            {"place": "zhaotong-station", "departs": moment(number, "13:40")},
            {"place": "kunming-station", "arrives": moment(number, "20:10")},
        ],
        "offers": [
            {
                "id": "car",
                "kind": "carriage",
                "seats": 60,
                "price_fen": price_fen,
                "min_people": min_people,
            }
        ],
        "book_by": moment(book_by, "18:00"),
    }


def season(**changes: object) -> SeasonScenario:
    """The tiny season, with some fields given otherwise."""
    return SeasonScenario.model_validate(raw_season(**changes))


def raw_season(**changes: object) -> dict[str, object]:
    """The tiny season as its JSON says it."""
    fields: Mapping[str, object] = {
        "id": "tiny",
        "home_area": "云南省/昭通市",
        "first_day": day(0),
        "last_day": day(4),
        "planned_on": day(-10),
        "places": [
            {"id": i, "name": i, "kind": kind, "lat": lat, "lon": lon, "admin": admin}
            for i, kind, lat, lon, admin in PLACES
        ],
        "groups": [
            group("cuihua>chenggong", 70, (0, 3), no_show_rate=0.05),
            group("tianxing>chenggong", 41, (0, 2)),
            group("cuihua>guiyang", 33, (1, 4)),
            group("tianxing>guiyang", 24, (1, 4)),
        ],
        "fleet": [COACH, HIRED, SHUTTLE, FAR_SHUTTLE],
        "services": [train(1)],
        "solver": {"effort": "quick"},
    }
    return {**fields, **changes}
