"""Random route tasks by seed, and their timetables as a scenario with a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import numpy as np

from routing.artefacts.candidates import Candidates
from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RouteTask, TaskStop
from routing.artefacts.solution import ChosenCoach, ChosenStop
from routing.artefacts.timetable import Timetable
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.plan import Provenance
from routing.model.rules import PolicyInForce
from routing.model.runs import Run, RunRole
from routing.model.scenario import Scenario
from routing.schedule.coach_runs import CoachRunBuilder
from routing.schedule.coach_times import TimedCoach
from routing.schedule.ids import NamedCoach
from tests.unit.duties.tasks import DAY_S, HOUR_S

ZONE = ZoneInfo("Asia/Shanghai")
HORIZON = Horizon(datetime(2026, 2, 20, tzinfo=ZONE), ZONE)


def random_task(random: Random, number: int) -> RouteTask:
    """A feeder of an hour or a haul of thirty, with stops, positioning and hours behind."""
    pickups, drops = random.randint(1, 3), random.randint(1, 2)
    feeder = random.random() < 0.3
    haul_s = random.randint(600, 3 * HOUR_S if feeder else 32 * HOUR_S)
    drive_s = [random.randint(300, 5_400) for _ in range(pickups + drops - 1)]
    drive_s[pickups - 1] = haul_s
    ready_s = random.randint(24, 96) * HOUR_S + random.randint(0, 3_599)
    first = [
        TaskStop(f"t{number}p{i}", random.randint(300, 1_200), board_from_s=ready_s)
        for i in range(pickups)
    ]
    rest = [TaskStop(f"t{number}d{i}", random.randint(300, 1_200)) for i in range(drops)]
    metres = 15 if feeder else 22
    return RouteTask(
        stops=(*first, *rest),
        drive_s=tuple(drive_s),
        drive_m=tuple(s * metres for s in drive_s),
        lead_in_s=random.choice([0, 600, 2 * HOUR_S, 5 * HOUR_S]),
        lead_out_s=random.choice([0, 0, 4 * HOUR_S, 12 * HOUR_S]),
        halts_at_night=not feeder or sum(drive_s) * metres >= 200_000,
        prior_drive_s=tuple(random.choice([0, 0, 20, 40]) * HOUR_S for _ in range(3)),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """Runs of some timetables with what the audit needs beside them."""

    scenario: dict[str, object]
    runs: tuple[Run, ...]


def write_runs(cases: list[tuple[RouteTask, Timetable]], policy: PolicyInForce) -> Written:
    """One fleet row, one vehicle and one run per timetable; drivers with their hours."""
    scenario = _scenario(cases)
    problem = Problem(
        Scenario.model_validate(scenario), _matrix(cases), policy, HORIZON, Candidates(())
    )
    ids = {
        (f"C{i}", k): f"C{i}-D{k + 1}"
        for i, (_, table) in enumerate(cases)
        for k in range(table.drivers)
    }
    builder = CoachRunBuilder(problem, ids)
    runs = []
    for i, (task, table) in enumerate(cases):
        stops = [ChosenStop(s.place) for s in task.stops]
        stops[0] = ChosenStop(stops[0].place, board=((f"g{i}", 1),))
        stops[-1] = ChosenStop(stops[-1].place, alight=((f"g{i}", 1),))
        role = RunRole.DIRECT if task.halts_at_night else RunRole.FEEDER
        coach = ChosenCoach(f"k{i}", f"f{i}", role, tuple(stops), task, table.drivers)
        named = NamedCoach(TimedCoach(coach, table), f"C{i}", 1, f"C{i}")
        runs.append(builder.build(named))
    return Written(scenario, tuple(runs))


def provenance(policy: PolicyInForce) -> Provenance:
    return Provenance(versions={}, seed=0, effort="quick", provider="table", policy=policy)


def _names(number: int, task: RouteTask) -> list[str]:
    return [f"base{number}", *(stop.place for stop in task.stops)]


def _matrix(cases: list[tuple[RouteTask, Timetable]]) -> TravelMatrix:
    names = [name for i, (task, _) in enumerate(cases) for name in _names(i, task)]
    size = len(names)
    index = {name: i for i, name in enumerate(names)}
    seconds = np.zeros((size, size), np.int64)
    metres = np.zeros((size, size), np.int64)
    for i, (task, _) in enumerate(cases):
        hops = list(pairwise(_names(i, task)))
        drives = [task.lead_in_s, *task.drive_s]
        lengths = [task.lead_in_m, *task.drive_m]
        hops.append((task.stops[-1].place, f"base{i}"))
        for (a, b), s, m in zip(
            hops, [*drives, task.lead_out_s], [*lengths, task.lead_out_m], strict=True
        ):
            seconds[index[a], index[b]] = s
            metres[index[a], index[b]] = m
    return TravelMatrix(tuple(names), metres, seconds, "table")


def _scenario(cases: list[tuple[RouteTask, Timetable]]) -> dict[str, object]:
    def moment(instant_s: int) -> str:
        return HORIZON.to_datetime(instant_s).isoformat()

    places = [
        {"id": name, "name": name, "kind": "village", "lat": 25.0, "lon": 105.0}
        for i, (task, _) in enumerate(cases)
        for name in _names(i, task)
    ]
    places += [
        {"id": r.place, "name": r.place, "kind": "service_area", "lat": 25.0, "lon": 105.0}
        | {"relay_fen": r.fen}
        for task, _ in cases
        for r in (() if task.relay is None else task.relay.places)
    ]
    return {
        "id": "duties",
        "places": places,
        "groups": [
            {
                "id": f"g{i}",
                "origin": task.stops[0].place,
                "destination": task.stops[-1].place,
                "people": 1,
                "ready_from": moment(task.stops[0].board_from_s or 0),
                "arrive_by": moment(20 * DAY_S),
            }
            for i, (task, _) in enumerate(cases)
        ],
        "fleet": [
            {
                "id": f"f{i}",
                "seats": 49,
                "count": 1,
                "base": f"base{i}",
                "hire_fen": 0,
                "returns_empty": task.lead_out_s > 0,
            }
            for i, (task, _) in enumerate(cases)
        ],
        "drivers": [
            {"id": f"C{i}-D{k + 1}", "hours_7d": prior / HOUR_S}
            for i, (task, _) in enumerate(cases)
            for k, prior in enumerate(task.prior_drive_s)
        ],
    }
