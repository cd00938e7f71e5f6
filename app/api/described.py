"""Parts of the OpenAPI document that the code alone cannot say."""

from __future__ import annotations

from typing import Any

from app.api.bodies import WORKBOOK
from app.api.examples import BROKEN_SCENARIO, SMALL_SCENARIO
from app.api.problems import KINDS, MEDIA_TYPE, Problem

SCENARIO_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/Scenario"},
            "examples": {
                "small": {
                    "summary": "One site, one factory, one coach type",
                    "value": SMALL_SCENARIO,
                },
                "broken": {
                    "summary": "Refused with every defect at once",
                    "value": BROKEN_SCENARIO,
                },
            },
        },
        WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
    },
}
WORKBOOK_BODY: dict[str, Any] = {
    "required": True,
    "content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}},
}


def document_body(name: str) -> dict[str, Any]:
    """A body that is a document as JSON, or the workbook form of it."""
    return {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}},
            WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
        },
    }


EVALUATION_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["scenario", "plan"],
                "additionalProperties": False,
                "properties": {
                    "scenario": {"$ref": "#/components/schemas/Scenario"},
                    "plan": {"$ref": "#/components/schemas/Plan"},
                    "reference": {"$ref": "#/components/schemas/Plan"},
                },
            }
        }
    },
}


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The problem responses of an endpoint, by status, with the codes each may carry."""
    by_status: dict[int | str, list[str]] = {}
    for code in codes:
        by_status.setdefault(int(KINDS[code].status), []).append(code)
    return {
        status: {
            "model": Problem,
            "description": " · ".join(f"{name}: {KINDS[name].cause.en}" for name in names),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, names in by_status.items()
    }
