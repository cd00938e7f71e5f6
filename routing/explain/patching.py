"""An announced plan changed as little as possible: what stands stands, the rest is planned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from pydantic import Field

from routing.explain.changing import Changes, change_scenario
from routing.explain.comparing import Comparison, compare_plans
from routing.explain.evaluating import Audit
from routing.explain.filling import fill_free_seats
from routing.explain.freezing import Freeze, after_hour, fixed_runs
from routing.explain.keeping import Kept, keep_untouched
from routing.explain.merging import merge_plans
from routing.explain.pricing import price_plan
from routing.explain.repairs import Replan
from routing.explain.telling import PaperChange, PhoneCall, list_calls, list_papers
from routing.explain.widening import WIDER, runs_to_open
from routing.model.base import Document, LocalisedText, MoneyFen, PeopleCount, SignedFen
from routing.model.certificate import Certificate
from routing.model.plan import Plan, PlanStatus, StopReason
from routing.model.runs import CoachVehicle, Run, ServiceVehicle
from routing.model.scenario import PreviousPlan, Scenario
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
    paper_changes: tuple[PaperChange, ...] = ()
    """Which papers of those runs."""
    calls: tuple[PhoneCall, ...] = ()
    """Whom to phone, with what was announced and what holds now."""
    moved_fen_per_person: MoneyFen = Field(
        default=Fen(0), description="what moving one person weighed against money, fen"
    )
    thawed: tuple[str, ...] = ()
    """Runs that were to stay exactly as they are and could not, for what happened touches them."""
    against_nothing_fen: SignedFen | None = Field(
        default=None, description="money above a plan from nothing, fen; absent when none was made"
    )
    nothing_moves: PeopleCount | None = Field(
        default=None, description="people whom a plan from nothing would have moved"
    )
    spared_fen_per_person: SignedFen | None = Field(
        default=None,
        description="money paid for each person whom a plan from nothing would move and this plan "
        "does not, fen; absent when it spares nobody",
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
    that are left. Where that leaves people out, a few runs to the same gate are opened, and their
    people planned anew as well. A plan from nothing takes its place when it is given and is
    cheaper by more than its extra people moved weigh; one is made when the changed plan breaks a
    rule or leaves more people out than were announced to be. Where anything is frozen it never
    takes its place.

    Args:
        scenario: what the plan was made from.
        plan: the announced plan.
        changes: what happened since, and what is frozen.
        tools: planning, audit and hash.
        reference: a plan from nothing of the changed scenario, if one was made.

    Raises:
        UnknownName: a change names what the scenario does not have.
    """
    changes = _with_earlier(scenario, plan, changes)
    now = change_scenario(scenario, changes).model_copy(update={"previous_plan": None})
    patched = _widened(now, plan, changes, tools)
    best = patched
    if changes.freeze == Freeze():
        if _falls_short(plan, patched.plan):
            reference = reference or tools.replan(now)
        if reference is not None and _weight(plan, reference, changes) < _weight(
            plan, patched.plan, changes
        ):
            best = _Whole(now, reference, ())
    return Patched(
        scenario=best.scenario,
        plan=best.plan,
        comparison=compare_plans(plan, best.plan),
        kept=best is patched,
        papers=tuple(_papers(plan, best.plan)),
        paper_changes=list_papers(plan, best.plan),
        calls=list_calls(scenario, plan, best.plan),
        moved_fen_per_person=changes.moved_fen_per_person,
        thawed=best.thawed,
        **_against(plan, best.plan, reference),
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """A plan of everyone, what it is a plan of, and frozen runs that could not stay."""

    scenario: Scenario
    plan: Plan
    thawed: tuple[str, ...]


class _Against(TypedDict):
    """The fields of a report that speak of a plan from nothing."""

    against_nothing_fen: Fen | None
    nothing_moves: People | None
    spared_fen_per_person: Fen | None


def _against(announced: Plan, best: Plan, nothing: Plan | None) -> _Against:
    """What is paid, in all and for each person spared, above a plan from nothing."""
    if nothing is None:
        return _Against(against_nothing_fen=None, nothing_moves=None, spared_fen_per_person=None)
    extra = best.cost.total_fen - nothing.cost.total_fen
    moves = compare_plans(announced, nothing).people_to_phone
    spared = moves - compare_plans(announced, best).people_to_phone
    return _Against(
        against_nothing_fen=Fen(extra),
        nothing_moves=People(moves),
        spared_fen_per_person=Fen(round(extra / spared)) if spared > 0 else None,
    )


def _weight(announced: Plan, plan: Plan, changes: Changes) -> tuple[bool, int]:
    """Lawful first, then objective plus the price of everyone moved."""
    lawful = plan.audit is None or plan.audit.passed
    moved = compare_plans(announced, plan).people_to_phone
    return not lawful, plan.cost.objective_fen + moved * changes.moved_fen_per_person


def _with_earlier(scenario: Scenario, plan: Plan, changes: Changes) -> Changes:
    """The changes with what an earlier patch had frozen, as far as it still runs."""
    if scenario.previous_plan is None:
        return changes
    running = {run.id for run in plan.runs}
    earlier = {name for name in scenario.previous_plan.frozen_runs if name in running}
    runs = tuple(sorted({*changes.freeze.runs, *earlier}))
    freeze = changes.freeze.model_copy(update={"runs": runs})
    return changes.model_copy(update={"freeze": freeze})


def keep_previous(scenario: Scenario, previous: PreviousPlan, *, tools: Tools) -> Plan:
    """A plan of a scenario that changes the previous plan as little as possible.

    What of the previous plan the scenario still allows stands; everyone else is planned anew. A
    plan from nothing takes its place when it is lawful and this is not, or carries more people,
    unless runs are frozen.

    Args:
        scenario: with its ``previous_plan``.
        previous: that plan and the runs of it that stay exactly as they are.
        tools: planning (of scenarios without a previous plan), audit and hash.
    """
    plan, bare = previous.plan, scenario.model_copy(update={"previous_plan": None})
    freeze = Freeze(runs=previous.frozen_runs)
    gone = Changes(broken=_lost_coaches(bare, plan), cancelled=_lost(bare, plan), freeze=freeze)
    merged = _merged(bare, plan, gone, tools)
    kept = _finished(merged.model_copy(update={"scenario_id": scenario.id}), scenario, tools)
    if previous.frozen_runs or not _falls_short(plan, kept):
        return kept
    anew = tools.replan(bare)
    anew = anew.model_copy(update={"scenario_sha256": tools.sha256(scenario)})
    anew = anew.model_copy(update={"audit": tools.audit(scenario, anew)})
    return anew if _weight(plan, anew, gone) < _weight(plan, kept, gone) else kept


def _falls_short(announced: Plan, plan: Plan) -> bool:
    """Whether a changed plan breaks a rule or leaves more people out than were announced to be."""
    left = [sum(rest.people for rest in each.left_out) for each in (announced, plan)]
    return left[1] > left[0] or (plan.audit is not None and not plan.audit.passed)


def _lost_coaches(now: Scenario, plan: Plan) -> tuple[CoachVehicle, ...]:
    """Coaches of a plan beyond what the scenario has, the highest numbers first to go."""
    count = {row.id: row.count for row in now.fleet}
    used = {run.vehicle for run in plan.runs if isinstance(run.vehicle, CoachVehicle)}
    ranked: Counter[str] = Counter()
    lost = []
    for vehicle in sorted(used, key=lambda v: (v.fleet, v.number)):
        ranked[vehicle.fleet] += 1
        if ranked[vehicle.fleet] > count.get(vehicle.fleet, 0):
            lost.append(vehicle)
    return tuple(lost)


def _lost(now: Scenario, plan: Plan) -> tuple[str, ...]:
    """Services of a plan that the scenario no longer has."""
    there = {service.id for service in now.services}
    used = {r.vehicle.service for r in plan.runs if isinstance(r.vehicle, ServiceVehicle)}
    return tuple(sorted(used - there))


def _widened(now: Scenario, plan: Plan, changes: Changes, tools: Tools) -> _Whole:
    """The changed plan; where it leaves more people out, with a few more runs opened, if better."""
    best = _changed(now, plan, changes, tools)
    for most in WIDER:
        if not _falls_short(plan, best.plan):
            break
        opened = runs_to_open(now, plan, best.plan, changes, most=most)
        if opened:
            wider = _changed(now, plan, changes, tools, opened=opened)
            best = min(best, wider, key=lambda whole: _weight(plan, whole.plan, changes))
    return best


def _changed(
    now: Scenario,
    plan: Plan,
    changes: Changes,
    tools: Tools,
    *,
    opened: frozenset[str] = frozenset(),
) -> _Whole:
    priced = _merged(now, plan, changes, tools, opened)
    wanted = fixed_runs(plan, changes.freeze)
    announced = {run.id: run for run in plan.runs}
    same = {run.id for run in priced.runs if run == announced.get(run.id)} & wanted
    if same:
        previous = PreviousPlan(plan=plan, frozen_runs=tuple(sorted(same)))
        now = now.model_copy(update={"previous_plan": previous})
    return _Whole(now, _finished(priced, now, tools), tuple(sorted(wanted - same)))


def _merged(
    now: Scenario,
    plan: Plan,
    changes: Changes,
    tools: Tools,
    opened: frozenset[str] = frozenset(),
) -> Plan:
    """What stands and what is planned anew in one plan, priced."""
    kept = keep_untouched(now, plan, changes, opened=opened)
    kept = fill_free_seats(now, kept, values=plan.provenance.policy.values)
    waiting = after_hour(residual(now, kept), changes.freeze.left_by)
    rest = tools.replan(waiting) if kept.waiting else None
    merged = merge_plans(plan, kept, rest, scenario=now, free=FREE, lost=changes.broken)
    return price_plan(now, merged)


def _finished(priced: Plan, now: Scenario, tools: Tools) -> Plan:
    """The plan with what it proves (nothing), the hash of its scenario, and its audit."""
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
    closed = {
        run.vehicle.service
        for run in kept.runs
        if run.id in kept.fixed and isinstance(run.vehicle, ServiceVehicle)
    }
    return now.model_copy(
        update={
            "groups": waiting,
            "fleet": tuple(
                row.model_copy(update={"count": max(0, row.count - busy[row.id])})
                for row in now.fleet
            ),
            "drivers": tuple(d for d in now.drivers if d.id not in working),
            "services": tuple(
                _left_on(service, kept) for service in now.services if service.id not in closed
            ),
            "places": tuple(
                p if p.beds is None else p.model_copy(update={"beds": max(0, p.beds - slept[p.id])})
                for p in now.places
            ),
            "previous_plan": None,
            "pins": tuple(
                pin
                for pin in now.pins
                if pin.service not in closed
                and pin.group in names
                and (pin.with_group is None or pin.with_group in names)
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
