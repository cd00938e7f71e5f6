"""Roads for the map: the geometry of a plan's coach legs, where a road engine knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from shapely import LineString

from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.model.places import Place
from routing.model.plan import Plan
from routing.model.runs import Leg, Run, RunMode
from routing.model.scenario import Scenario

SIMPLER_BY_DEGREES = 0.0002
"""Bends of less than about 20 m are not drawn."""


@runtime_checkable
class PathProvider(Protocol):
    """Whoever knows the road between two places."""

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        """The road; empty where none is known.

        Raises:
            TravelProviderFailed: the engine fails.
        """
        ...


def draw_paths(plan: Plan, scenario: Scenario, *, provider: PathProvider) -> Plan:
    """The plan with road geometry in the legs of its coaches.

    A leg whose road cannot be had stays without, which the map shows as a straight line: a plan
    is not refused for its drawing.

    Args:
        plan: any plan of the scenario.
        scenario: located, in WGS-84.
        provider: a road engine.
    """
    places = {place.id: place for place in scenario.places}
    known: dict[tuple[str, str], tuple[Coordinate, ...]] = {}
    runs = tuple(draw_run(run, places, known, provider=provider) for run in plan.runs)
    return plan.model_copy(update={"runs": runs})


def draw_run(
    run: Run,
    places: Mapping[str, Place],
    known: dict[tuple[str, str], tuple[Coordinate, ...]],
    *,
    provider: PathProvider,
) -> Run:
    """A run with its legs drawn; ``known`` is carried from run to run."""
    if run.mode is not RunMode.COACH:
        return run
    legs: list[Leg] = []
    for leg, here, there in zip(run.legs, run.stops, run.stops[1:], strict=False):
        ends = (here.place, there.place)
        if ends not in known:
            known[ends] = road(places[ends[0]], places[ends[1]], provider=provider)
        legs.append(leg.model_copy(update={"geometry": known[ends]}))
    return run.model_copy(update={"legs": tuple(legs)})


def road(origin: Place, destination: Place, *, provider: PathProvider) -> tuple[Coordinate, ...]:
    """One road without its smallest bends; empty where none can be had."""
    try:
        points = provider.path(origin, destination)
    except TravelProviderFailed:
        return ()
    if len(points) <= len(("from", "to")):
        return points
    line = LineString([(point.lon, point.lat) for point in points])
    simple = line.simplify(SIMPLER_BY_DEGREES).coords
    return tuple(Coordinate(lat=round(lat, 6), lon=round(lon, 6)) for lon, lat in simple)
