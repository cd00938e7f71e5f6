"""Seats for a roster's people on a plan's runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from routing.artefacts.seating import Seat, Seated, Seating
from routing.model.plan import Itinerary, Plan
from routing.model.roster import Clearance, Person, Roster
from routing.model.runs import Run
from routing.model.scenario import Scenario
from routing.roster.matching import people_by_group
from routing.roster.portions import share_out

NOT_CLEARED = "ROSTER_NOT_CLEARED"
NO_GROUP = "ROSTER_NO_GROUP"
NO_SEAT = "ROSTER_NO_SEAT"


@dataclass(frozen=True, slots=True)
class _Rider:
    """A person on one itinerary."""

    person: Person
    itinerary: int
    group: str


def seat_people(scenario: Scenario, plan: Plan, roster: Roster) -> Seating:
    """Everyone of the roster once: on an itinerary of their group with seats, or waiting.

    Only who is cleared is seated. Families sit side by side where seats are free. The same
    roster in any order gives the same seating.
    """
    by_group = people_by_group(roster, scenario)
    waiting = [(person, NO_GROUP) for person in by_group.pop(None, [])]
    riders: list[_Rider] = []
    for group_id in sorted(g for g in by_group if g is not None):
        people = by_group[group_id]
        cleared = [p for p in people if p.clearance is Clearance.CLEARED]
        waiting += [(p, NOT_CLEARED) for p in people if p.clearance is not Clearance.CLEARED]
        found = list(_riders(plan, group_id, cleared))
        seated = {rider.person.token for rider in found}
        riders += found
        waiting += [(person, NO_SEAT) for person in cleared if person.token not in seated]
    return Seating(seated=tuple(_seated(plan, riders)), waiting=tuple(waiting))


def _riders(plan: Plan, group_id: str, people: list[Person]) -> Iterator[_Rider]:
    mine = [(i, it) for i, it in enumerate(plan.itineraries) if it.group == group_id]
    portions, _ = share_out(people, [itinerary.people for _, itinerary in mine])
    for (index, _), portion in zip(mine, portions, strict=True):
        for person in portion:
            yield _Rider(person, index, group_id)


def _seated(plan: Plan, riders: list[_Rider]) -> Iterator[Seated]:
    seats: dict[tuple[str, int], list[Seat]] = {}
    for run in plan.runs:
        on_run = [r for r in riders if run.id in plan.itineraries[r.itinerary].runs]
        for rider, seat in _run_seats(run, on_run, plan.itineraries):
            seats.setdefault((rider.person.token, rider.itinerary), []).append(seat)
    order = {run.id: number for number, run in enumerate(plan.runs)}
    for rider in sorted(riders, key=lambda r: (r.itinerary, r.person.token)):
        chain = plan.itineraries[rider.itinerary].runs
        own = seats.get((rider.person.token, rider.itinerary), [])
        ordered = sorted(own, key=lambda s: (chain.index(s.run), order[s.run]))
        yield Seated(rider.person, rider.group, tuple(ordered), rider.itinerary)


def _run_seats(
    run: Run, riders: Iterable[_Rider], itineraries: tuple[Itinerary, ...]
) -> Iterator[tuple[_Rider, Seat]]:
    """The lowest free seats at each stop, to people in the order that keeps families together."""
    ends = _ends(run)
    boarding: dict[int, list[tuple[_Rider, int]]] = {}
    for rider in sorted(riders, key=_neighbours):
        board, alight = _take(ends, rider.group)
        boarding.setdefault(board, []).append((rider, alight))
    free_from: dict[int, int] = {}
    for board in sorted(boarding):
        seat = 0
        for rider, alight in boarding[board]:
            seat += 1
            while free_from.get(seat, -1) > board:
                seat += 1
            free_from[seat] = alight
            yield rider, Seat(run=run.id, seat=seat, board=board, alight=alight)


def _neighbours(rider: _Rider) -> tuple[str, str, str, str]:
    person = rider.person
    return (rider.group, person.team or "", person.family or "", person.token)


def _ends(run: Run) -> dict[str, list[list[int]]]:
    """Where each group boards and alights, with how many: first on, first off."""
    ends: dict[str, list[list[int]]] = {}
    for index, stop in enumerate(run.stops):
        for load in stop.alight:
            left: int = load.people
            for entry in ends.get(load.group, []):
                if left and entry[1] < 0:
                    entry[1] = index
                    left -= entry[2]
        for load in stop.board:
            ends.setdefault(load.group, []).append([index, -1, load.people])
    return ends


def _take(ends: dict[str, list[list[int]]], group: str) -> tuple[int, int]:
    """The stops of the next person of a group."""
    for entry in ends[group]:
        if entry[2] > 0:
            entry[2] -= 1
            return entry[0], entry[1]
    board, alight, _ = ends[group][-1]
    return board, alight
