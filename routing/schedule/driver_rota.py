"""Which driver does which duty: the scenario's own drivers first, the least tired first."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from routing.artefacts.problem import Problem
from routing.artefacts.timetable import TimedActivity
from routing.model.fleet import Driver
from routing.model.runs import ActivityKind
from routing.schedule.ids import NamedCoach


def assign_drivers(problem: Problem, coaches: tuple[NamedCoach, ...]) -> dict[tuple[str, int], str]:
    """A driver id for each run and place in its crew.

    A driver of the scenario is taken for one vehicle at most, where their operator is the row's
    and their seven days have room for the duty. Where none is left a driver without hours behind
    them is named after the run.
    """
    limit_s = problem.policy.values.drive_7d_max_s
    operators = {row.id: row.operator for row in problem.scenario.fleet}
    free = sorted(problem.scenario.drivers, key=lambda d: (d.hours_7d, d.id))
    ids: dict[tuple[str, int], str] = {}
    for coach in sorted(coaches, key=lambda c: c.run_id):
        for place in range(coach.timed.timetable.drivers):
            name = f"{coach.leader}-D{place + 1}"
            if coach.leader != coach.run_id:
                ids[coach.run_id, place] = ids.get((coach.leader, place), name)
                continue
            room_s = limit_s - sum(
                _driving_s(other.timed.timetable.duties[place])
                for other in coaches
                if other.leader == coach.leader
            )
            operator = operators[coach.timed.coach.fleet]
            found = next((d for d in free if _suits(d, operator, room_s)), None)
            if found is not None:
                free.remove(found)
                name = found.id
            ids[coach.run_id, place] = name
    return ids


def prior_seconds(driver: Driver) -> int:
    """Hours behind a driver as whole seconds, halves up."""
    seconds = Decimal(str(driver.hours_7d)) * 3_600
    return int(seconds.to_integral_value(rounding=ROUND_HALF_UP))


def _suits(driver: Driver, operator: str | None, room_s: int) -> bool:
    same = operator is None or driver.operator is None or driver.operator == operator
    return same and prior_seconds(driver) <= room_s


def _driving_s(duty: Iterable[TimedActivity]) -> int:
    return sum(a.end_s - a.start_s for a in duty if a.kind is ActivityKind.DRIVE)
