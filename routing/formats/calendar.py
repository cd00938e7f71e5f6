"""iCalendar for a vehicle leader or driver: each stop of their runs as an event with an alarm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from routing.formats.plan_view import PlanView
from routing.model.runs import Run, RunStop

AHEAD = timedelta(minutes=30)
STAMP = datetime(2020, 1, 1, tzinfo=UTC)
"""RFC 5545 asks for a DTSTAMP; a fixed one keeps equal plans equal."""


def render_calendar(view: PlanView, runs: Iterable[Run]) -> bytes:
    """An ``.ics`` file: an event for each stop of each run, half an hour's notice on the first."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zhida//dispatch//EN")
    calendar.add("version", "2.0")
    for run in runs:
        for number, stop in enumerate(run.stops):
            calendar.add_component(_event(view, run, stop, number))
    return bytes(calendar.to_ical())


def _event(view: PlanView, run: Run, stop: RunStop, number: int) -> Event:
    board = sum(load.people for load in stop.board)
    alight = sum(load.people for load in stop.alight)
    event = Event()
    event.add("uid", f"{_fingerprint(view, run, number)}@zhida")
    event.add("dtstamp", STAMP)
    event.add("dtstart", stop.arrives.astimezone(UTC))
    event.add("dtend", stop.departs.astimezone(UTC))
    event.add("summary", f"{run.id} {view.place_name(stop.place)} +{board} −{alight}")
    event.add("location", view.place_name(stop.place))
    event.add("description", view.vehicle_name(run))
    if number == 0:
        event.add_component(_alarm(run))
    return event


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
