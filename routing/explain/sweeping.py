"""What if: a grid of changes, each a scenario of its own, and their plans in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product
from math import prod
from typing import Annotated, Literal

from pydantic import Field

from routing.model.base import Document, MoneyFen, PeopleCount
from routing.model.plan import Plan, PlanStatus
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.units import People

MOST_CELLS = 200
"""Scenarios in one grid."""


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


class Row(Document):
    """One line of the sweep's table."""

    labels: tuple[str, ...]
    status: PlanStatus
    total_fen: MoneyFen = Field(description="money, fen")
    carried: PeopleCount = Field(description="people carried")
    left_out: PeopleCount = Field(description="people left out")
    coaches: int = Field(description="vehicles used")
    journey_mean_s: int = Field(description="mean time door to gate, seconds")
    gap: float
    best: tuple[str, ...] = ()
    """``cheapest`` or ``fastest`` among the rows that carry the most people; ``front`` when no
    such row is both cheaper and faster."""


def build_cells(scenario: Scenario, grid: Grid) -> tuple[Cell, ...]:
    """Every combination of the axes, the last axis varying fastest.

    Raises:
        LookupError: an axis names a fleet row or service that the scenario lacks.
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
                raise LookupError(fleet)
            yield from ((f"{fleet} × {count}", count) for count in counts)
        case SeatCapAxis(shares=shares):
            yield from ((f"{share:.0%}", share) for share in shares)
        case ServiceAxis(service=service):
            if service not in {each.id for each in scenario.services}:
                raise LookupError(service)
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


def _row(cell: Cell, plan: Plan) -> Row:
    rides = [
        ((i.arrives - i.departs).total_seconds(), i.people)
        for i in plan.itineraries
        if i.departs is not None and i.arrives is not None
    ]
    heads = sum(people for _, people in rides)
    used = {run.vehicle for run in plan.runs if isinstance(run.vehicle, CoachVehicle)}
    return Row(
        labels=cell.labels,
        status=plan.status,
        total_fen=plan.cost.total_fen,
        carried=People(sum(i.people for i in plan.itineraries)),
        left_out=People(sum(left.people for left in plan.left_out)),
        coaches=len(used),
        journey_mean_s=round(sum(s * n for s, n in rides) / heads) if heads else 0,
        gap=plan.certificate.gap,
    )


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
