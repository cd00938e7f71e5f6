"""Whether a plan can be replayed at all: every name known, once, in an order that time allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.wording import Unit
from routing.model.places import PlaceKind
from routing.model.runs import CoachVehicle, Run, RunMode, RunRole, ServiceVehicle


@rule(
    "PLAN_UNKNOWN_ID",
    title=("计划只引用存在的编号", "A plan names only what exists"),
    remedy=("改为情景或计划中已有的编号", "use an id that stands in the scenario or the plan"),
    unit=Unit.TEXT,
)
def names_only_what_exists(case: Case) -> Iterator[Reading]:
    """Every id in the plan stands in the scenario, or is a run of the plan."""
    known: dict[str, set[str]] = {
        "place": set(case.places),
        "hotel": {p.id for p in case.scenario.places if p.kind is PlaceKind.HOTEL},
        "group": set(case.groups),
        "fleet": set(case.fleet),
        "service": set(case.services),
        "offer": {f"{service}/{offer}" for service, offer in case.offers},
        "run": {run.id for run in case.plan.runs},
        "driver": {f"{run.id} {d.driver}" for run in case.plan.runs for d in run.duties},
    }
    for pointer, kind, name in _names(case):
        found = name in known[kind]
        yield Reading(pointer, name, f"{kind} {name}", f"{kind} {name}" if found else f"{kind} ?")


def _names(case: Case) -> Iterator[tuple[str, str, str]]:
    """Pointer, kind and id of every reference."""
    for i, run in enumerate(case.plan.runs):
        yield from _names_of_run(run, f"/runs/{i}")
    for i, itinerary in enumerate(case.plan.itineraries):
        pointer = f"/itineraries/{i}"
        yield f"{pointer}/group", "group", itinerary.group
        for j, name in enumerate(itinerary.runs):
            yield f"{pointer}/runs/{j}", "run", name
        if itinerary.night is not None:
            yield f"{pointer}/night", "hotel", itinerary.night
    for i, left in enumerate(case.plan.left_out):
        yield f"/left_out/{i}/group", "group", left.group
    for i, bought in enumerate(case.plan.purchases):
        yield f"/purchases/{i}/service", "service", bought.service
        yield f"/purchases/{i}/offer", "offer", f"{bought.service}/{bought.offer}"


def _names_of_run(run: Run, pointer: str) -> Iterator[tuple[str, str, str]]:
    match run.vehicle:
        case CoachVehicle(fleet=fleet):
            yield f"{pointer}/vehicle/fleet", "fleet", fleet
        case ServiceVehicle(service=service):
            yield f"{pointer}/vehicle/service", "service", service
    for i, stop in enumerate(run.stops):
        yield f"{pointer}/stops/{i}/place", "place", stop.place
        for j, load in enumerate(stop.board):
            yield f"{pointer}/stops/{i}/board/{j}/group", "group", load.group
        for j, load in enumerate(stop.alight):
            yield f"{pointer}/stops/{i}/alight/{j}/group", "group", load.group
    for i, drive in enumerate(run.positioning):
        yield f"{pointer}/positioning/{i}/from", "place", drive.origin
        yield f"{pointer}/positioning/{i}/to", "place", drive.destination
    yield from _names_of_crew(run, pointer)


def _names_of_crew(run: Run, pointer: str) -> Iterator[tuple[str, str, str]]:
    """The places and drivers of its hand-overs, duties and weighed crews."""
    for i, relay in enumerate(run.relays):
        yield f"{pointer}/relays/{i}/place", "place", relay.place
        for driver in (*relay.leaves, *relay.joins):
            yield f"{pointer}/relays/{i}", "driver", f"{run.id} {driver}"
    if run.crew is not None:
        for i, option in enumerate(run.crew.options):
            if option.relay is not None:
                yield f"{pointer}/crew/options/{i}/relay", "place", option.relay
    for i, duty in enumerate(run.duties):
        for j, activity in enumerate(duty.activities):
            if activity.place is not None:
                where = f"{pointer}/duties/{i}/activities/{j}/place"
                yield where, "place", activity.place


@rule(
    "PLAN_DUPLICATE_ID",
    title=("编号不重复", "No id is given twice"),
    remedy=("给每个班次、每名驾驶员唯一编号", "give each run and driver an id of its own"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def names_nothing_twice(case: Case) -> Iterator[Reading]:
    """Run ids are unique in the plan, drivers within a run, offers among the purchases."""
    for name, times in Counter(run.id for run in case.plan.runs).items():
        yield Reading("/runs", name, times, 1)
    for i, run in enumerate(case.plan.runs):
        for name, times in Counter(duty.driver for duty in run.duties).items():
            yield Reading(f"/runs/{i}/duties", f"{run.id} · {name}", times, 1)
    bought = Counter((p.service, p.offer) for p in case.plan.purchases)
    for (service, offer), times in bought.items():
        yield Reading("/purchases", f"{service} · {offer}", times, 1)


@rule(
    "RUN_LEGS",
    title=("路段比停靠点少一个", "A run has one leg fewer than stops"),
    remedy=("补齐或删去路段", "add or remove legs"),
    unit=Unit.COUNT,
)
def legs_join_the_stops(case: Case) -> Iterator[Reading]:
    """One leg stands between each two stops that follow one another."""
    for i, run in enumerate(case.plan.runs):
        yield Reading(f"/runs/{i}/legs", run.id, len(run.legs), len(run.stops) - 1)


@rule(
    "RUN_MODE",
    title=("方式、角色与车辆相符", "Mode, role and vehicle of a run agree"),
    remedy=(
        "客车用车队编号，作直达、接驳或末端；列车、航班用其编号，作干线",
        "a coach has a fleet row and is direct, feeder or last mile; a train or plane has a "
        "service and is line haul",
    ),
    unit=Unit.TEXT,
)
def mode_suits_the_vehicle(case: Case) -> Iterator[Reading]:
    """Coaches come from the fleet, trains and planes from the services; roles follow."""
    for i, run in enumerate(case.plan.runs):
        if isinstance(run.vehicle, CoachVehicle):
            mode, haul = RunMode.COACH.value, False
        else:
            service = case.services.get(run.vehicle.service)
            mode, haul = (run.mode.value if service is None else service.mode.value), True
        fits = (run.role is RunRole.LINE_HAUL) is haul
        role = run.role.value if fits else ("line_haul" if haul else "direct")
        yield Reading(f"/runs/{i}", run.id, f"{run.mode.value} {run.role.value}", f"{mode} {role}")


@rule(
    "TIMES_REVERSED",
    title=("时间顺序不颠倒", "Nothing ends before it begins"),
    remedy=("改正该处的时刻", "correct the times there"),
    unit=Unit.SECONDS,
    sense=Sense.AT_LEAST,
)
def time_runs_forward(case: Case) -> Iterator[Reading]:
    """Stops, legs, empty drives and activities end no earlier than they begin."""
    for i, run in enumerate(case.plan.runs):
        pointer = f"/runs/{i}"
        for j, stop in enumerate(run.stops):
            stand = _seconds(stop.departs.timestamp() - stop.arrives.timestamp())
            yield Reading(f"{pointer}/stops/{j}", f"{run.id} · {stop.place}", stand, 0)
            if j > 0:
                gone = stop.arrives.timestamp() - run.stops[j - 1].departs.timestamp()
                where = f"{run.id} · {run.stops[j - 1].place} → {stop.place}"
                yield Reading(f"{pointer}/stops/{j}/arrives", where, _seconds(gone), 0)
        for j, drive in enumerate(run.positioning):
            gone = drive.arrives.timestamp() - drive.departs.timestamp()
            where = f"{run.id} · {drive.origin} → {drive.destination}"
            yield Reading(f"{pointer}/positioning/{j}", where, _seconds(gone), 0)
        for j, relay in enumerate(run.relays):
            stand = _seconds(relay.departs.timestamp() - relay.arrives.timestamp())
            yield Reading(f"{pointer}/relays/{j}", f"{run.id} · {relay.place}", stand, 0)
        for j, duty in enumerate(run.duties):
            for k, activity in enumerate(duty.activities):
                span = activity.ends.timestamp() - activity.starts.timestamp()
                where = f"{pointer}/duties/{j}/activities/{k}"
                yield Reading(where, f"{run.id} · {duty.driver}", _seconds(span), 0)


def _seconds(difference: float) -> int:
    """Whole seconds, rounded away from zero when negative so that no reversal is lost."""
    return -int(-(difference // 1))


RULES: tuple[Rule, ...] = (
    names_only_what_exists,
    names_nothing_twice,
    legs_join_the_stops,
    mode_suits_the_vehicle,
    time_runs_forward,
)
