"""What if: a grid of changes, each a scenario of its own, and their plans in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product
from math import prod
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from routing.errors import UnknownName
from routing.model.base import Document
from routing.model.plan import Itinerary, Plan
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.model.sweep import Alternative, Row, Sweep
from routing.units import People

__all__ = [
    "Axis",
    "Cell",
    "CoachAxis",
    "ComfortAxis",
    "DayAxis",
    "Grid",
    "Row",
    "SeatCapAxis",
    "ServiceAxis",
    "build_cells",
    "front_grid",
    "tabulate",
    "tell_sweep",
]

MOST_CELLS = 200
"""Scenarios in one grid."""
HOUR_PRICES_FEN = (0, 500, 2_000, 6_000)
"""What an hour of one person's journey is worth on the way from the cheapest to the fastest plan:
from nothing to a good hourly wage."""
NIGHT_FROM_H, NIGHT_UNTIL_H = 22, 6


Coaches = Annotated[int, Field(ge=0, le=10_000, description="vehicles")]
Share = Annotated[float, Field(gt=0, le=1, description="of the approved seats")]
Days = Annotated[int, Field(ge=-366, le=366, description="days later (earlier, negative)")]
HourPrice = Annotated[int, Field(ge=0, le=1_000_000, description="fen per person and hour")]


class CoachAxis(Document):
    """Numbers of coaches of one fleet row to try."""

    kind: Literal["coaches"] = "coaches"
    fleet: str
    counts: tuple[Coaches, ...] = Field(min_length=1)


class SeatCapAxis(Document):
    """Shares of the approved seats to try, for instance 0.5 and 1."""

    kind: Literal["seat_cap"] = "seat_cap"
    shares: tuple[Share, ...] = Field(min_length=1)


class ServiceAxis(Document):
    """With and without one train or flight."""

    kind: Literal["service"] = "service"
    service: str


class DayAxis(Document):
    """Departures moved by whole days: when people are ready and when they must arrive."""

    kind: Literal["day"] = "day"
    days: tuple[Days, ...] = Field(min_length=1)


class ComfortAxis(Document):
    """Prices of an hour of one person's journey: 0 is cheap, a high one fast and comfortable."""

    kind: Literal["ride_hour"] = "ride_hour"
    prices_fen: tuple[HourPrice, ...] = Field(min_length=1)


Axis = Annotated[
    CoachAxis | SeatCapAxis | ServiceAxis | DayAxis | ComfortAxis, Field(discriminator="kind")
]


class Grid(Document):
    """Changes to be tried in every combination."""

    axes: tuple[Axis, ...] = Field(min_length=1)


class Cell(Document):
    """One combination: what was changed, and the scenario with it."""

    labels: tuple[str, ...]
    scenario: Scenario


def build_cells(scenario: Scenario, grid: Grid) -> tuple[Cell, ...]:
    """Every combination of the axes, the last axis varying fastest.

    Raises:
        UnknownName: an axis names a fleet row or service that the scenario lacks.
        ValueError: the grid has more than 200 cells.
    """
    steps = [list(_steps(scenario, axis)) for axis in grid.axes]
    many = prod(len(labels) for labels in steps)
    if many > MOST_CELLS:
        raise ValueError(f"{many} cells, at most {MOST_CELLS}")
    cells = []
    for combination in product(*steps):
        changed = scenario
        for axis, (_, value) in zip(grid.axes, combination, strict=True):
            changed = _apply(changed, axis, value)
        cells.append(Cell(labels=tuple(label for label, _ in combination), scenario=changed))
    return tuple(cells)


def _steps(scenario: Scenario, axis: Axis) -> Iterator[tuple[str, float]]:
    """Label and value of each step of an axis."""
    match axis:
        case CoachAxis(fleet=fleet, counts=counts):
            if fleet not in {row.id for row in scenario.fleet}:
                raise UnknownName(fleet)
            yield from ((f"{fleet} × {count}", count) for count in counts)
        case SeatCapAxis(shares=shares):
            yield from ((f"{share:.0%}", share) for share in shares)
        case ServiceAxis(service=service):
            if service not in {each.id for each in scenario.services}:
                raise UnknownName(service)
            yield from ((f"+ {service}", 1), (f"− {service}", 0))
        case DayAxis(days=days):
            yield from ((f"{day:+d} d", day) for day in days)
        case ComfortAxis(prices_fen=prices):
            yield from ((f"{price / 100:.2f} CNY/h", price) for price in prices)


def _apply(scenario: Scenario, axis: Axis, value: float) -> Scenario:
    match axis:
        case CoachAxis(fleet=fleet):
            rows = tuple(
                row.model_copy(update={"count": int(value)}) if row.id == fleet else row
                for row in scenario.fleet
            )
            return scenario.model_copy(update={"fleet": rows})
        case SeatCapAxis():
            overrides = scenario.policy.overrides.model_copy(update={"seat_cap": value})
            policy = scenario.policy.model_copy(update={"overrides": overrides})
            return scenario.model_copy(update={"policy": policy})
        case ServiceAxis(service=service):
            kept = tuple(s for s in scenario.services if value or s.id != service)
            pins = tuple(pin for pin in scenario.pins if value or pin.service != service)
            return scenario.model_copy(update={"services": kept, "pins": pins})
        case DayAxis():
            return _moved(scenario, timedelta(days=int(value)))
        case ComfortAxis():
            goals = scenario.goals.model_copy(update={"ride_hour_fen_per_person": int(value)})
            return scenario.model_copy(update={"goals": goals})


