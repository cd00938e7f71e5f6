"""Example scenarios of the OpenAPI document; a test plans the first and refuses the second."""

from __future__ import annotations

from typing import Any

from app.jobs.small_scenario import SMALL_SCENARIO

__all__ = ["BROKEN_SCENARIO", "SMALL_SCENARIO"]

BROKEN_SCENARIO: dict[str, Any] = {
    "schema_version": "1",
    "id": "broken",
    "places": [{"id": "a", "name": "甲", "kind": "village", "lat": 95, "lon": 107.0}],
    "groups": [
        {
            "id": "g1",
            "origin": "a",
            "destination": "nowhere",
            "people": "many",
            "ready_from": "2026-02-24T07:00:00",
        }
    ],
}
