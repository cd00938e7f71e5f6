"""GPX, calendar and CSV of a real plan over HTTP, each read back with a parser."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from typing import Any

import gpxpy
import pytest
from icalendar import Calendar

from tests.api.running import Running, scenario_named

# The first real solve compiles the solver, which takes its time on a busy machine.
pytestmark = pytest.mark.timeout(400)
FORMULA = '=HYPERLINK("http://evil.example/","点我")'
GPX = "application/gpx+xml"
ICS = "text/calendar; charset=utf-8"


@pytest.fixture(scope="module")
def plan(server: Running) -> dict[str, Any]:
    """A plan whose pickup is called like a formula."""
    scenario = scenario_named("phones")
    scenario["places"][0]["name"] = FORMULA
    job = server.wait_end(server.submit(scenario))
    assert job["state"] == "done", job
    return job


def coaches(plan: dict[str, Any]) -> list[dict[str, Any]]:
    runs = [run for run in plan["plan"]["runs"] if run["mode"] == "coach"]
    assert runs
    return runs


def test_the_gpx_of_each_run_has_its_stops_with_their_times(
    server: Running, plan: dict[str, Any]
) -> None:
    for run in coaches(plan):
        answer = server.client.get(f"/v1/plans/{plan['id']}/runs/{run['id']}.gpx")
        assert (answer.status_code, answer.headers["content-type"]) == (200, GPX)
        assert answer.headers["content-disposition"].startswith("attachment;")
        points = gpxpy.parse(answer.text).routes[0].points
        assert [p.time for p in points] == [
            datetime.fromisoformat(s["arrives"]) for s in run["stops"]
        ]
        assert points[0].name == FORMULA


def test_the_calendar_of_each_run_has_an_event_for_each_stop(
    server: Running, plan: dict[str, Any]
) -> None:
    for run in coaches(plan):
        answer = server.client.get(f"/v1/plans/{plan['id']}/runs/{run['id']}.ics?lang=en")
        assert (answer.status_code, answer.headers["content-type"]) == (200, ICS)
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        starts = [event.decoded("dtstart") for event in events]
        assert starts == [datetime.fromisoformat(stop["arrives"]) for stop in run["stops"]]
        assert len(Calendar.from_ical(answer.content).walk("VALARM")) == 1


def test_the_csv_counts_everyone_and_calculates_nothing(
    server: Running, plan: dict[str, Any]
) -> None:
    answer = server.client.get(plan["links"]["stops.csv"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    people = sum(group["people"] for group in scenario_named("phones")["groups"])
    assert sum(int(row[7]) for row in rows[1:] if row[7]) == people
    assert f"'{FORMULA}" in {cell for row in rows for cell in row}
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []


@pytest.mark.parametrize("name", ["none.gpx", "none.ics", "{run}.exe", "{run}.gpx.ics"])
def test_what_does_not_exist_is_said_so(server: Running, plan: dict[str, Any], name: str) -> None:
    run = coaches(plan)[0]["id"]
    answer = server.client.get(f"/v1/plans/{plan['id']}/runs/{name.format(run=run)}")
    assert (answer.status_code, answer.json()["code"]) == (404, "UNKNOWN_NAME")
