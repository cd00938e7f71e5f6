"""Jobs on DBOS Transact: one engine from a laptop's SQLite to many machines on Postgres.

What the queue knows of a job is its id; the scenario and the plan stand in the job table. Every
process has an executor id and a liveness lock of its own. The keeper (``app.jobs.keeper``) gives
what a dead process held back to the queue, and the attempt's token keeps a process that was
only asleep from writing.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from app.jobs.attempt_runner import AttemptRunner, RunnerSettings
from app.jobs.attempts import AttemptStore
from app.jobs.database import engine_options, open_database
from app.jobs.deleted_work import DeletedWork
from app.jobs.keeper import Keeper
from app.jobs.kinds import KINDS
from app.jobs.line import (
    ANNOUNCEMENTS,
    Pace,
    Ticket,
    Work,
    announced,
    delete_job_workflows,
    put_in_line,
    register_lines,
    work_of,
    write_pace,
)
from app.jobs.liveness import FileLiveness, Liveness, PostgresLiveness
from app.jobs.part_runner import PartRunner
from app.jobs.part_store import PartStore
from app.jobs.parts_wait import PartsWait
from app.jobs.store import JobStore
from app.jobs.watching import WatchRoom
from app.jobs.webhook import build_message, deliver
from app.ports.jobs import PLANNING, Job, JobDocuments, PartState, Submission, UnknownPart
from app.ports.tracing import NoTracing, Tracing
from app.ports.work import Kinds, PartEnd
from app.settings import Settings

# The queue's default is a hash of the code, which would strand every job at an upgrade.
APPLICATION_VERSION = "1"


class DurableJobs:
    """The ``Jobs`` port over DBOS. One per process; ``start`` before use.

    ``chores`` are done every few seconds beside looking after the queue.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        kinds: Kinds = KINDS,
        tracing: Tracing | None = None,
        chores: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._settings = settings
        self._engine = open_database(settings.database)
        self._kinds = kinds
        self._store = JobStore(self._engine)
        self._parts = PartStore(self._engine)
        self._watchers = WatchRoom(self._store)
        runner_settings = _runner_settings(settings, kinds, tracing or NoTracing())
        attempts = AttemptStore(self._engine)
        waits = PartsWait(
            self._parts, attempts, enqueue=self._enqueue_part, grace_s=settings.cancel_grace_s
        )
        self._runner = AttemptRunner(attempts, waits, runner_settings)
        self._part_runner = PartRunner(self._parts, runner_settings)
        self._name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._pace = Pace(write_pace)
        self._keeper = Keeper(
            store=self._store,
            liveness=_liveness(settings),
            tickets=self._find_tickets,
            enqueue=self._enqueue,
            me=self._name,
            keep_days=settings.keep_days,
            chores=chores,
        )
        self._ready = False

    def start(self) -> None:
        """Open the table, launch the queue, take over what the dead left. Blocks; no event loop."""
        self._store.prepare()
        DBOS(config=_configuration(self._settings, self._name))
        logging.getLogger("dbos").addFilter(DeletedWork())

        @DBOS.workflow(name="plan_job", max_recovery_attempts=1_000)
        def plan_job(job_id: str) -> None:
            self._runner.run(job_id)
            if self._settings.webhook_url is not None:
                with SetWorkflowID(announced(job_id)):
                    DBOS.enqueue_workflow(ANNOUNCEMENTS, announce, job_id)

        @DBOS.workflow(name="part_job", max_recovery_attempts=1_000)
        def part_job(part_id: str) -> None:
            self._part_runner.run(part_id)

        @DBOS.step(retries_allowed=True, max_attempts=10, interval_seconds=1.0, backoff_rate=2.0)
        def deliver_once(job_id: str) -> None:
            self._announce(job_id)

        @DBOS.workflow(name="announce", max_recovery_attempts=1_000)
        def announce(job_id: str) -> None:
            deliver_once(job_id)

        self._workflow = plan_job
        self._part_workflow = part_job
        if self._settings.slots == 0:
            DBOS.listen_queues([])
        DBOS.launch()
        if self._settings.slots > 0:
            register_lines(self._settings.slots)
        self._keeper.start()
        self._ready = True

    def leave(self, *, within_s: float) -> None:
        """This process is told to stop: what it works on is not to blame, and nobody waits long."""
        for runner in (self._runner, self._part_runner):
            last_words = threading.Thread(target=runner.leave, daemon=True)
            last_words.start()
            last_words.join(within_s / 2)

    def submit(self, submission: Submission) -> tuple[Job, bool]:
        """See ``Jobs.submit``."""
        job, is_new = self._store.add(submission, queued_max=self._settings.queued_max)
        if not job.state.is_final:
            self._pace.see(work=True)
            self._enqueue(self._ticket(job.id, submission.kind, submission.priority))
        return job, is_new

    def get(self, job_id: str, *, tenant: str) -> Job:
        """See ``Jobs.get``."""
        return self._store.get(job_id, tenant=tenant)

    def get_documents(self, job_id: str, *, tenant: str) -> JobDocuments:
        """See ``Jobs.get_documents``."""
        return self._store.get_documents(job_id, tenant=tenant)

    def recent(
        self, *, tenant: str, limit: int = 50, kinds: tuple[str, ...] = PLANNING
    ) -> tuple[Job, ...]:
        """See ``Jobs.recent``."""
        return self._store.recent(tenant=tenant, limit=limit, kinds=kinds)

    def get_parts(self, job_id: str, *, tenant: str) -> tuple[PartState, ...]:
        """See ``Jobs.get_parts``."""
        self._store.get(job_id, tenant=tenant)
        return self._parts.find_states(job_id)

    def get_part(self, job_id: str, number: int, *, tenant: str) -> PartEnd:
        """See ``Jobs.get_part``."""
        self._store.get(job_id, tenant=tenant)
        part = self._parts.find_end(job_id, number)
        if part is None:
            raise UnknownPart(f"{job_id}/{number}")
        return part

    def cancel(self, job_id: str, *, tenant: str) -> Job:
        """See ``Jobs.cancel``."""
        return self._store.cancel(job_id, tenant=tenant)

    def forget(self, job_id: str, *, tenant: str) -> None:
        """See ``Jobs.forget``."""
        self._store.forget(job_id, tenant=tenant)
        delete_job_workflows(job_id)

    def watch(self, job_id: str, *, tenant: str, after: int = -1) -> AsyncIterator[Job]:
        """See ``Jobs.watch``."""
        return self._watchers.watch(job_id, tenant=tenant, after=after)

    def is_ready(self) -> bool:
        """See ``Jobs.is_ready``."""
        if not self._ready:
            return False
        try:
            with self._engine.connect() as connection:
                connection.execute(sa.text("select 1"))
        except sa.exc.DBAPIError:
            return False
        return True

    def count_by_state(self) -> dict[str, int]:
        """How many jobs stand in each state, for the metrics."""
        return {state.value: number for state, number in self._store.count_by_state().items()}

    def _announce(self, job_id: str) -> None:
        """Tell the operator's address how a job ended; one that was forgotten is not spoken of."""
        job = self._store.find_ended(job_id)
        if job is not None and self._settings.webhook_url is not None:
            deliver(
                build_message(job),
                url=self._settings.webhook_url,
                secret=self._settings.webhook_secret,
            )

    def _find_tickets(self) -> tuple[Ticket, ...]:
        """All that is unfinished, with the place in line that it should have.

        Whether there is any sets the pace at which the lines are looked at.
        """
        jobs = [self._ticket(*row) for row in self._store.find_unfinished()]
        parts = [Ticket(name, Work.PART, rank) for name, rank in self._parts.find_unfinished()]
        self._pace.see(work=bool(jobs or parts))
        return (*jobs, *parts)

    def _ticket(self, job_id: str, kind: str, priority: int) -> Ticket:
        return Ticket(job_id, work_of(self._kinds.whole.get(kind)), priority)

    def _enqueue_part(self, part_id: str, priority: int) -> None:
        self._enqueue(Ticket(part_id, Work.PART, priority))

    def _enqueue(self, ticket: Ticket) -> None:
        is_part = ticket.work is Work.PART
        put_in_line(ticket, self._part_workflow if is_part else self._workflow)


def _runner_settings(settings: Settings, kinds: Kinds, tracing: Tracing) -> RunnerSettings:
    return RunnerSettings(
        data=settings.data,
        kinds=kinds,
        solve_max_s=settings.solve_max_s,
        memory_max_mb=settings.solve_max_mb,
        cancel_grace_s=settings.cancel_grace_s,
        attempts_max=settings.attempts_max,
        tracing=tracing,
    )


def _configuration(settings: Settings, name: str) -> DBOSConfig:
    return DBOSConfig(
        name="zhida",
        system_database_url=settings.database,
        db_engine_kwargs=engine_options(settings.database),
        executor_id=name,
        application_version=APPLICATION_VERSION,
        serializer=DBOSPortableJSONSerializer(),
        log_level="WARNING",
    )


def _liveness(settings: Settings) -> Liveness:
    if settings.is_sqlite:
        return FileLiveness(settings.state / "alive")
    return PostgresLiveness(settings.database)
