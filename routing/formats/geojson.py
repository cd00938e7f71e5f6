"""``routes.geojson``: legs, stops and people left out as RFC 7946 features.

Coordinates are WGS-84 in the order longitude, latitude. One LineString for each leg of each run,
one Point for each stop, one Point for each group with people left out, at its origin. A leg
without road geometry is the straight line between its stops and says ``"schematic": true``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from routing.formats.masking import choose_language, mask_personal
from routing.model.demand import Group
from routing.model.places import Place
from routing.model.plan import LeftOut, Plan
from routing.model.runs import CoachVehicle, Load, Run
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

Position = tuple[float, float]
"""Longitude, latitude."""

Property = str | int | bool | tuple[str, ...]


class PointGeometry(BaseModel):
    """RFC 7946, 3.1.2."""

    model_config = ConfigDict(frozen=True)

    type: Literal["Point"] = "Point"
    coordinates: Position


class LineGeometry(BaseModel):
    """RFC 7946, 3.1.4."""

    model_config = ConfigDict(frozen=True)

    type: Literal["LineString"] = "LineString"
    coordinates: tuple[Position, ...]


class Feature(BaseModel):
    """RFC 7946, 3.2; ``geometry`` is null for a place whose coordinates are unknown."""

    model_config = ConfigDict(frozen=True)

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: PointGeometry | LineGeometry | None
    properties: dict[str, Property]


class FeatureCollection(BaseModel):
    """RFC 7946, 3.3."""

    model_config = ConfigDict(frozen=True)

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: tuple[Feature, ...]


class GeoJsonRenderer:
    """Writes ``routes.geojson``."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The feature collection as UTF-8 JSON; ``language`` chooses the places' names."""
        return build_features(scenario, plan, language).model_dump_json().encode()


def build_features(scenario: Scenario, plan: Plan, language: Language) -> FeatureCollection:
    """One feature for each leg, stop and left-out entry, in the order of the plan."""
    writer = _Writer(scenario, language)
    features = [f for run in plan.runs for f in writer.run_features(run)]
    features += [writer.left_out(i, entry) for i, entry in enumerate(plan.left_out, start=1)]
    return FeatureCollection(features=tuple(features))


class _Writer:
    """The scenario's names and points, looked up by id."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self._places = {place.id: place for place in scenario.places}
        self._groups = {group.id: group for group in scenario.groups}
        self._numbers = {service.id: service.number for service in scenario.services}
        self._language = language
        self._zone: tzinfo = ZoneInfo(scenario.timezone)

    def run_features(self, run: Run) -> Iterator[Feature]:
        """The legs of a run, then its stops."""
        for number in range(1, len(run.stops)):
            yield self._leg(run, number)
        for number in range(1, len(run.stops) + 1):
            yield self._stop(run, number)

    def left_out(self, number: int, entry: LeftOut) -> Feature:
        """The people of one group who are not carried, where they are waiting."""
        group = self._groups.get(entry.group)
        properties: dict[str, Property] = {
            "kind": "left_out",
            "group": mask_personal(entry.group),
            "people": entry.people,
            "reasons": tuple(reason.code for reason in entry.reasons),
        }
        if group is not None:
            properties |= {
                "place": self._name(group.origin),
                "destination": self._name(group.destination),
            }
        return Feature(
            id=f"left-out/{number}", geometry=self._group_point(group), properties=properties
        )

    def _leg(self, run: Run, number: int) -> Feature:
        start, end = run.stops[number - 1], run.stops[number]
        leg = run.legs[number - 1]
        road = tuple((point.lon, point.lat) for point in leg.geometry)
        schematic = len(road) <= 1
        ends = (self._position(start.place), self._position(end.place))
        line = (
            tuple(point for point in ends if point is not None)
            if schematic
            else tuple(_rounded(*point) for point in road)
        )
        return Feature(
            id=f"{mask_personal(run.id)}/leg/{number}",
            geometry=LineGeometry(coordinates=line) if len(line) > 1 else None,
            properties=self._about(run)
            | {
                "kind": "leg",
                "sequence": number,
                "from": self._name(start.place),
                "to": self._name(end.place),
                "departs": self._moment(start.departs),
                "arrives": self._moment(end.arrives),
                "people": start.on_board,
                "distance_m": leg.distance_m,
                "duration_s": leg.duration_s,
                "schematic": schematic,
            },
        )

    def _stop(self, run: Run, number: int) -> Feature:
        stop = run.stops[number - 1]
        return Feature(
            id=f"{mask_personal(run.id)}/stop/{number}",
            geometry=self._point(stop.place),
            properties=self._about(run)
            | {
                "kind": "stop",
                "sequence": number,
                "place": self._name(stop.place),
                "arrives": self._moment(stop.arrives),
                "departs": self._moment(stop.departs),
                "board": _heads(stop.board),
                "alight": _heads(stop.alight),
                "on_board": stop.on_board,
            },
        )

    def _about(self, run: Run) -> dict[str, Property]:
        vehicle = run.vehicle
        label = (
            f"{vehicle.fleet} #{vehicle.number}"
            if isinstance(vehicle, CoachVehicle)
            else self._numbers.get(vehicle.service, vehicle.service)
        )
        return {
            "run": mask_personal(run.id),
            "mode": run.mode.value,
            "role": run.role.value,
            "vehicle": mask_personal(label),
        }

    def _name(self, place: str) -> str:
        found = self._places.get(place)
        text = place if found is None else choose_language(found.name, self._language)
        return mask_personal(text)

    def _moment(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat()

    def _position(self, place: str) -> Position | None:
        return _position_of(self._places.get(place))

    def _point(self, place: str) -> PointGeometry | None:
        position = self._position(place)
        return None if position is None else PointGeometry(coordinates=position)

    def _group_point(self, group: Group | None) -> PointGeometry | None:
        return None if group is None else self._point(group.origin)


def _position_of(place: Place | None) -> Position | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return _rounded(place.lon, place.lat)


def _rounded(lon: float, lat: float) -> Position:
    """Six decimals are 0.1 m, finer than any source (RFC 7946, 11.2)."""
    return round(lon, 6), round(lat, 6)


def _heads(loads: tuple[Load, ...]) -> int:
    return sum(load.people for load in loads)
