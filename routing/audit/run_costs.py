"""What each run costs, term by term, in the audit's own arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.clock import DAY_S, local_days
from routing.audit.rule import Reading, Rule, rule
from routing.audit.trace import CoachTrace, Trace
from routing.audit.wording import Unit
from routing.model.fleet import HireBasis
from routing.model.plan import CostTerm
from routing.model.services import ServiceMode

_AGAIN = ("按价目重算", "work it out again from the price list")
METRES_PER_KM = 1_000


def per_km(rate_fen: int, distance_m: int) -> int:
    """A price per kilometre times metres, rounded half up to whole fen."""
    return (rate_fen * distance_m + METRES_PER_KM // 2) // METRES_PER_KM


def stated(trace: Trace, term: CostTerm) -> int:
    """A term of a run as the plan states it; a missing one is zero."""
    return trace.run.terms.get(term.value, 0)


@rule("COST_HIRE", title=("租车费", "Hire is priced right"), remedy=_AGAIN, unit=Unit.FEN)
def hire_is_right(case: Case) -> Iterator[Reading]:
    """Once per run, or once per vehicle and local day with people on it, plus extra stops.

    A row hired by the day is compared over all runs of one vehicle.
    """
    for vehicle, runs in case.vehicles.items():
        row = runs[0].row
        stops = [row.per_stop_fen * (len(run.stands) - 2) for run in runs]
        if row.hire_basis is HireBasis.RUN:
            for run, extra in zip(runs, stops, strict=True):
                yield _term(run, CostTerm.HIRE, row.hire_fen + extra)
        else:
            days = {
                day
                for run in runs
                for day in local_days(run.first_departs, run.last_arrives, offset_s=case.offset_s)
            }
            due = row.hire_fen * len(days) + sum(stops)
            yield _of_vehicle(vehicle, runs, CostTerm.HIRE, due)


@rule("COST_DISTANCE", title=("里程费", "Distance is priced right"), remedy=_AGAIN, unit=Unit.FEN)
def distance_is_right(case: Case) -> Iterator[Reading]:
    """``per_km_fen`` from the first boarding to the last alighting, rounded half up once."""
    for coach in case.coaches:
        yield _term(coach, CostTerm.DISTANCE, per_km(coach.row.per_km_fen, coach.loaded_m))


@rule("COST_TOLLS", title=("通行费", "Tolls are priced right"), remedy=_AGAIN, unit=Unit.FEN)
def tolls_are_right(case: Case) -> Iterator[Reading]:
    """``toll_per_km_fen`` from the first boarding to the last alighting, rounded half up once."""
    for coach in case.coaches:
        yield _term(coach, CostTerm.TOLLS, per_km(coach.row.toll_per_km_fen, coach.loaded_m))


@rule(
    "COST_DEADHEAD", title=("空驶费", "Empty drives are priced right"), remedy=_AGAIN, unit=Unit.FEN
)
def deadhead_is_right(case: Case) -> Iterator[Reading]:
    """``deadhead_per_km_fen`` over all empty drives of a run, rounded half up once."""
    for coach in case.coaches:
        empty_m = sum(drive.distance_m for drive in coach.empty)
        yield _term(coach, CostTerm.DEADHEAD, per_km(coach.row.deadhead_per_km_fen, empty_m))


@rule("COST_DRIVERS", title=("驾驶员费", "Drivers are priced right"), remedy=_AGAIN, unit=Unit.FEN)
def drivers_are_right(case: Case) -> Iterator[Reading]:
    """``driver_day_fen`` per driver and started 24 h, at least one; hand-overs by their place.

    The hours run from the first departure to the last arrival of a vehicle's runs with that
    driver, so a vehicle with several runs is compared as a whole.
    """
    for vehicle, runs in case.vehicles.items():
        spans: dict[str, list[CoachTrace]] = defaultdict(list)
        for run in runs:
            for duty in run.run.duties:
                spans[duty.driver].append(run)
        days = sum(
            _started_days(min(r.first_departs for r in own), max(r.last_arrives for r in own))
            for own in spans.values()
        )
        due = runs[0].row.driver_day_fen * days + _hand_overs_fen(case, runs)
        yield _of_vehicle(vehicle, runs, CostTerm.DRIVERS, due)


def _hand_overs_fen(case: Case, runs: tuple[CoachTrace, ...]) -> int:
    """``relay_fen`` of the place for each fresh driver who takes over there."""
    return sum(
        (case.places[relay.place].relay_fen or 0) * len(relay.joins)
        for run in runs
        for relay in run.run.relays
    )


def _started_days(start: int, end: int) -> int:
    return max(1, -(-(end - start) // DAY_S))


@rule(
    "COST_SERVICE",
    title=("列车、航班费", "Trains and flights cost what was bought"),
    remedy=("使班次费用等于其购票费用", "make the run's cost equal its purchases"),
    unit=Unit.FEN,
)
def services_cost_their_purchases(case: Case) -> Iterator[Reading]:
    """``rail`` of a train's run, ``air`` of a plane's, equals its purchases."""
    bought: Counter[str] = Counter()
    for purchase in case.plan.purchases:
        bought[purchase.service] += purchase.cost_fen
    charged: Counter[str] = Counter()
    pointers: dict[str, str] = {}
    for ride in case.rides:
        term = CostTerm.RAIL if ride.service.mode is ServiceMode.TRAIN else CostTerm.AIR
        charged[ride.service.id] += stated(ride, term)
        pointers[ride.service.id] = f"{ride.pointer}/terms/{term.value}"
    for service in sorted(set(bought) | set(charged)):
        pointer = pointers.get(service, "/purchases")
        yield Reading(pointer, service, charged[service], bought[service])


@rule(
    "COST_TERM_STRANGE",
    title=("班次只含应有的费用项", "A run has only terms that it can have"),
    remedy=("删去不属于该班次的费用项", "remove the term that does not belong to the run"),
    unit=Unit.FEN,
)
def terms_belong_to_their_run(case: Case) -> Iterator[Reading]:
    """A coach has no tickets, a train no tolls: every other term is zero."""
    of_coaches = {"hire", "distance", "deadhead", "tolls", "drivers"}
    for coach in case.coaches:
        yield from _strange(coach, of_coaches)
    for ride in case.rides:
        yield from _strange(ride, {"rail" if ride.service.mode is ServiceMode.TRAIN else "air"})


def _strange(trace: Trace, own: set[str]) -> Iterator[Reading]:
    for name, fen in sorted(trace.run.terms.items()):
        if name not in own:
            yield Reading(f"{trace.pointer}/terms/{name}", f"{trace.run.id} · {name}", fen, 0)


@rule(
    "RUN_COST",
    title=("班次费用等于各项之和", "A run costs the sum of its terms"),
    remedy=_AGAIN,
    unit=Unit.FEN,
)
def runs_cost_their_terms(case: Case) -> Iterator[Reading]:
    """``cost_fen`` of a run is the sum of its terms."""
    for trace in case.traces.values():
        due = sum(trace.run.terms.values())
        yield Reading(f"{trace.pointer}/cost_fen", trace.run.id, trace.run.cost_fen, due)


def _term(coach: CoachTrace, term: CostTerm, due: int) -> Reading:
    pointer = f"{coach.pointer}/terms/{term.value}"
    return Reading(pointer, coach.run.id, stated(coach, term), due)


def _of_vehicle(
    vehicle: tuple[str, int], runs: tuple[CoachTrace, ...], term: CostTerm, due: int
) -> Reading:
    pointer = f"{runs[0].pointer}/terms/{term.value}"
    what = " · ".join((f"{vehicle[0]} {vehicle[1]}", *(run.run.id for run in runs)))
    return Reading(pointer, what, sum(stated(run, term) for run in runs), due)


RULES: tuple[Rule, ...] = (
    hire_is_right,
    distance_is_right,
    tolls_are_right,
    deadhead_is_right,
    drivers_are_right,
    services_cost_their_purchases,
    terms_belong_to_their_run,
    runs_cost_their_terms,
)
