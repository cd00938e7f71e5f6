"""A part of a season as a scenario of its own, for the same engine that plans single days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from routing.model.base import Window
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.places import Place
from routing.model.scenario import Scenario
from routing.model.season import SeasonCoach, SeasonGroup
from routing.model.season_plan import PartKind, SeasonAssignment, SeasonCoaches
from routing.model.travel import TravelChoice
from routing.season.calendar import SeasonCalendar
from routing.units import People

if TYPE_CHECKING:
    from routing.season.frame import Frame

STAY = "~stay"
"""Ends the id of a row whose coaches wait in the city; the season's row has it without."""
BACK = "~back"
"""Ends the id of a row whose coaches come home with people."""
PART_GAP = 0.0005
"""Gap at which a part's search ends: a twentieth of what the season's own bound leaves open."""


def season_row(fleet: str) -> str:
    """The season's row behind a part's row."""
    return fleet.removesuffix(STAY).removesuffix(BACK)


def as_group(group: SeasonGroup, *, people: int, day: date, calendar: SeasonCalendar) -> Group:
    """Some people of a group on their day of departure."""
    season = calendar.season
    ready = calendar.at(day, season.loads_from)
    opens = next((o.day for o in season.openings if o.place == group.destination), None)
    gate = None if opens is None else calendar.at(opens, "00:00")
    return Group(
        id=group.id,
        origin=group.origin,
        destination=group.destination,
        people=People(people),
        ready_from=ready,
        arrive_by=ready + timedelta(seconds=season.arrive_within_s),
        arrive_from=gate if gate is not None and gate > ready else None,
        payer=group.payer,
        priority=group.priority,
    )


def part_scenario(frame: Frame, assignment: SeasonAssignment) -> Scenario:
    """The scenario of one part: its people, its day, and only what the master gave it."""
    season, calendar = frame.season, frame.calendar
    groups = tuple(
        as_group(frame.groups[x.group], people=x.people, day=assignment.day, calendar=calendar)
        for x in sorted(assignment.loads, key=lambda x: x.group)
    )
    service = (
        next((s for s in season.services if s.id == assignment.subject), None)
        if assignment.kind is PartKind.SERVICE
        else None
    )
    rows = tuple(_rows(frame, assignment))
    used = {g.origin for g in groups} | {g.destination for g in groups} | {r.base for r in rows}
    used |= {c.place for c in service.calls} if service else set()
    origins = {g.origin for g in groups}
    return Scenario(
        id=assignment.part,
        timezone=season.timezone,
        places=tuple(
            _on_the_day(p, calendar.loading(assignment.day)) if p.id in origins else p
            for p in season.places
            if p.id in used
        ),
        groups=groups,
        fleet=rows,
        services=(service,) if service else (),
        policy=season.policy,
        travel=TravelChoice(
            provider=season.travel.provider,
            pairs=tuple(
                p for p in season.travel.pairs if p.origin in used and p.destination in used
            ),
        ),
        goals=season.goals,
        solver=season.solver.model_copy(
            update={"gap_target": max(season.solver.gap_target, PART_GAP)}
        ),
    )


def _on_the_day(place: Place, loading: Window) -> Place:
    """A place of origin that loads in the season's hours of one day only."""
    windows = place.open or (loading,)
    inside = tuple(
        Window(start=max(w.start, loading.start), end=min(w.end, loading.end))
        for w in windows
        if max(w.start, loading.start) <= min(w.end, loading.end)
    )
    return place.model_copy(update={"open": inside or (loading,)})


def _rows(frame: Frame, assignment: SeasonAssignment) -> Iterator[FleetRow]:
    if assignment.kind is PartKind.SERVICE:
        yield from _local_rows(frame, assignment)
        return
    rows = {r.id: r for r in frame.direct}
    for given in sorted(assignment.coaches, key=lambda c: c.fleet):
        row = rows[given.fleet]
        if assignment.kind is PartKind.HOMEWARD:
            standing = frame.standing_places[assignment.subject]
            yield _fleet_row(row, suffix=BACK, count=given.staying, base=standing, empty=False)
        else:
            yield from _outward_rows(row, given)


def _outward_rows(row: SeasonCoach, given: SeasonCoaches) -> Iterator[FleetRow]:
    if given.returning:
        empty = row.comes_back or row.returns_empty
        yield _fleet_row(row, suffix="", count=given.returning, base=row.base, empty=empty)
    if given.staying:
        yield _fleet_row(row, suffix=STAY, count=given.staying, base=row.base, empty=False)


def _local_rows(frame: Frame, assignment: SeasonAssignment) -> Iterator[FleetRow]:
    """Local coaches, shared evenly between the services of a day."""
    day = frame.calendar.number(assignment.day)
    together = max(1, len(services_of(frame, day)))
    for row in frame.local:
        count = count_on(row, assignment.day) // together
        if count:
            yield _fleet_row(row, suffix="", count=count, base=row.base, empty=row.returns_empty)


def services_of(frame: Frame, day: int) -> tuple[str, ...]:
    """Services of one day, by id."""
    found = [
        s.id
        for s in frame.season.services
        if s.calls[0].departs is not None and frame.calendar.number_of(s.calls[0].departs) == day
    ]
    return tuple(sorted(found))


def count_on(row: SeasonCoach, day: date) -> int:
    """Vehicles of a row that there are on a day."""
    spans: Iterable[int] = (d.count for d in row.days if d.first_day <= day <= d.last_day)
    return next(iter(spans), row.count)


def _fleet_row(row: SeasonCoach, *, suffix: str, count: int, base: str, empty: bool) -> FleetRow:
    """A season's row as a day's row."""
    fields = {name: getattr(row, name) for name in FleetRow.model_fields}
    changed = {"id": row.id + suffix, "count": count, "base": base, "returns_empty": empty}
    return FleetRow.model_construct(**(fields | changed))
