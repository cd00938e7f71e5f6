"""What the whole plan costs: purchases, tickets, beds, totals, payers, objective."""

from __future__ import annotations

from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.rule import Reading, Rule, rule
from routing.audit.run_costs import stated
from routing.audit.wording import Unit
from routing.model.plan import CostTerm

_AGAIN = ("按价目重算", "work it out again from the price list")
_SUM = ("改为各部分之和", "make it the sum of its parts")


@rule("COST_PURCHASE", title=("购票费", "Purchases are priced right"), remedy=_AGAIN, unit=Unit.FEN)
def purchases_are_right(case: Case) -> Iterator[Reading]:
    """``price_fen`` per unit bought plus ``per_person_fen`` per person carried."""
    for i, bought in enumerate(case.plan.purchases):
        offer = case.offers[bought.service, bought.offer]
        due = offer.price_fen * bought.units + offer.per_person_fen * bought.people
        what = f"{bought.service} · {bought.offer}"
        yield Reading(f"/purchases/{i}/cost_fen", what, bought.cost_fen, due)


@rule(
    "COST_TICKETS", title=("自行购票费", "Own travel is priced right"), remedy=_AGAIN, unit=Unit.FEN
)
def tickets_are_right(case: Case) -> Iterator[Reading]:
    """``own_travel_fen_per_person`` for everyone who travels on their own."""
    due = sum(
        (case.groups[i.group].own_travel_fen_per_person or 0) * i.people
        for i in case.plan.itineraries
        if not i.runs
    )
    yield _plan_term(case, CostTerm.TICKETS, due)


@rule("COST_HOTEL", title=("住宿费", "Beds are priced right"), remedy=_AGAIN, unit=Unit.FEN)
def beds_are_right(case: Case) -> Iterator[Reading]:
    """``bed_fen`` for everyone who sleeps in the hotel; a hotel without a price is free."""
    due = sum(
        (case.places[i.night].bed_fen or 0) * i.people
        for i in case.plan.itineraries
        if i.night is not None
    )
    yield _plan_term(case, CostTerm.HOTEL, due)


@rule(
    "COST_TERMS",
    title=("计划各费用项等于班次之和", "The plan's terms are the sums over its runs"),
    remedy=_SUM,
    unit=Unit.FEN,
)
def terms_are_sums(case: Case) -> Iterator[Reading]:
    """Each term but tickets and hotel is the sum of that term over all runs."""
    for term in CostTerm:
        if term not in (CostTerm.TICKETS, CostTerm.HOTEL):
            due = sum(stated(trace, term) for trace in case.traces.values())
            yield _plan_term(case, term, due)


@rule(
    "COST_TOTAL",
    title=("总费用等于各项之和", "The total is the sum of the terms"),
    remedy=_SUM,
    unit=Unit.FEN,
)
def total_is_the_sum(case: Case) -> Iterator[Reading]:
    """``total_fen`` is the sum of ``terms``."""
    cost = case.plan.cost
    yield Reading("/cost/total_fen", "total", cost.total_fen, sum(cost.terms.values()))


@rule(
    "COST_PAYERS",
    title=("各出资方合计等于总费用", "What the payers bear adds up to the total"),
    remedy=_SUM,
    unit=Unit.FEN,
)
def payers_bear_it_all(case: Case) -> Iterator[Reading]:
    """``by_payer`` adds up to ``total_fen``; it may be empty where no group names a payer."""
    cost = case.plan.cost
    if cost.by_payer or any(group.payer is not None for group in case.scenario.groups):
        yield Reading("/cost/by_payer", "by_payer", sum(cost.by_payer.values()), cost.total_fen)


@rule(
    "COST_OBJECTIVE",
    title=("目标值等于费用加折算", "The objective is money plus the goals' penalties"),
    remedy=_AGAIN,
    unit=Unit.FEN,
)
def objective_adds_penalties(case: Case) -> Iterator[Reading]:
    """``total_fen`` plus each person left out, plus hours door to gate at their price.

    The price of an itinerary's hours is rounded half up once.
    """
    cost = case.plan.cost
    due = cost.total_fen + left_out_penalty(case) + _ride_penalty(case)
    yield Reading("/cost/objective_fen", "objective", cost.objective_fen, due)


def left_out_penalty(case: Case) -> int:
    """What the people left out weigh in the objective, fen."""
    people = sum(left.people for left in case.plan.left_out)
    return people * case.scenario.goals.left_out_fen_per_person


def _ride_penalty(case: Case) -> int:
    price = case.scenario.goals.ride_hour_fen_per_person
    return sum(
        (2 * price * itinerary.people * (way[-1].arrives - way[0].departs) + 3_600) // 7_200
        for _, itinerary, way in case.journeys
    )


def _plan_term(case: Case, term: CostTerm, due: int) -> Reading:
    found = case.plan.cost.terms.get(term, 0)
    return Reading(f"/cost/terms/{term.value}", term.value, found, due)


RULES: tuple[Rule, ...] = (
    purchases_are_right,
    tickets_are_right,
    beds_are_right,
    terms_are_sums,
    total_is_the_sum,
    payers_bear_it_all,
    objective_adds_penalties,
)
