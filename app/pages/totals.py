"""A plan in a few figures, for the strip on top and for comparing two plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.pages.vehicles import VehicleRow
from routing.formats.plan_view import PlanView
from routing.model.findings import Severity
from routing.model.runs import RunMode


@dataclass(frozen=True, slots=True)
class Totals:
    """A plan's figures; people who travel on their own ticket count as arranged."""

    demand: int
    carried: int
    own_travel: int
    left_out: int
    coaches: int
    services: int
    fill: float
    distance_m: int
    drivers: int
    cost_fen: int
    cost_per_head_fen: int
    gap: float
    bound_fen: int
    mean_journey_s: float
    longest_journey_s: float
    first_departure: datetime | None
    last_arrival: datetime | None
    rules_checked: int
    violations: int

    @property
    def arranged(self) -> int:
        """Carried or given a ticket."""
        return self.carried + self.own_travel


def sum_up(view: PlanView, rows: tuple[VehicleRow, ...]) -> Totals:
    """The totals of a plan."""
    plan = view.plan
    riding = [i for i in plan.itineraries if i.departs is not None and i.arrives is not None]
    carried = sum(i.people for i in plan.itineraries if i.runs)
    own = sum(i.people for i in plan.itineraries if not i.runs)
    spans = [
        ((i.arrives - i.departs).total_seconds(), i.people)
        for i in riding
        if i.departs is not None and i.arrives is not None
    ]
    people = sum(number for _, number in spans)
    coaches = [row for row in rows if row.mode == RunMode.COACH.value]
    seats = sum(row.capacity for row in coaches)
    report = plan.audit
    return Totals(
        demand=sum(group.people for group in view.scenario.groups),
        carried=carried,
        own_travel=own,
        left_out=sum(part.people for part in plan.left_out),
        coaches=len(coaches),
        services=len(rows) - len(coaches),
        fill=sum(row.peak for row in coaches) / seats if seats else 0.0,
        distance_m=sum(row.distance_m for row in coaches),
        drivers=sum(row.drivers for row in coaches),
        cost_fen=plan.cost.total_fen,
        cost_per_head_fen=plan.cost.total_fen // (carried + own) if carried + own else 0,
        gap=plan.certificate.gap,
        bound_fen=plan.certificate.lower_bound_fen,
        mean_journey_s=sum(span * number for span, number in spans) / people if people else 0.0,
        longest_journey_s=max((span for span, _ in spans), default=0.0),
        first_departure=min((row.departs for row in rows), default=None),
        last_arrival=max((row.arrives for row in rows), default=None),
        rules_checked=0 if report is None else len(report.rules),
        violations=0
        if report is None
        else sum(f.severity is Severity.ERROR for f in report.findings),
    )
