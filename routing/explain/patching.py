"""An announced plan changed as little as possible: what stands stands, the rest is planned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import Field

from routing.explain.changing import Changes, change_scenario
from routing.explain.comparing import Comparison, compare_plans
from routing.explain.evaluating import Audit
from routing.explain.filling import fill_free_seats
from routing.explain.keeping import Kept, keep_untouched
from routing.explain.merging import merge_plans
from routing.explain.pricing import price_plan
from routing.explain.repairs import Replan
from routing.model.base import Document, LocalisedText, SignedFen
from routing.model.certificate import Certificate
from routing.model.plan import Plan, PlanStatus, StopReason
from routing.model.runs import CoachVehicle, Run
from routing.model.scenario import Scenario
from routing.model.services import Offer, Service
from routing.units import Fen, People

FREE = " (free seats)"
"""Ends the id of an offer that stands for seats already paid for, while the rest is planned."""


class PatchReport(Document):
    """What changes to an announced plan cost in money and in people to phone."""

    comparison: Comparison
    """Against the announced plan."""
    kept: bool
    """Whether the announced plan was changed; false = planned from nothing."""
    papers: tuple[str, ...]
    """Runs whose papers change: new, different, or no longer running."""
    against_nothing_fen: SignedFen | None = Field(
        default=None, description="money above a plan from nothing, fen; absent when none was made"
    )


class Patched(PatchReport):
    """A plan after changes, and what they cost."""

    scenario: Scenario
    """The scenario after the changes."""
    plan: Plan
    """Audited."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a patch needs from outside this room.

    Attributes:
        replan: plans a scenario from nothing.
        audit: the independent checker.
        sha256: the hash of a scenario.
    """

    replan: Replan
    audit: Audit
    sha256: Callable[[Scenario], str]


def patch_plan(
    scenario: Scenario,
    plan: Plan,
    changes: Changes,
    *,
    tools: Tools,
    reference: Plan | None = None,
) -> Patched:
    """Apply changes to an announced plan and disturb as few people as is worth it.

    Everything that can still run stays as announced, to the second. People who need a seat take
    free ones on the same way first; who then still waits is planned anew on vehicles and seats
    that are left. A plan from nothing takes its place when it is given and is cheaper by more
    than its extra people moved weigh, or when the changed plan breaks a rule.

    Args:
        scenario: what the plan was made from.
        plan: the announced plan.
        changes: what happened since.
        tools: planning, audit and hash.
        reference: a plan from nothing of the changed scenario, if one was made.

    Raises:
        UnknownName: a change names what the scenario does not have.
    """
    now = change_scenario(scenario, changes)
    changed = _changed(now, plan, changes, tools)
    if changed.audit is not None and not changed.audit.passed:
        reference = reference or tools.replan(now)
    best = changed
    if reference is not None and _weight(plan, reference, changes) < _weight(
        plan, changed, changes
    ):
        best = reference
    return Patched(
        scenario=now,
        plan=best,
        comparison=compare_plans(plan, best),
        kept=best is changed,
        papers=tuple(_papers(plan, best)),
        against_nothing_fen=None
        if reference is None
        else Fen(best.cost.total_fen - reference.cost.total_fen),
    )


def _weight(announced: Plan, plan: Plan, changes: Changes) -> tuple[bool, int]:
    """Lawful first, then objective plus the price of everyone moved."""
    lawful = plan.audit is None or plan.audit.passed
    moved = compare_plans(announced, plan).people_to_phone
    return not lawful, plan.cost.objective_fen + moved * changes.moved_fen_per_person


def _changed(now: Scenario, plan: Plan, changes: Changes, tools: Tools) -> Plan:
    kept = keep_untouched(now, plan, changes)
    kept = fill_free_seats(now, kept, values=plan.provenance.policy.values)
    rest = tools.replan(residual(now, kept)) if kept.waiting else None
    merged = merge_plans(plan, kept, rest, scenario=now, free=FREE)
    priced = price_plan(now, merged)
    done = _certified(priced, now).model_copy(update={"scenario_sha256": tools.sha256(now)})
    return done.model_copy(update={"audit": tools.audit(now, done)})


def _certified(plan: Plan, now: Scenario) -> Plan:
    """The plan with a bound that claims nothing: none was sought for a changed plan."""
    left = sum(left.people for left in plan.left_out)
    value = plan.cost.objective_fen - left * now.goals.left_out_fen_per_person
    nothing = Certificate(
        people_bound=People(sum(group.people for group in now.groups)),
        lower_bound_fen=Fen(0),
        gap=1.0 if value > 0 else 0.0,
        proves=LocalisedText(
            zh="变更方案未求下界。", en="No bound was sought for a plan that was changed."
        ),
    )
    status = PlanStatus.PARTIAL if plan.left_out else PlanStatus.COMPLETE
    update = {"certificate": nothing, "stop_reason": StopReason.WORK, "status": status}
    return plan.model_copy(update=update)


def residual(now: Scenario, kept: Kept) -> Scenario:
    """The scenario of who waits, on the vehicles, units, seats and beds that are left."""
    groups = {group.id: group for group in now.groups}
    waiting = tuple(
        groups[name].model_copy(update={"people": People(people)})
        for name, people in sorted(kept.waiting.items())
    )
    busy = Counter(
        vehicle.fleet
        for vehicle in {r.vehicle for r in kept.runs if isinstance(r.vehicle, CoachVehicle)}
    )
    working = {duty.driver for run in kept.runs for duty in run.duties}
    slept = Counter[str]()
    for itinerary in kept.itineraries:
        if itinerary.night is not None:
            slept[itinerary.night] += itinerary.people
    names = set(kept.waiting)
    return now.model_copy(
        update={
            "groups": waiting,
            "fleet": tuple(
                row.model_copy(update={"count": max(0, row.count - busy[row.id])})
                for row in now.fleet
            ),
            "drivers": tuple(d for d in now.drivers if d.id not in working),
            "services": tuple(_left_on(service, kept) for service in now.services),
            "places": tuple(
                p if p.beds is None else p.model_copy(update={"beds": max(0, p.beds - slept[p.id])})
                for p in now.places
            ),
            "pins": tuple(
                pin
                for pin in now.pins
                if pin.group in names and (pin.with_group is None or pin.with_group in names)
            ),
        }
    )


def _left_on(service: Service, kept: Kept) -> Service:
    """A service with the units still on sale, and its free seats that are paid for already."""
    offers: list[Offer] = []
    for offer in service.offers:
        bought = [p for p in kept.purchases if (p.service, p.offer) == (service.id, offer.id)]
        units = sum(p.units for p in bought)
        free = units * offer.seats - sum(p.people for p in bought)
        update: dict[str, object] = {"units": max(0, offer.units - units)}
        if bought:
            update["min_people"] = 0  # the kept people reach it already
        offers.append(offer.model_copy(update=update))
        if free > 0:
            seats = {"id": offer.id + FREE, "units": 1, "seats": free}
            offers.append(offer.model_copy(update=seats | {"price_fen": 0, "min_people": 0}))
    return service.model_copy(update={"offers": tuple(offers)})


def _papers(before: Plan, after: Plan) -> Iterator[str]:
    """Ids of runs that are new, different or gone."""
    old, new = ({run.id: run for run in plan.runs} for plan in (before, after))
    for name in sorted({*old, *new}):
        if name not in old or name not in new or _printed(old[name]) != _printed(new[name]):
            yield name


def _printed(run: Run) -> tuple[object, ...]:
    """What stands on a run's papers."""
    return run.vehicle, run.stops, run.duties, run.positioning
