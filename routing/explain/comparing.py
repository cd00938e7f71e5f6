"""Two plans side by side: figures with deltas, and who travels differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from routing.model.base import Document, PeopleCount, SignedFen
from routing.model.plan import CostTerm, Itinerary, Plan
from routing.model.runs import CoachVehicle, Run, RunMode, RunStop
from routing.units import Fen, People


class Difference(Document):
    """One figure of two plans; ``delta`` is the second less the first."""

    name: str
    unit: str
    first: int
    second: int
    delta: int


class GroupDifference(Document):
    """How many of a group travel exactly as before, and how many do not.

    Exactly as before means the same vehicles, the same stops and the same times.
    """

    group: str
    unchanged: PeopleCount = Field(description="people who notice nothing")
    moved: PeopleCount = Field(description="people to phone: another vehicle, stop or time")
    added: PeopleCount = Field(description="people carried now and left out before")
    dropped: PeopleCount = Field(description="people left out now and carried before")


class Comparison(Document):
    """What differs between two plans of one scenario, or of two."""

    first: str
    """SHA-256 of the scenario of the first plan."""
    second: str
    figures: tuple[Difference, ...]
    terms: tuple[Difference, ...]
    """Money by term, fen."""
    payers: tuple[Difference, ...]
    """Money by payer, fen."""
    groups: tuple[GroupDifference, ...]
    """Groups of whom anyone is moved, added or dropped."""
    unchanged_people: PeopleCount = Field(description="people who notice nothing")
    people_to_phone: PeopleCount = Field(description="people moved, added or dropped")
    total_delta_fen: SignedFen = Field(description="money of the second less the first, fen")


def compare_plans(first: Plan, second: Plan) -> Comparison:
    """Set two plans side by side; order of lists and names of runs do not matter."""
    groups = tuple(_groups(first, second))
    return Comparison(
        first=first.scenario_sha256,
        second=second.scenario_sha256,
        figures=tuple(
            _difference(name, unit, (_figures(first)[name, unit], value))
            for (name, unit), value in _figures(second).items()
        ),
        terms=tuple(
            _difference(term.value, "fen", (first.cost.terms.get(term, 0), fen))
            for term in CostTerm
            if (fen := second.cost.terms.get(term, Fen(0))) or first.cost.terms.get(term)
        ),
        payers=tuple(
            _difference(payer, "fen", (first.cost.by_payer.get(payer, 0), fen))
            for payer in sorted({*first.cost.by_payer, *second.cost.by_payer})
            for fen in (second.cost.by_payer.get(payer, 0),)
        ),
        groups=tuple(g for g in groups if g.moved or g.added or g.dropped),
        unchanged_people=People(sum(g.unchanged for g in groups)),
        people_to_phone=People(sum(g.moved + g.added + g.dropped for g in groups)),
        total_delta_fen=Fen(second.cost.total_fen - first.cost.total_fen),
    )


def _difference(name: str, unit: str, values: tuple[int, int]) -> Difference:
    first, second = values
    return Difference(name=name, unit=unit, first=first, second=second, delta=second - first)


def _figures(plan: Plan) -> dict[tuple[str, str], int]:
    """A plan's totals by name and unit."""
    coaches = [run for run in plan.runs if run.mode is RunMode.COACH]
    rides = [i for i in plan.itineraries if i.departs is not None and i.arrives is not None]
    return {
        ("total", "fen"): plan.cost.total_fen,
        ("objective", "fen"): plan.cost.objective_fen,
        ("lower_bound", "fen"): plan.certificate.lower_bound_fen,
        ("carried", "people"): sum(i.people for i in plan.itineraries),
        ("left_out", "people"): sum(left.people for left in plan.left_out),
        ("by_train_or_plane", "people"): _people_on_services(plan),
        ("own_travel", "people"): sum(i.people for i in plan.itineraries if not i.runs),
        ("coaches", "vehicles"): len({run.vehicle for run in coaches}),
        ("coach_runs", "runs"): len(coaches),
        ("drivers", "people"): len({d.driver for run in coaches for d in run.duties}),
        ("loaded_distance", "m"): sum(leg.distance_m for run in coaches for leg in run.legs),
        ("empty_distance", "m"): sum(p.distance_m for run in coaches for p in run.positioning),
        ("journey_hours", "person-h"): round(sum(_person_seconds(i) for i in rides) / 3_600),
        ("findings", "count"): 0 if plan.audit is None else len(plan.audit.findings),
    }


def _people_on_services(plan: Plan) -> int:
    hauls = {run.id for run in plan.runs if run.mode is not RunMode.COACH}
    return sum(i.people for i in plan.itineraries if hauls.intersection(i.runs))


def _person_seconds(itinerary: Itinerary) -> float:
    if itinerary.departs is None or itinerary.arrives is None:
        return 0
    return (itinerary.arrives - itinerary.departs).total_seconds() * itinerary.people


def _groups(first: Plan, second: Plan) -> Iterator[GroupDifference]:
    before, after = ways_of(first), ways_of(second)
    for group in sorted({*before, *after}):
        old, new = before.get(group, Counter()), after.get(group, Counter())
        unchanged = (old & new).total()
        carried = old.total(), new.total()
        yield GroupDifference(
            group=group,
            unchanged=People(unchanged),
            moved=People(min(carried) - unchanged),
            added=People(max(0, carried[1] - carried[0])),
            dropped=People(max(0, carried[0] - carried[1])),
        )


@dataclass(frozen=True, slots=True, order=True)
class Hop:
    """One vehicle of a way, as its people notice it; ``number`` is 0 on a train or flight."""

    vehicle: str
    number: int
    board: str
    departs: datetime
    alight: str
    arrives: datetime


Way = tuple[Hop, ...]
"""Vehicles, stops and times in order; empty for own travel."""


def ways_of(plan: Plan) -> dict[str, Counter[Way]]:
    """People of each group by the way they travel, as they would notice it."""
    runs = {run.id: run for run in plan.runs}
    found: dict[str, Counter[Way]] = {}
    for itinerary in plan.itineraries:
        way = tuple(_hop(runs[name], itinerary.group) for name in itinerary.runs)
        found.setdefault(itinerary.group, Counter())[way] += itinerary.people
    return found


def _hop(run: Run, group: str) -> Hop:
    """Where and when a group boards and alights, by the run's first stop with it."""
    match run.vehicle:
        case CoachVehicle(fleet=name, number=number):
            vehicle = name, number
        case service:
            vehicle = service.service, 0
    board = next((s for s in run.stops if _has(s, group, board=True)), run.stops[0])
    alight = next((s for s in run.stops if _has(s, group, board=False)), run.stops[-1])
    return Hop(*vehicle, board.place, board.departs, alight.place, alight.arrives)


def _has(stop: RunStop, group: str, *, board: bool) -> bool:
    return any(load.group == group for load in (stop.board if board else stop.alight))
