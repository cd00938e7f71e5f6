"""iCalendar for a vehicle leader or driver: each stop of their runs as an event with an alarm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from routing.formats.plan_view import PlanView
from routing.model.details import DispatchDetails
from routing.model.runs import Run, RunStop

AHEAD = timedelta(minutes=30)
STAMP = datetime(2020, 1, 1, tzinfo=UTC)
"""RFC 5545 asks for a DTSTAMP; a fixed one keeps equal plans equal."""


def render_calendar(
    view: PlanView, runs: Iterable[Run], *, details: DispatchDetails | None = None
) -> bytes:
    """An ``.ics`` file: an event for each stop of each run, half an hour's notice on the first.

    Args:
        view: the plan.
        runs: those of one leader or driver.
        details: where they meet and whom they phone; without it the events say stops only.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Zhida//dispatch//EN")
    calendar.add("version", "2.0")
    for run in runs:
        for number, stop in enumerate(run.stops):
            calendar.add_component(_event(view, run, stop, number, details=details))
    return bytes(calendar.to_ical())


def _event(
    view: PlanView, run: Run, stop: RunStop, number: int, *, details: DispatchDetails | None
) -> Event:
    board = sum(load.people for load in stop.board)
    alight = sum(load.people for load in stop.alight)
    event = Event()
    event.add("uid", f"{_fingerprint(view, run, number)}@zhida")
    event.add("dtstamp", STAMP)
    event.add("dtstart", stop.arrives.astimezone(UTC))
    event.add("dtend", stop.departs.astimezone(UTC))
    event.add("summary", f"{run.id} {view.place_name(stop.place)} +{board} −{alight}")
    event.add("location", view.place_name(stop.place))
    event.add("description", "\n".join(_about(view, run, stop, details)))
    if number == 0:
        event.add_component(_alarm(run))
    return event


def _about(
    view: PlanView, run: Run, stop: RunStop, details: DispatchDetails | None
) -> Iterator[str]:
    """Vehicle, plate, meeting point and phones: what a leader needs on the forecourt."""
    yield view.vehicle_name(run)
    if details is None:
        return
    row = next((row for row in details.runs if row.run == run.id), None)
    if row is not None:
        if stop is run.stops[0] and (row.meeting_point or row.meeting_time):
            moment = (
                "" if row.meeting_time is None else f"{view.local(row.meeting_time):%m-%d %H:%M}"
            )
            yield f"{moment} {row.meeting_point}".strip()
        yield row.plate
        yield from (f"{driver.name} {driver.phone}".strip() for driver in row.drivers)
    contacts = [c.contact for c in details.contacts if c.place == stop.place]
    for contact in (*contacts, details.hotline):
        if contact is not None:
            yield f"{contact.name} {contact.phone}".strip()


def _alarm(run: Run) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", run.id)
    alarm.add("trigger", -AHEAD)
    return alarm


def _fingerprint(view: PlanView, run: Run, number: int) -> str:
    """The same event keeps its id when the same plan is sent again."""
    text = f"{view.plan.scenario_sha256}/{run.id}/{number}"
    return sha256(text.encode()).hexdigest()[:32]
