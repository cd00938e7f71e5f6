"""A small real problem: two villages, a town, a gate, a station on either side, a hotel."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RouteTask, TaskStop
from routing.artefacts.solution import (
    ChosenCoach,
    ChosenPurchase,
    ChosenRide,
    ChosenStop,
    Portion,
    Solution,
)
from routing.formats.json_documents import canonical_sha256
from routing.model.base import LocalisedText
from routing.model.certificate import Certificate
from routing.model.findings import AuditReport
from routing.model.plan import Plan, StopReason
from routing.model.runs import RunRole
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, prepare_problem, with_audit
from routing.schedule import build_plan
from routing.units import Fen, People

ROOT = Path(__file__).resolve().parents[3]
DATA = DataFolder(ROOT / "data")
HOUR_S = 3_600
StopLoads = tuple[str, dict[str, int], dict[str, int]]
"""A place, who boards there and who alights."""
DAY = "2026-02-25"
NEXT = "2026-02-26"

PLACES = (
    ("base", "coach_base", 23.08, 107.14),
    ("hill", "village", 23.10, 107.15),
    ("dale", "village", 23.20, 107.20),
    ("gate", "factory", 22.60, 113.00),
    ("mill", "factory", 22.65, 113.10),
    ("north", "rail_station", 22.85, 108.40),
    ("south", "rail_station", 22.99, 113.27),
    ("inn", "hotel", 22.85, 108.41),
)
PAIRS = (
    ("base", "hill", 5_000, 600),
    ("base", "dale", 18_000, 1_800),
    ("hill", "dale", 15_000, 1_800),
    ("hill", "gate", 700_000, 10 * HOUR_S),
    ("dale", "gate", 690_000, 10 * HOUR_S),
    ("gate", "mill", 15_000, 1_500),
    ("hill", "north", 160_000, 2 * HOUR_S),
    ("dale", "north", 150_000, 2 * HOUR_S),
    ("south", "gate", 60_000, HOUR_S),
    ("base", "south", 710_000, 10 * HOUR_S),
)


def document(**changes: object) -> dict[str, Any]:
    """The scenario as JSON has it; keyword arguments replace top-level fields."""
    kinds: dict[str, dict[str, Any]] = {
        "hotel": {"beds": 80, "bed_fen": 6_000},
    }
    places = [
        {"id": i, "name": i, "kind": k, "lat": lat, "lon": lon, "admin": "广西/崇左市/天等县"}
        | kinds.get(k, {})
        for i, k, lat, lon in PLACES
    ]
    fleet = {
        "id": "f49",
        "seats": 49,
        "count": 9,
        "base": "base",
        "operator": "op",
        "hire_fen": 200_000,
        "per_km_fen": 300,
        "toll_per_km_fen": 60,
        "deadhead_per_km_fen": 200,
        "driver_day_fen": 40_000,
    }
    whole = {
        "schema_version": "1",
        "id": "small",
        "places": places,
        "groups": [group("hill-gate", "hill", 40), group("dale-gate", "dale", 30)],
        "fleet": [fleet, fleet | {"id": "south49", "base": "gate"}],
        "travel": {
            "provider": "great_circle",
            "pairs": [
                {"from": a, "to": b, "distance_m": m, "duration_s": s} for a, b, m, s in PAIRS
            ],
        },
    }
    return whole | changes


def group(name: str, origin: str, people: int, **more: object) -> dict[str, Any]:
    """A group that is ready at six and has a day and a half."""
    return {
        "id": name,
        "origin": origin,
        "destination": "gate",
        "people": people,
        "ready_from": f"{DAY}T06:00:00+08:00",
        "arrive_by": f"{NEXT}T18:00:00+08:00",
    } | more


TRAIN: dict[str, Any] = {
    "id": "D1",
    "mode": "train",
    "number": "D1",
    "calls": [
        {"place": "north", "departs": f"{NEXT}T08:30:00+08:00"},
        {"place": "south", "arrives": f"{NEXT}T12:30:00+08:00"},
    ],
    "offers": [
        {"id": "car", "kind": "carriage", "seats": 80, "units": 2, "price_fen": 900_000},
        {"id": "seat", "kind": "ticket", "seats": 1, "units": 20, "per_person_fen": 15_000},
    ],
}


def problem_of(raw: dict[str, Any]) -> Problem:
    return prepare_problem(Scenario.model_validate(raw), data=DATA)


def seconds(problem: Problem, clock: str) -> int:
    """Seconds from the horizon's start of a local time such as ``2026-02-25T06:00``."""
    moment = datetime.fromisoformat(clock).replace(tzinfo=problem.horizon.zone)
    return int(problem.horizon.to_seconds(moment))


