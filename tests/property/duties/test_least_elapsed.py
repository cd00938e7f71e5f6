"""No lawful run is shorter than what the engine's floors take for the least."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from routing.artefacts.route_task import RouteTask
from routing.model.rules import PolicyChoice, PolicyProfile, PolicyValues, policy_in_force
from routing.solve.clocks import find_clock
from routing.solve.floors import Law, least_elapsed_s, window_s
from tests.unit.duties.tasks import tasks


@pytest.fixture(
    scope="session", params=["cn-2018", "cn-2023", "cn-epidemic-2020", "cn-local-strict"]
)
def rules(request: pytest.FixtureRequest, root: Path) -> PolicyValues:
    """Each profile that the product knows."""
    document = json.loads((root / f"data/policies/{request.param}.json").read_text("utf-8"))
    return policy_in_force(PolicyProfile.model_validate(document), PolicyChoice()).values


@given(task=tasks())
def test_the_least_time_under_way_is_never_beaten(task: RouteTask, rules: PolicyValues) -> None:
    found = find_clock(task, rules)
    if found is None:
        return
    law = Law(
        stop_fixed_s=min(stop.service_s for stop in task.stops),
        stop_per_person_s=0,
        max_drivers=int(rules.max_drivers),
        halt_s=window_s(rules.night_halt),
        halt_stops=1,
        halt_exempt_m=0,
        row_max_s=int(rules.drive_day_max_s),
        break_min_s=int(rules.break_min_s),
        drive_24h_s=int(rules.drive_24h_max_s),
        drive_7d_s=int(rules.drive_7d_max_s),
        two_drivers_beyond_m=0,
    )
    halt_s = law.halt_s if task.halts_at_night else 0
    least = least_elapsed_s(sum(task.drive_s), len(task.stops), halt_s, law)
    assert found.elapsed_s >= least
