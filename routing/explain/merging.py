"""What stands and what was planned anew, as one plan: names, vehicles and drivers kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, pairwise

from routing.explain.filling import added
from routing.explain.keeping import Kept
from routing.model.plan import Itinerary, Plan, Purchase
from routing.model.runs import CoachVehicle, Leg, Load, Run, RunStop
from routing.model.scenario import Scenario
from routing.units import Metres, People, Seconds


def merge_plans(
    announced: Plan,
    kept: Kept,
    rest: Plan | None,
    *,
    scenario: Scenario,
    free: str,
    lost: Iterable[CoachVehicle] = (),
) -> Plan:
    """The announced plan with its kept part and the new part, prices still to be worked out.

    New coaches take numbers and ids that are free; people on a train that already runs join its
    run. A kept vehicle whose number is beyond the row's count takes a number that is free. Nobody
    takes the number of a coach that is lost while there is another: whoever reads it on an old
    paper would wait for that coach.

    Args:
        announced: the plan before the changes.
        kept: its part that stands.
        rest: a plan for everyone else, or None when nobody waits.
        scenario: the scenario after the changes.
        free: what ends the id of an offer that stands for seats already bought.
        lost: coaches of the announced plan that are no longer there.
    """
    numbers = _Numbers(kept.runs, scenario, lost)
    runs = _renumbered(kept.runs, numbers)
    itineraries, purchases = list(kept.itineraries), list(kept.purchases)
    if rest is not None:
        names = _new_names(runs, rest)
        runs = _with_new_runs(runs, rest, names, scenario, numbers)
        itineraries += [_renamed(i, names) for i in rest.itineraries]
        purchases = _with_new_purchases(purchases, rest, free)
    return announced.model_copy(
        update={
            "runs": tuple(runs),
            "itineraries": tuple(itineraries),
            "purchases": tuple(purchases),
            "left_out": () if rest is None else rest.left_out,
        }
    )


class _Numbers:
    """Which numbers vehicles have, and which are free."""

    def __init__(
        self, runs: Iterable[Run], scenario: Scenario, lost: Iterable[CoachVehicle]
    ) -> None:
        self.count = {row.id: int(row.count) for row in scenario.fleet}
        self._taken = {run.vehicle for run in runs if isinstance(run.vehicle, CoachVehicle)}
        self._lost = set(lost)

    def take(self, fleet: str) -> CoachVehicle:
        """The lowest free number of a row; a lost coach's only where no other is left."""
        within = (CoachVehicle(fleet=fleet, number=n + 1) for n in range(self.count[fleet]))
        free = [vehicle for vehicle in within if vehicle not in self._taken]
        found = min(free, key=lambda vehicle: (vehicle in self._lost, vehicle.number))
        self._taken.add(found)
        return found


def _renumbered(runs: Iterable[Run], numbers: _Numbers) -> list[Run]:
    """Runs whose vehicles have numbers within their row's count."""
    moved: dict[CoachVehicle, CoachVehicle] = {}
    found = []
    for run in runs:
        vehicle = run.vehicle
        if isinstance(vehicle, CoachVehicle) and vehicle.number > numbers.count[vehicle.fleet]:
            if vehicle not in moved:
                moved[vehicle] = numbers.take(vehicle.fleet)
            run = run.model_copy(update={"vehicle": moved[vehicle]})
        found.append(run)
    return found


def _new_names(kept: list[Run], rest: Plan) -> dict[str, str]:
    """Ids of the new runs in the merged plan; a service that runs already keeps its run's id."""
    running = {run.vehicle: run.id for run in kept if not isinstance(run.vehicle, CoachVehicle)}
    used = {run.id for run in kept}
    names: dict[str, str] = {}
    for run in rest.runs:
        if run.vehicle in running:
            names[run.id] = running[run.vehicle]
            continue
        letter, number = run.id[0], 1
        while f"{letter}{number:0{len(run.id) - 1}d}" in used:
            number += 1
        names[run.id] = run.id if run.id not in used else f"{letter}{number:0{len(run.id) - 1}d}"
        used.add(names[run.id])
    return names


