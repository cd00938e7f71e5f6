"""No room to write: nothing is half done, answers say so, and all goes on when there is room."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.api.disk import Disk
from tests.api.postgres import Postgres
from tests.api.running import Json, Running, scenario_named, wait_for

pytestmark = pytest.mark.timeout(400)
FULL_AT = 4_096


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """What is tested here is SQLite's file."""
    return tmp_path / "state"


def set_room(server: Running, limit: int) -> None:
    """The most that any file of the server may hold, bytes; what is beyond cannot be written."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def test_a_full_disk_refuses_new_jobs_and_loses_no_running_one(state: Path) -> None:
    with Running(state, solver="steady") as server:
        job = server.submit(scenario_named("caught", tenths=20))
        wait_for(lambda: server.notes_of("caught"))
        set_room(server, FULL_AT)
        answer = server.client.post("/v1/plans", json=scenario_named("refused"))
        assert (answer.status_code, answer.json()["code"]) == (503, "UNAVAILABLE"), answer.text
        assert int(answer.headers["retry-after"]) > 0
        assert server.client.get(f"/v1/plans/{job['id']}").status_code == 200
        wait_for(lambda: "finish" in server.notes_of("caught"))
        set_room(server, resource.RLIM_INFINITY)
        ended = server.wait_end(job)
        again = server.wait_end(server.submit(scenario_named("after", tenths=1)))
        listed = {each["scenario_id"] for each in server.client.get("/v1/plans").json()["plans"]}
    assert (ended["state"], ended["plan"]) == ("done", {"of": "caught"})
    assert again["state"] == "done"
    assert listed == {"caught", "after"}


@pytest.fixture
def disk() -> Iterator[Disk]:
    with Disk(256) as disk:
        yield disk


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, disk: Disk) -> Iterator[tuple[str, Postgres | None]]:
    """A database whose every file stands on that disk, and who serves it."""
    if request.param == "sqlite":
        yield f"sqlite:///{disk.folder / 'zhida.sqlite'}", None
        return
    server = Postgres(disk.folder / "server")
    yield server.address, server
    server.stop()
    shutil.rmtree(disk.folder / "server")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_disk_that_is_really_full_loses_nothing_that_was_taken_in(
    disk: Disk, database: tuple[str, Postgres | None], tmp_path: Path
) -> None:
    """Jobs are sent in until one is refused; each that was taken in ends once there is room."""
    address, postgres = database
    with Running(
        tmp_path / "state", solver="steady", database=address, ZHIDA_QUEUED_MAX="10000"
    ) as server:
        caught = server.submit(scenario_named("caught", tenths=20))
        wait_for(lambda: server.notes_of("caught"))
        disk.fill()
        taken = [caught, *send_until_refused(server)]
        assert server.client.get("/healthz").status_code == 200
        wait_for(lambda: "finish" in server.notes_of("caught"))
        disk.clear()
        bring_back(postgres, address)
        wait_for(server.is_ready)
        ends = [server.wait_end(job) for job in taken]
        after = server.wait_end(server.submit(scenario_named("after", tenths=1)))
        listed = server.client.get("/v1/plans?limit=200").json()["plans"]
    print(f"{len(taken)} jobs taken in before the disk was full")
    assert {end["state"] for end in (*ends, after)} == {"done"}
    assert [end["plan"]["of"] for end in ends] == [job["scenario_id"] for job in taken]
    assert {job["id"] for job in listed} == {job["id"] for job in (*taken, after)}


def send_until_refused(server: Running) -> list[Json]:
    """What was taken in before the first refusal, which says when to come back."""
    taken = []
    for number in range(150):
        body = scenario_named(f"filler-{number}", tenths=1)
        answer = server.client.post("/v1/plans", json=body)
        if answer.status_code == 503:
            assert (answer.json()["code"], int(answer.headers["retry-after"]) > 0) == (
                "UNAVAILABLE",
                True,
            )
            return taken
        assert answer.status_code == 202, answer.text
        taken.append(answer.json())
    raise AssertionError("the disk never ran full")


def bring_back(postgres: Postgres | None, address: str) -> None:
    """A server of the database that stopped because it could not write its log is started again."""
    if postgres is None:
        return
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.OperationalError:
        postgres.start()
