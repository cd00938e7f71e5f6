"""Why this plan: its money accounted for, its binding limits and its decisions tried out."""

from __future__ import annotations

from dataclasses import dataclass

from routing.explain.accounting import cost_by_group, cost_by_leg, per_head
from routing.explain.binding import check_bindings, find_bindings, find_margins
from routing.explain.contrasting import contrast_plan
from routing.explain.pricing import price_plan
from routing.explain.repairs import Replan
from routing.model.base import LocalisedText
from routing.model.goals import Pin
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.why import CrewReason, Why


@dataclass(frozen=True, slots=True)
class Tries:
    """How much is tried by planning again; each try costs a plan.

    Attributes:
        bindings: limits, the most promising first, each with one unit more.
        contrasts: decisions, each planned otherwise.
        asked: pins that are asked about, each added; beyond the number of contrasts.
    """

    bindings: int = 3
    contrasts: int = 6
    asked: tuple[Pin, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is planned again."""
        return bool(self.bindings or self.contrasts or self.asked)


def crew_reasons(plan: Plan) -> tuple[CrewReason, ...]:
    """Every reason for a crew, with the runs it speaks of, in the order of the plan."""
    runs: dict[tuple[str, str], list[str]] = {}
    says: dict[tuple[str, str], LocalisedText] = {}
    for run in plan.runs:
        if run.crew is not None:
            key = run.crew.says.zh, run.crew.says.en
            runs.setdefault(key, []).append(run.id)
            says[key] = run.crew.says
    return tuple(CrewReason(runs=tuple(ids), says=says[key]) for key, ids in runs.items())


def explain_plan(
    scenario: Scenario, plan: Plan, *, tries: Tries, replan: Replan, base: Plan
) -> Why:
    """Account for a plan's money and say what its limits and decisions are worth.

    Args:
        scenario: what the plan was made from.
        plan: any plan of it; prices are worked out anew.
        tries: how much is tried.
        replan: plans a changed scenario.
        base: what tries are compared with: a plan of the scenario made as ``replan`` makes plans,
            so that a difference is the change's and not the effort's.
    """
    priced = price_plan(scenario, plan)
    carried = sum(itinerary.people for itinerary in plan.itineraries)
    bindings = find_bindings(scenario, plan)
    return Why(
        total_fen=priced.cost.total_fen,
        per_person_fen=per_head(priced.cost.total_fen, carried),
        legs=cost_by_leg(scenario, priced),
        payers=priced.cost.by_payer,
        groups=cost_by_group(scenario, priced),
        bindings=check_bindings(scenario, base, bindings, replan=replan, most=tries.bindings),
        margins=find_margins(plan),
        crews=crew_reasons(plan),
        contrasts=contrast_plan(
            scenario, base, replan=replan, most=tries.contrasts, asked=tries.asked
        ),
    )
