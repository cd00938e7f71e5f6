"""One real server for all tests that leave it as they found it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.running import Running, scenario_named


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


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A folder for a server of the test's own."""
    return tmp_path / "state"
