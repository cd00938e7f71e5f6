"""Jobs in the database as HTTP sees them: every change is one guarded statement."""

from __future__ import annotations

import zlib
from datetime import timedelta

import sqlalchemy as sa

from app.jobs.records import LISTED, UNFINISHED, digest_of, job_id_of, job_of, new_row, now
from app.jobs.schema import bring_up_to_date
from app.jobs.tables import JOBS, PARTS
from app.ports.jobs import (
    Job,
    JobDocuments,
    JobState,
    KeyReused,
    QueueFull,
    Submission,
    UnknownJob,
)


class JobStore:
    """The job table. Safe to share between threads; every method is one short transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def prepare(self) -> None:
        """Create what is missing of the tables."""
        bring_up_to_date(self._engine)

    def add(self, submission: Submission, *, queued_max: int) -> tuple[Job, bool]:
        """Take a job in, once per tenant, key and scenario.

        Raises:
            KeyReused: the key was used with another scenario.
            QueueFull: the tenant has ``queued_max`` unfinished jobs.
        """
        job_id = job_id_of(submission)
        digest = digest_of(submission)
        with self._engine.begin() as connection:
            known = connection.execute(sa.select(*LISTED).where(JOBS.c.id == job_id)).one_or_none()
            if known is None:
                self._refuse_when_full(connection, submission.tenant, queued_max)
                connection.execute(JOBS.insert().values(**new_row(job_id, digest, submission)))
                known = connection.execute(sa.select(*LISTED).where(JOBS.c.id == job_id)).one()
                return job_of(known), True
        if known.request_sha256 != digest:
            raise KeyReused(job_id)
        return job_of(known), False

    def get(self, job_id: str, *, tenant: str) -> Job:
        """The job as it stands.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(*LISTED).where(JOBS.c.id == job_id, JOBS.c.tenant == tenant)
            ).one_or_none()
        if row is None:
            raise UnknownJob(job_id)
        return job_of(row)

    def find_ended(self, job_id: str) -> Job | None:
        """A job of any tenant that has ended."""
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(*LISTED).where(JOBS.c.id == job_id, JOBS.c.finished_at.is_not(None))
            ).one_or_none()
        return None if row is None else job_of(row)

    def get_documents(self, job_id: str, *, tenant: str) -> JobDocuments:
        """Its scenario and what it made.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(JOBS.c.scenario, JOBS.c.plan, JOBS.c.result).where(
                    JOBS.c.id == job_id, JOBS.c.tenant == tenant
                )
            ).one_or_none()
        if row is None:
            raise UnknownJob(job_id)
        plan, result = (
            None if data is None else zlib.decompress(data) for data in (row.plan, row.result)
        )
        return JobDocuments(zlib.decompress(row.scenario), plan, result)

    def recent(self, *, tenant: str, limit: int, kinds: tuple[str, ...]) -> tuple[Job, ...]:
        """The tenant's newest jobs of these kinds, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(*LISTED)
                .where(JOBS.c.tenant == tenant, JOBS.c.kind.in_(kinds))
                .order_by(JOBS.c.submitted_at.desc(), JOBS.c.id)
                .limit(limit)
            ).all()
        return tuple(job_of(row) for row in rows)

    def changed(self, known: dict[str, int]) -> dict[str, Job | None]:
        """Of the jobs with the sequences ``known``, those that changed; None when forgotten."""
        with self._engine.connect() as connection:
            found = {
                row.id: row.sequence
                for row in connection.execute(
                    sa.select(JOBS.c.id, JOBS.c.sequence).where(JOBS.c.id.in_(known))
                )
            }
            moved = [name for name, sequence in known.items() if found.get(name, -1) > sequence]
            rows = connection.execute(sa.select(*LISTED).where(JOBS.c.id.in_(moved))).all()
        changes: dict[str, Job | None] = {row.id: job_of(row) for row in rows}
        return changes | {name: None for name in known if name not in found}

    def cancel(self, job_id: str, *, tenant: str) -> Job:
        """Mark a running job for stopping; end a queued one at once.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        mine = sa.and_(JOBS.c.id == job_id, JOBS.c.tenant == tenant)
        with self._engine.begin() as connection:
            connection.execute(
                JOBS.update()
                .where(mine, JOBS.c.state == JobState.QUEUED.value)
                .values(
                    state=JobState.CANCELLED.value,
                    phase=JobState.CANCELLED.value,
                    cancel_requested=True,
                    finished_at=now(),
                    sequence=JOBS.c.sequence + 1,
                )
            )
            connection.execute(
                JOBS.update()
                .where(mine, JOBS.c.state == JobState.RUNNING.value)
                .values(cancel_requested=True, sequence=JOBS.c.sequence + 1)
            )
        return self.get(job_id, tenant=tenant)

    def forget(self, job_id: str, *, tenant: str) -> None:
        """Erase the job; an attempt at it learns so at its next report.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        with self._engine.begin() as connection:
            gone = connection.execute(
                JOBS.delete().where(JOBS.c.id == job_id, JOBS.c.tenant == tenant)
            )
            if gone.rowcount > 0:
                connection.execute(PARTS.delete().where(PARTS.c.job_id == job_id))
        if gone.rowcount == 0:
            raise UnknownJob(job_id)

    def find_unfinished(self) -> tuple[tuple[str, str, int], ...]:
        """Ids, kinds and priorities of jobs that are not finished, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(JOBS.c.id, JOBS.c.kind, JOBS.c.priority)
                .where(JOBS.c.state.in_(UNFINISHED))
                .order_by(JOBS.c.submitted_at, JOBS.c.id)
            ).all()
        return tuple((row.id, row.kind, row.priority) for row in rows)

    def find_expired(self, *, keep_days: int) -> tuple[tuple[str, str], ...]:
        """Ids and tenants of jobs that finished more than ``keep_days`` days ago."""
        before = now() - timedelta(days=keep_days)
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(JOBS.c.id, JOBS.c.tenant).where(JOBS.c.finished_at < before)
            ).all()
        return tuple((row.id, row.tenant) for row in rows)

    def count_by_state(self) -> dict[JobState, int]:
        """How many jobs stand in each state."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(JOBS.c.state, sa.func.count()).group_by(JOBS.c.state)
            ).all()
        counted = dict.fromkeys(JobState, 0)
        return counted | {JobState(row[0]): row[1] for row in rows}

    def _refuse_when_full(self, connection: sa.Connection, tenant: str, queued_max: int) -> None:
        waiting = connection.execute(
            sa.select(sa.func.count()).where(JOBS.c.tenant == tenant, JOBS.c.state.in_(UNFINISHED))
        ).scalar_one()
        if waiting >= queued_max:
            raise QueueFull(f"{waiting} of {queued_max}")
