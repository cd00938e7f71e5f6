"""What a plan costs by its scenario's price lists, whoever made it and whatever it states."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from routing.costing.coaches import calendar_days, coach_terms, driver_days, with_hand_over
from routing.costing.payers import SharedCost, cost_by_payer
from routing.costing.services import (
    hotel_cost,
    offer_cost,
    own_travel_cost,
    ride_penalty,
    service_term,
)
from routing.model.plan import Cost, CostTerm, Itinerary, Plan, Purchase
from routing.model.runs import CoachVehicle, Run
from routing.model.scenario import Scenario
from routing.units import Fen

NO_PAYER = "unassigned"
"""Stands in ``by_payer`` for groups that name no payer."""
_Shifts = dict[str, tuple[datetime, datetime]]
"""Each driver's first departure and last arrival with a vehicle so far."""
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def price_plan(scenario: Scenario, plan: Plan) -> Plan:
    """The plan with every term, purchase, total and objective worked out from the price lists.

    Everything else stays as it is.

    Raises:
        KeyError: the plan names a fleet row, service, offer, group or hotel that the scenario
            does not have.
    """
    purchases = tuple(_priced_purchase(scenario, bought) for bought in plan.purchases)
    runs = _priced_runs(scenario, plan, purchases)
    terms: Counter[CostTerm] = Counter()
    for run in runs:
        terms.update({CostTerm(name): fen for name, fen in run.terms.items()})
    for itinerary in plan.itineraries:
        terms.update(beside_terms(scenario, itinerary))
    total = sum(terms.values())
    cost = Cost(
        total_fen=Fen(total),
        terms={term: Fen(terms[term]) for term in CostTerm},
        objective_fen=Fen(total + _penalties(scenario, plan)),
        by_payer=_by_payer(scenario, runs, plan.itineraries),
    )
    return plan.model_copy(update={"purchases": purchases, "runs": runs, "cost": cost})


def _by_payer(
    scenario: Scenario, runs: tuple[Run, ...], itineraries: tuple[Itinerary, ...]
) -> dict[str, Fen]:
    """Each run's cost by the heads on it, tickets and beds by who uses them; {} without payers."""
    payers = {group.id: group.payer or NO_PAYER for group in scenario.groups}
    if set(payers.values()) == {NO_PAYER}:
        return {}
    shared = []
    for run in runs:
        heads: Counter[str] = Counter()
        for load in (load for stop in run.stops for load in stop.board):
            heads[payers[load.group]] += load.people
        shared.append(SharedCost(run.mode.value, run.cost_fen, heads, heads.total()))
    beside: Counter[tuple[str, str]] = Counter()
    users: Counter[tuple[str, str]] = Counter()
    for itinerary in itineraries:
        for term, fen in beside_terms(scenario, itinerary).items():
            beside[term.value, payers[itinerary.group]] += fen
            users[term.value, payers[itinerary.group]] += itinerary.people
    shared += [
        SharedCost(term, fen, {payer: users[term, payer]}, users[term, payer])
        for (term, payer), fen in sorted(beside.items())
    ]
    return cost_by_payer(tuple(shared), scenario.subsidies)


def _priced_purchase(scenario: Scenario, bought: Purchase) -> Purchase:
    offers = {(s.id, o.id): o for s in scenario.services for o in s.offers}
    offer = offers[bought.service, bought.offer]
    cost = offer_cost(offer, units=bought.units, people=bought.people)
    return bought.model_copy(update={"cost_fen": cost})


