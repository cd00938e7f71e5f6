"""Cancel, bounds of time and memory, and solvers that die: every job ends, with its reason."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.api.running import Running, scenario_named, wait_for


def codes(job: dict[str, list[dict[str, str]]]) -> list[str]:
    return [finding["code"] for finding in job["error"]]


def test_cancelling_a_running_job_keeps_the_best_plan_so_far(steady: Running) -> None:
    job = steady.submit(scenario_named("stopped", tenths=600))
    wait_for(lambda: steady.get(job)["phase"] == "search")
    asked = time.monotonic()
    answer = steady.client.post(f"/v1/plans/{job['id']}:cancel")
    assert (answer.status_code, answer.json()["cancel_requested"]) == (202, True)
    wait_for(lambda: steady.notes_of("stopped")[-1:] == ["stopped"])
    ended = steady.wait_end(job, within_s=10)
    took = time.monotonic() - asked
    assert (ended["state"], ended["has_plan"]) == ("cancelled", True)
    assert ended["plan"] == {"of": "stopped"}
    assert took < 10


def test_cancelling_a_queued_job_ends_it_before_it_begins(state: Path) -> None:
    with Running(state, solver="steady", slots=1) as server:
        first = server.submit(scenario_named("first", tenths=600))
        wait_for(lambda: server.get(first)["state"] == "running")
        second = server.submit(scenario_named("second", tenths=1))
        answer = server.client.post(f"/v1/plans/{second['id']}:cancel").json()
        assert (answer["state"], answer["has_plan"]) == ("cancelled", False)
        server.client.post(f"/v1/plans/{first['id']}:cancel")
        server.wait_end(first)
        third = server.submit(scenario_named("third", tenths=1))
        server.wait_end(third)
        begun = [name for word, name, _ in server.notes() if word == "start"]
    assert begun == ["first", "third"]


def test_a_solver_that_does_not_listen_is_killed_when_its_grace_is_over(state: Path) -> None:
    with Running(state, solver="deaf", ZHIDA_CANCEL_GRACE_S="1") as server:
        job = server.submit(scenario_named("deaf"))
        wait_for(server.notes)
        child = int(server.notes()[0][2])
        server.client.post(f"/v1/plans/{job['id']}:cancel")
        ended = server.wait_end(job, within_s=15)
        wait_for(lambda: child not in server.family())
    assert (ended["state"], codes(ended)) == ("cancelled", ["STOPPED_WITHOUT_PLAN"])


def test_forgetting_a_running_job_kills_its_solver_at_once(steady: Running) -> None:
    job = steady.submit(scenario_named("deaf"))
    wait_for(lambda: steady.notes_of("deaf"))
    child = next(int(pid) for _, name, pid in steady.notes() if name == "deaf")
    steady.client.delete(f"/v1/plans/{job['id']}")
    wait_for(lambda: child not in steady.family(), within_s=5)
    assert steady.client.get(f"/v1/plans/{job['id']}").status_code == 404


def test_a_solve_over_its_time_ends_with_the_best_plan_so_far(state: Path) -> None:
    with Running(state, solver="steady", ZHIDA_SOLVE_MAX_S="1") as server:
        ended = server.wait_end(server.submit(scenario_named("long", tenths=600)))
    assert (ended["state"], ended["has_plan"]) == ("done", True)


def test_a_solve_over_its_time_without_a_plan_fails_with_the_reason(state: Path) -> None:
    with Running(state, solver="deaf", ZHIDA_SOLVE_MAX_S="1", ZHIDA_CANCEL_GRACE_S="1") as server:
        ended = server.wait_end(server.submit(scenario_named("endless")))
    assert (ended["state"], codes(ended)) == ("failed", ["TIME_LIMIT"])


def test_a_solver_that_always_dies_is_given_up_after_its_attempts(steady: Running) -> None:
    ended = steady.wait_end(steady.submit(scenario_named("fatal")))
    assert steady.notes_of("fatal") == ["start"] * 3
    assert (ended["state"], codes(ended), ended["attempts"]) == ("failed", ["WORKER_LOST"], 3)


def test_a_solver_killed_once_is_started_again(steady: Running) -> None:
    job = steady.submit(scenario_named("unlucky", tenths=10))
    wait_for(lambda: steady.notes_of("unlucky"))
    child = next(int(pid) for _, name, pid in steady.notes() if name == "unlucky")
    os.kill(child, signal.SIGKILL)
    ended = steady.wait_end(job)
    words = steady.notes_of("unlucky")
    assert (ended["state"], ended["attempts"]) == ("done", 2)
    assert words == ["start", "start", "finish"]


def test_a_defect_is_reported_and_not_tried_again(steady: Running) -> None:
    ended = steady.wait_end(steady.submit(scenario_named("broken")))
    assert steady.notes_of("broken") == ["start"]
    assert "a defect" in steady.log
    assert (ended["state"], codes(ended)) == ("failed", ["INTERNAL"])


def test_a_solve_over_its_memory_fails_with_the_reason(state: Path) -> None:
    with Running(state, solver="greedy", ZHIDA_SOLVE_MAX_MB="2000") as server:
        ended = server.wait_end(server.submit(scenario_named("greedy")))
    assert (ended["state"], codes(ended)) == ("failed", ["OUT_OF_MEMORY"])


def test_stops_of_the_whole_group_leave_the_job_for_the_next_server(state: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with Running(state, solver="steady") as server:
            if number == signal.SIGTERM:
                job = server.submit(scenario_named("interrupted", tenths=30))
            begun = len(server.notes())
            wait_for(lambda server=server, begun=begun: len(server.notes()) > begun)
            server.kill_group(number)
            wait_for(lambda server=server: not server.family())
    with Running(state, solver="steady") as server:
        ended = server.wait_end(job)
    assert (ended["state"], ended["error"]) == ("done", [])
    assert ended["attempts"] == 1  # whoever was told to stop was not killed by its work
