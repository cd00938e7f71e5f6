"""Everything the desk shows of one plan, computed once and spoken in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.desk.language import say
from app.desk.outputs import read_documents
from app.pages.dates import Clock
from app.pages.timeline import Timeline, build_timeline
from app.pages.totals import Totals, sum_up
from app.pages.vehicles import VehicleRow, build_rows
from app.ports.jobs import JobDocuments
from routing.formats.plan_view import PlanView
from routing.model.findings import Finding, RuleCheck
from routing.model.plan import LeftOut, Plan
from routing.ports.renderer import Language


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of every filter of the vehicle table."""

    days: tuple[Choice, ...]
    vehicles: tuple[Choice, ...]
    places: tuple[Choice, ...]
    employers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """People who are not carried, with every reason and the smallest repair."""

    group: str
    origin: str
    destination: str
    people: int
    reasons: tuple[tuple[str, str], ...]
    repair: str


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A line of the cost: what for, how much, and its share of the whole."""

    key: str
    cost_fen: int
    share: float


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """Seats bought on a service."""

    service: str
    offer: str
    units: int
    people: int
    cost_fen: int


@dataclass(frozen=True, slots=True)
class DeskView:
    """One plan on the desk."""

    view: PlanView
    clock: Clock
    rows: tuple[VehicleRow, ...]
    totals: Totals
    choices: Choices
    timeline: Timeline | None
    left_out: tuple[LeftOutRow, ...]
    terms: tuple[MoneyRow, ...]
    payers: tuple[MoneyRow, ...]
    purchases: tuple[PurchaseRow, ...]
    proves: str
    rules: tuple[RuleCheck, ...]
    violations: tuple[Finding, ...]

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.view.plan


@lru_cache(maxsize=16)
def build_desk(documents: JobDocuments, language: Language) -> DeskView:
    """The desk's view; a plan never changes, so that the last few views are kept.

    Raises:
        NoPlan: the job made none, or not yet.
    """
    scenario, plan = read_documents(documents)
    view = PlanView(scenario, plan, language)
    clock = Clock(ZoneInfo(scenario.timezone), language)
    rows = build_rows(view, clock)
    report = plan.audit
    return DeskView(
        view=view,
        clock=clock,
        rows=rows,
        totals=sum_up(view, rows),
        choices=_choices(view, rows, clock),
        timeline=build_timeline(view, rows, clock),
        left_out=tuple(_left_out(part, view) for part in plan.left_out),
        terms=_money({term.value: fen for term, fen in plan.cost.terms.items()}, plan),
        payers=_money(plan.cost.by_payer, plan),
        purchases=_purchases(view),
        proves=say(plan.certificate.proves, language),
        rules=() if report is None else _law_first(report.rules),
        violations=() if report is None else report.findings,
    )


def _choices(view: PlanView, rows: tuple[VehicleRow, ...], clock: Clock) -> Choices:
    days = {row.day: clock.day(row.departs) for row in rows}
    vehicles = {row.vehicle_key: row.vehicle.split(" #")[0] for row in rows}
    places = {place: view.place_name(place) for row in rows for place in row.places}
    employers = {place: view.place_name(place) for row in rows for place in row.employers}
    return Choices(*(_sorted(options) for options in (days, vehicles, places, employers)))


def _sorted(options: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, text) for value, text in sorted(options.items()))


def _left_out(part: LeftOut, view: PlanView) -> LeftOutRow:
    group = view.find_group(part.group)
    return LeftOutRow(
        group=part.group,
        origin="" if group is None else view.place_name(group.origin),
        destination="" if group is None else view.place_name(group.destination),
        people=part.people,
        reasons=tuple(
            (reason.code, say(reason.detail, view.language, default=reason.subject or ""))
            for reason in part.reasons
        ),
        repair="" if part.repair is None else say(part.repair.detail, view.language),
    )


def _law_first(rules: tuple[RuleCheck, ...]) -> tuple[RuleCheck, ...]:
    """Broken rules, then those with an article, then the rest; each in the audit's order."""
    return tuple(sorted(rules, key=lambda rule: (rule.passed, rule.article is None)))


def _money(amounts: Mapping[str, int], plan: Plan) -> tuple[MoneyRow, ...]:
    """Lines that are not zero, the largest first."""
    total = plan.cost.total_fen
    rows = [
        MoneyRow(key, fen, fen / total if total else 0.0) for key, fen in amounts.items() if fen
    ]
    return tuple(sorted(rows, key=lambda row: (-row.cost_fen, row.key)))


def _purchases(view: PlanView) -> tuple[PurchaseRow, ...]:
    numbers = {service.id: service.number for service in view.scenario.services}
    return tuple(
        PurchaseRow(
            service=numbers.get(p.service, p.service),
            offer=p.offer,
            units=p.units,
            people=p.people,
            cost_fen=p.cost_fen,
        )
        for p in view.plan.purchases
    )