def _priced_runs(
    scenario: Scenario, plan: Plan, purchases: tuple[Purchase, ...]
) -> tuple[Run, ...]:
    """Runs with terms; days and drivers of a vehicle's later runs that are paid once stay paid."""
    paid_days: dict[tuple[str, int], set[int]] = defaultdict(set)
    paid_drivers: dict[tuple[str, int], _Shifts] = defaultdict(dict)
    priced: dict[str, dict[str, Fen]] = {}
    for run in sorted(plan.runs, key=lambda r: (r.stops[0].departs, r.id)):
        if isinstance(run.vehicle, CoachVehicle):
            vehicle = run.vehicle.fleet, run.vehicle.number
            days, drivers = paid_days[vehicle], paid_drivers[vehicle]
            priced[run.id] = _coach_terms(scenario, run, days=days, drivers=drivers)
        else:
            priced[run.id] = _service_terms(scenario, run.vehicle.service, purchases)
    return tuple(
        run.model_copy(
            update={"terms": priced[run.id], "cost_fen": Fen(sum(priced[run.id].values()))}
        )
        for run in plan.runs
    )


def _coach_terms(
    scenario: Scenario, run: Run, *, days: set[int], drivers: _Shifts
) -> dict[str, Fen]:
    """Terms of one run of a vehicle whose earlier runs paid for ``days`` and ``drivers``.

    Both are updated in place.
    """
    row = {r.id: r for r in scenario.fleet}[_fleet(run)]
    zone = ZoneInfo(scenario.timezone)
    first, last = run.stops[0].departs, run.stops[-1].arrives
    new_days = set(calendar_days(_local_s(first, zone), _local_s(last, zone))) - days
    days |= new_days
    started = 0
    for duty in run.duties:
        before = drivers.get(duty.driver)
        began = first if before is None else before[0]
        drivers[duty.driver] = began, last
        started += _paid_days(began, last) - (0 if before is None else _paid_days(*before))
    terms = coach_terms(
        row,
        loaded_m=sum(leg.distance_m for leg in run.legs),
        empty_m=sum(drive.distance_m for drive in run.positioning),
        extra_stops=len(run.stops) - 2,
        drivers=started,
        driver_days=1,
        days=len(new_days),
    )
    relay_fen = sum(_relay_fen(scenario, relay.place) * len(relay.joins) for relay in run.relays)
    return {term.value: fen for term, fen in with_hand_over(terms, relay_fen).items()}


def _relay_fen(scenario: Scenario, place: str) -> int:
    return next((int(p.relay_fen or 0) for p in scenario.places if p.id == place), 0)


def _paid_days(since: datetime, until: datetime) -> int:
    """Started 24 h between two instants, at least one."""
    return driver_days(0, round((until - since).total_seconds()))


def _fleet(run: Run) -> str:
    return run.vehicle.fleet if isinstance(run.vehicle, CoachVehicle) else ""


def _local_s(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    ahead = 0 if offset is None else round(offset.total_seconds())
    return round((moment - _EPOCH).total_seconds()) + ahead


def _service_terms(
    scenario: Scenario, service: str, purchases: tuple[Purchase, ...]
) -> dict[str, Fen]:
    mode = {s.id: s.mode for s in scenario.services}[service]
    paid = sum(p.cost_fen for p in purchases if p.service == service)
    return {service_term(mode).value: Fen(paid)}


def beside_terms(scenario: Scenario, itinerary: Itinerary) -> dict[CostTerm, int]:
    """Tickets of their own and beds of one itinerary."""
    found: dict[CostTerm, int] = {}
    if not itinerary.runs:
        group = {g.id: g for g in scenario.groups}[itinerary.group]
        allowed = group.own_travel_fen_per_person is not None
        found[CostTerm.TICKETS] = own_travel_cost(group, people=itinerary.people) if allowed else 0
    if itinerary.night is not None:
        hotel = {p.id: p for p in scenario.places}[itinerary.night]
        found[CostTerm.HOTEL] = hotel_cost(hotel, people=itinerary.people)
    return found


def _penalties(scenario: Scenario, plan: Plan) -> int:
    """What the goals add to the money: people left out and hours door to gate."""
    goals = scenario.goals
    left = sum(left.people for left in plan.left_out) * goals.left_out_fen_per_person
    hours = sum(
        ride_penalty(
            people=i.people,
            journey_s=round((i.arrives - i.departs).total_seconds()),
            fen_per_hour=goals.ride_hour_fen_per_person,
        )
        for i in plan.itineraries
        if i.departs is not None and i.arrives is not None
    )
    return left + hours
