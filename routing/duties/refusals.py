"""Why a route task has no lawful timetable: the most specific codes that hold."""

from __future__ import annotations

from routing.artefacts.route_task import RouteTask
from routing.duties.departure_scan import (
    OUTCOME,
    Span,
    earliest_departure,
    latest_departure,
    scan_departures,
)
from routing.duties.law import Law, law_of
from routing.duties.replay import AVAILABLE, CHECK_IN, HOURS, NEVER_S, OK, RIDE, WINDOW
from routing.duties.task_table import build_table, new_desk, new_result, route_of
from routing.model.rules import PolicyValues

CODES = {
    WINDOW: "TIME_WINDOW",
    CHECK_IN: "MISSES_TRAIN_CHECK_IN",
    RIDE: "RIDE_TIME",
    AVAILABLE: "NOT_AVAILABLE",
    HOURS: "DRIVING_HOURS",
}


def refusal_codes(
    task: RouteTask, policy: PolicyValues, crew: int, failures: list[int]
) -> tuple[str, ...]:
    """What failed for some crew, and the rule of law without which it would not have.

    ``NIGHT_HALT_02_05`` or ``REST_RULE`` are added when lifting the halt, or every driving rule,
    would make the largest crew's run lawful.
    """
    codes = {CODES.get(failure, "TIME_WINDOW") for failure in failures}
    law = law_of(policy, halts_at_night=task.halts_at_night)
    if _works(task, policy, crew, law._replace(halt_length_s=0)):
        codes.add("NIGHT_HALT_02_05")
    elif _works(task, policy, crew, _no_rules(law)):
        codes.add("REST_RULE")
    return tuple(sorted(codes))


def _no_rules(law: Law) -> Law:
    week_s = 7 * 86_400
    return law._replace(
        row_max_s=week_s,
        row_night_max_s=week_s,
        break_min_s=0,
        drive_24h_max_s=week_s,
        drive_7d_max_s=week_s,
        halt_length_s=0,
    )


def _works(task: RouteTask, policy: PolicyValues, crew: int, law: Law) -> bool:
    """Whether the task has a timetable under another law."""
    table = build_table([task], policy)
    route = route_of(table, 0)
    first_s = earliest_departure(route, 0)
    result = new_result()
    span = Span(first_s, latest_departure(route, first_s), True, NEVER_S)
    scan_departures(route, table.prior_s[0, :crew], span, law, new_desk(len(task.stops)), result)
    return bool(result[OUTCOME] == OK)
