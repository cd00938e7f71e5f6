"""Files for phones: a GPX for each coach's driver, a calendar for each leader."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from routing.formats.calendar import render_calendar
from routing.formats.gpx import render_gpx
from routing.formats.plan_view import PlanView
from routing.model.details import DispatchDetails
from routing.model.plan import Plan
from routing.model.runs import Run
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class PhoneFilesRenderer:
    """Writes ``phones.zip`` of a plan alone: each run has a calendar of its own."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The archive; the same plan gives the same bytes."""
        return zip_files(phone_files(PlanView(scenario, plan, language)))


def phone_files(view: PlanView, details: DispatchDetails | None = None) -> dict[str, bytes]:
    """GPX and iCalendar files by name.

    A leader who leads several runs has one calendar for all of them, named after the first.
    """
    files = {f"gpx/{file_stem(run)}.gpx": render_gpx(view, run) for run in view.coach_runs()}
    for runs in _by_leader(view, details):
        name = f"calendar/{file_stem(runs[0])}.ics"
        files[name] = render_calendar(view, runs, details=details)
    return files


def file_stem(run: Run) -> str:
    """A run's id as a file name: ours are plain, a hand-made plan's may be anything."""
    kept = "".join(c if c.isalnum() or c in "-_" else "_" for c in run.id[:80])
    return kept or "run"


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """An archive whose bytes depend on the files alone."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), data)
    return buffer.getvalue()


def _by_leader(view: PlanView, details: DispatchDetails | None) -> list[list[Run]]:
    leaders = {
        row.run: (row.leader.name, row.leader.phone)
        for row in (details.runs if details is not None else ())
        if row.leader is not None
    }
    found: dict[tuple[str, str], list[Run]] = {}
    for run in view.plan.runs:
        found.setdefault(leaders.get(run.id, ("", run.id)), []).append(run)
    return list(found.values())
