"""Valhalla's JSON dialect (``sources_to_targets``, ``locate``, ``route``), over HTTP or in process.

Its own defaults bound a matrix to 400 km and 2,500 pairs; for long hauls the operator raises
``service_limits.<costing>.max_matrix_distance`` in the engine's configuration.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from geopy.distance import geodesic
from pydantic import BaseModel

from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.travel.polyline import read_polyline
from routing.travel.road_client import Block, Cells, understood

POLYLINE_DIGITS = 6
NO_PATH = frozenset({442})
"""Valhalla's code for ``route`` where no way joins the points."""


class Asking(Protocol):
    """Whoever answers Valhalla's requests."""

    def post(self, path: str, body: dict[str, object]) -> object:
        """The JSON answer."""
        ...


class Edge(BaseModel):
    """A road that a point can be put on."""

    correlated_lat: float
    correlated_lon: float


class Crossing(BaseModel):
    """A node of the road network."""

    lat: float
    lon: float


class Located(BaseModel):
    """Roads near a point; none when there is none."""

    edges: tuple[Edge, ...] | None = None
    nodes: tuple[Crossing, ...] | None = None


class Matrix(BaseModel):
    """Rows of kilometres and seconds; null where no road joins the points."""

    distances: tuple[tuple[float | None, ...], ...]
    durations: tuple[tuple[float | None, ...], ...]


class MatrixAnswer(BaseModel):
    """What ``sources_to_targets`` answers when not verbose."""

    sources_to_targets: Matrix


class Stretch(BaseModel):
    """One leg of a way, as an encoded line."""

    shape: str


class Trip(BaseModel):
    """A way found."""

    legs: tuple[Stretch, ...]


class RouteAnswer(BaseModel):
    """What ``route`` answers."""

    trip: Trip


@dataclass(frozen=True)
class ValhallaClient:
    """A Valhalla service.

    Attributes:
        engine: the connection, or the engine in process.
        costing: Valhalla's vehicle; ``bus`` knows coach speeds and bus-only roads.
        name: what it is called in a plan.
    """

    engine: Asking
    costing: str = "bus"
    name: str = "valhalla"

    def identity(self) -> str:
        """Name, costing, engine version and the moment its tiles were built."""
        status = self.ask("status", {})
        version, built = status.get("version"), status.get("tileset_last_modified")
        return f"{self.name} {self.costing} {version} tiles {built}"

    def snap_m(self, points: Sequence[Coordinate]) -> tuple[int | None, ...]:
        """Metres from each point to the nearest road that the costing may use."""
        body = {"locations": listed(points), "costing": self.costing, "verbose": False}
        raw = self.engine.post("/locate", body)
        if not isinstance(raw, list) or len(raw) != len(points):
            raise TravelProviderFailed(f"valhalla locate answers nonsense: {str(raw)[:200]}")
        found = (understood(Located, one) for one in raw)
        return tuple(nearest_m(point, one) for point, one in zip(points, found, strict=True))

    def block(self, sources: Sequence[Coordinate], targets: Sequence[Coordinate]) -> Block:
        """One ``sources_to_targets``."""
        body: dict[str, object] = {
            "sources": listed(sources),
            "targets": listed(targets),
            "costing": self.costing,
            "units": "kilometers",
            "verbose": False,
        }
        raw = self.ask("sources_to_targets", body)
        matrix = understood(MatrixAnswer, raw).sources_to_targets
        return Block(
            distance_m=scaled(matrix.distances, by=1_000), duration_s=scaled(matrix.durations, by=1)
        )

    def path(self, origin: Coordinate, destination: Coordinate) -> tuple[Coordinate, ...]:
        """One ``route`` with its geometry."""
        body: dict[str, object] = {
            "locations": listed([origin, destination]),
            "costing": self.costing,
            "directions_type": "none",
        }
        raw = self.engine.post("/route", body)
        if isinstance(raw, dict) and raw.get("error_code") in NO_PATH:
            return ()
        legs = understood(RouteAnswer, refused(raw, "route")).trip.legs
        return tuple(p for leg in legs for p in read_polyline(leg.shape, digits=POLYLINE_DIGITS))

    def ask(self, action: str, body: dict[str, object]) -> dict[str, Any]:
        """The answer of an action.

        Raises:
            TravelProviderFailed: Valhalla refuses it, in its own words.
        """
        return refused(self.engine.post(f"/{action}", body), action)


class InProcess:
    """Valhalla inside this process, where its Python package is installed."""

    def __init__(self, config: Path) -> None:
        try:
            self.actor = importlib.import_module("valhalla").Actor(str(config))
        except (ImportError, RuntimeError) as fault:
            raise TravelProviderFailed(f"valhalla cannot run in process: {fault}") from fault

    def post(self, path: str, body: dict[str, object]) -> object:
        """The JSON answer, in the same words as over HTTP."""
        action = {"/sources_to_targets": "matrix"}.get(path, path.strip("/"))
        try:
            return json.loads(getattr(self.actor, action)(json.dumps(body)))
        except RuntimeError as fault:
            return json.loads(str(fault)) if str(fault).startswith("{") else {"error": str(fault)}


def refused(raw: object, action: str) -> dict[str, Any]:
    """The answer itself, unless it is a refusal.

    Raises:
        TravelProviderFailed: it is one.
    """
    if not isinstance(raw, dict) or "error" in raw:
        said = raw.get("error") if isinstance(raw, dict) else str(raw)[:200]
        raise TravelProviderFailed(f"valhalla {action} refuses: {said}")
    return raw


def listed(points: Sequence[Coordinate]) -> list[dict[str, float]]:
    """Points in Valhalla's words."""
    return [{"lat": point.lat, "lon": point.lon} for point in points]


def nearest_m(point: Coordinate, located: Located) -> int | None:
    """Metres from a point to the nearest of the roads it can be put on."""
    here = (point.lat, point.lon)
    spots = [(edge.correlated_lat, edge.correlated_lon) for edge in located.edges or ()]
    spots += [(node.lat, node.lon) for node in located.nodes or ()]
    return min((round(geodesic(here, spot).m) for spot in spots), default=None)


def scaled(rows: Sequence[Sequence[float | None]], *, by: int) -> Cells:
    """Rows of whole numbers in another unit."""
    return tuple(tuple(None if x is None else round(x * by) for x in row) for row in rows)
