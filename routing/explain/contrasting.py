"""Why this plan: what each decision is worth, found by planning without it."""

from __future__ import annotations

from collections.abc import Iterator

from routing.explain.repairs import Replan
from routing.model.base import LocalisedText
from routing.model.fleet import FleetRow
from routing.model.goals import Pin
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.model.why import Contrast
from routing.units import Fen

MOST_CONTRASTS = 12


def contrast_plan(
    scenario: Scenario,
    plan: Plan,
    *,
    replan: Replan,
    most: int = MOST_CONTRASTS,
    asked: tuple[Pin, ...] = (),
) -> tuple[Contrast, ...]:
    """What each decision of a plan is worth, by planning again otherwise.

    Tried are, in this order and ``most`` at most beyond what is asked: each pin that is asked
    about added, each service in use left out, each row in use with one coach fewer, each row
    that is used up with one more, each pin taken back.
    """
    found = []
    questions = [("with_pin", _name(pin), _with_pin(scenario, pin)) for pin in asked]
    for kind, subject, changed in questions + list(_variants(scenario, plan))[:most]:
        other = replan(changed)
        found.append(_contrast(kind, subject, plan, other))
    return tuple(found)


def _variants(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str, Scenario]]:
    for service in scenario.services:
        if any(bought.service == service.id for bought in plan.purchases):
            kept = tuple(s for s in scenario.services if s.id != service.id)
            pins = tuple(pin for pin in scenario.pins if pin.service != service.id)
            update = {"services": kept, "pins": pins}
            yield "without_service", service.id, scenario.model_copy(update=update)
    for row in scenario.fleet:
        used = {run.vehicle for run in plan.runs if isinstance(run.vehicle, CoachVehicle)}
        number = sum(vehicle.fleet == row.id for vehicle in used)
        if number:
            yield "one_fewer", row.id, _with_count(scenario, row, number - 1)
        if number == row.count:
            yield "one_more", row.id, _with_count(scenario, row, row.count + 1)
    for pin in scenario.pins:
        pins = tuple(other for other in scenario.pins if other is not pin)
        yield "without_pin", _name(pin), scenario.model_copy(update={"pins": pins})


def _with_pin(scenario: Scenario, pin: Pin) -> Scenario:
    return scenario.model_copy(update={"pins": (*scenario.pins, pin)})


def _with_count(scenario: Scenario, row: FleetRow, count: int) -> Scenario:
    rows = tuple(
        r.model_copy(update={"count": count}) if r.id == row.id else r for r in scenario.fleet
    )
    return scenario.model_copy(update={"fleet": rows})


def _name(pin: Pin) -> str:
    target = pin.fleet or pin.service or pin.with_group or "?"
    return f"{pin.kind.value} {pin.group} {target}"


_WORDS = {
    "without_service": ("不用 {}", "without {}"),
    "one_fewer": ("少一辆 {}", "one fewer of {}"),
    "one_more": ("多一辆 {}", "one more of {}"),
    "with_pin": ("按要求 {}", "with the wish {}"),
    "without_pin": ("取消指定 {}", "without the pin {}"),
}


def _contrast(kind: str, subject: str, plan: Plan, other: Plan) -> Contrast:
    cost = other.cost.total_fen - plan.cost.total_fen
    people = _carried(other) - _carried(plan)
    zh, en = (text.format(subject) for text in _WORDS[kind])
    yuan = f"{cost / 100:+,.2f}"
    instead = _crew_instead(other) if kind == "without_service" else None
    return Contrast(
        kind=kind,
        subject=subject,
        cost_fen=Fen(cost),
        objective_fen=Fen(other.cost.objective_fen - plan.cost.objective_fen),
        people=people,
        says=LocalisedText(
            zh=f"{zh}：费用 {yuan} 元，运送人数 {people:+d}"
            + ("" if instead is None else f"；改乘直达车时：{instead.zh}"),
            en=f"{en}: {yuan} CNY, {people:+d} people carried"
            + ("" if instead is None else f"; by coach instead: {instead.en}"),
        ),
    )


def _crew_instead(other: Plan) -> LocalisedText | None:
    """Why the longest direct coach of a plan has its crew."""
    crews = [
        (sum(leg.distance_m for leg in run.legs), run.id, run.crew.says)
        for run in other.runs
        if run.crew is not None
    ]
    return max(crews, key=lambda found: found[:2])[2] if crews else None


def _carried(plan: Plan) -> int:
    return sum(itinerary.people for itinerary in plan.itineraries)
