"""One run in full: the timetable, who boards and alights, and the drivers' days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.pages.desk_view import DeskView
from app.pages.vehicles import VehicleRow
from routing.model.runs import ActivityKind, Duty, Load, Relay, Run


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop: when, where, who."""

    place: str
    arrives: str
    departs: str
    boards: tuple[str, ...]
    alights: tuple[str, ...]
    on_board: int


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A span of a driver's day."""

    kind: str
    starts: str
    ends: str
    lasts: str
    place: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A driver's day with the hours at the wheel."""

    driver: str
    driving: str
    activities: tuple[ActivityRow, ...]


@dataclass(frozen=True, slots=True)
class RelayRow:
    """Where and when fresh drivers take over, and from whom."""

    place: str
    arrives: str
    departs: str
    leaves: str
    joins: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as its details show it."""

    row: VehicleRow
    stops: tuple[StopRow, ...]
    duties: tuple[DutyRow, ...]
    relays: tuple[RelayRow, ...]
    terms: tuple[tuple[str, int], ...]


def build_run(run: Run, desk: DeskView) -> RunView:
    """The details of one run of the desk's plan."""
    row = next(row for row in desk.rows if row.id == run.id)
    return RunView(
        row=row,
        stops=tuple(
            StopRow(
                place=desk.view.place_name(stop.place),
                arrives=desk.clock.short(stop.arrives),
                departs=desk.clock.time(stop.departs),
                boards=tuple(_load(load, desk) for load in stop.board),
                alights=tuple(_load(load, desk) for load in stop.alight),
                on_board=stop.on_board,
            )
            for stop in run.stops
        ),
        duties=tuple(_duty(duty, desk) for duty in run.duties),
        relays=tuple(_relay(relay, desk) for relay in run.relays),
        terms=tuple(sorted(run.terms.items(), key=lambda term: -term[1])),
    )


def _load(load: Load, desk: DeskView) -> str:
    """People and where they come from and go to."""
    group = desk.view.find_group(load.group)
    if group is None:
        return f"{load.people} · {load.group}"
    origin = desk.view.place_name(group.origin)
    return f"{load.people} · {origin} → {desk.view.place_name(group.destination)}"


def _relay(relay: Relay, desk: DeskView) -> RelayRow:
    return RelayRow(
        place=desk.view.place_name(relay.place),
        arrives=desk.clock.short(relay.arrives),
        departs=desk.clock.time(relay.departs),
        leaves="、".join(relay.leaves),
        joins="、".join(relay.joins),
    )


def _duty(duty: Duty, desk: DeskView) -> DutyRow:
    driving = sum(
        ((a.ends - a.starts) for a in duty.activities if a.kind is ActivityKind.DRIVE),
        timedelta(),
    )
    return DutyRow(
        driver=duty.driver,
        driving=desk.clock.span(driving.total_seconds()),
        activities=tuple(
            ActivityRow(
                kind=a.kind.value,
                starts=desk.clock.short(a.starts),
                ends=desk.clock.short(a.ends),
                lasts=desk.clock.span((a.ends - a.starts).total_seconds()),
                place="" if a.place is None else desk.view.place_name(a.place),
            )
            for a in duty.activities
        ),
    )
