"""Who must be told after a plan was changed: whom to phone, and which papers to print anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from routing.explain.comparing import Way, ways_of
from routing.model.base import Document, Instant, SomePeople
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle, Load, Run
from routing.model.scenario import Scenario
from routing.units import People

LOADS = ("manifests.pdf", "cards.pdf", "reception.pdf")
"""Papers that name who rides."""
ROADS = ("road_cards.pdf", "filing.pdf")
"""Papers that say where and when a coach drives, and who drives it."""


class Stretch(Document):
    """One vehicle of a way, as the people on it notice it."""

    vehicle: str
    """``fleet #number`` of a coach, the number of a train or flight."""
    board: str
    """Place id."""
    departs: Instant
    alight: str
    arrives: Instant


class PhoneCall(Document):
    """People of one group to phone, with what was announced and what holds now."""

    group: str
    people: SomePeople
    kind: Literal["moved", "added", "dropped"]
    was: tuple[Stretch, ...] = ()
    now: tuple[Stretch, ...] = ()
    """Empty for own travel as well as for nothing."""


class PaperChange(Document):
    """A run whose papers change, and which of them."""

    run: str
    vehicle: str
    change: Literal["new", "changed", "withdrawn"]
    papers: tuple[str, ...] = Field(description="file names of the papers to print anew")


def list_calls(scenario: Scenario, before: Plan, after: Plan) -> tuple[PhoneCall, ...]:
    """Whom to phone: people whose vehicle, stop or time is another, or who travel or no longer do.

    People of one group are interchangeable: as many as still travel in a way that was announced
    are not phoned. The others are paired, old ways with new ones, in the order of the ways.
    """
    numbers = {service.id: service.number for service in scenario.services}
    old, new = ways_of(before), ways_of(after)
    return tuple(
        call
        for group in sorted({*old, *new})
        for call in _calls(group, old.get(group, Counter()), new.get(group, Counter()), numbers)
    )


def _calls(
    group: str, old: Counter[Way], new: Counter[Way], numbers: dict[str, str]
) -> Iterator[PhoneCall]:
    lost, gained = old - new, new - old
    while lost or gained:
        was, now = min(lost, default=None), min(gained, default=None)
        people = min(side[way] for side, way in ((lost, was), (gained, now)) if way is not None)
        yield PhoneCall(
            group=group,
            people=People(people),
            kind="added" if was is None else "dropped" if now is None else "moved",
            was=_stretches(was or (), numbers),
            now=_stretches(now or (), numbers),
        )
        if was is not None:
            lost -= Counter({was: people})
        if now is not None:
            gained -= Counter({now: people})


def _stretches(way: Way, numbers: dict[str, str]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(
            vehicle=f"{hop.vehicle} #{hop.number}" if hop.number else numbers[hop.vehicle],
            board=hop.board,
            departs=hop.departs,
            alight=hop.alight,
            arrives=hop.arrives,
        )
        for hop in way
    )


def list_papers(before: Plan, after: Plan) -> tuple[PaperChange, ...]:
    """Runs that are new, different or gone, and which of their papers change."""
    old, new = ({run.id: run for run in plan.runs} for plan in (before, after))
    found = []
    for name in sorted({*old, *new}):
        papers = _papers(old.get(name), new.get(name))
        if papers:
            run = new.get(name) or old[name]
            change = "withdrawn" if name not in new else "changed" if name in old else "new"
            found.append(
                PaperChange.model_validate(
                    {"run": name, "vehicle": _vehicle(run), "change": change, "papers": papers}
                )
            )
    return tuple(found)


def _papers(old: Run | None, new: Run | None) -> tuple[str, ...]:
    if old is None or new is None:
        return LOADS + ROADS
    loads = LOADS if _loads(old) != _loads(new) or old.vehicle != new.vehicle else ()
    roads = ROADS if _road(old) != _road(new) else ()
    return loads + roads


def _loads(run: Run) -> list[tuple[object, ...]]:
    """Who boards and alights where, in whatever order they are listed."""
    return [
        (stop.place, stop.departs, _sorted(stop.board), _sorted(stop.alight)) for stop in run.stops
    ]


def _sorted(loads: tuple[Load, ...]) -> list[tuple[str, int]]:
    return sorted((load.group, int(load.people)) for load in loads)


def _road(run: Run) -> tuple[object, ...]:
    stops = [(stop.place, stop.arrives, stop.departs) for stop in run.stops]
    return run.vehicle, stops, run.duties, run.positioning


def _vehicle(run: Run) -> str:
    if isinstance(run.vehicle, CoachVehicle):
        return f"{run.vehicle.fleet} #{run.vehicle.number}"
    return run.vehicle.service
