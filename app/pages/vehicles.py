"""The vehicle table: one row a run, filtered and sorted on the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.pages.dates import Clock
from routing.formats.plan_view import PlanView, most_on_board
from routing.model.runs import CoachVehicle, Run


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """A run as the table shows it.

    Attributes:
        capacity: seats that people may take; for a service, what was bought.
        places: ids of the places where it stops.
        employers: ids of the places where its people work.
    """

    id: str
    mode: str
    role: str
    vehicle: str
    vehicle_key: str
    departs: datetime
    arrives: datetime
    day: str
    origin: str
    destination: str
    stops: int
    people: int
    peak: int
    capacity: int
    distance_m: int
    drivers: int
    cost_fen: int
    places: frozenset[str]
    employers: frozenset[str]

    @property
    def fill(self) -> float:
        """Share of the seats taken at the fullest point."""
        return self.peak / self.capacity if self.capacity else 0.0


class VehicleFilter(BaseModel):
    """What the planner wants to see; empty means everything."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_max_length=200)

    day: str = ""
    mode: str = ""
    vehicle: str = ""
    place: str = ""
    employer: str = ""
    q: str = ""
    sort: str = "departs"
    down: bool = False


SORTS: dict[str, Callable[[VehicleRow], Any]] = {
    "id": lambda row: row.id,
    "departs": lambda row: row.departs,
    "arrives": lambda row: row.arrives,
    "fill": lambda row: row.fill,
    "people": lambda row: row.people,
    "distance": lambda row: row.distance_m,
    "drivers": lambda row: row.drivers,
    "cost": lambda row: row.cost_fen,
}


def build_rows(view: PlanView, clock: Clock) -> tuple[VehicleRow, ...]:
    """Every run of a plan as a row, in the plan's order."""
    bought = _seats_bought(view)
    return tuple(_row(run, view, clock, bought) for run in view.plan.runs)


def choose_rows(rows: tuple[VehicleRow, ...], wanted: VehicleFilter) -> tuple[VehicleRow, ...]:
    """The rows that a filter lets through, sorted; equal ones by id."""
    kept = [row for row in rows if _matches(row, wanted)]
    kept.sort(key=lambda row: row.id)
    kept.sort(key=SORTS.get(wanted.sort, SORTS["departs"]), reverse=wanted.down)
    return tuple(kept)


def _matches(row: VehicleRow, wanted: VehicleFilter) -> bool:
    text = f"{row.id} {row.vehicle} {row.origin} {row.destination}".casefold()
    return (
        wanted.day in ("", row.day)
        and wanted.mode in ("", row.mode, row.role)
        and wanted.vehicle in ("", row.vehicle_key)
        and (not wanted.place or wanted.place in row.places)
        and (not wanted.employer or wanted.employer in row.employers)
        and wanted.q.strip().casefold() in text
    )


def _row(run: Run, view: PlanView, clock: Clock, bought: dict[str, int]) -> VehicleRow:
    first, last = run.stops[0], run.stops[-1]
    vehicle = run.vehicle
    key = vehicle.fleet if isinstance(vehicle, CoachVehicle) else vehicle.service
    groups = {load.group for stop in run.stops for load in stop.board}
    return VehicleRow(
        id=run.id,
        mode=run.mode.value,
        role=run.role.value,
        vehicle=view.vehicle_name(run),
        vehicle_key=key,
        departs=first.departs,
        arrives=last.arrives,
        day=clock.local(first.departs).date().isoformat(),
        origin=view.place_name(first.place),
        destination=view.place_name(last.place),
        stops=len(run.stops),
        people=sum(load.people for stop in run.stops for load in stop.board),
        peak=most_on_board(run),
        capacity=_capacity(run, view, bought),
        distance_m=sum(leg.distance_m for leg in run.legs),
        drivers=len({duty.driver for duty in run.duties}),
        cost_fen=run.cost_fen,
        places=frozenset(stop.place for stop in run.stops),
        employers=frozenset(
            group.destination for name in groups if (group := view.find_group(name)) is not None
        ),
    )


def _capacity(run: Run, view: PlanView, bought: dict[str, int]) -> int:
    """A coach's usable seats under the policy; a service's bought seats."""
    row = view.find_fleet(run)
    if row is not None:
        values = view.plan.provenance.policy.values
        free = row.seats - row.reserved_seats - values.isolation_seats
        return min(free, int(row.seats * values.seat_cap))
    vehicle = run.vehicle
    return 0 if isinstance(vehicle, CoachVehicle) else bought.get(vehicle.service, 0)


def _seats_bought(view: PlanView) -> dict[str, int]:
    seats = {
        (service.id, offer.id): offer.seats
        for service in view.scenario.services
        for offer in service.offers
    }
    bought: dict[str, int] = {}
    for purchase in view.plan.purchases:
        each = seats.get((purchase.service, purchase.offer), 0)
        bought[purchase.service] = bought.get(purchase.service, 0) + each * purchase.units
    return bought
