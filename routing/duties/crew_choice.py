"""Who drives a route: the cheapest lawful crew, all the way or handed over on the way."""

from __future__ import annotations

from routing.artefacts.route_task import RouteTask
from routing.artefacts.timetable import Refusal, Timetable
from routing.duties.coach import Ints
from routing.duties.departure_scan import DAY_S, ELAPSED_S, OUTCOME, days_of
from routing.duties.refusals import refusal_codes
from routing.duties.relay import find_relay, write_relay
from routing.duties.replay import NEVER_S, OK
from routing.duties.task_table import least_drivers
from routing.duties.timetable import not_before, search_crew, write_timetable
from routing.model.rules import PolicyValues


def find_timetable(
    task: RouteTask,
    policy: PolicyValues,
    *,
    drivers: int | None = None,
    not_before_s: int | None = None,
) -> Timetable | Refusal:
    """The lawful timetable of fewest driver days, then of least elapsed time, then the earliest.

    A crew handed over on the way is taken where it costs less than one that rides all the way, or
    where none could.

    Args:
        task: the route with what bounds its clock.
        policy: the rules in force.
        drivers: the crew; None chooses the cheapest lawful one.
        not_before_s: the coach leaves its base no earlier.
    """
    held = not_before(task, not_before_s)
    if held is None:
        return Refusal(("NOT_AVAILABLE",))
    least = least_drivers(sum(task.drive_m), policy)
    crews = range(least, policy.max_drivers + 1) if drivers is None else range(drivers, drivers + 1)
    if not crews or crews[0] < least:
        return Refusal(("NO_SECOND_DRIVER",))
    best: tuple[tuple[int, int, int], Ints] | None = None
    failures: list[int] = []
    for crew in crews:
        if best is not None and crew > best[0][0]:
            break
        within_s = NEVER_S if best is None else best[0][0] // crew * DAY_S
        result = search_crew(held, policy, crew, within_s=within_s)
        if result[OUTCOME] != OK:
            failures.append(int(result[OUTCOME]))
            continue
        elapsed_s = int(result[ELAPSED_S])
        key = (crew * days_of(elapsed_s), elapsed_s, crew)
        if best is None or key < best[0]:
            best = (key, result)
    if drivers is None and held.relay is not None:
        below_fen = None if best is None else held.relay.driver_day_fen * best[0][0]
        relayed = find_relay(held, policy, below_fen=below_fen)
        if relayed is not None:
            return write_relay(held, policy, relayed)
    if best is None:
        return Refusal(refusal_codes(held, policy, crews[-1], failures))
    return write_timetable(held, policy, best[0][2], best[1])
