"""Carry one job through: its children, a stop when asked, and its end in the table."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.jobs import service_findings
from app.jobs.attempts import Attempt, AttemptStore
from app.jobs.child import (
    OUT_OF_MEMORY,
    Answer,
    ChildDied,
    ChildTask,
    Crashed,
    PartDone,
    open_fork_server,
)
from app.jobs.metrics import FAILURES, GAPS
from app.jobs.parts_wait import PartsWait, Waited
from app.jobs.supervision import Gone, Patience, Unheard, supervise
from app.jobs.under_way import UnderWay
from app.ports.jobs import JobState
from app.ports.tracing import Facts, Tracing
from app.ports.work import InParts, Kinds, MoreParts, OnePiece, Refused, Solved, Stage
from routing.artefacts.problem import Report
from routing.model.findings import Finding
from routing.model.plan import StopReason

LOG = logging.getLogger("zhida.jobs")
DATABASE_PATIENCE_S = 120.0
OWNERS_PER_ATTEMPT = 3


@dataclass(frozen=True, slots=True)
class RunnerSettings:
    """How long and how large a piece of work may grow, and what there is to do."""

    data: Path
    kinds: Kinds
    solve_max_s: int
    memory_max_mb: int
    cancel_grace_s: int
    attempts_max: int
    tracing: Tracing

    @property
    def begun_max(self) -> int:
        """How often work may be begun, whatever died of or beside it.

        A process is killed for many reasons and hardly ever by its work, which is a child's; so
        work that was only under way when its owners died is not given up as soon as that.
        """
        return OWNERS_PER_ATTEMPT * self.attempts_max

    @property
    def patience(self) -> Patience:
        """The bounds of time."""
        return Patience(work_max_s=self.solve_max_s, grace_s=self.cancel_grace_s)

    def task(self, work: Callable[[Path, Report], Answer]) -> ChildTask:
        """What a child is started with to do some work."""
        return ChildTask(work, self.data, self.memory_max_mb, self.kinds.preload)


class AttemptRunner:
    """Runs jobs to their end, in the caller's thread."""

    def __init__(self, store: AttemptStore, waits: PartsWait, settings: RunnerSettings) -> None:
        self._store = store
        self._waits = waits
        self._settings = settings
        self._under_way = UnderWay(store.excuse)

    def leave(self) -> None:
        """This process is told to stop: no job is to blame for that."""
        self._under_way.leave()

    def run(self, job_id: str) -> None:
        """Work on a job until it is finished, taken over or forgotten."""
        open_fork_server(self._settings.kinds.preload)
        deaths = 0
        while (attempt := self._store.begin(job_id)) is not None:
            if attempt.number > self._settings.begun_max:
                self._fail(attempt, service_findings.worker_lost(attempt.number - 1))
                return
            try:
                with self._under_way.hold(attempt), self._span(attempt):
                    self._work(attempt)
                return
            except ChildDied as died:
                deaths += 1
                LOG.warning("job %s attempt %d: %s", job_id, attempt.number, died)
                if died.exit_code == OUT_OF_MEMORY:
                    self._fail(attempt, service_findings.out_of_memory())
                elif deaths == self._settings.attempts_max:
                    self._fail(attempt, service_findings.worker_lost(deaths))

    def _span(self, attempt: Attempt) -> AbstractContextManager[None]:
        return self._settings.tracing.span("job", _facts(attempt), parent=attempt.trace)

    def _work(self, attempt: Attempt) -> None:
        kind = self._settings.kinds.whole.get(attempt.kind)
        if isinstance(kind, OnePiece):
            self._do(attempt, partial(kind.solve, attempt.payload), stopped=False)
        elif isinstance(kind, InParts):
            self._in_parts(attempt, kind)
        else:
            self._fail(attempt, service_findings.internal(f"unknown work: {attempt.kind}"))

    def _in_parts(self, attempt: Attempt, kind: InParts) -> None:
        """Wait for the parts that were handed out, and let the step go on, until it answers."""
        while True:
            waited = self._waits.wait(attempt)
            if waited is Waited.GONE:
                return
            stopped = waited is Waited.STOPPED
            stage = Stage(attempt.payload, self._waits.find_ends(attempt), stopped)
            more = self._do(attempt, partial(kind.step, stage), stopped=stopped)
            if more is None or not self._waits.hand_out(attempt, more, first=len(stage.ends)):
                return

    def _do(
        self, attempt: Attempt, work: Callable[..., Answer], *, stopped: bool
    ) -> MoreParts | None:
        """One child's life; what it hands out, or None when there is nothing left to do."""
        end = supervise(
            self._settings.task(work),
            partial(self._store.report, attempt),
            patience=self._settings.patience,
            name=f"job {attempt.job_id}",
            tracing=self._settings.tracing,
        )
        if isinstance(end, Gone):
            return None
        if isinstance(end, Unheard):
            self._close_unheard(attempt, end)
            return None
        if isinstance(end.answer, MoreParts) and not stopped:
            return end.answer
        self._close(attempt, end.answer, out_of_time=end.out_of_time)
        return None

    def _close_unheard(self, attempt: Attempt, end: Unheard) -> None:
        if end.out_of_time:
            self._fail(attempt, service_findings.time_limit(self._settings.solve_max_s))
        else:
            self._end(attempt, JobState.CANCELLED, error=(service_findings.stopped_without_plan(),))

    def _close(self, attempt: Attempt, answer: Answer, *, out_of_time: bool) -> None:
        if isinstance(answer, Solved):
            stopped = answer.stop_reason is StopReason.CANCELLED and not out_of_time
            if answer.gap is not None:
                GAPS.observe(answer.gap)
            self._end(attempt, JobState.CANCELLED if stopped else JobState.DONE, answer=answer)
        elif isinstance(answer, MoreParts | PartDone):
            self._end(attempt, JobState.CANCELLED, error=(service_findings.stopped_without_plan(),))
        else:
            self._fail(attempt, *findings_of(answer, name=f"job {attempt.job_id}"))

    def _fail(self, attempt: Attempt, *findings: Finding) -> None:
        for finding in findings:
            FAILURES.labels(code=finding.code).inc()
        self._end(attempt, JobState.FAILED, error=findings)

    def _end(
        self,
        attempt: Attempt,
        state: JobState,
        *,
        answer: Solved | None = None,
        error: tuple[Finding, ...] = (),
    ) -> None:
        self._settings.tracing.note({"zhida.state": state.value})
        finish = partial(self._store.finish, attempt, state, answer=answer, error=error)
        if not persist(finish):
            LOG.info("job %s: a later attempt has taken over", attempt.job_id)
        self._waits.clear(attempt)


def _facts(attempt: Attempt) -> Facts:
    return {
        "zhida.job": attempt.job_id,
        "zhida.kind": attempt.kind,
        "zhida.attempt": attempt.number,
    }


def findings_of(answer: Refused | Crashed, *, name: str) -> tuple[Finding, ...]:
    """Why there is no result, for people; a defect's trace goes to the log."""
    if isinstance(answer, Crashed):
        LOG.error("%s: %s", name, answer.trace)
        return (service_findings.internal(answer.kind),)
    if answer.provider_failed is not None:
        return (service_findings.provider_failed(answer.provider_failed),)
    return answer.findings


def persist(write: Callable[[], bool]) -> bool:
    """Write an end, waiting out a database that restarts or a disk that is full."""
    give_up_at = time.monotonic() + DATABASE_PATIENCE_S
    while True:
        try:
            return write()
        except DBAPIError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(1.0)