def _with_new_runs(
    kept: list[Run], rest: Plan, names: dict[str, str], scenario: Scenario, numbers: _Numbers
) -> list[Run]:
    runs = {run.id: run for run in kept}
    vehicles: dict[CoachVehicle, CoachVehicle] = {}
    known = {driver.id for driver in scenario.drivers}
    for run in rest.runs:
        name = names[run.id]
        if isinstance(run.vehicle, CoachVehicle):
            if run.vehicle not in vehicles:
                vehicles[run.vehicle] = numbers.take(run.vehicle.fleet)
            duties = tuple(
                duty
                if duty.driver in known
                else duty.model_copy(update={"driver": _driver(duty.driver, names)})
                for duty in run.duties
            )
            update = {"id": name, "vehicle": vehicles[run.vehicle], "duties": duties}
            runs[name] = run.model_copy(update=update)
        elif name in runs:
            runs[name] = _joined(runs[name], run, scenario)
        else:
            runs[name] = run.model_copy(update={"id": name})
    return list(runs.values())


def _driver(driver: str, names: dict[str, str]) -> str:
    """``C001-D1`` of a run that is now called C007 is C007-D1."""
    run, dash, rest = driver.partition("-")
    return f"{names.get(run, run)}{dash}{rest}"


def _joined(kept: Run, more: Run, scenario: Scenario) -> Run:
    """A service's run with the people of another run of it, stops in the timetable's order."""
    service = next(s for s in scenario.services if getattr(kept.vehicle, "service", "") == s.id)
    order = {call.place: i for i, call in enumerate(service.calls)}
    stops: dict[str, RunStop] = {stop.place: stop for stop in kept.stops}
    for stop in more.stops:
        if stop.place in stops:
            stops[stop.place] = _both(stops[stop.place], stop)
        else:
            stops[stop.place] = stop
    ordered, aboard = [], 0
    for place in sorted(stops, key=lambda p: order[p]):
        stop = stops[place]
        aboard += _heads(stop.board) - _heads(stop.alight)
        ordered.append(stop.model_copy(update={"on_board": People(aboard)}))
    if len(ordered) == len(kept.stops):
        return kept.model_copy(update={"stops": tuple(ordered)})
    along, other = _metres_along(kept), _metres_along(more)
    shift = next((along[place] - metres for place, metres in other.items() if place in along), 0)
    along = {place: metres + shift for place, metres in other.items()} | along
    return kept.model_copy(update={"stops": tuple(ordered), "legs": _legs(ordered, along)})


def _metres_along(run: Run) -> dict[str, int]:
    """Metres from a run's first stop to each of its stops."""
    sums = accumulate((leg.distance_m for leg in run.legs), initial=0)
    return {stop.place: metres for stop, metres in zip(run.stops, sums, strict=True)}


def _legs(stops: list[RunStop], along: dict[str, int]) -> tuple[Leg, ...]:
    return tuple(
        Leg(
            distance_m=Metres(max(0, along[b.place] - along[a.place])),
            duration_s=Seconds(round((b.arrives - a.departs).total_seconds())),
        )
        for a, b in pairwise(stops)
    )


def _both(stop: RunStop, more: RunStop) -> RunStop:
    board, alight = stop.board, stop.alight
    for load in more.board:
        board = added(board, load)
    for load in more.alight:
        alight = added(alight, load)
    return stop.model_copy(update={"board": board, "alight": alight})


def _heads(loads: tuple[Load, ...]) -> int:
    return sum(load.people for load in loads)


def _renamed(itinerary: Itinerary, names: dict[str, str]) -> Itinerary:
    return itinerary.model_copy(update={"runs": tuple(names[name] for name in itinerary.runs)})


def _with_new_purchases(kept: list[Purchase], rest: Plan, free: str) -> list[Purchase]:
    """Purchases added up by offer; free seats of an offer are the offer's, without new units."""
    units: Counter[tuple[str, str]] = Counter()
    people: Counter[tuple[str, str]] = Counter()
    for bought in (*kept, *rest.purchases):
        key = bought.service, bought.offer.removesuffix(free)
        people[key] += bought.people
        units[key] += 0 if bought.offer.endswith(free) else bought.units
    rows = {(p.service, p.offer.removesuffix(free)): p for p in (*rest.purchases, *kept)}
    return [
        rows[key].model_copy(
            update={"offer": key[1], "units": units[key], "people": People(people[key])}
        )
        for key in sorted(people)
    ]
