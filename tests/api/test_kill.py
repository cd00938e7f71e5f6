"""Servers and workers that die: no job is lost, none is done twice, nobody is left behind."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.jobs.database import open_database
from tests.api.running import Running, database_of, scenario_named, wait_for

JOBS = 200 if os.environ.get("ZHIDA_TEST_ALL") else 12
ROUNDS = 20 if os.environ.get("ZHIDA_TEST_ALL") else 1
SLOTS = 4 if os.environ.get("ZHIDA_TEST_ALL") else 1
KILLS = 6 if os.environ.get("ZHIDA_TEST_ALL") else 2
pytestmark = pytest.mark.timeout(3_600 if os.environ.get("ZHIDA_TEST_ALL") else 400)


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
    with Running(state, solver="steady", slots=0) as server:
        job = server.submit(scenario_named("orphan", tenths=1))
        server.kill()
    address = database_of(state)
    queue = "workflow_status" if address.startswith("sqlite") else "dbos.workflow_status"
    engine = open_database(address)
    with engine.begin() as connection:
        assert connection.execute(text(f"delete from {queue}")).rowcount == 1
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
        lose_locks(state)
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
    """The server and the worker are killed at random moments while jobs wait and run."""
    rng = random.Random(round_number)
    with ExitStack() as stack:

        def start(word: str) -> Running:
            running = Running(state, word=word, solver="steady", slots=SLOTS)
            return stack.enter_context(running).wait_ready()

        everyone = {"serve": start("serve"), "worker": start("worker")}
        jobs = [
            everyone["serve"].submit(scenario_named(f"job-{number}", tenths=rng.randint(1, 4)))
            for number in range(JOBS)
        ]
        moments = sorted(rng.sample(range(1, JOBS * 3 // 4), KILLS))
        for number, moment in enumerate(moments):
            wait_for(partial(has_finished, state, moment))
            word = ("serve", "worker")[number % 2]
            everyone[word].kill()
            everyone[word] = start(word)
        ends = [everyone["serve"].wait_end(job, within_s=600) for job in jobs]
        listed = everyone["serve"].client.get("/v1/plans?limit=200").json()["plans"]
        assert all(running.family() for running in everyone.values())
    assert {end["state"] for end in ends} == {"done"}
    assert [end["plan"]["of"] for end in ends] == [f"job-{n}" for n in range(JOBS)]
    assert sorted(job["id"] for job in listed) == sorted(job["id"] for job in jobs)
    diary = Counter((word, name) for word, name, _ in everyone["serve"].notes())
    assert max(diary.values()) <= 1 + KILLS
    again = sum(number - 1 for (word, _), number in diary.items() if word == "start")
    # Only what was under way when somebody was killed may have been begun again.
    assert again <= KILLS * SLOTS * 2
    wait_for(lambda: not any(running.family() for running in everyone.values()))


def lose_locks(state: Path) -> None:
    """Everybody's lock falls, though nobody died: what a lost connection looks like to others."""
    address = database_of(state)
    if address.startswith("sqlite"):
        for lock in (state / "alive").iterdir():
            lock.unlink()
        return
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' "
            "and database = (select oid from pg_database where datname = current_database())"
        )


def has_finished(state: Path, solves: int) -> bool:
    """Whether so many solves have come to their end, by the diary."""
    diary = state / "diary"
    return diary.exists() and diary.read_text().count("finish") >= solves
