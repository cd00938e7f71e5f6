"""From an engine's decision to the plan: times, vehicles, drivers, journeys, money."""

from __future__ import annotations

from routing.artefacts.problem import Problem
from routing.artefacts.solution import Solution
from routing.model.plan import Itinerary, Plan, PlanStatus, Provenance
from routing.model.runs import Run
from routing.schedule.bays import Conflict
from routing.schedule.coach_runs import CoachRunBuilder
from routing.schedule.coach_times import CoachTimes, time_coaches
from routing.schedule.driver_rota import assign_drivers
from routing.schedule.ids import NamedCoach, name_coaches
from routing.schedule.journeys import RunIndex, build_itineraries
from routing.schedule.left_behind import build_left_out
from routing.schedule.plan_money import build_cost, final_certificate, true_stop_reason
from routing.schedule.service_runs import ServiceRuns, build_service_runs
from routing.schedule.stranded import without_coaches


def build_plan(
    problem: Problem, solution: Solution, *, scenario_sha256: str, versions: dict[str, str]
) -> Plan:
    """The plan of a solution, without its audit.

    A coach that finds no time among the others does not run; its people are left out with the
    code that says why (``time_coaches`` names such coaches beforehand).
    """
    kept, times, conflicts = _runnable(problem, solution)
    named = name_coaches(times.coaches)
    services = build_service_runs(problem, kept)
    builder = CoachRunBuilder(problem, assign_drivers(problem, named))
    runs = (*(builder.build(coach) for coach in named), *services.runs)
    itineraries = build_itineraries(kept, _index(kept, runs, named, services))
    cost = build_cost(problem, kept, runs=runs, itineraries=itineraries)
    certificate = final_certificate(problem, kept, cost, stranded=kept is not solution)
    left_out = build_left_out(problem, kept, planned=solution, conflicts=conflicts)
    return Plan(
        scenario_id=problem.scenario.id,
        scenario_sha256=scenario_sha256,
        status=_status(itineraries, complete=not left_out),
        stop_reason=true_stop_reason(problem, kept, certificate),
        provenance=_provenance(problem, versions),
        cost=cost,
        purchases=services.purchases,
        certificate=certificate,
        runs=runs,
        itineraries=itineraries,
        left_out=left_out,
    )


def _runnable(
    problem: Problem, solution: Solution
) -> tuple[Solution, CoachTimes, tuple[Conflict, ...]]:
    """The solution less the coaches that find no time, the times of the rest, the conflicts.

    Whoever is taken out makes room for others and may break a vehicle's chain, so that the rest
    is timed anew; every round takes out a coach, so that the rounds end.
    """
    conflicts: list[Conflict] = []
    while True:
        times = time_coaches(problem, solution.coaches)
        if not times.conflicts.conflicts:
            return solution, times, tuple(conflicts)
        conflicts += times.conflicts.conflicts
        out = frozenset(c.key for c in times.conflicts.conflicts)
        solution = without_coaches(solution, out)


def _index(
    solution: Solution,
    runs: tuple[Run, ...],
    named: tuple[NamedCoach, ...],
    services: ServiceRuns,
) -> RunIndex:
    run_of = {n.timed.coach.key: n.run_id for n in named}
    run_of |= {ride.key: services.run_ids[ride.service] for ride in solution.rides}
    return RunIndex({run.id: run for run in runs}, run_of)


def _status(itineraries: tuple[Itinerary, ...], *, complete: bool) -> PlanStatus:
    if complete:
        return PlanStatus.COMPLETE
    return PlanStatus.PARTIAL if itineraries else PlanStatus.INFEASIBLE


def _provenance(problem: Problem, versions: dict[str, str]) -> Provenance:
    return Provenance(
        versions=versions,
        seed=problem.scenario.solver.seed,
        effort=problem.scenario.solver.effort.value,
        provider=problem.matrix.provider,
        travel_error=problem.matrix.mean_error,
        policy=problem.policy,
    )
