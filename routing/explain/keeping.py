"""What of an announced plan stands after changes, and who has to be planned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from routing.explain.changing import Changes
from routing.explain.freezing import fixed_runs, held_groups
from routing.model.plan import Itinerary, Plan, Purchase
from routing.model.runs import CoachVehicle, Load, Run, RunRole, RunStop
from routing.model.scenario import Scenario
from routing.units import People


@dataclass(frozen=True, slots=True)
class Kept:
    """The part of a plan that stands.

    Attributes:
        runs, itineraries, purchases: as announced, less who no longer rides.
        waiting: people by group that no itinerary carries.
        fixed: ids of runs that nobody joins.
    """

    runs: tuple[Run, ...]
    itineraries: tuple[Itinerary, ...]
    purchases: tuple[Purchase, ...]
    waiting: dict[str, int]
    fixed: frozenset[str] = frozenset()


def keep_untouched(
    scenario: Scenario, plan: Plan, changes: Changes, *, opened: frozenset[str] = frozenset()
) -> Kept:
    """Drop what cannot run and who no longer travels; everything else stays exactly as it is.

    A run that would begin or end without people, or fall below its row's minimum, is given up
    and its people are planned anew, unless it is frozen or carries people who are held. So are
    the other runs of its coach, whose empty drives and duties lead from one run to the next.

    Args:
        scenario: the scenario after the changes.
        plan: the announced plan.
        changes: what happened.
        opened: ids of runs that are given up so that their people may be planned anew.
    """
    gone = {run.id for run in plan.runs if _cannot_run(run, changes)} | opened
    fixed, held = fixed_runs(plan, changes.freeze), held_groups(scenario, changes.freeze)
    stays = fixed | {name for i in plan.itineraries if i.group in held for name in i.runs}
    minimum = {row.id: row.min_people for row in scenario.fleet}
    while True:
        itineraries = _itineraries(scenario, plan, gone, first=fixed)
        runs = _runs(plan, itineraries, gone)
        hollow = {run.id for run in runs if _is_hollow(run, minimum)}
        hollow = (hollow | _of_broken_chains(plan, runs)) - stays
        if not hollow:
            break
        gone |= hollow
    carried: Counter[str] = Counter()
    for itinerary in itineraries:
        carried[itinerary.group] += itinerary.people
    waiting = {g.id: g.people - carried[g.id] for g in scenario.groups}
    purchases = _purchases(scenario, plan, runs)
    waiting = {group: people for group, people in waiting.items() if people}
    return Kept(tuple(runs), tuple(itineraries), purchases, waiting, fixed - gone)


def _of_broken_chains(plan: Plan, runs: list[Run]) -> set[str]:
    """Runs that stand while another run of the same coach does not."""
    standing = {run.id for run in runs}
    torn = {run.vehicle for run in plan.runs if run.id not in standing}
    return {r.id for r in runs if isinstance(r.vehicle, CoachVehicle) and r.vehicle in torn}


def _cannot_run(run: Run, changes: Changes) -> bool:
    if any(stop.place in changes.closed for stop in run.stops):
        return True
    if isinstance(run.vehicle, CoachVehicle):
        return run.vehicle in changes.broken
    return run.vehicle.service in changes.cancelled


def _itineraries(
    scenario: Scenario, plan: Plan, gone: set[str], *, first: frozenset[str]
) -> list[Itinerary]:
    """Itineraries whose runs all stand, with no more people than their group still has.

    Those on frozen runs keep their people first.
    """
    room = {group.id: int(group.people) for group in scenario.groups}
    found = []
    for itinerary in sorted(
        plan.itineraries, key=lambda i: (first.isdisjoint(i.runs), -i.people, i.runs)
    ):
        people = min(itinerary.people, room.get(itinerary.group, 0))
        if people and not gone.intersection(itinerary.runs):
            room[itinerary.group] -= people
            found.append(itinerary.model_copy(update={"people": People(people)}))
    return found


def _runs(plan: Plan, itineraries: list[Itinerary], gone: set[str]) -> list[Run]:
    """Runs with the people who still ride them; runs that nobody rides are dropped."""
    riding: Counter[tuple[str, str]] = Counter()
    for itinerary in itineraries:
        for name in itinerary.runs:
            riding[name, itinerary.group] += itinerary.people
    kept = [run for run in plan.runs if run.id not in gone and any(n == run.id for n, _ in riding)]
    return [with_people(run, {g: n for (r, g), n in riding.items() if r == run.id}) for run in kept]


def with_people(run: Run, people: dict[str, int]) -> Run:
    """A run with this many of each group at most, taken off where they board and alight last."""
    on, off = dict(people), dict(people)
    stops, aboard = [], 0
    for stop in run.stops:
        board, alight = _cut(stop.board, on), _cut(stop.alight, off)
        aboard += sum(load.people for load in board) - sum(load.people for load in alight)
        update = {"board": board, "alight": alight, "on_board": People(aboard)}
        stops.append(stop.model_copy(update=update))
    return run.model_copy(update={"stops": tuple(stops)})


def _cut(loads: Iterable[Load], left: dict[str, int]) -> tuple[Load, ...]:
    found = []
    for load in loads:
        people = min(load.people, left.get(load.group, 0))
        if people:
            left[load.group] -= people
            found.append(load.model_copy(update={"people": People(people)}))
    return tuple(found)


def _is_hollow(run: Run, minimum: dict[str, People]) -> bool:
    if not run.stops[0].board or not run.stops[-1].alight:
        return True
    if run.role is RunRole.DIRECT and isinstance(run.vehicle, CoachVehicle):
        fullest = max(stop.on_board for stop in run.stops)
        return fullest < minimum[run.vehicle.fleet]
    return False


def _purchases(scenario: Scenario, plan: Plan, runs: list[Run]) -> tuple[Purchase, ...]:
    """What is still needed of what was bought, the dearest seats given back first."""
    riders: Counter[str] = Counter()
    for run in runs:
        if not isinstance(run.vehicle, CoachVehicle):
            riders[run.vehicle.service] += boarding(run.stops)
    offers = {(s.id, o.id): o for s in scenario.services for o in s.offers}
    known = [p for p in plan.purchases if (p.service, p.offer) in offers]
    found = []
    for bought in sorted(known, key=lambda p: (offers[p.service, p.offer].per_person_fen, p.offer)):
        people = min(bought.people, riders[bought.service])
        riders[bought.service] -= people
        if people:
            seats = offers[bought.service, bought.offer].seats
            units = min(bought.units, -(-people // seats))
            found.append(bought.model_copy(update={"people": People(people), "units": units}))
    return tuple(found)


def boarding(stops: Iterable[RunStop]) -> int:
    """People who board at some stops."""
    return sum(load.people for stop in stops for load in stop.board)
