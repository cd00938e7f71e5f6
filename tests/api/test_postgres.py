"""The same job engine on a real PostgreSQL, with servers and workers that share it."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.postgres import Postgres
from tests.api.running import Running, scenario_named, wait_for
from tests.api.test_parts import finishes, look, names, submit, sweep

SERVERS = 2 if os.environ.get("ZHIDA_TEST_ALL") else 1
PARTS = 100 if os.environ.get("ZHIDA_TEST_ALL") else 6
STORM = 200 if os.environ.get("ZHIDA_TEST_ALL") else 30
JOBS = 200 if os.environ.get("ZHIDA_TEST_ALL") else 8
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.timeout(1_800 if os.environ.get("ZHIDA_TEST_ALL") else 300),
]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_a_worker_solves_what_a_server_takes_in_and_another_takes_over_when_it_is_killed(
    postgres: Postgres, state: Path
) -> None:
    with ExitStack() as stack:

        def start(word: str, slots: int, name: str) -> Running:
            return stack.enter_context(
                Running(
                    state / name, word=word, solver="steady", slots=slots, database=postgres.address
                )
            )

        server = start("serve", 0, "server").wait_ready()
        doomed = start("worker", 1, "doomed").wait_ready()
        jobs = [server.submit(scenario_named(f"pg-{n}", tenths=5)) for n in range(JOBS)]
        wait_for(doomed.notes)
        doomed.kill()
        wait_for(lambda: not doomed.family())
        heir = start("worker", 1, "heir").wait_ready()
        ends = [server.wait_end(job) for job in jobs]
        done = Counter(name for word, name, _ in doomed.notes() + heir.notes() if word == "finish")
    assert {end["state"] for end in ends} == {"done"}
    assert [end["plan"]["of"] for end in ends] == [f"pg-{n}" for n in range(JOBS)]
    assert set(done.values()) == {1}


def test_the_parts_of_one_job_are_shared_by_workers_and_outlive_one_that_is_killed(
    postgres: Postgres, state: Path
) -> None:
    """In full numbers two servers and three workers; one worker is killed in the middle."""
    with ExitStack() as stack:

        def start(word: str, slots: int, name: str) -> Running:
            return stack.enter_context(
                Running(
                    state / name, word=word, solver="steady", slots=slots, database=postgres.address
                )
            )

        servers = [start("serve", 0, f"server{n}") for n in range(SERVERS)]
        workers = [start("worker", 1, f"worker{n}") for n in range(SERVERS + 1)]
        job = submit(servers[0].wait_ready(), sweep("shared", tenths=3, cells=PARTS))
        wait_for(lambda: sum(finishes(workers, "shared").values()) >= 2)
        victim = max(workers, key=lambda worker: len(worker.notes()))
        victim.kill()
        ended = servers[-1].wait_ready().wait_end(job)
        seen = look(servers[-1], job)
        helped = [worker for worker in workers if finishes([worker], "shared")]
        done = finishes(workers, "shared")
    assert (ended["state"], seen["table"]["given"]) == ("done", names("shared", 2 * PARTS))
    assert {cell["state"] for cell in seen["cells"]} == {"done"}
    assert len(helped) >= 2
    # Only what the victim had ended and not yet written down may have been done again.
    assert sum(done.values()) <= 2 * PARTS + 1


def test_a_restart_of_the_database_in_mid_solve_loses_nothing(
    postgres: Postgres, state: Path
) -> None:
    with Running(state, solver="steady", database=postgres.address) as server:
        job = server.submit(scenario_named("restart", tenths=60))
        wait_for(server.notes)
        postgres.stop()
        wait_for(lambda: server.client.get("/readyz").status_code == 503)
        postgres.start()
        wait_for(server.is_ready)
        ended = server.wait_end(job)
        again = server.wait_end(server.submit(scenario_named("after", tenths=1)))
    assert (ended["state"], ended["plan"]) == ("done", {"of": "restart"})
    assert again["state"] == "done"


def test_cancel_through_one_server_stops_a_worker_elsewhere(
    postgres: Postgres, state: Path
) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(
            Running(state / "s", solver="steady", slots=0, database=postgres.address)
        ).wait_ready()
        worker = stack.enter_context(
            Running(state / "w", word="worker", solver="steady", database=postgres.address)
        )
        job = server.submit(scenario_named("far", tenths=600))
        wait_for(lambda: worker.notes_of("far"), within_s=60)
        server.client.post(f"/v1/plans/{job['id']}:cancel")
        ended = server.wait_end(job, within_s=15)
    assert (ended["state"], ended["plan"]) == ("cancelled", {"of": "far"})


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_two_servers_and_three_workers_lose_nothing_in_any_trouble(
    postgres: Postgres, state: Path
) -> None:
    """PostgreSQL restarts while a worker is frozen; a group is stopped, a server is killed.

    The frozen worker's lock falls with its connection, another takes its job over, and when it
    wakes it writes over nothing.
    """
    address = postgres.create_database()
    with ExitStack() as stack:

        def start(word: str, slots: int, name: str) -> Running:
            running = Running(
                state / name, word=word, solver="steady", slots=slots, database=address
            )
            return stack.enter_context(running).wait_ready()

        servers = [start("serve", 0, f"server{n}") for n in range(2)]
        workers = [start("worker", 2, f"worker{n}") for n in range(3)]
        jobs = [
            servers[n % 2].submit(scenario_named(f"storm-{n}", tenths=1 + n % 4))
            for n in range(STORM)
        ]
        body = scenario_named("sleeper", tenths=30)
        sleeper = servers[0].client.post("/v1/plans?priority=1", json=body).json()
        wait_for(lambda: any(worker.notes_of("sleeper") for worker in workers))
        frozen = next(worker for worker in workers if worker.notes_of("sleeper"))
        others = [worker for worker in workers if worker is not frozen]
        signal_all(frozen, signal.SIGSTOP)
        postgres.stop()
        wait_for(lambda: servers[0].client.get("/readyz").status_code == 503)
        postgres.start()
        wait_for(servers[0].is_ready)
        others[0].kill_group(signal.SIGTERM)
        servers[1].kill()
        servers[1] = start("serve", 0, "server1")
        others[0] = start("worker", 2, "worker-after")
        woken = servers[0].wait_end(sleeper, within_s=600)
        signal_all(frozen, signal.SIGCONT)
        ends = [servers[1].wait_end(job, within_s=600) for job in jobs]
        time.sleep(3)  # room for the sleeper to do what it must not
        assert servers[1].get(sleeper) == woken
        assert (woken["state"], woken["attempts"]) == ("done", 2)
    assert {end["state"] for end in ends} == {"done"}
    assert [end["plan"]["of"] for end in ends] == [f"storm-{n}" for n in range(STORM)]
    wait_for(lambda: not any(running.family() for running in (*servers, *workers)))


def signal_all(running: Running, number: int) -> None:
    """Signal a process and its children."""
    for pid in running.family():
        os.kill(pid, number)
