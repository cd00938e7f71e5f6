"""The job table: every change is guarded, and only the newest attempt may write."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.jobs.attempts import AttemptStore
from app.jobs.database import open_database
from app.jobs.records import now
from app.jobs.store import JobStore
from app.jobs.supervision import Signal
from app.jobs.tables import JOBS
from app.ports.jobs import (
    JobProgress,
    JobState,
    KeyReused,
    QueueFull,
    Submission,
    UnknownJob,
)
from app.ports.work import Solved
from routing.model.plan import StopReason


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return open_database(f"sqlite:///{tmp_path / 'jobs.sqlite'}")


@pytest.fixture
def store(engine: sa.Engine) -> JobStore:
    store = JobStore(engine)
    store.prepare()
    return store


@pytest.fixture
def attempts(engine: sa.Engine, store: JobStore) -> AttemptStore:
    return AttemptStore(engine)


ANSWER = Solved(StopReason.WORK, plan=b"P")
OTHER = Solved(StopReason.WORK, plan=b"other")


def submission(*, key: str | None = None, body: bytes = b"{}", tenant: str = "a") -> Submission:
    return Submission(tenant, body, (), "s", ("甲", "A"), 42, key)


def test_a_job_comes_back_as_it_was_given(store: JobStore) -> None:
    job, is_new = store.add(submission(body=b'{"x": 1}'), queued_max=1)
    assert is_new and job.state is JobState.QUEUED and job.people == 42
    assert store.get(job.id, tenant="a") == job
    documents = store.get_documents(job.id, tenant="a")
    assert (documents.scenario, documents.plan) == (b'{"x": 1}', None)


def test_the_same_key_is_the_same_job_even_when_the_queue_is_full(store: JobStore) -> None:
    job, _ = store.add(submission(key="k"), queued_max=1)
    assert store.add(submission(key="k"), queued_max=1) == (job, False)
    with pytest.raises(QueueFull):
        store.add(submission(), queued_max=1)


def test_a_key_belongs_to_its_tenant_and_to_its_body(store: JobStore) -> None:
    first, _ = store.add(submission(key="k"), queued_max=9)
    other, _ = store.add(submission(key="k", tenant="b"), queued_max=9)
    assert first.id != other.id
    with pytest.raises(KeyReused):
        store.add(submission(key="k", body=b"[]"), queued_max=9)


def test_another_tenant_meets_only_what_does_not_exist(store: JobStore) -> None:
    job, _ = store.add(submission(), queued_max=9)
    for act in (store.get, store.get_documents, store.cancel, store.forget):
        with pytest.raises(UnknownJob):
            act(job.id, tenant="b")
    assert store.recent(tenant="b", limit=9, kinds=("plan",)) == ()


def test_an_attempt_writes_progress_and_the_end(store: JobStore, attempts: AttemptStore) -> None:
    job, _ = store.add(submission(body=b"S"), queued_max=9)
    attempt = attempts.begin(job.id)
    assert attempt is not None and (attempt.number, attempt.payload) == (1, b"S")
    assert attempts.report(attempt, JobProgress("search", 40.0, 5, 4, 0.2)) is Signal.GO_ON
    assert store.get(job.id, tenant="a").progress == JobProgress("search", 40.0, 5, 4, 0.2)
    assert attempts.finish(attempt, JobState.DONE, answer=ANSWER)
    ended = store.get(job.id, tenant="a")
    assert ended.state is JobState.DONE and ended.has_plan and ended.finished_at is not None
    assert store.get_documents(job.id, tenant="a").plan == b"P"
    assert attempts.begin(job.id) is None


def test_an_attempt_that_was_overtaken_can_no_longer_write(
    store: JobStore, attempts: AttemptStore
) -> None:
    job, _ = store.add(submission(), queued_max=9)
    asleep, awake = attempts.begin(job.id), attempts.begin(job.id)
    assert asleep is not None and awake is not None and awake.number == 2
    assert attempts.report(asleep, JobProgress("late", 99.0)) is Signal.GONE
    assert not attempts.finish(asleep, JobState.FAILED)
    assert store.get(job.id, tenant="a").progress.phase == "prepare"
    assert attempts.finish(awake, JobState.DONE, answer=ANSWER)
    assert not attempts.finish(asleep, JobState.DONE, answer=OTHER)
    assert store.get_documents(job.id, tenant="a").plan == b"P"


def test_cancel_stops_a_running_job_and_ends_a_queued_one(
    store: JobStore, attempts: AttemptStore
) -> None:
    running, _ = store.add(submission(), queued_max=9)
    attempt = attempts.begin(running.id)
    assert attempt is not None
    assert store.cancel(running.id, tenant="a").state is JobState.RUNNING
    assert attempts.report(attempt, None) is Signal.STOP
    queued, _ = store.add(submission(), queued_max=9)
    assert store.cancel(queued.id, tenant="a").state is JobState.CANCELLED
    assert attempts.begin(queued.id) is None


def test_a_forgotten_job_leaves_nothing_and_its_attempt_learns_so(
    store: JobStore, attempts: AttemptStore, engine: sa.Engine
) -> None:
    job, _ = store.add(submission(), queued_max=9)
    attempt = attempts.begin(job.id)
    assert attempt is not None
    store.forget(job.id, tenant="a")
    assert attempts.report(attempt, JobProgress("search", 1.0)) is Signal.GONE
    assert not attempts.finish(attempt, JobState.DONE, answer=ANSWER)
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(JOBS)).scalar_one() == 0


def test_every_change_is_told_once(store: JobStore, attempts: AttemptStore) -> None:
    job, _ = store.add(submission(), queued_max=9)
    assert store.changed({job.id: job.sequence}) == {}
    attempts.begin(job.id)
    changed = store.changed({job.id: job.sequence, "gone": 3})
    assert changed["gone"] is None
    now_known = changed[job.id]
    assert now_known is not None and now_known.sequence > job.sequence
    assert store.changed({job.id: now_known.sequence}) == {}


def test_only_finished_jobs_expire(
    store: JobStore, attempts: AttemptStore, engine: sa.Engine
) -> None:
    old, fresh, waiting = (store.add(submission(), queued_max=9)[0].id for _ in range(3))
    for job_id in (old, fresh):
        attempt = attempts.begin(job_id)
        assert attempt is not None
        attempts.finish(attempt, JobState.DONE)
    long_ago = now() - timedelta(days=31)
    with engine.begin() as connection:
        connection.execute(JOBS.update().where(JOBS.c.id == old).values(finished_at=long_ago))
        connection.execute(JOBS.update().where(JOBS.c.id == waiting).values(submitted_at=long_ago))
    assert store.find_expired(keep_days=30) == ((old, "a"),)
    assert [row[0] for row in store.find_unfinished()] == [waiting]
    assert store.count_by_state()[JobState.DONE] == 2


def test_the_error_of_a_statement_does_not_tell_what_it_was_given(engine: sa.Engine) -> None:
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as caught:
        connection.execute(sa.text("select 1 from nowhere where name = :name"), {"name": "韦大山"})
    assert "韦大山" not in str(caught.value)
