"""The queues: which work stands in which line, and in what order.

Plans and parts stand in one line, because both solve; a process takes as many from it at once as
it has slots. Jobs in parts stand in another, because they mostly wait; so they never keep a part
from being done. Within a line the lower number comes first, equal ones in order of arrival; parts
give way to plans of the same priority.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from enum import Enum

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from app.jobs.part_store import SEPARATOR
from app.ports.work import InParts, Kind

SOLVES = "plans"
WAITS = "waits"
ANNOUNCEMENTS = "announcements"
AT_ONCE = {WAITS: 4, ANNOUNCEMENTS: 4}
"""Of those that hardly compute, in one process."""
POLL_EVERY_S = {SOLVES: 0.2, WAITS: 0.5, ANNOUNCEMENTS: 1.0}
"""How often a process looks at each line; it takes as many as it has room for."""
IDLE_POLL_S = {SOLVES: 1.0, WAITS: 2.0, ANNOUNCEMENTS: 5.0}
"""The same when there has been no work for a while: each look costs some milliseconds of CPU."""
IDLE_AFTER_S = 60.0


class Work(Enum):
    """What a ticket is for."""

    JOB = "job"
    JOB_IN_PARTS = "job_in_parts"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place in a line.

    Attributes:
        workflow_id: the job's or part's name; a second ticket of that name changes nothing.
        priority: of the job, 1 to 9.
    """

    workflow_id: str
    work: Work
    priority: int

    @property
    def queue(self) -> str:
        """The line it stands in."""
        return WAITS if self.work is Work.JOB_IN_PARTS else SOLVES

    @property
    def order(self) -> int:
        """Where it stands; lower comes first."""
        return 2 * self.priority + (self.work is Work.PART)


def work_of(kind: Kind | None) -> Work:
    """What a job of a kind needs."""
    return Work.JOB_IN_PARTS if isinstance(kind, InParts) else Work.JOB


def put_in_line(ticket: Ticket, workflow: Callable[[str], None]) -> None:
    """Take a place. Done outside any workflow: a part outlives its job's workflow."""
    Context().run(_put, ticket, workflow)


def _put(ticket: Ticket, workflow: Callable[[str], None]) -> None:
    with SetWorkflowID(ticket.workflow_id), SetEnqueueOptions(priority=ticket.order):
        DBOS.enqueue_workflow(ticket.queue, workflow, ticket.workflow_id)


def announced(job_id: str) -> str:
    """The workflow that tells the operator's address of a job's end."""
    return f"{job_id}{SEPARATOR}announced"


def delete_job_workflows(job_id: str) -> None:
    """Erase all that the queue keeps of a job, its parts and its announcement."""
    parts = DBOS.list_workflows(
        workflow_id_prefix=job_id + SEPARATOR, load_input=False, load_output=False
    )
    DBOS.delete_workflows([job_id, *(status.workflow_id for status in parts)])


class Pace:
    """How often processes look at the lines: seldom while nobody wants anything.

    It stands in the database, so that it is one for all. Each process changes it when what it sees
    changes; two that disagree for a moment agree at their next round.
    """

    def __init__(
        self,
        write: Callable[[Mapping[str, float]], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._clock = clock
        self._busy_at = clock()
        self._quick: bool | None = None

    def see(self, *, work: bool) -> None:
        """Note whether there is unfinished work."""
        if work:
            self._busy_at = self._clock()
        quick = self._clock() - self._busy_at < IDLE_AFTER_S
        if quick != self._quick:
            self._write(POLL_EVERY_S if quick else IDLE_POLL_S)
            self._quick = quick


def write_pace(poll_every_s: Mapping[str, float]) -> None:
    """Let every process look at each line that often; seconds by line."""
    for name, seconds in poll_every_s.items():
        queue = DBOS.retrieve_queue(name)
        if queue is not None:
            queue.set_polling_interval_sec(seconds)


def register_lines(slots: int) -> None:
    """Begin to serve the lines, ``slots`` solves at once."""
    for name, poll_every_s in POLL_EVERY_S.items():
        DBOS.register_queue(
            name,
            worker_concurrency=AT_ONCE.get(name, slots),
            polling_interval_sec=poll_every_s,
            on_conflict="always_update",
        )
