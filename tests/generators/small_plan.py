"""A hand-made plan with one of everything a paper shows: for tests of renderers only.

It is coherent (people add up, times follow one another) but no solver made it: a coach all the
way, a feeder, a night, a train in carriages, a last mile, one person on their own ticket and two
left out.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from routing.model.base import LocalisedText
from routing.model.certificate import Certificate
from routing.model.demand import Group
from routing.model.findings import AuditReport
from routing.model.fleet import FleetRow
from routing.model.places import Place, PlaceKind
from routing.model.plan import (
    Cost,
    CostTerm,
    Itinerary,
    LeftOut,
    Plan,
    PlanStatus,
    Provenance,
    Purchase,
    Reason,
    Repair,
    StopReason,
)
from routing.model.rules import PolicyProfile, policy_in_force
from routing.model.runs import (
    Activity,
    ActivityKind,
    CoachVehicle,
    Duty,
    Leg,
    Load,
    Positioning,
    Run,
    RunMode,
    RunRole,
    RunStop,
    ServiceVehicle,
)
from routing.model.scenario import Scenario
from routing.model.services import Call, Offer, OfferKind, Service, ServiceMode
from routing.units import Fen, Metres, People, Seconds

CHINA = timezone(timedelta(hours=8))


def at(hour: int, minute: int = 0, *, day: int = 10) -> datetime:
    """An instant of February 2022."""
    return datetime(2022, 2, day, hour, minute, tzinfo=CHINA)


def small_scenario() -> Scenario:
    """Two villages, a station, a hotel, two gates; three groups, one coach type, one train."""
    kinds = {
        "village-a": (PlaceKind.VILLAGE, "甲村", "Village A"),
        "village-b": (PlaceKind.VILLAGE, "乙村", "Village B"),
        "station": (PlaceKind.RAIL_STATION, "县站", "County station"),
        "hotel": (PlaceKind.HOTEL, "员工之家", "Staff home"),
        "terminus": (PlaceKind.RAIL_STATION, "市站", "City station"),
        "gate-1": (PlaceKind.FACTORY, "一厂", "Works one"),
        "gate-2": (PlaceKind.FACTORY, "二厂", "Works two"),
        "base": (PlaceKind.COACH_BASE, "客运站", "Coach station"),
    }
    places = tuple(
        Place(
            id=name,
            name=LocalisedText(zh=zh, en=en),
            kind=kind,
            lat=23.0 + index / 50,
            lon=107.0 + index / 3,
            admin="广西壮族自治区/崇左市/天等县",
            beds=100 if kind is PlaceKind.HOTEL else None,
            bed_fen=Fen(6_000) if kind is PlaceKind.HOTEL else None,
        )
        for index, (name, (kind, zh, en)) in enumerate(kinds.items())
    )
    return Scenario(
        id="small",
        title=LocalisedText(zh="小样", en="Small sample"),
        places=places,
        groups=(
            _group("a-1", "village-a", "gate-1", 30, members=("m-1", "m-2")),
            _group("b-2", "village-b", "gate-2", 40),
            _group("b-1", "village-b", "gate-1", 5, own_fen=30_000),
        ),
        fleet=(
            FleetRow(
                id="row-49",
                name=LocalisedText(zh="49座大客车", en="49-seat coach"),
                seats=49,
                count=3,
                base="base",
                operator="天等运输",
                hire_fen=Fen(200_000),
                per_km_fen=Fen(680),
                driver_day_fen=Fen(35_000),
            ),
        ),
        services=(
            Service(
                id="train",
                mode=ServiceMode.TRAIN,
                number="K1234",
                calls=(
                    Call(place="station", departs=at(9, day=11)),
                    Call(place="terminus", arrives=at(17, day=11)),
                ),
                offers=(
                    Offer(
                        id="hard-seat",
                        kind=OfferKind.CARRIAGE,
                        seats=25,
                        units=4,
                        price_fen=Fen(500_000),
                    ),
                ),
            ),
        ),
    )


def _group(
    name: str,
    origin: str,
    destination: str,
    people: int,
    *,
    own_fen: int | None = None,
    members: tuple[str, ...] = (),
) -> Group:
    return Group(
        id=name,
        origin=origin,
        destination=destination,
        people=People(people),
        ready_from=at(6),
        own_travel_fen_per_person=None if own_fen is None else Fen(own_fen),
        members=members,
        payer="天等县人社局",
    )


def small_plan(profile: PolicyProfile) -> Plan:
    """The plan of ``small_scenario`` under a profile."""
    scenario = small_scenario()
    runs = (_direct(), _feeder(), _train(), _last_mile())
    terms = {CostTerm.HIRE: Fen(600_000), CostTerm.RAIL: Fen(1_000_000)}
    terms |= {CostTerm.DISTANCE: Fen(600_000), CostTerm.DRIVERS: Fen(140_000)}
    terms |= {CostTerm.HOTEL: Fen(240_000), CostTerm.TICKETS: Fen(90_000)}
    total = Fen(sum(terms.values()))
    return Plan(
        scenario_id=scenario.id,
        scenario_sha256="0" * 64,
        status=PlanStatus.PARTIAL,
        stop_reason=StopReason.GAP,
        provenance=Provenance(
            versions={"zhida": "0"},
            seed=0,
            effort="quick",
            provider="great_circle",
            travel_error=0.077,
            policy=policy_in_force(profile, scenario.policy),
        ),
        cost=Cost(
            total_fen=total,
            terms=terms,
            objective_fen=Fen(total + 2_000_000),
            by_payer={"天等县人社局": total},
        ),
        purchases=(
            Purchase(
                service="train",
                offer="hard-seat",
                units=2,
                people=People(40),
                cost_fen=Fen(1_000_000),
            ),
        ),
        certificate=Certificate(
            people_bound=People(75),
            lower_bound_fen=Fen(2_600_000),
            gap=0.026,
            proves=LocalisedText(zh="示例", en="an example"),
        ),
        runs=runs,
        itineraries=(
            _itinerary("a-1", 30, ("C001",), (at(6, 30), at(20))),
            _itinerary("b-1", 3, (), None),
            _itinerary("b-2", 40, ("C002", "T1", "C003"), (at(15), at(18, 30, day=11)), "hotel"),
        ),
        left_out=(
            LeftOut(
                group="b-1",
                people=People(2),
                reasons=(Reason(code="SEATS", subject="row-49"), Reason(code="TRAIN_FULL")),
                repair=Repair(
                    kind="add_coach",
                    subject="row-49",
                    amount=1,
                    detail=LocalisedText(zh="加一辆49座", en="one 49-seater more"),
                ),
            ),
        ),
        audit=AuditReport(),
    )


def _itinerary(
    group: str,
    people: int,
    runs: tuple[str, ...],
    span: tuple[datetime, datetime] | None,
    night: str | None = None,
) -> Itinerary:
    return Itinerary(
        group=group,
        people=People(people),
        runs=runs,
        departs=None if span is None else span[0],
        arrives=None if span is None else span[1],
        night=night,
    )


def _stop(
    place: str, arrives: datetime, departs: datetime, change: dict[str, int], on_board: int
) -> RunStop:
    """Positive numbers board, negative ones alight."""
    return RunStop(
        place=place,
        arrives=arrives,
        departs=departs,
        board=tuple(Load(group=g, people=People(n)) for g, n in change.items() if n > 0),
        alight=tuple(Load(group=g, people=People(-n)) for g, n in change.items() if n < 0),
        on_board=People(on_board),
    )


def _coach(name: str, role: RunRole, stops: tuple[RunStop, RunStop], km: int) -> Run:
    """A coach with one driver who rests once in the middle."""
    start, end = stops[0].departs, stops[1].arrives
    half = start + (end - start) / 2
    rest = half + timedelta(minutes=20)
    spans = ((ActivityKind.DRIVE, start, half), (ActivityKind.BREAK, half, rest))
    return Run(
        id=name,
        mode=RunMode.COACH,
        role=role,
        vehicle=CoachVehicle(fleet="row-49", number=int(name[1:])),
        stops=stops,
        legs=(Leg(distance_m=Metres(km * 1_000), duration_s=Seconds(km * 50)),),
        positioning=(
            Positioning(
                origin="base",
                destination=stops[0].place,
                departs=start - timedelta(hours=1),
                arrives=start - timedelta(minutes=30),
                distance_m=Metres(20_000),
                duration_s=Seconds(1_800),
            ),
        ),
        duties=(
            Duty(
                driver=f"{name}-D1",
                activities=tuple(
                    Activity(kind=kind, starts=s, ends=e)
                    for kind, s, e in (*spans, (ActivityKind.DRIVE, rest, end))
                ),
            ),
        ),
        cost_fen=Fen(400_000),
        terms={"hire": Fen(200_000), "distance": Fen(200_000)},
    )


def _direct() -> Run:
    stops = (
        _stop("village-a", at(6), at(6, 30), {"a-1": 30}, 30),
        _stop("gate-1", at(20), at(20, 20), {"a-1": -30}, 0),
    )
    return _coach("C001", RunRole.DIRECT, stops, 700)


def _feeder() -> Run:
    stops = (
        _stop("village-b", at(14), at(15), {"b-2": 40}, 40),
        _stop("station", at(17), at(17, 20), {"b-2": -40}, 0),
    )
    return _coach("C002", RunRole.FEEDER, stops, 90)


def _last_mile() -> Run:
    stops = (
        _stop("terminus", at(17, 20, day=11), at(17, 50, day=11), {"b-2": 40}, 40),
        _stop("gate-2", at(18, 30, day=11), at(18, 50, day=11), {"b-2": -40}, 0),
    )
    return _coach("C003", RunRole.LAST_MILE, stops, 30)


def _train() -> Run:
    return Run(
        id="T1",
        mode=RunMode.TRAIN,
        role=RunRole.LINE_HAUL,
        vehicle=ServiceVehicle(service="train"),
        stops=(
            _stop("station", at(9, day=11), at(9, day=11), {"b-2": 40}, 40),
            _stop("terminus", at(17, day=11), at(17, day=11), {"b-2": -40}, 0),
        ),
        legs=(Leg(distance_m=Metres(900_000), duration_s=Seconds(28_800)),),
        cost_fen=Fen(1_000_000),
        terms={"rail": Fen(1_000_000)},
    )
