"""Servers and workers that die: no job is lost, none is done twice, nobody is left behind."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.running import Running, scenario_named, wait_for

JOBS = 200 if os.environ.get("ZHIDA_TEST_ALL") else 12
ROUNDS = 20 if os.environ.get("ZHIDA_TEST_ALL") else 1
pytestmark = pytest.mark.timeout(3_600 if os.environ.get("ZHIDA_TEST_ALL") else 180)


def test_a_server_killed_in_mid_solve_finishes_the_job_after_its_restart(state: Path) -> None:
    with Running(state, solver="steady") as server:
        job = server.submit(scenario_named("survivor", tenths=20))
        wait_for(server.notes)
        server.kill()
        wait_for(lambda: not server.family(), within_s=10)
    with Running(state, solver="steady") as server:
        ended = server.wait_end(job)
        words = [word for word, _, _ in server.notes()]
    assert ended["state"] == "done"
    assert words == ["start", "start", "finish"]


def test_a_job_taken_in_but_never_queued_is_found(state: Path) -> None:
    """The server dies between its own table and the queue."""
    from sqlalchemy import text

    from app.jobs.database import open_database

    with Running(state, solver="steady", slots=0) as server:
        job = server.submit(scenario_named("orphan", tenths=1))
        server.kill()
    engine = open_database(f"sqlite:///{state / 'zhida.sqlite'}")
    with engine.begin() as connection:
        assert connection.execute(text("delete from workflow_status")).rowcount == 1
    engine.dispose()
    with Running(state, solver="steady") as server:
        assert server.wait_end(job)["state"] == "done"


def test_a_job_that_always_kills_its_server_is_given_up(state: Path) -> None:
    with Running(state, solver="murderous", slots=0) as server:
        job = server.submit(scenario_named("murderer"))
    deaths = 0
    ended = None
    while ended is None and deaths < 10:
        with Running(state, solver="murderous") as server:
            server.wait_started()
            wait_for(lambda server=server: server.is_dead() or server.has_failed(job))
            if server.is_dead():
                deaths += 1
            else:
                ended = server.get(job)
    assert deaths == 3
    assert ended is not None
    assert [finding["code"] for finding in ended["error"]] == ["WORKER_LOST"]


def test_an_owner_that_was_only_asleep_does_not_write_over_the_one_that_took_over(
    state: Path,
) -> None:
    """Frozen, it is not dead: its lock holds. Once its lock is gone its token is as well."""
    with Running(state, solver="steady") as first, ExitStack() as stack:
        job = first.submit(scenario_named("sleeper", tenths=15))
        wait_for(first.notes)
        for pid in first.family():
            os.kill(pid, signal.SIGSTOP)
        for lock in (state / "alive").iterdir():
            lock.unlink()  # what a lost lock looks like to the others
        second = stack.enter_context(Running(state, solver="steady"))
        ended = second.wait_end(job)
        assert (ended["state"], ended["attempts"]) == ("done", 2)
        for pid in first.family():
            os.kill(pid, signal.SIGCONT)
        time.sleep(3)  # room for the sleeper to do what it must not
        assert second.get(job) == ended
    assert [word for word, _, _ in second.notes()].count("start") == 2


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_every_job_ends_once_whoever_is_killed(state: Path, round_number: int) -> None:
    rng = random.Random(round_number)
    with ExitStack() as stack:
        server = stack.enter_context(Running(state, solver="steady", slots=1)).wait_ready()
        worker = stack.enter_context(Running(state, word="worker", solver="steady", slots=1))
        jobs = [
            server.submit(scenario_named(f"job-{number}", tenths=rng.randint(1, 5)))
            for number in range(JOBS)
        ]
        everyone = [server, worker.wait_ready()]
        for _ in range(2 if JOBS < 100 else 6):
            wait_for(lambda: finished_of(state) >= rng.randint(1, JOBS // 3))
            victim = rng.randrange(2)
            everyone[victim].kill()
            word = "serve" if victim == 0 else "worker"
            everyone[victim] = stack.enter_context(
                Running(state, word=word, solver="steady", slots=1)
            ).wait_ready()
        ends = [everyone[0].wait_end(job, within_s=600) for job in jobs]
        family = [running.family() for running in everyone]
        assert all(family)
    assert {end["state"] for end in ends} == {"done"}
    assert [end["plan"]["of"] for end in ends] == [f"job-{n}" for n in range(JOBS)]
    diary = Counter((word, name) for word, name, _ in everyone[0].notes())
    assert max(diary.values()) <= 3
    wait_for(lambda: not any(running.family() for running in everyone))


def finished_of(state: Path) -> int:
    """Solves that came to their end, by the diary."""
    diary = state / "diary"
    return diary.read_text().count("finish") if diary.exists() else 0
