"""One real server for all tests that leave it as they found it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.postgres import Postgres
from tests.api.running import DATABASE, Running, scenario_named


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with the real solver."""
    with Running(tmp_path_factory.mktemp("server")) as running:
        yield running.wait_ready()


@pytest.fixture(scope="session")
def finished(server: Running) -> dict[str, Any]:
    """A finished job of the small example."""
    job = server.wait_end(server.submit(scenario_named("finished")))
    assert job["state"] == "done", job
    return job


@pytest.fixture(scope="session")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose solver lasts as long as a scenario says; it has room for every test's job."""
    with Running(tmp_path_factory.mktemp("steady"), solver="steady", slots=8) as running:
        yield running.wait_ready()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL for all tests that need one."""
    # Not below pytest's own folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="zhida-postgres-"))
    folder.chmod(0o755)
    server = Postgres(folder / "server")
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.slow, pytest.mark.postgres])]
)
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder for a server of the test's own: with SQLite, and in full numbers with PostgreSQL."""
    folder = tmp_path / "state"
    folder.mkdir()
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        (folder / DATABASE).write_text(server.create_database())
    return folder
