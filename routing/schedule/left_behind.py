"""Who is left out, with every code that the candidates and the schedule know."""

from __future__ import annotations

from routing.artefacts.candidates import ServiceRide
from routing.artefacts.problem import Problem
from routing.artefacts.solution import Solution
from routing.model.goals import company_of
from routing.model.plan import LeftOut, Reason
from routing.schedule.bays import Conflict
from routing.units import People


def build_left_out(
    problem: Problem, left: Solution, *, planned: Solution, conflicts: tuple[Conflict, ...]
) -> tuple[LeftOut, ...]:
    """Everyone left out, group by group.

    Args:
        problem: what the candidates excluded, and why.
        left: the solution that runs.
        planned: the solution before coaches that cannot run were taken out.
        conflicts: why those cannot run.
    """
    candidates = {c.group: c for c in problem.candidates.groups}
    blocked = {c.key: c for c in conflicts}
    found = []
    for group, people in sorted(left.left_out):
        if people <= 0:
            continue
        reasons = dict.fromkeys(_schedule_reasons(group, planned, blocked))
        own = candidates[group]
        reasons |= dict.fromkeys(own.excluded)
        reasons |= dict.fromkeys(
            Reason(code="PINNED", subject=name) for name in company_of(problem.scenario.pins, group)
        )
        reasons |= dict.fromkeys(
            Reason(code="SEATS", subject=s) for s in (*own.direct_fleet, *_services(own.rides))
        )
        if not reasons:
            reasons[Reason(code="NO_FLEET")] = None
        found.append(LeftOut(group=group, people=People(people), reasons=tuple(reasons)))
    return tuple(found)


def _schedule_reasons(group: str, planned: Solution, blocked: dict[str, Conflict]) -> list[Reason]:
    """Codes of the coaches that were to carry the group and cannot run."""
    keys = sorted({k for p in planned.portions if p.group == group for k in p.chain})
    return [
        Reason(code=code, subject=blocked[key].subject)
        for key in keys
        if key in blocked
        for code in blocked[key].codes
    ]


def _services(rides: tuple[ServiceRide, ...]) -> list[str]:
    return sorted({ride.service for ride in rides})
