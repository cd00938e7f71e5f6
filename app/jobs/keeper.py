"""The keeper: no job stays lost, whatever died.

Every few seconds it gives what a dead process held back to its queue, and looks at the unfinished
jobs: one that the queue does not know (the server died between the table and the queue), or whose
workflow ended without ending the job, goes to the queue again. Finished jobs that have expired are
forgotten.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

import psycopg
from dbos import DBOS, WorkflowStatus
from sqlalchemy.exc import DBAPIError

from app.jobs.liveness import Liveness
from app.jobs.metrics import REVIVED
from app.jobs.store import JobStore
from app.ports.jobs import UnknownJob

LOG = logging.getLogger("zhida.jobs")
LOOK_EVERY_S = 2.0
ALIVE = frozenset({"ENQUEUED", "DELAYED", "PENDING"})


class Keeper:
    """Looks after the queue from a thread of its own."""

    def __init__(
        self,
        *,
        store: JobStore,
        liveness: Liveness,
        enqueue: Callable[[str, int], None],
        me: str,
        keep_days: int,
        chores: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._store = store
        self._liveness = liveness
        self._enqueue = enqueue
        self._me = me
        self._keep_days = keep_days
        self._chores = chores

    def start(self) -> None:
        """Take this process's liveness lock and begin to look.

        Raises:
            RuntimeError: another process lives under this process's name.
        """
        self._liveness.hold(self._me)
        threading.Thread(target=self._look_forever, name="keeper", daemon=True).start()

    def look(self) -> None:
        """One round."""
        self._liveness.keep()
        for status in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
            if status.executor_id not in (None, self._me):
                self._revive_if_dead(status)
        unfinished = dict(self._store.find_unfinished())
        if unfinished:
            known = {
                status.workflow_id: status
                for status in DBOS.list_workflows(
                    workflow_ids=sorted(unfinished), load_input=False, load_output=False
                )
            }
            for job_id, priority in unfinished.items():
                self._look_at(job_id, priority, known.get(job_id))
        self._forget_expired()
        for chore in self._chores:
            chore()

    def _look_forever(self) -> None:
        pause = threading.Event()
        while not pause.wait(LOOK_EVERY_S):
            try:
                self.look()
            except (DBAPIError, psycopg.Error) as trouble:
                LOG.warning("keeper: the database does not answer: %s", trouble)
            except Exception:
                # The top of this thread: were it to end, nobody would look after the dead.
                LOG.exception("keeper: a round failed")

    def _look_at(self, job_id: str, priority: int, status: WorkflowStatus | None) -> None:
        if status is None:
            self._enqueue(job_id, priority)
        elif status.status not in ALIVE:
            DBOS.delete_workflows([job_id])
            self._enqueue(job_id, priority)

    def _revive_if_dead(self, status: WorkflowStatus) -> None:
        owner = status.executor_id or ""
        with self._liveness.if_dead(owner) as dead:
            if dead:
                LOG.warning("%s: %s is dead, back to the queue", status.workflow_id, owner)
                REVIVED.inc()
                DBOS.resume_workflow(status.workflow_id, queue_name=status.queue_name)

    def _forget_expired(self) -> None:
        if self._keep_days == 0:
            return
        for job_id, tenant in self._store.find_expired(keep_days=self._keep_days):
            try:
                self._store.forget(job_id, tenant=tenant)
            except UnknownJob:
                continue  # another process was faster
            DBOS.delete_workflows([job_id])
