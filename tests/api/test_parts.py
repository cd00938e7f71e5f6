"""Jobs in parts: shared, resumed, never lost and never done twice, whoever dies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.api.running import Running, scenario_named, wait_for

pytestmark = pytest.mark.timeout(900)
CELLS = 4


def sweep(name: str, *, tenths: int, cells: int = CELLS) -> dict[str, Any]:
    """A sweep whose test step hands out two rounds of ``cells`` parts."""
    axis = {"kind": "coaches", "fleet": "coach49", "counts": list(range(cells))}
    return {"scenario": scenario_named(name, tenths=tenths), "grid": {"axes": [axis]}}


def submit(server: Running, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = server.client.post("/v1/sweeps", json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    return job


def look(server: Running, job: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = server.client.get(f"/v1/sweeps/{job['id']}").json()
    return answer


def names(name: str, parts: int) -> list[str]:
    return [f"{name}-{number}" for number in range(parts)]


def finishes(servers: list[Running], name: str) -> Counter[str]:
    """How often each part of a job came to its end."""
    notes = [note for server in servers for note in server.notes()]
    return Counter(of for word, of, _ in notes if word == "finish" and of.startswith(f"{name}-"))


def test_a_job_in_parts_goes_round_until_its_step_answers(steady: Running) -> None:
    job = submit(steady, sweep("rounds", tenths=2))
    assert job["kind"] == "sweep"
    ended = steady.wait_end(job)
    assert (ended["state"], ended["percent"]) == ("done", 100)
    seen = look(steady, job)
    assert seen["table"]["given"] == names("rounds", 2 * CELLS)
    assert [cell["label"] for cell in seen["cells"]] == [f"c{n}" for n in range(2 * CELLS)]
    assert {cell["state"] for cell in seen["cells"]} == {"done"}
    assert steady.notes_of("rounds") == ["step-0", "step-4", "step-8"]
    assert finishes([steady], "rounds") == Counter(names("rounds", 2 * CELLS))


def test_a_waiting_job_takes_no_slot_from_its_parts_nor_from_a_plan(state: Path) -> None:
    with Running(state, solver="steady", slots=1) as server:
        jobs = [submit(server, sweep(f"wait{n}", tenths=8)) for n in range(3)]
        wait_for(lambda: any(finishes([server], f"wait{n}") for n in range(3)))
        plan = server.wait_end(server.submit(scenario_named("urgent", tenths=1)))
        assert plan["state"] == "done"
        open_parts = sum(
            cell["state"] == "queued" for job in jobs for cell in look(server, job)["cells"]
        )
        assert open_parts > 2 * CELLS  # a plan does not wait for parts that came before it
        for job in jobs:
            server.client.delete(f"/v1/plans/{job['id']}")
        wait_for(lambda: server.client.get("/v1/sweeps").json()["sweeps"] == [])


def test_a_part_that_always_dies_is_a_finding_and_the_step_goes_on(steady: Running) -> None:
    job = submit(steady, sweep("deadly", tenths=1, cells=1))
    ended = steady.wait_end(job)
    seen = look(steady, job)
    assert (ended["state"], seen["table"]["failed"]) == ("done", 2)
    assert seen["table"]["given"] == [None, None]
    assert {cell["state"] for cell in seen["cells"]} == {"failed"}
    assert seen["cells"][0]["error"][0]["code"] == "WORKER_LOST"
    assert seen["cells"][0]["attempts"] == 3


def test_a_cancelled_job_keeps_the_parts_that_are_done(steady: Running) -> None:
    job = submit(steady, sweep("halt", tenths=4, cells=20))
    wait_for(lambda: finishes([steady], "halt"))
    steady.client.post(f"/v1/plans/{job['id']}:cancel")
    ended = steady.wait_end(job, within_s=10)
    given = look(steady, job)["table"]["given"]
    assert ended["state"] == "cancelled"
    assert given.count(None) > 0 and len(given) - given.count(None) > 0
    assert all(cell["state"] in ("done", "cancelled") for cell in look(steady, job)["cells"])


def test_a_forgotten_job_leaves_no_part_behind(steady: Running) -> None:
    job = submit(steady, sweep("lost", tenths=100))
    wait_for(lambda: len([n for n in steady.notes() if n[1].startswith("lost-")]) >= 2)
    children = {int(pid) for word, of, pid in steady.notes() if of.startswith("lost-")}
    assert steady.client.delete(f"/v1/plans/{job['id']}").status_code == 204
    wait_for(lambda: not children & steady.family(), within_s=10)
    assert steady.client.get(f"/v1/sweeps/{job['id']}").status_code == 404


def test_a_server_killed_in_mid_job_goes_on_where_it_was(state: Path) -> None:
    with Running(state, solver="steady") as server:
        job = submit(server, sweep("again", tenths=3))
        wait_for(lambda: sum(finishes([server], "again").values()) >= 1)
        server.kill()
        wait_for(lambda: not server.family(), within_s=10)
        before = finishes([server], "again")
    with Running(state, solver="steady") as server:
        ended = server.wait_end(job)
        given = look(server, job)["table"]["given"]
        done = finishes([server], "again")
    assert (ended["state"], given) == ("done", names("again", 2 * CELLS))
    assert before <= done
    # A part may have come to its end while its server died, before that was written down.
    assert sum(done.values()) <= 2 * CELLS + 2


@pytest.mark.slow
def test_a_step_that_always_kills_its_server_is_given_up(state: Path) -> None:
    deaths = 0
    with Running(state, solver="murderous", slots=0) as server:
        job = submit(server, sweep("killer", tenths=1, cells=1))
    while deaths < 10:
        with Running(state, solver="murderous", ZHIDA_ATTEMPTS_MAX="1") as server:
            server.wait_started()
            wait_for(lambda server=server: server.is_dead() or server.has_failed(job))
            if not server.is_dead():
                ended = server.get(job)
                break
            deaths += 1
    assert deaths == 3
    assert [finding["code"] for finding in ended["error"]] == ["WORKER_LOST"]
