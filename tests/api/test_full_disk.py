"""No room to write: nothing is half done, answers say so, and all goes on when there is room."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.api.running import Running, scenario_named, wait_for

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
