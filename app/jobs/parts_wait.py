"""A job's wait for its parts: tell how far they are, pass a stop on, go on when all have ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy.exc import DBAPIError

from app.jobs.attempts import Attempt, AttemptStore
from app.jobs.part_store import PartStore, Tally, part_id_of
from app.jobs.supervision import ASK_EVERY_S, Signal
from app.ports.jobs import JobProgress
from app.ports.work import MoreParts, PartEnd

LOG = logging.getLogger("zhida.jobs")
SPARE_S = 2.0
"""Beyond a part's own grace, for its worker to write the end down."""


class Waited(Enum):
    """How a wait ended."""

    ENDED = "ended"
    STOPPED = "stopped"
    GONE = "gone"


class PartsWait:
    """Hands parts out and waits for them.

    ``enqueue`` puts one into the queue, by its id and its job's priority; again does no harm.
    """

    def __init__(
        self,
        parts: PartStore,
        jobs: AttemptStore,
        *,
        enqueue: Callable[[str, int], None],
        grace_s: int,
    ) -> None:
        self._parts = parts
        self._jobs = jobs
        self._enqueue = enqueue
        self._grace_s = grace_s

    def hand_out(self, attempt: Attempt, more: MoreParts, *, first: int) -> bool:
        """Put the parts into the table and the queue; False when the job was taken over."""
        if not self._parts.add(attempt, more.parts, first=first):
            return False
        for place in range(len(more.parts)):
            self._enqueue(part_id_of(attempt.job_id, first + place), attempt.priority)
        return True

    def find_ends(self, attempt: Attempt) -> tuple[PartEnd, ...]:
        """Every part of the job so far."""
        return self._parts.find_ends(attempt.job_id)

    def clear(self, attempt: Attempt) -> None:
        """A job that has ended needs none of its open parts."""
        self._parts.stop(attempt.job_id, running_too=True)

    def wait(self, attempt: Attempt) -> Waited:
        """Wait until every part has ended, or nobody wants them any more.

        Whoever takes over a job in this wait is not to blame for it, so that its attempts are
        counted anew.
        """
        if self._parts.tally(attempt.job_id).open:
            self._jobs.forgive(attempt)
        look = _Look(attempt)
        while True:
            try:
                waited = self._look(look)
                if waited is not None:
                    return waited
            except DBAPIError as trouble:
                LOG.warning("job %s: the database does not answer: %s", attempt.job_id, trouble)
            time.sleep(ASK_EVERY_S)

    def _look(self, look: _Look) -> Waited | None:
        """One round: how the wait ended, if it has."""
        job_id = look.attempt.job_id
        signal = self._jobs.report(look.attempt, look.news(self._parts.tally(job_id)))
        if signal is Signal.GONE:
            return Waited.GONE
        if signal is Signal.STOP:
            over = look.stopping_s() > self._grace_s + SPARE_S
            self._parts.stop(job_id, running_too=over)
        if self._parts.tally(job_id).open:
            return None
        return Waited.ENDED if look.stop_asked_at is None else Waited.STOPPED


@dataclass(slots=True)
class _Look:
    """What a wait remembers from one round to the next."""

    attempt: Attempt
    told: float = -1.0
    stop_asked_at: float | None = None

    def stopping_s(self) -> float:
        """Seconds since the wait first knew of the stop."""
        self.stop_asked_at = self.stop_asked_at or time.monotonic()
        return time.monotonic() - self.stop_asked_at

    def news(self, tally: Tally) -> JobProgress | None:
        """How far the parts are, when that has changed."""
        percent = round(tally.percent, 1)
        if tally.total == 0 or percent == self.told:
            return None
        self.told = percent
        return JobProgress("parts", percent)
