"""The plan's money: by term, by payer, and the objective with the goals' penalties."""

from __future__ import annotations

from collections import Counter, defaultdict

from routing.artefacts.problem import Problem
from routing.artefacts.solution import Solution
from routing.costing.payers import SharedCost, cost_by_payer
from routing.costing.services import hotel_cost, own_travel_cost, ride_penalty
from routing.model.certificate import Certificate
from routing.model.plan import Cost, CostTerm, Itinerary, StopReason
from routing.model.runs import Run
from routing.units import Fen

NO_PAYER = "unassigned"
"""Stands in ``by_payer`` for groups that name no payer."""
MILLION = 1_000_000


def build_cost(
    problem: Problem,
    solution: Solution,
    *,
    runs: tuple[Run, ...],
    itineraries: tuple[Itinerary, ...],
) -> Cost:
    """Every term summed over runs, tickets and beds; then the penalties of the goals."""
    terms: dict[CostTerm, int] = dict.fromkeys(CostTerm, 0)
    for run in runs:
        for name, fen in run.terms.items():
            terms[CostTerm(name)] += fen
    people_costs = _people_costs(problem, itineraries)
    for term, _, spent in people_costs:
        terms[term] += spent
    total_fen = sum(terms.values())
    goals = problem.scenario.goals
    left = sum(people for _, people in solution.left_out)
    hours_fen = sum(
        ride_penalty(
            people=i.people,
            journey_s=round((i.arrives - i.departs).total_seconds()),
            fen_per_hour=goals.ride_hour_fen_per_person,
        )
        for i in itineraries
        if i.departs is not None and i.arrives is not None
    )
    return Cost(
        total_fen=Fen(total_fen),
        terms={term: Fen(fen) for term, fen in terms.items()},
        objective_fen=Fen(total_fen + left * goals.left_out_fen_per_person + hours_fen),
        by_payer=_by_payer(problem, runs, people_costs),
    )


def final_certificate(
    problem: Problem, solution: Solution, cost: Cost, *, stranded: bool
) -> Certificate:
    """The solution's certificate with the gap of the plan as it came out, to a millionth.

    The bound speaks of plans that carry as many as the engine carried: where coaches could not
    run and ``stranded`` people, nothing is claimed.
    """
    left = sum(people for _, people in solution.left_out)
    value = cost.objective_fen - left * problem.scenario.goals.left_out_fen_per_person
    claimed = 0 if stranded else solution.certificate.lower_bound_fen
    bound = min(claimed, value)
    millionths = 0 if value <= 0 else (2 * (value - bound) * MILLION + value) // (2 * value)
    return solution.certificate.model_copy(
        update={"gap": millionths / MILLION, "lower_bound_fen": claimed}
    )


def true_stop_reason(problem: Problem, solution: Solution, certificate: Certificate) -> StopReason:
    """The engine's reason where the plan's own gap bears it out, else that the work ran out."""
    target = problem.scenario.solver.gap_target
    if solution.stop_reason is StopReason.PROVEN and certificate.gap > 0:
        return StopReason.GAP if certificate.gap <= target else StopReason.WORK
    if solution.stop_reason is StopReason.GAP and certificate.gap > target:
        return StopReason.WORK
    return solution.stop_reason


def _people_costs(
    problem: Problem, itineraries: tuple[Itinerary, ...]
) -> list[tuple[CostTerm, Itinerary, Fen]]:
    """Tickets and beds, itinerary by itinerary."""
    groups = {g.id: g for g in problem.scenario.groups}
    places = {p.id: p for p in problem.scenario.places}
    found = []
    for i in itineraries:
        if not i.runs:
            fen = own_travel_cost(groups[i.group], people=i.people)
            found.append((CostTerm.TICKETS, i, fen))
        if i.night is not None:
            found.append((CostTerm.HOTEL, i, hotel_cost(places[i.night], people=i.people)))
    return found


def _by_payer(
    problem: Problem, runs: tuple[Run, ...], people_costs: list[tuple[CostTerm, Itinerary, Fen]]
) -> dict[str, Fen]:
    """Each run's cost by the heads on it, tickets and beds by who uses them; {} without payers."""
    payers = {g.id: g.payer or NO_PAYER for g in problem.scenario.groups}
    if set(payers.values()) == {NO_PAYER}:
        return {}
    shared = []
    for run in runs:
        heads: Counter[str] = Counter()
        for stop in run.stops:
            for load in stop.board:
                heads[payers[load.group]] += load.people
        shared.append(SharedCost(run.mode.value, run.cost_fen, heads, heads.total()))
    beside: dict[tuple[CostTerm, str], list[int]] = defaultdict(lambda: [0, 0])
    for term, itinerary, fen in people_costs:
        entry = beside[term, payers[itinerary.group]]
        entry[0] += fen
        entry[1] += itinerary.people
    for (term, payer), (spent, people) in sorted(beside.items()):
        shared.append(SharedCost(term.value, spent, {payer: people}, people))
    return cost_by_payer(tuple(shared), problem.scenario.subsidies)
