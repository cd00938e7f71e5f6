"""A plan typed by hand, so that it needs no engine: coaches, a train, people left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routing.model.base import LocalisedText
from routing.model.demand import Group
from routing.model.places import Place, PlaceKind
from routing.model.plan import (
    Itinerary,
    LeftOut,
    Plan,
    Purchase,
    Reason,
)
from routing.model.runs import (
    Leg,
    Load,
    Positioning,
    Relay,
    Run,
    RunMode,
    RunRole,
    RunStop,
    ServiceVehicle,
)
from routing.model.scenario import Scenario
from routing.model.services import Call, Offer, OfferKind, Service, ServiceMode
from routing.units import Fen, Metres, People, Seconds
from tests.unit.formats.map_parts import (
    FIRST_DAY,
    ROOT,
    SEATS,
    Batch,
    coach_run,
    plain_legs,
    plan_of,
    stops_of,
)


def read_scenario() -> Scenario:
    path = ROOT / "data" / "scenarios" / "tiandeng-pengjiang.json"
    return Scenario.model_validate_json(path.read_bytes())


RELAY_PLACE = Place(
    id="relay-area",
    name="云表服务区",
    kind=PlaceKind.SERVICE_AREA,
    lat=22.79,
    lon=109.1,
)


def handed_over() -> tuple[Scenario, Plan]:
    """The mixed plan whose first coach is handed over to two fresh drivers on its way."""
    scenario, plan = mixed()
    run = plan.runs[0]
    half = run.stops[-2].departs + timedelta(hours=5)
    relay = Relay(
        place=RELAY_PLACE.id,
        arrives=half,
        departs=half + timedelta(minutes=15),
        leaves=tuple(duty.driver for duty in run.duties),
        joins=("云-D3", "云-D4 13812345678"),
    )
    relayed = run.model_copy(update={"relays": (relay,)})
    wider = scenario.model_copy(update={"places": (*scenario.places, RELAY_PLACE)})
    return wider, plan.model_copy(update={"runs": (relayed, *plan.runs[1:])})


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
    return scenario, plan_of(scenario, [*coaches, *rail], itineraries, (entry,), (bought,))


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
    stops = stops_of(places, batch, start)
    return coach_run(f"C{number:03}", scenario.fleet[0].id, number, stops, plain_legs(places))


def _route(scenario: Scenario, batch: Batch) -> list[Place]:
    by_id = {place.id: place for place in scenario.places}
    pickups = [by_id[p] for p in dict.fromkeys(g.origin for g, _ in batch)]
    drops = [by_id[p] for p in dict.fromkeys(g.destination for g, _ in batch)]
    return [*pickups, *drops]


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
            coach_run(
                f"F{number}",
                "td-49",
                14 + number,
                stops_of(feeder, way_in, start),
                plain_legs(feeder),
            ).model_copy(update={"role": RunRole.FEEDER, "positioning": (_empty(route[0]),)})
        )
        after = arrive + timedelta(minutes=40)
        runs.append(
            coach_run(
                f"L{number}", "td-49", 16 + number, stops_of(mile, way_out, after), plain_legs(mile)
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
