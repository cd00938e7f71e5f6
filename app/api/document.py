"""The OpenAPI 3.1 document: what the code says, plus the contract's own schemas."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.problems import Problem
from app.jobs.asking import HardenAsked, WhyAsked
from routing.explain.changing import Changes
from routing.explain.sweeping import Grid
from routing.model.details import DispatchDetails
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.model.season import SeasonScenario

DESCRIPTION = """
直达 plans point-to-point labour transport: who goes when, on which coach or train, with which
drivers, at what cost, audited rule by rule and with a proven bound.

**Conventions.** Units stand in the names: `_m` metres, `_s` seconds, `_fen` CNY × 100, `people`.
Times are ISO 8601 with an offset; a window includes both ends. Coordinates are named `lat`, `lon`;
outputs are WGS-84, GeoJSON in RFC 7946 order. Money is rounded half up to whole fen, once per run
and term. Unknown fields are refused. Errors are RFC 9457 problem documents that carry every
finding at once, in Chinese and English, with the codes of the command line.
"""
MODELS = (
    Scenario,
    Plan,
    Roster,
    DispatchDetails,
    Changes,
    Grid,
    WhyAsked,
    HardenAsked,
    Problem,
    SeasonScenario,
)
"""Documents that requests hold, so that the code's own routes do not name them."""
TAGS = [
    {"name": "plans", "description": "Submit a scenario, watch its job, fetch its plan"},
    {"name": "outputs", "description": "Map, routes, workbook, audit sheet"},
    {"name": "checks", "description": "Judge documents without planning"},
    {"name": "what-if", "description": "Compare plans, change one, rehearse one, sweep a grid"},
    {"name": "seasons", "description": "Weeks of departures, coaches that come back"},
    {"name": "people", "description": "Rosters and papers; people's data, kept apart"},
    {"name": "reference", "description": "Samples, places, schemas"},
    {"name": "operations", "description": "Health, readiness, metrics"},
]


class Service(FastAPI):
    """An application whose OpenAPI document is completed with the contract's schemas."""

    def openapi(self) -> dict[str, Any]:
        """The document served at /openapi.json; built once."""
        if self.openapi_schema is None:
            self.openapi_schema = build_document(self)
        return self.openapi_schema


def build_document(app: FastAPI) -> dict[str, Any]:
    """The document of an application with the API's routers."""
    document = get_openapi(
        title="Zhida 直达",
        version=app.version,
        openapi_version="3.1.0",
        description=DESCRIPTION.strip(),
        routes=app.routes,
        tags=TAGS,
    )
    schemas = document["components"]["schemas"]
    for model in MODELS:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, part in schema.pop("$defs", {}).items():
            schemas.setdefault(name, part)
        schemas.setdefault(model.__name__, schema)
    return document
