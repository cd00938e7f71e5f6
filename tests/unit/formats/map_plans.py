"""Plans for the tests of the map: typed by hand, so that they need no engine.

``mixed`` carries the people of the Tiandeng case by coach, and adds a train with feeders and last
miles and a group left out; ``big`` is a seeded plan of any number of coaches on shared roads.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.model.base import Coordinate, LocalisedText, Text
from routing.model.certificate import Certificate
from routing.model.demand import Group
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

ROOT = Path(__file__).resolve().parents[3]
ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = datetime(2022, 2, 10, tzinfo=ZONE)
SEATS = 47
SPEED_KMH = 68.0
TURN = timedelta(hours=4)
PAUSE = timedelta(minutes=20)
CALL = timedelta(minutes=15)

Batch = list[tuple[Group, int]]


def read_scenario() -> Scenario:
    path = ROOT / "data" / "scenarios" / "tiandeng-pengjiang.json"
    return Scenario.model_validate_json(path.read_bytes())


def mixed() -> tuple[Scenario, Plan]:
    """Coaches all the way; a train with two feeders and two last miles; people left out."""
    base = read_scenario()
    batches = _batches(base.groups)
    coaches = [_direct(base, number, batch) for number, batch in enumerate(batches[:-2], start=1)]
    scenario = _with_rail(base)
    rail = _rail_runs(scenario, batches[-2:])
    left = base.groups[0]
    more = left.model_copy(update={"people": People(left.people + 9)})
    scenario = scenario.model_copy(update={"groups": (more, *scenario.groups[1:])})
    entry = LeftOut(
        group=left.id,
        people=People(9),
        reasons=(
            Reason(
                code="FLEET_EXHAUSTED",
                subject="td-49",
                detail=LocalisedText(zh="49座大客车已全部派出", en="all 49-seat coaches are out"),
            ),
            Reason(code="TIME_WINDOW"),
        ),
    )
    itineraries = [
        Itinerary(group=group.id, people=People(heads), runs=(run.id,))
        for run, batch in zip(coaches, batches, strict=False)
        for group, heads in batch
    ] + [
        Itinerary(group=group.id, people=People(heads), runs=(f"F{n}", "T1", f"L{n}"))
        for n, batch in enumerate(batches[-2:], start=1)
        for group, heads in batch
    ]
    bought = Purchase(
        service="D3626", offer="block", units=1, people=People(90), cost_fen=Fen(1_800_000)
    )
    return scenario, _plan(scenario, [*coaches, *rail], itineraries, (entry,), (bought,))


def big(count: int, *, seed: int) -> tuple[Scenario, Plan]:
    """``count`` coaches from a county's villages to a city's factories along one trunk road."""
    rng = random.Random(seed)
    villages = [_spread(rng, f"v{i}", "村", 27.6, 103.9, PlaceKind.VILLAGE) for i in range(120)]
    works = [_spread(rng, f"w{i}", "厂", 22.6, 113.2, PlaceKind.FACTORY) for i in range(40)]
    trunk = _trunk(rng, (27.3, 103.7), (22.8, 113.0), 900)
    groups, runs, itineraries = [], [], []
    for number in range(1, count + 1):
        pickups, drops = rng.sample(villages, 3), rng.sample(works, 2)
        batch = []
        for i, pickup in enumerate(pickups):
            group = _group(f"g{number}-{i}", pickup, drops[i % 2], rng.randint(10, 15))
            batch.append((group, int(group.people)))
        groups += [group for group, _ in batch]
        places = [*pickups, *drops]
        stops = _stops(places, batch, FIRST_DAY + timedelta(minutes=rng.randrange(300, 5000, 5)))
        runs.append(_run(f"C{number:04}", "bus", number, stops, _road_legs(places, trunk, rng)))
        itineraries += [
            Itinerary(group=g.id, people=g.people, runs=(runs[-1].id,)) for g, _ in batch
        ]
    fleet = FleetRow(id="bus", seats=49, count=count, base="v0", hire_fen=Fen(200_000))
    scenario = Scenario(
        id="big",
        title=LocalisedText(zh=f"{count}车大方案", en=f"A plan of {count} coaches"),
        places=(*villages, *works),
        groups=tuple(groups),
        fleet=(fleet,),
    )
    return scenario, _plan(scenario, runs, itineraries, (), ())


def rename(scenario: Scenario, plan: Plan, name: str) -> tuple[Scenario, Plan]:
    """The same with a hostile text in every field that is free text; ids get a number in front."""
    text: Text = LocalisedText(zh=name, en=name)
    short = name[:180]
    ids = {group.id: f"{i}{short}" for i, group in enumerate(scenario.groups)}
    runs = {run.id: f"{i}{short}" for i, run in enumerate(plan.runs)}
    document = plan.model_dump_json(by_alias=True)
    hostile = Plan.model_validate_json(document)
    reason = Reason(code="TIME_WINDOW", subject=short, detail=text)
    return (
        scenario.model_copy(
            update={
                "title": text,
                "places": tuple(
                    p.model_copy(update={"name": text, "admin": f"{name}/{name}/{name}"})
                    for p in scenario.places
                ),
                "groups": tuple(g.model_copy(update={"id": ids[g.id]}) for g in scenario.groups),
                "fleet": tuple(row.model_copy(update={"name": text}) for row in scenario.fleet),
                "services": tuple(s.model_copy(update={"number": name}) for s in scenario.services),
            }
        ),
        hostile.model_copy(
            update={
                "runs": tuple(_renamed_run(run, ids, runs, short) for run in hostile.runs),
                "itineraries": tuple(
                    way.model_copy(
                        update={"group": ids[way.group], "runs": tuple(runs[r] for r in way.runs)}
                    )
                    for way in hostile.itineraries
                ),
                "left_out": tuple(
                    entry.model_copy(update={"group": ids[entry.group], "reasons": (reason,)})
                    for entry in hostile.left_out
                ),
            }
        ),
    )


def _renamed_run(run: Run, ids: dict[str, str], runs: dict[str, str], short: str) -> Run:
    def loads(parts: tuple[Load, ...]) -> tuple[Load, ...]:
        return tuple(load.model_copy(update={"group": ids[load.group]}) for load in parts)

    return run.model_copy(
        update={
            "id": runs[run.id],
            "stops": tuple(
                s.model_copy(update={"board": loads(s.board), "alight": loads(s.alight)})
                for s in run.stops
            ),
            "duties": tuple(
                d.model_copy(update={"driver": f"{i}{short}"}) for i, d in enumerate(run.duties)
            ),
        }
    )


def _batches(groups: Sequence[Group]) -> list[Batch]:
    """Groups in order of destination and origin, cut into coachloads."""
    batches: list[Batch] = [[]]
    for group in sorted(groups, key=lambda g: (g.destination, g.origin)):
        heads = int(group.people)
        while heads:
            free = SEATS - sum(n for _, n in batches[-1])
            stops = {g.origin for g, _ in batches[-1]} | {group.origin}
            if not free or len(stops) > 3:
                batches.append([])
                continue
            batches[-1].append((group, min(free, heads)))
            heads -= min(free, heads)
    return batches


def _direct(scenario: Scenario, number: int, batch: Batch) -> Run:
    places = _route(scenario, batch)
    start = FIRST_DAY + timedelta(hours=5, minutes=40 + 10 * (number % 7), days=number // 11)
    stops = _stops(places, batch, start)
    return _run(f"C{number:03}", scenario.fleet[0].id, number, stops, _legs(places))


def _route(scenario: Scenario, batch: Batch) -> list[Place]:
    by_id = {place.id: place for place in scenario.places}
    pickups = [by_id[p] for p in dict.fromkeys(g.origin for g, _ in batch)]
    drops = [by_id[p] for p in dict.fromkeys(g.destination for g, _ in batch)]
    return [*pickups, *drops]


def _stops(places: Sequence[Place], batch: Batch, start: datetime) -> tuple[RunStop, ...]:
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


def _run(
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
    driving = timedelta(hours=_km(start, end) * 1.22 / SPEED_KMH)
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


def _legs(places: Sequence[Place]) -> tuple[Leg, ...]:
    return tuple(
        Leg(
            distance_m=Metres(round(_km(a, b) * 1220)),
            duration_s=Seconds(round(_km(a, b) * 1.22 / SPEED_KMH * 3600)),
        )
        for a, b in itertools.pairwise(places)
    )


def _road_legs(
    places: Sequence[Place], trunk: Sequence[Coordinate], rng: random.Random
) -> tuple[Leg, ...]:
    """Legs with road geometry; the long one runs along the trunk road."""
    legs = []
    for plain, (a, b) in zip(_legs(places), itertools.pairwise(places), strict=True):
        start = Coordinate(lat=a.lat or 0, lon=a.lon or 0)
        end = Coordinate(lat=b.lat or 0, lon=b.lon or 0)
        road = (start, *trunk, end) if _km(a, b) > 200 else (start, _near(start, end, rng), end)
        legs.append(plain.model_copy(update={"geometry": road}))
    return tuple(legs)


def _near(start: Coordinate, end: Coordinate, rng: random.Random) -> Coordinate:
    return Coordinate(
        lat=(start.lat + end.lat) / 2 + rng.gauss(0, 0.01),
        lon=(start.lon + end.lon) / 2 + rng.gauss(0, 0.01),
    )


def _trunk(
    rng: random.Random, start: tuple[float, float], end: tuple[float, float], count: int
) -> tuple[Coordinate, ...]:
    bend = [rng.gauss(0, 0.002) for _ in range(count)]
    return tuple(
        Coordinate(
            lat=start[0] + (end[0] - start[0]) * i / (count - 1) + bend[i],
            lon=start[1] + (end[1] - start[1]) * i / (count - 1) + bend[-1 - i],
        )
        for i in range(count)
    )


def _spread(
    rng: random.Random, place: str, suffix: str, lat: float, lon: float, kind: PlaceKind
) -> Place:
    return Place(
        id=place,
        name=f"{place}{suffix}",
        kind=kind,
        lat=round(lat + rng.gauss(0, 0.22), 5),
        lon=round(lon + rng.gauss(0, 0.22), 5),
        admin="云南省/昭通市/大关县" if kind is PlaceKind.VILLAGE else "广东省/佛山市/顺德区",
    )


def _group(group: str, origin: Place, destination: Place, people: int) -> Group:
    return Group(
        id=group,
        origin=origin.id,
        destination=destination.id,
        people=People(people),
        ready_from=FIRST_DAY,
    )


def _with_rail(scenario: Scenario) -> Scenario:
    stations = (
        Place(
            id="nanning-east",
            name=LocalisedText(zh="南宁东站", en="Nanning East"),
            kind=PlaceKind.RAIL_STATION,
            lat=22.837,
            lon=108.421,
            admin="广西壮族自治区/南宁市/青秀区",
        ),
        Place(
            id="guangzhou-south",
            name=LocalisedText(zh="广州南站", en="Guangzhou South"),
            kind=PlaceKind.RAIL_STATION,
            lat=22.989,
            lon=113.264,
            admin="广东省/广州市/番禺区",
        ),
    )
    depart, arrive = FIRST_DAY + timedelta(hours=13), FIRST_DAY + timedelta(hours=16, minutes=20)
    service = Service(
        id="D3626",
        mode=ServiceMode.TRAIN,
        number="D3626",
        calls=(
            Call(place="nanning-east", departs=depart),
            Call(place="guangzhou-south", arrives=arrive),
        ),
        offers=(Offer(id="block", kind=OfferKind.BLOCK, seats=100),),
    )
    return scenario.model_copy(
        update={"places": (*scenario.places, *stations), "services": (service,)}
    )


def _rail_runs(scenario: Scenario, batches: Sequence[Batch]) -> list[Run]:
    by_id = {place.id: place for place in scenario.places}
    east, south = by_id["nanning-east"], by_id["guangzhou-south"]
    service = scenario.services[0]
    depart, arrive = service.calls[0].departs, service.calls[1].arrives
    assert depart is not None
    assert arrive is not None
    everyone = tuple(Load(group=g.id, people=People(n)) for batch in batches for g, n in batch)
    heads = People(sum(load.people for load in everyone))
    train = Run(
        id="T1",
        mode=RunMode.TRAIN,
        role=RunRole.LINE_HAUL,
        vehicle=ServiceVehicle(service="D3626"),
        stops=(
            RunStop(
                place=east.id,
                arrives=depart - timedelta(minutes=10),
                departs=depart,
                board=everyone,
                on_board=heads,
            ),
            RunStop(
                place=south.id,
                arrives=arrive,
                departs=arrive + timedelta(minutes=5),
                alight=everyone,
                on_board=People(0),
            ),
        ),
        legs=(Leg(distance_m=Metres(560_000), duration_s=Seconds(12_000)),),
        cost_fen=Fen(1_800_000),
    )
    runs = [train]
    for number, batch in enumerate(batches, start=1):
        route = _route(scenario, batch)
        origins = {g.origin for g, _ in batch}
        feeder = [p for p in route if p.id in origins] + [east]
        mile = [south] + [p for p in route if p.id not in origins]
        way_in: Batch = [(g.model_copy(update={"destination": east.id}), n) for g, n in batch]
        way_out: Batch = [(g.model_copy(update={"origin": south.id}), n) for g, n in batch]
        start = FIRST_DAY + timedelta(hours=6, minutes=30 + 10 * number)
        runs.append(
            _run(
                f"F{number}", "td-49", 14 + number, _stops(feeder, way_in, start), _legs(feeder)
            ).model_copy(update={"role": RunRole.FEEDER, "positioning": (_empty(route[0]),)})
        )
        after = arrive + timedelta(minutes=40)
        runs.append(
            _run(
                f"L{number}", "td-49", 16 + number, _stops(mile, way_out, after), _legs(mile)
            ).model_copy(update={"role": RunRole.LAST_MILE})
        )
    return runs


def _empty(place: Place) -> Positioning:
    return Positioning(
        origin="tiandeng-coach-station",
        destination=place.id,
        departs=FIRST_DAY + timedelta(hours=5, minutes=50),
        arrives=FIRST_DAY + timedelta(hours=6, minutes=20),
        distance_m=Metres(12_000),
        duration_s=Seconds(1_800),
    )


def _km(a: Place, b: Place) -> float:
    north = ((a.lat or 0) - (b.lat or 0)) * 111.2
    east = ((a.lon or 0) - (b.lon or 0)) * 102.5
    return float((north**2 + east**2) ** 0.5)


def _plan(
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
