"""The smallest scenario that goes the whole way: an example for people, a warming up for us."""

from __future__ import annotations

from typing import Any

SMALL_SCENARIO: dict[str, Any] = {
    "schema_version": "1",
    "id": "example",
    "title": {"zh": "示例：龙茗镇到江门", "en": "Example: Longming to Jiangmen"},
    "places": [
        {
            "id": "longming",
            "name": {"zh": "龙茗镇", "en": "Longming"},
            "kind": "township_station",
            "lat": 22.96,
            "lon": 107.04,
            "admin": "广西壮族自治区/崇左市/天等县",
        },
        {
            "id": "base",
            "name": {"zh": "天等客运站", "en": "Tiandeng coach station"},
            "kind": "coach_base",
            "lat": 23.08,
            "lon": 107.14,
            "admin": "广西壮族自治区/崇左市/天等县",
        },
        {
            "id": "plant",
            "name": {"zh": "蓬江电子厂", "en": "Pengjiang electronics plant"},
            "kind": "factory",
            "lat": 22.6,
            "lon": 113.08,
            "admin": "广东省/江门市/蓬江区",
        },
    ],
    "groups": [
        {
            "id": "g1",
            "origin": "longming",
            "destination": "plant",
            "people": 42,
            "ready_from": "2026-02-24T07:00:00+08:00",
            "arrive_by": "2026-02-25T20:00:00+08:00",
            "payer": "天等县人社局",
        }
    ],
    "fleet": [
        {
            "id": "coach49",
            "name": {"zh": "49座大巴", "en": "49-seat coach"},
            "seats": 49,
            "reserved_seats": 2,
            "count": 2,
            "base": "base",
            "hire_fen": 600_000,
            "per_km_fen": 450,
            "toll_per_km_fen": 110,
            "deadhead_per_km_fen": 300,
            "driver_day_fen": 40_000,
        }
    ],
    "solver": {"effort": "quick"},
}
