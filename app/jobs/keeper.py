"""The keeper: no job stays lost, whatever died.

Every few seconds it gives what a dead process held back to its queue, and looks at the unfinished
jobs and parts: one that the queue does not know (the server died between the table and the queue),
or whose workflow ended without ending it, goes to the queue again. Finished jobs that have expired
are forgotten.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

import psycopg
from dbos import DBOS, WorkflowStatus
from sqlalchemy.exc import DBAPIError

from app.jobs.line import Ticket, delete_job_workflows
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
        tickets: Callable[[], Sequence[Ticket]],
        enqueue: Callable[[Ticket], None],
        me: str,
        keep_days: int,
        chores: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._store = store
        self._liveness = liveness
        self._tickets = tickets
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
        self._look_at_unfinished()
        self._forget_expired()
        for chore in self._chores:
            chore()

    def _look_at_unfinished(self) -> None:
        tickets = {ticket.workflow_id: ticket for ticket in self._tickets()}
        if not tickets:
            return
        alive = {
            status.workflow_id: status.status in ALIVE
            for status in DBOS.list_workflows(
                workflow_ids=sorted(tickets), load_input=False, load_output=False
            )
        }
        for name, ticket in tickets.items():
            if alive.get(name) is False:
                DBOS.delete_workflows([name])
            if not alive.get(name):
                self._enqueue(ticket)

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
            delete_job_workflows(job_id)
