"""Where a plan's money goes: by part of the way and term, and by group and person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from routing.costing.payers import split_by_heads
from routing.explain.pricing import beside_terms
from routing.model.plan import CostTerm, Plan
from routing.model.runs import Run, RunRole
from routing.model.scenario import Scenario
from routing.model.why import GroupCost, LegCost
from routing.units import Fen, People

BESIDE = "beside"


def cost_by_leg(scenario: Scenario, plan: Plan) -> tuple[LegCost, ...]:
    """The plan's money by part of the way, each with its terms; the parts add up to the whole."""
    terms: dict[str, Counter[CostTerm]] = defaultdict(Counter)
    runs: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for run in plan.runs:
        runs[run.role] += 1
        people[run.role] += _heads(run).total()
        for name, fen in run.terms.items():
            terms[run.role][CostTerm(name)] += fen
    for itinerary in plan.itineraries:
        found = beside_terms(scenario, itinerary)
        people[BESIDE] += itinerary.people if any(found.values()) else 0
        terms[BESIDE].update(found)
    return tuple(
        LegCost.model_validate(
            {
                "leg": str(leg),
                "runs": runs[leg],
                "people": people[leg],
                "total_fen": terms[leg].total(),
                "terms": {term: fen for term, fen in terms[leg].items() if fen},
            }
        )
        for leg in (*RunRole, BESIDE)
        if runs[leg] or terms[leg].total()
    )


def cost_by_group(scenario: Scenario, plan: Plan) -> tuple[GroupCost, ...]:
    """What each group's people cost, dearest a person first; each run is shared by heads."""
    shares: Counter[str] = Counter()
    for run in plan.runs:
        shares.update(split_by_heads(run.cost_fen, _heads(run)))
    for itinerary in plan.itineraries:
        shares[itinerary.group] += sum(beside_terms(scenario, itinerary).values())
    carried: Counter[str] = Counter()
    for itinerary in plan.itineraries:
        carried[itinerary.group] += itinerary.people
    costs = [
        GroupCost(
            group=group,
            people=People(heads),
            total_fen=Fen(shares[group]),
            fen_per_person=per_head(shares[group], heads),
        )
        for group, heads in carried.items()
    ]
    return tuple(sorted(costs, key=lambda cost: (-cost.fen_per_person, cost.group)))


def per_head(fen: int, heads: int) -> Fen:
    """Money by person, rounded half up; 0 without anyone."""
    return Fen((2 * fen + heads) // (2 * heads)) if heads else Fen(0)


def _heads(run: Run) -> Counter[str]:
    """People of each group who board a run."""
    heads: Counter[str] = Counter()
    for load in _boarding(run):
        heads[load[0]] += load[1]
    return heads


def _boarding(run: Run) -> Iterable[tuple[str, int]]:
    return ((load.group, load.people) for stop in run.stops for load in stop.board)
