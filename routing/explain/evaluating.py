"""A plan made by hand, judged: what it costs, which rules it breaks, how far from the best."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from routing.explain.pricing import price_plan
from routing.model.base import Document, LocalisedText, MoneyFen, PeopleCount
from routing.model.certificate import Certificate
from routing.model.findings import AuditReport
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.units import Fen, People

Audit = Callable[[Scenario, Plan], AuditReport]
"""The independent checker, with the policy profile already chosen."""

STRUCTURE_CODES = frozenset({"PLAN_UNKNOWN_ID", "RUN_LEGS", "RUN_MODE"})
"""Codes of the audit after which a plan cannot be priced."""


class Evaluation(Document):
    """What a plan is worth, whoever made it."""

    report: AuditReport
    carried: PeopleCount = Field(description="people on any itinerary, own travel included")
    left_out: PeopleCount = Field(description="people left out")
    stated_fen: MoneyFen = Field(description="money as the plan states it, fen")
    priced_fen: MoneyFen | None = Field(
        default=None, description="money by the price lists, fen; absent when it cannot be priced"
    )
    priced: Plan | None = None
    """The plan with every price worked out anew; absent when it cannot be priced."""
    people_bound: PeopleCount | None = Field(
        default=None, description="the most that any plan can carry, as proven"
    )
    lower_bound_fen: MoneyFen | None = Field(
        default=None, description="the money side of the objective that no plan is below, fen"
    )
    gap: float | None = Field(
        default=None, ge=0, le=1, description="(value − bound) / value of the plan as priced"
    )
    says: LocalisedText
    """The verdict in one sentence."""


def evaluate_plan(
    scenario: Scenario, plan: Plan, *, audit: Audit, reference: Plan | None = None
) -> Evaluation:
    """Price a plan, audit it, and measure it against what a search proved.

    Args:
        scenario: what the plan is for.
        plan: any plan; it is audited as it stands, prices included.
        audit: the independent checker.
        reference: a plan of the same scenario whose certificate gives the bound. It bounds only
            plans that carry at least as many people as it does; for one that carries fewer
            there is no gap.
    """
    report = audit(scenario, plan)
    broken = {finding.code for finding in report.findings}
    priced = None if broken & STRUCTURE_CODES else price_plan(scenario, plan)
    carried = sum(itinerary.people for itinerary in plan.itineraries)
    proof = _comparable(scenario, reference, carried)
    gap = _gap(scenario, priced, proof)
    return Evaluation(
        report=report,
        carried=People(carried),
        left_out=People(sum(left.people for left in plan.left_out)),
        stated_fen=plan.cost.total_fen,
        priced_fen=None if priced is None else priced.cost.total_fen,
        priced=priced,
        people_bound=None if reference is None else reference.certificate.people_bound,
        lower_bound_fen=None if proof is None else proof.lower_bound_fen,
        gap=gap,
        says=_verdict(report, gap),
    )


def _comparable(scenario: Scenario, reference: Plan | None, carried: int) -> Certificate | None:
    """The reference's certificate if it speaks of plans that carry this many."""
    if reference is None or reference.scenario_id != scenario.id:
        return None
    enough = carried >= sum(itinerary.people for itinerary in reference.itineraries)
    return reference.certificate if enough else None


def _gap(scenario: Scenario, priced: Plan | None, proof: Certificate | None) -> float | None:
    if priced is None or proof is None:
        return None
    left = sum(left.people for left in priced.left_out)
    value = priced.cost.objective_fen - left * scenario.goals.left_out_fen_per_person
    return 0.0 if value <= 0 else max(0, value - Fen(proof.lower_bound_fen)) / value


def _verdict(report: AuditReport, gap: float | None) -> LocalisedText:
    broken = sorted({finding.code for finding in report.findings})
    law = (
        ("不违反任何规则", "breaks no rule")
        if not broken
        else (f"违反 {'、'.join(broken)}", f"breaks {', '.join(broken)}")
    )
    cost = (
        ("无可比的下界", "no bound speaks of it")
        if gap is None
        else (f"费用最多还能省 {gap:.1%}", f"at most {gap:.1%} of its cost could be saved")
    )
    return LocalisedText(zh=f"{law[0]}；{cost[0]}。", en=f"It {law[1]}; {cost[1]}.")
