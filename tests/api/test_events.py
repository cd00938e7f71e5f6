"""Progress as server-sent events."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.api.running import Running, scenario_named


def read_events(answer: httpx.Response, *, most: int = 1_000) -> list[dict[str, Any]]:
    """Events with their name, id and data, until the stream ends or ``most`` came."""
    events: list[dict[str, Any]] = []
    event: dict[str, Any] = {}
    for line in answer.iter_lines():
        if line == "" and "data" in event:
            events.append(event)
            event = {}
            if len(events) == most:
                break
        name, _, value = line.partition(":")
        if name in ("event", "id"):
            event[name] = value.strip()
        elif name == "data":
            event[name] = json.loads(value)
    return events


def test_a_watcher_sees_progress_with_cost_bound_and_gap_until_the_end(steady: Running) -> None:
    job = steady.submit(scenario_named("watched", tenths=15))
    with steady.client.stream("GET", f"/v1/plans/{job['id']}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = read_events(answer)
    assert events[-1]["event"] == "end"
    assert events[-1]["data"]["state"] == "done"
    sequences = [int(event["id"]) for event in events]
    assert sequences == sorted(set(sequences))
    searching = [event["data"] for event in events if event["data"]["phase"] == "search"]
    assert len(searching) >= 2
    assert all(data["bound_fen"] == 90 and data["cost_fen"] <= 200 for data in searching)
    percents = [data["percent"] for data in searching]
    assert percents == sorted(percents)


def test_a_watcher_who_comes_back_goes_on_where_they_were(steady: Running) -> None:
    job = steady.submit(scenario_named("resumed", tenths=20))
    path = f"/v1/plans/{job['id']}/events"
    with steady.client.stream("GET", path) as answer:
        first = read_events(answer, most=2)
    last = first[-1]["id"]
    with steady.client.stream("GET", path, headers={"Last-Event-ID": last}) as answer:
        rest = read_events(answer)
    assert int(rest[0]["id"]) > int(last)
    assert rest[-1]["event"] == "end"
    after = steady.client.get(path, headers={"Last-Event-ID": rest[-1]["id"]})
    assert after.status_code == 204


def test_a_watcher_of_a_job_that_is_forgotten_is_told(steady: Running) -> None:
    job = steady.submit(scenario_named("gone", tenths=300))
    with steady.client.stream("GET", f"/v1/plans/{job['id']}/events") as answer:
        lines = answer.iter_lines()
        next(lines)
        steady.client.delete(f"/v1/plans/{job['id']}")
        rest = "\n".join(lines)
    assert "event: forgotten" in rest
