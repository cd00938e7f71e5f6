"""Whether the certificate's numbers are consistent; its proof is priced in ``routing.certify``."""

from __future__ import annotations

from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.plan_costs import left_out_penalty
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.wording import Unit
from routing.model.plan import StopReason

MILLION = 1_000_000


@rule(
    "BOUND_ABOVE_VALUE",
    title=("下界不高于目标值", "The bound is no higher than what the plan costs"),
    remedy=("重新求下界", "prove the bound again"),
    unit=Unit.FEN,
    sense=Sense.AT_MOST,
)
def bound_is_below(case: Case) -> Iterator[Reading]:
    """``lower_bound_fen`` is at most the objective without the penalty for people left out."""
    bound = case.plan.certificate.lower_bound_fen
    yield Reading("/certificate/lower_bound_fen", "lower bound", bound, money_side(case))


def money_side(case: Case) -> int:
    """The objective without the penalty for people left out, as the plan states it, fen."""
    return case.plan.cost.objective_fen - left_out_penalty(case)


@rule(
    "GAP_WRONG",
    title=("差距按定义计算", "The gap is (value − bound) / value"),
    remedy=("按目标值与下界重算", "work it out again from value and bound"),
    unit=Unit.MILLIONTHS,
)
def gap_is_computed(case: Case) -> Iterator[Reading]:
    """The gap to a millionth; 0 when the value is 0."""
    value = money_side(case)
    bound = min(case.plan.certificate.lower_bound_fen, value)
    true = 0 if value <= 0 else (2 * (value - bound) * MILLION + value) // (2 * value)
    found = round(case.plan.certificate.gap * MILLION)
    yield Reading("/certificate/gap", "gap", found, true)


@rule(
    "PEOPLE_BOUND",
    title=("运送人数不超过已证上界", "No more are carried than the certificate says can be"),
    remedy=("重新求上界", "prove the bound again"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def people_bound_holds(case: Case) -> Iterator[Reading]:
    """People on any itinerary, own travel included, are at most ``people_bound``."""
    carried = sum(itinerary.people for itinerary in case.plan.itineraries)
    bound = case.plan.certificate.people_bound
    yield Reading("/certificate/people_bound", "people", carried, bound)


@rule(
    "STOP_REASON",
    title=("停止原因属实", "The reason for stopping is true"),
    remedy=("改为实际的停止原因", "state why the search really ended"),
    unit=Unit.MILLIONTHS,
    sense=Sense.AT_MOST,
)
def stop_reason_is_true(case: Case) -> Iterator[Reading]:
    """``proven`` means no gap at all, ``gap`` a gap within the target."""
    reason = case.plan.stop_reason
    gap = round(case.plan.certificate.gap * MILLION)
    target = round(case.scenario.solver.gap_target * MILLION)
    if reason in (StopReason.PROVEN, StopReason.GAP):
        limit = 0 if reason is StopReason.PROVEN else target
        yield Reading("/stop_reason", reason.value, gap, limit)


RULES: tuple[Rule, ...] = (
    bound_is_below,
    gap_is_computed,
    people_bound_holds,
    stop_reason_is_true,
)
