"""Servers and workers that die: no job is lost, none is done twice, nobody is left behind."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text

from app.jobs.database import open_database, sqlite_module
from app.jobs.tables import JOBS as TABLE
from app.ports.work import Solved
from tests.api.running import ROOT, Json, Running, database_of, scenario_named, wait_for

JOBS = 200 if os.environ.get("ZHIDA_TEST_ALL") else 12
ROUNDS = 20 if os.environ.get("ZHIDA_TEST_ALL") else 1
SLOTS = 4 if os.environ.get("ZHIDA_TEST_ALL") else 1
KILLS = 6 if os.environ.get("ZHIDA_TEST_ALL") else 2
EVERY_REAL = 5
"""Of the rounds in full numbers, one in so many plans for real."""
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


def test_a_server_killed_before_it_can_begin_has_tried_nothing(state: Path) -> None:
    """While what solves share is loaded, a job waits in the queue; its attempts are its own."""
    (state / "hold").touch()
    with Running(state, solver="held") as server:
        job = server.submit(scenario_named("patient", tenths=1))
        wait_for(partial(count_taken, state))
        assert (server.get(job)["state"], server.get(job)["attempts"]) == ("queued", 0)
        server.kill()
    (state / "hold").unlink()
    with Running(state, solver="held") as server:
        ended = server.wait_end(job)
    assert (ended["state"], ended["attempts"]) == ("done", 1)


def count_taken(state: Path) -> int:
    """How many jobs a process has taken from the queue and not ended."""
    address = database_of(state)
    queue = "workflow_status" if address.startswith("sqlite") else "dbos.workflow_status"
    engine = open_database(address)
    with engine.connect() as connection:
        taken = connection.execute(
            text(f"select count(*) from {queue} where status = 'PENDING'")
        ).scalar_one()
    engine.dispose()
    return int(taken)


def test_a_job_that_always_kills_its_server_is_given_up(state: Path) -> None:
    deaths = 0
    job: Json | None = None
    ended = None
    while ended is None and deaths < 10:
        with Running(state, solver="murderous", ZHIDA_ATTEMPTS_MAX="1") as server:
            job = job or server.submit(scenario_named("murderer"))
            taken = job
            server.wait_started()
            wait_for(lambda server=server, job=taken: server.is_dead() or server.has_failed(job))
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
        freeze(first, state)
        lose_locks(state)
        second = stack.enter_context(Running(state, solver="steady"))
        ended = second.wait_end(job)
        assert (ended["state"], ended["attempts"]) == ("done", 2)
        for pid in first.family():
            # One that wakes may end the next before its turn comes: its lock is lost.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        time.sleep(3)  # room for the sleeper to do what it must not
        assert second.get(job) == ended
    assert [word for word, _, _ in second.notes()].count("start") == 2


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_every_job_ends_once_whoever_is_killed(state: Path, round_number: int) -> None:
    """The server and the worker are killed at random moments while jobs wait and run.

    The first server only takes the jobs in, and is killed with all of them in the queue. Whoever
    is started anew may be killed again before it is ready. In full numbers every fifth round plans
    for real, and each plan is to the letter the one that nobody disturbed.
    """
    rng = random.Random(round_number)
    real = ROUNDS > 1 and round_number % EVERY_REAL == 0
    solver = "planned" if real else "steady"
    bodies = [body_of(number, rng.randint(1, 4)) for number in range(JOBS)]
    began = time.monotonic()
    with ExitStack() as stack:

        def start(word: str, slots: int = SLOTS) -> Running:
            return stack.enter_context(Running(state, word=word, solver=solver, slots=slots))

        dead = [start("serve", 0)]
        jobs = [dead[0].submit(body) for body in bodies]
        dead[0].kill()
        everyone = {word: start(word) for word in ("serve", "worker")}
        seen: dict[str, Json] = {}
        for number, moment in enumerate(sorted(rng.sample(range(1, JOBS * 3 // 4), KILLS))):
            wait_for(partial(has_finished, state, moment), within_s=300)
            seen |= ended_in(database_of(state))
            time.sleep(rng.uniform(0, 0.5))  # anywhere between two facts
            word = ("serve", "worker")[number % 2]
            everyone[word].kill()
            dead.append(everyone[word])
            everyone[word] = start(word)
        server = everyone["serve"].wait_ready()
        ends = [server.wait_end(job, within_s=600) for job in jobs]
        everyone["worker"].wait_ready()
        assert all(running.family() for running in everyone.values())
        wait_for(lambda: not any(running.family() for running in dead))
        kept = ended_in(database_of(state))
        took_s = time.monotonic() - began
    assert {end["state"] for end in ends} == {"done"}
    assert sorted(kept) == sorted(job["id"] for job in jobs)
    # An end that was once seen stands: nobody wrote a second one over it.
    assert {name: kept[name] for name in seen} == seen
    assert [end["plan"] for end in ends] == [undisturbed(body, real=real) for body in bodies]
    diary = Counter((word, name) for word, name, _ in server.notes())
    assert max(diary.values()) <= 1 + KILLS
    again = sum(number - 1 for (word, _), number in diary.items() if word == "start")
    # Only what was under way when somebody was killed may have been begun again.
    assert again <= KILLS * SLOTS * 2
    wait_for(lambda: not any(running.family() for running in everyone.values()))
    print(
        f"\nround {round_number} ({solver}): {KILLS} kills, {JOBS} jobs, {len(seen)} seen ended "
        f"before the last kill, {again} begun again, {took_s:.0f} s"
    )


def body_of(number: int, tenths: int) -> Json:
    """The small example as one of many, each with people of its own number."""
    body = scenario_named(f"job-{number}", tenths=tenths)
    body["groups"][0]["people"] = 30 + number % 17
    return body


def undisturbed(body: Json, *, real: bool) -> object:
    """What becomes of a scenario when nobody is killed."""
    if not real:
        return {"of": body["id"]}
    from app.jobs.solver import solve_scenario

    answer = solve_scenario(json.dumps(body).encode(), ROOT / "data", lambda _: True)
    assert isinstance(answer, Solved) and answer.plan is not None
    return json.loads(answer.plan)


def ended_in(address: str) -> dict[str, Json]:
    """Every job that has ended, with what can be said of its end but once."""
    engine = open_database(address)
    with engine.connect() as connection:
        rows = connection.execute(
            select(TABLE.c.id, TABLE.c.state, TABLE.c.token, TABLE.c.finished_at).where(
                TABLE.c.finished_at.is_not(None)
            )
        ).all()
    engine.dispose()
    return {row.id: dict(row._mapping) for row in rows}


def freeze(server: Running, state: Path) -> None:
    """Stop its processes between two writes.

    One that sleeps in the middle of a write to SQLite keeps every other from the file for good.
    """
    family = server.family()
    for _ in range(100):
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        if may_write(state):
            return
        for pid in family:
            os.kill(pid, signal.SIGCONT)
        time.sleep(0.05)
    raise AssertionError("it never let go of the database")


def may_write(state: Path) -> bool:
    """Whether nobody holds the database; PostgreSQL's is never held as a whole."""
    address = database_of(state)
    if not address.startswith("sqlite"):
        return True
    sqlite = sqlite_module()
    file = address.removeprefix("sqlite:///")
    with closing(sqlite.connect(file, timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("begin immediate")
        except sqlite.OperationalError:
            return False
        connection.execute("rollback")
        return True


def test_a_held_database_is_told_from_a_free_one(tmp_path: Path) -> None:
    engine = open_database(database_of(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("create table held (x integer)"))
    assert may_write(tmp_path)
    with engine.begin() as connection:
        connection.execute(text("insert into held values (1)"))
        assert not may_write(tmp_path)
    engine.dispose()
    assert may_write(tmp_path)


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
