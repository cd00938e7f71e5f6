"""Backup, restore, retention, order of urgency, and a table of an older version."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.jobs.database import open_database, sqlite_module
from app.jobs.records import now
from app.jobs.tables import JOBS, PARTS
from tests.api.running import Running, scenario_named, wait_for
from tests.api.test_parts import finishes, look, names, submit, sweep

pytestmark = pytest.mark.timeout(400)
NEW_COLUMNS = ("kind", "payload", "result", "trace")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """What is tested here is SQLite's file."""
    return tmp_path / "state"


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own backup, taken while the service writes."""
    target.parent.mkdir(parents=True)
    module = sqlite_module()
    with module.connect(str(source)) as live, module.connect(str(target)) as copy:
        live.backup(copy)


def test_a_copy_taken_in_mid_job_goes_on_elsewhere_and_forgets_what_is_old(
    state: Path, tmp_path: Path
) -> None:
    with Running(state, solver="steady", slots=1) as server:
        old = server.wait_end(server.submit(scenario_named("old", tenths=1)))
        kept = server.wait_end(server.submit(scenario_named("kept", tenths=1)))
        job = submit(server, sweep("copied", tenths=3, cells=2))
        wait_for(lambda: finishes([server], "copied"))
        copy_database(state / "zhida.sqlite", tmp_path / "copy" / "zhida.sqlite")
    engine = open_database(f"sqlite:///{tmp_path / 'copy' / 'zhida.sqlite'}")
    with engine.begin() as connection:
        connection.execute(
            JOBS.update()
            .where(JOBS.c.id == old["id"])
            .values(finished_at=now() - timedelta(days=31))
        )
    with Running(tmp_path / "copy", solver="steady") as server:
        ended = server.wait_end(job)
        assert look(server, job)["table"]["given"] == names("copied", 4)
        wait_for(lambda: server.client.get(f"/v1/plans/{old['id']}").status_code == 404)
        assert server.get(kept)["plan"] == {"of": "kept"}
        server.client.delete(f"/v1/plans/{job['id']}")
    assert ended["state"] == "done"
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(PARTS)).scalar_one() == 0
        left = connection.execute(sa.text("select workflow_uuid from workflow_status")).scalars()
        assert {name.split("/")[0] for name in left} == {kept["id"]}


@pytest.mark.slow
def test_urgent_work_is_taken_first_and_an_older_table_is_brought_up_to_date(state: Path) -> None:
    with Running(state, solver="steady", slots=0) as server:
        for name, priority in (("late", 9), ("usual", 5), ("first", 1)):
            answer = server.client.post(
                "/v1/plans", params={"priority": priority}, json=scenario_named(name, tenths=1)
            )
            assert answer.status_code == 202
    engine = open_database(f"sqlite:///{state / 'zhida.sqlite'}")
    with engine.begin() as connection:
        for column in NEW_COLUMNS:
            connection.execute(sa.text(f"alter table zhida_jobs drop column {column}"))
    with Running(state, solver="steady", slots=1) as server:
        wait_for(lambda: len([note for note in server.notes() if note[0] == "finish"]) == 3)
        begun = [name for word, name, _ in server.notes() if word == "start"]
        states = {job["kind"] for job in server.client.get("/v1/plans").json()["plans"]}
    assert begun == ["first", "usual", "late"]
    assert states == {"plan"}
