"""No lawful run is shorter than what the engine's floors take for the least."""

from __future__ import annotations

from hypothesis import given

from routing.artefacts.route_task import RouteTask
from routing.model.rules import PolicyValues
from routing.solve.clocks import find_clock
from routing.solve.day_reach import day_reach
from routing.solve.floors import Law, least_elapsed_s, window_s
from tests.unit.duties.tasks import tasks


@given(task=tasks())
def test_the_least_time_under_way_is_never_beaten(task: RouteTask, policy: PolicyValues) -> None:
    found = find_clock(task, policy)
    if found is None or found.relay is not None:
        return
    law = Law(
        stop_fixed_s=min(stop.service_s for stop in task.stops),
        stop_per_person_s=0,
        max_drivers=int(policy.max_drivers),
        halt_s=window_s(policy.night_halt),
        halt_stops=1,
        halt_exempt_m=0,
        row_max_s=int(policy.drive_day_max_s),
        break_min_s=int(policy.break_min_s),
        reach_s=day_reach(policy),
        drive_24h_s=int(policy.drive_24h_max_s),
        drive_7d_s=int(policy.drive_7d_max_s),
        two_drivers_beyond_m=0,
    )
    halt_s = law.halt_s if task.halts_at_night else 0
    least = least_elapsed_s(sum(task.drive_s), len(task.stops), halt_s, law)
    assert found.elapsed_s >= least
