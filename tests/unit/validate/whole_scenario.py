"""A scenario in which every field of the contract is written out once."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.validate.whole_plan import CLOCK, POLICY_VALUES, whole_plan

WINDOW = {"from": "2026-02-24T05:00:00+08:00", "to": "2026-02-25T05:00:00+08:00"}


def place(pid: str, kind: str, lat: float, lon: float, **more: object) -> dict[str, object]:
    return {"id": pid, "name": {"zh": pid, "en": pid}, "kind": kind, "lat": lat, "lon": lon, **more}


SITE = place(
    "site",
    "resettlement_site",
    23.085,
    107.14,
    address="天等县",
    precision_m=2_000,
    admin="广西壮族自治区/崇左市/天等县",
    open=[WINDOW],
    max_coach_seats=59,
    bays=2,
    no_night_access=True,
    source="survey",
)
PLACES = [
    SITE,
    place("works", "factory", 22.6, 113.02),
    place("base", "coach_base", 23.083, 107.142),
    place("nanning", "rail_station", 22.826, 108.315),
    place("guangzhou", "rail_station", 22.99, 113.269),
    place("inn", "hotel", 22.82, 108.32, beds=60, bed_fen=9_000, relay_fen=6_000),
]
GROUP = {
    "id": "g1",
    "origin": "site",
    "destination": "works",
    "people": 60,
    "ready_from": "2026-02-24T06:00:00+08:00",
    "arrive_by": "2026-02-25T22:00:00+08:00",
    "arrive_from": "2026-02-24T08:00:00+08:00",
    "max_on_board_s": 61_200,
    "max_journey_s": 90_000,
    "together": False,
    "wheelchairs": 1,
    "priority": 2,
    "share_key": "village-a",
    "apart_key": "employer-a",
    "payer": "county",
    "categories": {"lifted_from_poverty": 12},
    "own_travel_fen_per_person": 35_000,
    "members": ["token-1"],
}
OTHER = {
    "id": "g2",
    "origin": "site",
    "destination": "works",
    "people": 20,
    "ready_from": "2026-02-24T06:00:00+08:00",
}
ROW = {
    "id": "big",
    "name": {"zh": "大客车", "en": "coach"},
    "seats": 49,
    "reserved_seats": 2,
    "count": 3,
    "base": "base",
    "home_area": "广西壮族自治区/崇左市",
    "operator": "Tiandeng coaches",
    "hire_fen": 300_000,
    "hire_basis": "day",
    "per_km_fen": 600,
    "toll_per_km_fen": 120,
    "deadhead_per_km_fen": 300,
    "returns_empty": True,
    "driver_day_fen": 40_000,
    "available": [WINDOW],
    "per_stop_fen": 5_000,
    "min_people": 20,
    "max_pickups": 4,
    "max_drops": 3,
    "max_pickup_detour_s": 3_600,
    "max_drop_detour_s": 3_600,
    "wheelchair_places": 1,
}
SERVICE = {
    "id": "d3812",
    "mode": "train",
    "number": "D3812",
    "calls": [
        {"place": "nanning", "departs": "2026-02-24T14:00:00+08:00"},
        {
            "place": "guangzhou",
            "arrives": "2026-02-24T18:00:00+08:00",
            "departs": "2026-02-24T18:05:00+08:00",
        },
    ],
    "offers": [
        {
            "id": "block",
            "kind": "block",
            "seats": 20,
            "units": 3,
            "min_people": 10,
            "price_fen": 100_000,
            "per_person_fen": 15_000,
            "from": "nanning",
            "to": "guangzhou",
        }
    ],
    "book_by": "2026-02-20T18:00:00+08:00",
    "check_in_s": 3_600,
    "large_party": {"people": 100, "check_in_s": 5_400},
    "egress_s": 1_800,
    "source": "timetable",
}
SCENARIO: dict[str, Any] = {
    "schema_version": "1",
    "id": "whole",
    "title": {"zh": "全部字段", "en": "Every field"},
    "timezone": "Asia/Shanghai",
    "datum": "wgs84",
    "places": PLACES,
    "groups": [GROUP, OTHER],
    "fleet": [ROW],
    "drivers": [{"id": "zhao", "operator": "Tiandeng coaches", "hours_7d": 31.5}],
    "services": [SERVICE],
    "subsidies": [
        {"payer": "province", "applies_to": "coach", "min_people": 20, "rate": 0.5, "cap_fen": 10},
        {"payer": "province", "applies_to": "county", "fen_per_person": 50_000},
    ],
    "policy": {"profile": "cn-2023", "overrides": {**POLICY_VALUES, "night_halt": CLOCK}},
    "travel": {
        "provider": "great_circle",
        "pairs": [
            {
                "from": "site",
                "to": "works",
                "distance_m": 745_000,
                "duration_s": 40_000,
                "source": "driver",
            }
        ],
    },
    "goals": {
        "order": ["people", "law", "cost", "time", "balance"],
        "left_out_fen_per_person": 1_000_000,
        "ride_hour_fen_per_person": 100,
        "late_fen_per_person": 5_000,
    },
    "pins": [
        {"kind": "require", "group": "g1", "fleet": "big"},
        {"kind": "forbid", "group": "g1", "service": "d3812"},
        {"kind": "require", "group": "g1", "with": "g2"},
    ],
    "previous_plan": {"plan": whole_plan(), "frozen_runs": ["C001"]},
    "solver": {"effort": "quick", "seed": 7, "time_limit_s": 60, "gap_target": 0.01},
}


def whole_scenario() -> dict[str, Any]:
    """A fresh copy that shares nothing, not even within itself."""
    fresh: dict[str, Any] = json.loads(json.dumps(SCENARIO))
    return fresh
