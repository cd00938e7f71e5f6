"""From a scenario and its plan to the document that the map's script reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from routing.formats.map.document import (
    MapData,
    MapLeftOut,
    MapReason,
    MapTotals,
    TileLayer,
)
from routing.formats.map.insets import find_area
from routing.formats.map.names import Names, words_of
from routing.formats.map.outline import build_outline, find_outline_folder, is_on_land
from routing.formats.map.polyline import Point
from routing.formats.map.runs import RunsOnMap, build_runs
from routing.formats.map.schematic import OnLand
from routing.formats.masking import mask_personal
from routing.model.base import Text
from routing.model.plan import LeftOut, Plan, Reason
from routing.model.scenario import Scenario
from routing.ports.renderer import Language


def build_map_data(
    scenario: Scenario,
    plan: Plan,
    language: Language,
    *,
    tiles: Sequence[TileLayer] = (),
    find_outlines: Callable[[], Path | None] = find_outline_folder,
) -> MapData:
    """Everything the map shows, without personal data.

    Args:
        scenario: located, in WGS-84; places without coordinates are not drawn.
        plan: any plan of that scenario.
        language: which of the two languages the map opens in; it carries both.
        tiles: tile layers that the operator allows; none by default.
        find_outlines: gives the folder with the outlines, or None for a map without them.
    """
    folder = find_outlines()
    on_land: OnLand | None = None if folder is None else lambda point: is_on_land(folder, point)
    names = Names(scenario)
    drawn = build_runs(scenario, plan, names, on_land=on_land)
    outline = None
    if folder is not None:
        outline = build_outline(folder, _stop_points(drawn, names), drawn.ways.sample_points())
    return MapData(
        title=words_of(scenario.title or scenario.id),
        language=language,
        starts=drawn.starts.isoformat(),
        totals=_totals(scenario, plan),
        places=names.places,
        segments=drawn.ways.segments,
        runs=drawn.runs,
        left_out=_left_out(plan, names),
        home=find_area(drawn.starting, names.places),
        city=find_area(drawn.arriving, names.places),
        tiles=tuple(tiles),
        outline=outline,
    )


def _stop_points(drawn: RunsOnMap, names: Names) -> tuple[Point, ...]:
    used = sorted({stop.place for run in drawn.runs for stop in run.stops})
    return tuple((names.places[index].lat, names.places[index].lon) for index in used)


def _totals(scenario: Scenario, plan: Plan) -> MapTotals:
    return MapTotals(
        status=plan.status.value,
        demand=sum(group.people for group in scenario.groups),
        carried=sum(way.people for way in plan.itineraries if way.runs),
        own_travel=sum(way.people for way in plan.itineraries if not way.runs),
        left_out=sum(entry.people for entry in plan.left_out),
        cost_fen=plan.cost.total_fen,
    )


def _left_out(plan: Plan, names: Names) -> tuple[MapLeftOut, ...]:
    pins = (_pin(entry, names) for entry in plan.left_out)
    return tuple(pin for pin in pins if pin is not None)


def _pin(entry: LeftOut, names: Names) -> MapLeftOut | None:
    group = names.groups.get(entry.group)
    if group is None:
        return None
    origin, destination = names.index(group.origin), names.index(group.destination)
    if origin is None or destination is None:
        return None
    return MapLeftOut(
        place=origin,
        destination=destination,
        group=mask_personal(entry.group),
        people=entry.people,
        reasons=tuple(_reason(reason) for reason in entry.reasons),
        repair=words_of(entry.repair.detail) if entry.repair else "",
    )


def _reason(reason: Reason) -> MapReason:
    detail: Text = reason.detail if reason.detail is not None else (reason.subject or "")
    return MapReason(reason.code, words_of(detail))
