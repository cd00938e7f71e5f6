"""The bodies of the what-if endpoints in the OpenAPI document, with examples that work."""

from __future__ import annotations

from typing import Any

from app.api.described import document_body, problems
from app.api.documents import JobAnswer
from app.api.examples import SMALL_SCENARIO

JOB_OF_PLAN: dict[int | str, dict[str, Any]] = {
    200: {"model": JobAnswer, "description": "Finished within the time you would wait"},
    **problems(
        "INPUT_REFUSED",
        "UNKNOWN_PLAN",
        "NO_PLAN",
        "KEY_REUSED",
        "BODY_TOO_LARGE",
        "MEDIA_TYPE",
        "TOO_MANY_JOBS",
    ),
}
"""Answers of a question about a finished plan that becomes a job, beside 202."""

CHANGES_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/Changes"},
            "examples": {
                "more": {"summary": "Three people more", "value": {"people": {"g1": 3}}},
                "broken": {
                    "summary": "Two people fewer, and a coach broken",
                    "value": {
                        "people": {"g1": -2},
                        "broken": [{"fleet": "coach49", "number": 1}],
                    },
                },
            },
        }
    },
}
WHY_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/WhyAsked"},
            "examples": {
                "account": {
                    "summary": "The account and two decisions tried otherwise",
                    "value": {"limits": 0, "decisions": 2},
                }
            },
        }
    },
}
HARDEN_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/HardenAsked"},
            "examples": {
                "thousand": {
                    "summary": "A missed connection counts 1,000 CNY",
                    "value": {"missed_fen_per_person": 100_000},
                }
            },
        }
    },
}
MADE_PLAN_BODY = document_body("Plan")
SWEEP_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["scenario", "grid"],
                "additionalProperties": False,
                "properties": {
                    "scenario": {"$ref": "#/components/schemas/Scenario"},
                    "grid": {"$ref": "#/components/schemas/Grid"},
                },
            },
            "examples": {
                "seats": {
                    "summary": "One or two coaches, all seats or half of them",
                    "value": {
                        "scenario": SMALL_SCENARIO,
                        "grid": {
                            "axes": [
                                {"kind": "coaches", "fleet": "coach49", "counts": [1, 2]},
                                {"kind": "seat_cap", "shares": [0.5, 1.0]},
                            ]
                        },
                    },
                }
            },
        }
    },
}