def _moved(scenario: Scenario, by: timedelta) -> Scenario:
    groups = []
    for group in scenario.groups:
        times = {
            name: moment + by
            for name in ("ready_from", "arrive_from", "arrive_by")
            if (moment := getattr(group, name)) is not None
        }
        groups.append(group.model_copy(update=times))
    return scenario.model_copy(update={"groups": tuple(groups)})


def tabulate(cells: Iterable[tuple[Cell, Plan]]) -> tuple[Row, ...]:
    """The plans of a grid's cells as a table, the best among them marked."""
    rows = [_row(cell, plan) for cell, plan in cells]
    most = max((row.carried for row in rows), default=0)
    full = [row for row in rows if row.carried == most]
    return tuple(row.model_copy(update={"best": _marks(row, full)}) for row in rows)


def front_grid() -> Grid:
    """The grid whose plans lie between the cheapest and the fastest."""
    return Grid(axes=(ComfortAxis(prices_fen=HOUR_PRICES_FEN),))


def tell_sweep(scenario: Scenario, grid: Grid, rows: tuple[Row, ...]) -> Sweep:
    """A grid's table with the three rows that a planner would look at first."""
    return Sweep(
        scenario_id=scenario.id,
        axes=tuple(_axis_name(axis) for axis in grid.axes),
        rows=rows,
        alternatives=_alternatives(rows),
    )


def _axis_name(axis: Axis) -> str:
    match axis:
        case CoachAxis(fleet=name) | ServiceAxis(service=name):
            return f"{axis.kind} {name}"
        case _:
            return axis.kind


def _alternatives(rows: tuple[Row, ...]) -> tuple[Alternative, ...]:
    """Cheap, fast and comfortable; of rows alike the first."""
    most = max((row.carried for row in rows), default=0)
    full = [i for i, row in enumerate(rows) if row.carried == most]
    if not full:
        return ()
    return (
        Alternative(name="cheap", row=min(full, key=lambda i: (rows[i].total_fen, i))),
        Alternative(name="fast", row=min(full, key=lambda i: (rows[i].journey_mean_s, i))),
        Alternative(
            name="comfortable",
            row=min(full, key=lambda i: (rows[i].night_people, rows[i].journey_longest_s, i)),
        ),
    )


def _row(cell: Cell, plan: Plan) -> Row:
    rides = [(i, s) for i in plan.itineraries if (s := _journey_s(i)) is not None]
    heads = sum(i.people for i, _ in rides)
    used = {run.vehicle for run in plan.runs if isinstance(run.vehicle, CoachVehicle)}
    services = {run.id for run in plan.runs if not isinstance(run.vehicle, CoachVehicle)}
    return Row(
        labels=cell.labels,
        status=plan.status,
        total_fen=plan.cost.total_fen,
        carried=People(sum(i.people for i in plan.itineraries)),
        left_out=People(sum(left.people for left in plan.left_out)),
        coaches=len(used),
        by_service=People(sum(i.people for i, _ in rides if services.intersection(i.runs))),
        journey_mean_s=round(sum(s * i.people for i, s in rides) / heads) if heads else 0,
        journey_longest_s=round(max((s for _, s in rides), default=0)),
        night_people=People(sum(i.people for i, _ in rides if _by_night(i, cell.scenario))),
        gap=plan.certificate.gap,
    )


def _journey_s(itinerary: Itinerary) -> float | None:
    if itinerary.departs is None or itinerary.arrives is None:
        return None
    return (itinerary.arrives - itinerary.departs).total_seconds()


def _by_night(itinerary: Itinerary, scenario: Scenario) -> bool:
    """Whether people set off or arrive in the night hours of the scenario's clock."""
    zone = ZoneInfo(scenario.timezone)
    moments = [m for m in (itinerary.departs, itinerary.arrives) if m is not None]
    hours = [moment.astimezone(zone).hour for moment in moments]
    return any(hour >= NIGHT_FROM_H or hour < NIGHT_UNTIL_H for hour in hours)


def _marks(row: Row, full: list[Row]) -> tuple[str, ...]:
    """What a row is best at among those that carry the most people."""
    if row not in full:
        return ()
    beaten = any(
        other.total_fen <= row.total_fen
        and other.journey_mean_s <= row.journey_mean_s
        and (other.total_fen, other.journey_mean_s) != (row.total_fen, row.journey_mean_s)
        for other in full
    )
    cheapest = row.total_fen == min(other.total_fen for other in full)
    fastest = row.journey_mean_s == min(other.journey_mean_s for other in full)
    marks = (("cheapest", cheapest), ("fastest", fastest), ("front", not beaten))
    return tuple(name for name, holds in marks if holds)
