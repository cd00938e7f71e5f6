"""A plan in which every field of the contract is written out once."""

from __future__ import annotations

import json
from typing import Any

LABEL = {"zh": "说明", "en": "said"}
CLOCK = {"from": "22:00", "to": "06:00"}
FINDING = {
    "code": "SEATS",
    "severity": "warning",
    "pointer": "/runs/0",
    "subject": "C001",
    "cause": LABEL,
    "remedy": LABEL,
    "measured": "50 people",
    "limit": "49 people",
    "article": "38(1)",
}
RULE = {
    "code": "SEATS",
    "title": LABEL,
    "article": "38(1)",
    "source": "page",
    "checked": 3,
    "measured": "40 people",
    "limit": "49 people",
    "margin": "9 people",
    "passed": True,
}
POLICY_VALUES = {
    "stop_fixed_s": 300,
    "stop_per_person_s": 10,
    "max_drivers": 3,
    "seat_cap": 1.0,
    "isolation_seats": 0,
    "coach_min_people": 0,
    "charter_min_people": 0,
    "home_area_rule": True,
    "night": CLOCK,
    "night_halt": {"from": "02:00", "to": "05:00"},
    "night_halt_exempt_m": 200_000,
    "relay_hours": {"from": "22:00", "to": "02:00"},
    "relay_rest_s": 14_400,
    "night_access": CLOCK,
    "drive_day_max_s": 14_400,
    "drive_night_max_s": 7_200,
    "break_min_s": 1_200,
    "drive_24h_max_s": 28_800,
    "drive_7d_max_s": 158_400,
    "two_drivers_beyond_m": 400_000,
    "hotel_reach_m": 20_000,
    "night_stay_beyond_s": 21_600,
}
STOPS = [
    {
        "place": "site",
        "arrives": "2026-02-24T06:00:00+08:00",
        "departs": "2026-02-24T06:20:00+08:00",
        "board": [{"group": "g1", "people": 40}],
        "alight": [],
        "on_board": 40,
    },
    {
        "place": "works",
        "arrives": "2026-02-24T20:00:00+08:00",
        "departs": "2026-02-24T20:20:00+08:00",
        "board": [],
        "alight": [{"group": "g1", "people": 40}],
        "on_board": 0,
    },
]
COACH = {
    "id": "C001",
    "mode": "coach",
    "role": "direct",
    "vehicle": {"fleet": "big", "number": 1},
    "stops": STOPS,
    "legs": [
        {"distance_m": 745_000, "duration_s": 40_000, "geometry": [{"lat": 23.0, "lon": 107.1}]}
    ],
    "positioning": [
        {
            "from": "base",
            "to": "site",
            "departs": "2026-02-24T05:00:00+08:00",
            "arrives": "2026-02-24T05:30:00+08:00",
            "distance_m": 9_000,
            "duration_s": 1_800,
        }
    ],
    "duties": [
        {
            "driver": "C001-D1",
            "activities": [
                {
                    "kind": "drive",
                    "starts": "2026-02-24T05:00:00+08:00",
                    "ends": "2026-02-24T05:30:00+08:00",
                    "place": "site",
                }
            ],
        }
    ],
    "relays": [
        {
            "place": "inn",
            "arrives": "2026-02-24T22:00:00+08:00",
            "departs": "2026-02-24T22:20:00+08:00",
            "leaves": ["C001-D1"],
            "joins": ["C001-D2"],
        }
    ],
    "crew": {
        "options": [
            {
                "drivers": 2,
                "relay": "inn",
                "driver_days": 2,
                "elapsed_s": 50_000,
                "cost_fen": 70_000,
                "refused": ["REST_RULE"],
            }
        ],
        "says": LABEL,
    },
    "cost_fen": 1_000_000,
    "terms": {"hire": 1_000_000},
}
TRAIN = {
    "id": "T1",
    "mode": "train",
    "role": "line_haul",
    "vehicle": {"service": "d3812"},
    "stops": STOPS,
    "legs": [],
    "cost_fen": 0,
}
PLAN: dict[str, Any] = {
    "schema_version": "1",
    "scenario_id": "whole",
    "scenario_sha256": "0" * 64,
    "status": "partial",
    "stop_reason": "gap",
    "provenance": {
        "versions": {"zhida": "0.1.0"},
        "seed": 0,
        "effort": "quick",
        "provider": "great_circle",
        "travel_error": 0.077,
        "policy": {"profile": "cn-2023", "values": POLICY_VALUES},
    },
    "cost": {
        "total_fen": 1_000_000,
        "terms": {"hire": 1_000_000},
        "objective_fen": 1_000_000,
        "by_payer": {"county": 1_000_000},
    },
    "purchases": [
        {"service": "d3812", "offer": "block", "units": 1, "people": 20, "cost_fen": 200_000}
    ],
    "certificate": {
        "people_bound": 60,
        "lower_bound_fen": 990_000,
        "gap": 0.01,
        "proves": LABEL,
        "scale": 1_000,
        "stops": {
            "max_pickups": 3,
            "max_drops": 3,
            "within_areas": False,
            "relaxed": False,
            "repeats": False,
        },
        "cuts": [
            {
                "side": "leave",
                "demands": ["g1"],
                "weights": [1],
                "covered": ["bus"],
                "worth": [0, 1],
                "stay": 1,
            }
        ],
        "leaves": [{"branchings": ["root"], "duals": {"cover:g1": 25_000}, "enumerated": False}],
    },
    "runs": [COACH, TRAIN],
    "itineraries": [
        {
            "group": "g1",
            "people": 40,
            "runs": ["C001"],
            "departs": "2026-02-24T06:20:00+08:00",
            "arrives": "2026-02-24T20:00:00+08:00",
            "night": "inn",
        }
    ],
    "left_out": [
        {
            "group": "g1",
            "people": 20,
            "reasons": [{"code": "SEATS", "subject": "big", "detail": LABEL}],
            "repair": {
                "kind": "fleet",
                "subject": "big",
                "amount": 1,
                "cost_fen": 900_000,
                "detail": LABEL,
            },
        }
    ],
    "audit": {"findings": [FINDING], "rules": [RULE]},
}


def whole_plan() -> dict[str, Any]:
    """A fresh copy that shares nothing, not even within itself."""
    fresh: dict[str, Any] = json.loads(json.dumps(PLAN))
    return fresh
