"""The files of a finished plan over HTTP."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from app.desk.outputs import output_names
from tests.api.running import Running

# The first real solve compiles the solver, which takes its time on a busy machine.
pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize(
    ("name", "media_type", "start"),
    [
        ("plan.json", "application/json", b"{"),
        ("map.html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("routes.geojson", "application/geo+json", b"{"),
        (
            "dispatch.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
        ("audit.html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
    ],
)
def test_each_output_comes_with_its_type_and_is_the_same_every_time(
    server: Running, finished: dict[str, Any], name: str, media_type: str, start: bytes
) -> None:
    path = finished["links"][name]
    answer = server.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.content.lower().startswith(start.lower())
    assert server.client.get(path).content == answer.content
    again = server.client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_every_output_that_exists_is_linked_from_the_job(finished: dict[str, Any]) -> None:
    assert set(output_names()) <= finished["links"].keys()


def test_the_plan_in_the_job_is_the_plan_in_the_file(
    server: Running, finished: dict[str, Any]
) -> None:
    assert server.client.get(finished["links"]["plan.json"]).json() == finished["plan"]


def test_the_workbook_opens_and_the_routes_name_every_run(
    server: Running, finished: dict[str, Any]
) -> None:
    book = server.client.get(finished["links"]["dispatch.xlsx"])
    assert "attachment" in book.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        assert archive.testzip() is None
    routes = server.client.get(finished["links"]["routes.geojson"]).json()
    assert routes["type"] == "FeatureCollection"
    text = json.dumps(routes)
    assert all(run["id"] in text for run in finished["plan"]["runs"])


def test_the_language_of_a_page_follows_the_request(
    server: Running, finished: dict[str, Any]
) -> None:
    path = finished["links"]["audit.html"]
    chinese = server.client.get(f"{path}?lang=zh")
    english = server.client.get(f"{path}?lang=en")
    assert chinese.content != english.content
    assert chinese.headers["etag"] != english.headers["etag"]


@pytest.mark.parametrize("name", ["map.html", "audit.html"])
def test_a_page_made_from_input_is_sandboxed_and_may_ask_nobody(
    server: Running, finished: dict[str, Any], name: str
) -> None:
    policy = server.client.get(finished["links"][name]).headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy


def test_samples_can_be_fetched_and_each_is_accepted(server: Running) -> None:
    samples = server.client.get("/v1/samples").json()["samples"]
    assert len(samples) >= 5
    for sample in samples:
        scenario = server.client.get(sample["href"]).json()
        assert sum(group["people"] for group in scenario["groups"]) == sample["people"]
        verdict = server.client.post("/v1/plans:validate", json=scenario)
        assert verdict.status_code == 200, sample["id"]


def test_a_plan_made_elsewhere_can_be_audited(server: Running, finished: dict[str, Any]) -> None:
    from tests.api.running import scenario_named

    scenario = scenario_named("finished")
    body = {"scenario": scenario, "plan": finished["plan"]}
    report = server.client.post("/v1/plans:evaluate", json=body)
    assert report.status_code == 200
    assert [f for f in report.json()["report"]["findings"] if f["severity"] == "error"] == []
    spoiled = json.loads(json.dumps(body))
    spoiled["plan"]["cost"]["total_fen"] += 1
    codes = {
        f["code"]
        for f in server.client.post("/v1/plans:evaluate", json=spoiled).json()["report"]["findings"]
    }
    assert codes
    for bad in ({}, {"scenario": scenario}, {**body, "more": 1}):
        answer = server.client.post("/v1/plans:evaluate", json=bad)
        assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED")