def coach(
    problem: Problem,
    key: str,
    stops: list[StopLoads],
    *,
    role: RunRole = RunRole.DIRECT,
    fleet: str = "f49",
    drivers: int = 2,
    board_from: str = f"{DAY}T06:00",
    bounds: dict[str, int] | None = None,
) -> ChosenCoach:
    """A chosen coach as the engine hands it over: places with who boards and who alights."""
    matrix, values = problem.matrix, problem.policy.values
    row = next(r for r in problem.scenario.fleet if r.id == fleet)
    names = [place for place, _, _ in stops]
    tasks = []
    for place, board, alight in stops:
        people = sum(board.values()) + sum(alight.values())
        tasks.append(
            TaskStop(
                place=place,
                service_s=values.stop_fixed_s + people * values.stop_per_person_s,
                board_from_s=seconds(problem, board_from) if board else None,
                **((bounds or {}) if alight else {}),
            )
        )
    hops = list(pairwise(names))
    legs = [(matrix.get_duration_s(a, b), matrix.get_distance_m(a, b)) for a, b in hops]
    back = row.returns_empty
    task = RouteTask(
        stops=tuple(tasks),
        drive_s=tuple(s for s, _ in legs),
        drive_m=tuple(m for _, m in legs),
        lead_in_s=matrix.get_duration_s(row.base, names[0]),
        lead_in_m=matrix.get_distance_m(row.base, names[0]),
        lead_out_s=matrix.get_duration_s(names[-1], row.base) if back else 0,
        lead_out_m=matrix.get_distance_m(names[-1], row.base) if back else 0,
        halts_at_night=role is RunRole.DIRECT,
    )
    chosen = tuple(
        ChosenStop(p, tuple(sorted(b.items())), tuple(sorted(a.items()))) for p, b, a in stops
    )
    return ChosenCoach(key, fleet, role, chosen, task, drivers)


def direct(
    problem: Problem,
    key: str,
    loads: dict[str, int],
    origin: str = "hill",
    *,
    board_from: str = f"{DAY}T06:00",
    bounds: dict[str, int] | None = None,
) -> ChosenCoach:
    """A coach from a village to the gate."""
    stops: list[StopLoads] = [(origin, loads, {}), ("gate", {}, loads)]
    return coach(problem, key, stops, board_from=board_from, bounds=bounds)


def solution(
    coaches: list[ChosenCoach],
    portions: list[Portion],
    *,
    rides: tuple[ChosenRide, ...] = (),
    purchases: tuple[ChosenPurchase, ...] = (),
    left_out: tuple[tuple[str, int], ...] = (),
    bound_fen: int = 0,
    stop_reason: StopReason = StopReason.WORK,
) -> Solution:
    certificate = Certificate(
        people_bound=People(10_000),
        lower_bound_fen=Fen(bound_fen),
        gap=0,
        proves=LocalisedText(zh="无", en="nothing"),
    )
    return Solution(
        coaches=tuple(coaches),
        rides=rides,
        purchases=purchases,
        portions=tuple(portions),
        left_out=left_out,
        certificate=certificate,
        stop_reason=stop_reason,
    )


def planned(raw: dict[str, Any], problem: Problem, chosen: Solution) -> tuple[Plan, AuditReport]:
    """The plan of a solution and what the independent checker says about it."""
    scenario = Scenario.model_validate(raw)
    plan = build_plan(
        problem, chosen, scenario_sha256=canonical_sha256(scenario), versions={"zhida": "test"}
    )
    report = with_audit(scenario, plan, data=DATA).audit
    assert report is not None
    return plan, report


def codes(report: AuditReport) -> list[str]:
    return sorted({finding.code for finding in report.findings})
