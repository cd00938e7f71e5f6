"""What the hand-made plans of the map's tests are made of: stops, crews, legs, documents."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.model.base import LocalisedText
from routing.model.certificate import Certificate
from routing.model.demand import Group
from routing.model.places import Place
from routing.model.plan import (
    Cost,
    CostTerm,
    Itinerary,
    LeftOut,
    Plan,
    PlanStatus,
    Provenance,
    Purchase,
    StopReason,
)
from routing.model.rules import PolicyChoice, PolicyProfile, policy_in_force
from routing.model.runs import (
    Activity,
    ActivityKind,
    CoachVehicle,
    Duty,
    Leg,
    Load,
    Run,
    RunMode,
    RunRole,
    RunStop,
)
from routing.model.scenario import Scenario
from routing.units import Fen, Metres, People, Seconds

ROOT = Path(__file__).resolve().parents[3]
ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = datetime(2022, 2, 10, tzinfo=ZONE)
SEATS = 47
SPEED_KMH = 68.0
TURN = timedelta(hours=4)
PAUSE = timedelta(minutes=20)
CALL = timedelta(minutes=15)
Batch = list[tuple[Group, int]]


def stops_of(places: Sequence[Place], batch: Batch, start: datetime) -> tuple[RunStop, ...]:
    stops = []
    now, on_board = start, 0
    for index, place in enumerate(places):
        if index:
            now += _elapsed(places[index - 1], place)
        board = tuple(Load(group=g.id, people=People(n)) for g, n in batch if g.origin == place.id)
        alight = tuple(
            Load(group=g.id, people=People(n)) for g, n in batch if g.destination == place.id
        )
        on_board += sum(part.people for part in board) - sum(part.people for part in alight)
        stops.append(
            RunStop(
                place=place.id,
                arrives=now,
                departs=now + CALL,
                board=board,
                alight=alight,
                on_board=People(on_board),
            )
        )
        now += CALL
    return tuple(stops)


def coach_run(
    run: str, fleet: str, number: int, stops: tuple[RunStop, ...], legs: tuple[Leg, ...]
) -> Run:
    return Run(
        id=run,
        mode=RunMode.COACH,
        role=RunRole.DIRECT,
        vehicle=CoachVehicle(fleet=fleet, number=number),
        stops=stops,
        legs=legs,
        duties=_duties(run, stops),
        cost_fen=Fen(sum(leg.distance_m for leg in legs)),
    )


def _elapsed(start: Place, end: Place) -> timedelta:
    driving = timedelta(hours=km(start, end) * 1.22 / SPEED_KMH)
    return timedelta(minutes=round((driving + PAUSE * (driving // TURN)).total_seconds() / 60))


def _duties(run: str, stops: tuple[RunStop, ...]) -> tuple[Duty, ...]:
    """Two drivers take turns of four hours; the coach stands for twenty minutes in between."""
    turns: list[tuple[datetime, datetime, bool]] = []
    for before, after in itertools.pairwise(stops):
        now = before.departs
        while now < after.arrives:
            end = min(now + TURN, after.arrives)
            turns.append((now, end, True))
            now = end
            if now < after.arrives:
                turns.append((now, min(now + PAUSE, after.arrives), False))
                now = turns[-1][1]
        turns.append((after.arrives, after.departs, False))
    duties = []
    for driver in (0, 1):
        at_wheel, activities = 0, []
        for starts, ends, drives in turns:
            kind = ActivityKind.BREAK
            if drives:
                kind = ActivityKind.DRIVE if at_wheel % 2 == driver else ActivityKind.STANDBY
                at_wheel += 1
            activities.append(Activity(kind=kind, starts=starts, ends=ends))
        duties.append(Duty(driver=f"{run}-D{driver + 1}", activities=tuple(activities)))
    return tuple(duties)


def plain_legs(places: Sequence[Place]) -> tuple[Leg, ...]:
    return tuple(
        Leg(
            distance_m=Metres(round(km(a, b) * 1220)),
            duration_s=Seconds(round(km(a, b) * 1.22 / SPEED_KMH * 3600)),
        )
        for a, b in itertools.pairwise(places)
    )


def km(a: Place, b: Place) -> float:
    north = ((a.lat or 0) - (b.lat or 0)) * 111.2
    east = ((a.lon or 0) - (b.lon or 0)) * 102.5
    return float((north**2 + east**2) ** 0.5)


def plan_of(
    scenario: Scenario,
    runs: Sequence[Run],
    itineraries: Sequence[Itinerary],
    left_out: tuple[LeftOut, ...],
    purchases: tuple[Purchase, ...],
) -> Plan:
    profile = PolicyProfile.model_validate_json(
        (ROOT / "data" / "policies" / "cn-2023.json").read_bytes()
    )
    total = Fen(sum(run.cost_fen for run in runs))
    return Plan(
        scenario_id=scenario.id,
        scenario_sha256="0" * 64,
        status=PlanStatus.PARTIAL if left_out else PlanStatus.COMPLETE,
        stop_reason=StopReason.WORK,
        provenance=Provenance(
            versions={},
            seed=0,
            effort="quick",
            provider="typed by hand",
            policy=policy_in_force(profile, PolicyChoice()),
        ),
        cost=Cost(total_fen=total, terms={CostTerm.HIRE: total}, objective_fen=total),
        purchases=purchases,
        certificate=Certificate(
            people_bound=People(0),
            lower_bound_fen=Fen(0),
            gap=1.0,
            proves=LocalisedText(zh="无", en="nothing"),
        ),
        runs=tuple(runs),
        itineraries=tuple(itineraries),
        left_out=left_out,
    )
