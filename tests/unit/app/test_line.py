"""Who comes first, who stands where, and how an older database is brought up to date."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from app.jobs.database import open_database
from app.jobs.kinds import KINDS
from app.jobs.line import SOLVES, WAITS, Ticket, Work, work_of
from app.jobs.schema import bring_up_to_date
from app.jobs.tables import METADATA


def test_urgent_work_comes_first_and_parts_give_way_to_plans_of_the_same_priority() -> None:
    tickets = [
        Ticket(f"{work.value}{priority}", work, priority)
        for priority in (9, 5, 1)
        for work in (Work.PART, Work.JOB)
    ]
    tickets.sort(key=lambda ticket: ticket.order)
    assert [ticket.workflow_id for ticket in tickets] == [
        "job1",
        "part1",
        "job5",
        "part5",
        "job9",
        "part9",
    ]


def test_what_only_waits_stands_apart_from_what_solves() -> None:
    lines = {
        kind: Ticket("x", work_of(KINDS.whole[kind]), 5).queue
        for kind in ("plan", "patch", "sweep")
    }
    assert lines == {"plan": SOLVES, "patch": SOLVES, "sweep": WAITS}
    assert Ticket("x/0", Work.PART, 5).queue == SOLVES


def test_a_database_of_an_older_version_gets_what_it_lacks_and_loses_nothing(
    tmp_path: Path,
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'old.sqlite'}")
    bring_up_to_date(engine)
    whole = columns(engine)
    with engine.begin() as connection:
        for column in ("kind", "payload", "result", "trace"):
            connection.exec_driver_sql(f"alter table zhida_jobs drop column {column}")
        connection.exec_driver_sql("drop table zhida_parts")
        connection.exec_driver_sql("insert into zhida_keys values ('k', 't', 1, 'h', '2026', 0)")
    bring_up_to_date(engine)
    bring_up_to_date(engine)
    assert columns(engine) == whole
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select name from zhida_keys").scalars().all() == ["k"]


def columns(engine: sa.Engine) -> dict[str, set[str]]:
    inspector = sa.inspect(engine)
    return {
        name: {column["name"] for column in inspector.get_columns(name)}
        for name in METADATA.tables
        if inspector.has_table(name)
    }
