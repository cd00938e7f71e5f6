"""A job's life over HTTP, against the running server and its real solver."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.running import Running, scenario_named

# The first real solve compiles the solver, which takes its time on a busy machine.
pytestmark = pytest.mark.timeout(400)


def test_a_scenario_is_taken_in_and_its_job_can_be_followed_to_an_audited_plan(
    server: Running,
) -> None:
    answer = server.client.post("/v1/plans", json=scenario_named("followed"))
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/plans/{answer.json()['id']}"
    job = server.wait_end(answer.json())
    assert job["state"] == "done"
    assert job["plan"]["scenario_id"] == "followed"
    assert job["plan"]["audit"]["rules"]
    assert [f for f in job["plan"]["audit"]["findings"] if f["severity"] == "error"] == []
    assert sum(i["people"] for i in job["plan"]["itineraries"]) == 42
    assert job["gap"] == job["plan"]["certificate"]["gap"]


def test_who_is_willing_to_wait_gets_the_finished_job_at_once(server: Running) -> None:
    answer = server.client.post(
        "/v1/plans", json=scenario_named("waited"), headers={"Prefer": "wait=30"}
    )
    assert answer.status_code == 200
    assert answer.headers["preference-applied"] == "wait=30"
    assert answer.json()["state"] == "done"


def test_the_same_key_and_scenario_give_the_same_job(server: Running) -> None:
    first = server.submit(scenario_named("twice"), **{"Idempotency-Key": "twice"})
    again = server.submit(scenario_named("twice"), **{"Idempotency-Key": "twice"})
    assert first["id"] == again["id"]


def test_the_same_key_with_another_scenario_is_a_conflict(server: Running) -> None:
    headers = {"Idempotency-Key": "one-key"}
    server.submit(scenario_named("one"), **headers)
    answer = server.client.post("/v1/plans", json=scenario_named("other"), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "KEY_REUSED")


def test_two_solves_of_one_scenario_give_the_same_plan(
    server: Running, finished: dict[str, Any]
) -> None:
    again = server.wait_end(server.submit(scenario_named("finished")))
    assert again["id"] != finished["id"]
    assert again["plan"] == finished["plan"]


def test_a_query_chooses_the_effort_and_the_seed(server: Running) -> None:
    answer = server.client.post(
        "/v1/plans?effort=standard&seed=7",
        json=scenario_named("chosen"),
        headers={"Prefer": "wait=30"},
    )
    provenance = server.wait_end(answer.json())["plan"]["provenance"]
    assert (provenance["effort"], provenance["seed"]) == ("standard", 7)


def test_a_finished_job_is_listed_and_can_be_forgotten(server: Running) -> None:
    job = server.wait_end(server.submit(scenario_named("forgotten")))
    listed = [known["id"] for known in server.client.get("/v1/plans").json()["plans"]]
    assert job["id"] in listed
    assert server.client.delete(f"/v1/plans/{job['id']}").status_code == 204
    for path in ("", "/plan.json", "/events"):
        assert server.client.get(f"/v1/plans/{job['id']}{path}").status_code == 404
    assert server.client.delete(f"/v1/plans/{job['id']}").status_code == 404


def test_cancelling_a_finished_job_changes_nothing(
    server: Running, finished: dict[str, Any]
) -> None:
    answer = server.client.post(f"/v1/plans/{finished['id']}:cancel")
    assert answer.status_code == 202
    assert answer.json()["state"] == "done"
