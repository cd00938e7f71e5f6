"""OSRM's HTTP dialect (API v1: ``table``, ``nearest``, ``route``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.travel.road_client import Block, Cells, understood
from routing.travel.transport import Transport


class Nearest(BaseModel):
    """Where OSRM puts a point."""

    distance: float


class NearestAnswer(BaseModel):
    """What ``nearest`` answers."""

    waypoints: tuple[Nearest, ...]


class TableAnswer(BaseModel):
    """What ``table`` answers with both annotations: rows of metres and seconds."""

    distances: tuple[tuple[float | None, ...], ...]
    durations: tuple[tuple[float | None, ...], ...]


class Line(BaseModel):
    """A GeoJSON line: longitude, then latitude."""

    coordinates: tuple[tuple[float, float], ...]


class Route(BaseModel):
    """A way found."""

    geometry: Line


class RouteAnswer(BaseModel):
    """What ``route`` answers."""

    routes: tuple[Route, ...]


@dataclass(frozen=True)
class OsrmClient:
    """An ``osrm-routed`` server.

    Attributes:
        transport: the connection.
        profile: the profile its data was prepared with, as in the address.
        map_version: what the operator calls its map; changing it drops what was cached.
    """

    transport: Transport
    profile: str = "driving"
    map_version: str = ""

    def identity(self) -> str:
        """Address, profile and the operator's name for the map: OSRM itself tells no version."""
        return f"osrm {self.transport.base_url} {self.profile} {self.map_version}".strip()

    def snap_m(self, points: Sequence[Coordinate]) -> tuple[int | None, ...]:
        """Metres from each point to the nearest road; None where OSRM finds no segment."""
        return tuple(self.snap_one(point) for point in points)

    def snap_one(self, point: Coordinate) -> int | None:
        """Metres from one point to the nearest road."""
        raw = self.ask("nearest", [point], "number=1", refusals=("NoSegment",))
        if raw is None:
            return None
        return round(understood(NearestAnswer, raw).waypoints[0].distance)

    def block(self, sources: Sequence[Coordinate], targets: Sequence[Coordinate]) -> Block:
        """One ``table``; cells that OSRM leaves null are unreachable."""
        numbers = ";".join(str(i) for i in range(len(sources)))
        others = ";".join(str(len(sources) + j) for j in range(len(targets)))
        options = f"sources={numbers}&destinations={others}&annotations=duration,distance"
        raw = self.ask("table", [*sources, *targets], options)
        answer = understood(TableAnswer, raw)
        return Block(distance_m=whole(answer.distances), duration_s=whole(answer.durations))

    def path(self, origin: Coordinate, destination: Coordinate) -> tuple[Coordinate, ...]:
        """One ``route`` with its full geometry."""
        options = "overview=full&geometries=geojson&steps=false"
        raw = self.ask("route", [origin, destination], options, refusals=("NoRoute",))
        if raw is None:
            return ()
        line = understood(RouteAnswer, raw).routes[0].geometry.coordinates
        return tuple(Coordinate(lat=lat, lon=lon) for lon, lat in line)

    def ask(
        self,
        service: str,
        points: Sequence[Coordinate],
        options: str,
        *,
        refusals: tuple[str, ...] = (),
    ) -> dict[str, Any] | None:
        """The answer of a service; None where it refuses with one of ``refusals``.

        Raises:
            TravelProviderFailed: it refuses for another reason.
        """
        places = ";".join(f"{point.lon:.7f},{point.lat:.7f}" for point in points)
        profile = quote(self.profile, safe="")
        raw = self.transport.get(f"/{service}/v1/{profile}/{places}?{options}")
        answer: dict[str, Any] = raw if isinstance(raw, dict) else {}
        if answer.get("code") in refusals:
            return None
        if answer.get("code") != "Ok":
            said = f"{answer.get('code')} {answer.get('message', '')}"
            raise TravelProviderFailed(f"osrm {service} refuses: {said.strip()}")
        return answer


def whole(rows: Sequence[Sequence[float | None]]) -> Cells:
    """Rows of whole numbers."""
    return tuple(tuple(None if x is None else round(x) for x in row) for row in rows)
