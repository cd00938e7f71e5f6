"""Dispatch details as the texts of the form's rows: what the plan knows, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from routing.formats.details_form.layout import ABOUT, CONTACTS, DRIVERS, HOTLINE, RUNS
from routing.formats.plan_view import PlanView
from routing.formats.workbook_form.layout import Table
from routing.model.details import (
    Contact,
    DispatchDetails,
    DriverDetails,
    PlaceContact,
    RunDetails,
    Supply,
)
from routing.model.runs import Duty, Run

Record = dict[str, str]


def records_of(
    table: Table, view: PlanView | None, details: DispatchDetails | None
) -> Iterator[Record]:
    """A table's rows as texts by field key; blank fields are left out.

    Rows of the plan come first, in its order; whatever else was filled in follows.
    """
    filled = details or DispatchDetails()
    if table is RUNS:
        yield from _runs(view, filled)
    elif table is DRIVERS:
        yield from _drivers(view, filled)
    elif table is CONTACTS:
        yield from _contacts(view, filled)
    elif table is HOTLINE:
        if filled.hotline is not None:
            yield _bare(_contact(filled.hotline, ""))
    else:
        yield from (_supply(supply) for supply in filled.supplies)


def line_text(view: PlanView, run: Run) -> str:
    """What a clerk knows a run by: vehicle, where from and to, and when."""
    first, last = run.stops[0], run.stops[-1]
    return (
        f"{view.vehicle_name(run)} {view.place_name(first.place)} → {view.place_name(last.place)} "
        f"{view.local(first.departs):%m-%d %H:%M}"
    )


def duty_text(view: PlanView, duty: Duty) -> str:
    """When a driver's duty begins and ends."""
    moments = [view.local(t) for a in duty.activities for t in (a.starts, a.ends)]
    return f"{min(moments):%m-%d %H:%M} – {max(moments):%m-%d %H:%M}" if moments else ""


def asked_places(view: PlanView) -> tuple[str, ...]:
    """Places whose contacts are asked for: the gates, then the stations of trains and flights."""
    gates = sorted({group.destination for group in view.scenario.groups})
    stations = sorted({stop.place for run in view.service_runs() for stop in run.stops})
    return tuple(dict.fromkeys([*gates, *stations]))


def _runs(view: PlanView | None, details: DispatchDetails) -> Iterator[Record]:
    rows = {row.run: row for row in details.runs}
    if view is not None:
        for run in view.plan.runs:
            row = rows.pop(run.id, RunDetails(run=run.id))
            yield _run(row, view) | {ABOUT: line_text(view, run)}
    yield from (_run(row, view) for row in rows.values())


def _run(row: RunDetails, view: PlanView | None) -> Record:
    return _bare(
        {
            "run": row.run,
            "plate": row.plate,
            "permit_number": row.permit_number,
            "contract_number": row.contract_number,
            **_contact(row.operator_contact, "operator_contact."),
            **_contact(row.leader, "leader."),
            "meeting_point": row.meeting_point,
            "meeting_time": _moment(row.meeting_time, view),
            "sign": row.sign,
        }
    )


def _drivers(view: PlanView | None, details: DispatchDetails) -> Iterator[Record]:
    rows = {(row.run, d.driver): d for row in details.runs for d in row.drivers}
    if view is not None:
        for run in view.coach_runs():
            for duty in run.duties:
                known = rows.pop((run.id, duty.driver), None)
                yield _driver(run.id, duty.driver, known) | {ABOUT: duty_text(view, duty)}
    yield from (_driver(run, driver, about) for (run, driver), about in rows.items())


def _driver(run: str, driver: str, about: DriverDetails | None) -> Record:
    named = about or DriverDetails(driver=driver, name="")
    return _bare(
        {
            "run": run,
            "driver": driver,
            "name": named.name,
            "phone": named.phone,
            "licence": named.licence,
        }
    )


def _contacts(view: PlanView | None, details: DispatchDetails) -> Iterator[Record]:
    rows = {row.place: row for row in details.contacts}
    if view is not None:
        for place in asked_places(view):
            yield _place(place, rows.pop(place, None)) | {ABOUT: view.place_name(place)}
    yield from (_place(row.place, row) for row in rows.values())


def _place(place: str, known: PlaceContact | None) -> Record:
    contact = known.contact if known is not None else None
    return _bare({"place": place, **_contact(contact, "contact.")})


def _supply(supply: Supply) -> Record:
    return {
        "name": supply.name,
        "per_person": str(supply.per_person),
        "per_vehicle": str(supply.per_vehicle),
    }


def _contact(contact: Contact | None, prefix: str) -> Record:
    if contact is None:
        return {}
    return {f"{prefix}name": contact.name, f"{prefix}phone": contact.phone}


def _moment(moment: datetime | None, view: PlanView | None) -> str:
    if moment is None:
        return ""
    local = moment if view is None else view.local(moment)
    return f"{local:%Y-%m-%d %H:%M}"


def _bare(record: Record) -> Record:
    return {key: text for key, text in record.items() if text}
