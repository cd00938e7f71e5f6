"""Carry one job through: a child, its reports, a stop when asked, and its end in the table."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.jobs import service_findings
from app.jobs.attempts import Attempt, AttemptStore, Signal
from app.jobs.child import OUT_OF_MEMORY, Child, ChildDied, ChildTask
from app.jobs.metrics import FAILURES, GAPS, SOLVE_SECONDS
from app.jobs.solver import Answer, Crashed, Refused, Solve
from app.ports.jobs import JobProgress, JobState
from routing.artefacts.problem import Progress
from routing.model.findings import Finding
from routing.model.plan import StopReason

LOG = logging.getLogger("zhida.jobs")
ASK_EVERY_S = 0.3
DATABASE_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class RunnerSettings:
    """How long and how large a solve may grow, and who solves."""

    data: Path
    solve: Solve
    solve_max_s: int
    memory_max_mb: int
    cancel_grace_s: int
    attempts_max: int


@dataclass(slots=True)
class _Watch:
    """The clock of one attempt: when it must stop, when its patience ends."""

    started: float = field(default_factory=time.monotonic)
    stop_asked_at: float | None = None
    out_of_time: bool = False
    progress: JobProgress | None = None


class AttemptRunner:
    """Runs jobs to their end, in the caller's thread."""

    def __init__(self, store: AttemptStore, settings: RunnerSettings) -> None:
        self._store = store
        self._settings = settings

    def run(self, job_id: str) -> None:
        """Solve a job until it is finished, taken over or forgotten."""
        while (attempt := self._store.begin(job_id)) is not None:
            if attempt.number > self._settings.attempts_max:
                self._fail(attempt, service_findings.worker_lost(attempt.number - 1))
                return
            try:
                self._solve(attempt)
                return
            except ChildDied as died:
                LOG.warning("job %s attempt %d: %s", job_id, attempt.number, died)
                if died.exit_code == OUT_OF_MEMORY:
                    self._fail(attempt, service_findings.out_of_memory())
                elif attempt.number == self._settings.attempts_max:
                    self._fail(attempt, service_findings.worker_lost(attempt.number))

    def _solve(self, attempt: Attempt) -> None:
        task = ChildTask(
            solve=self._settings.solve,
            scenario=attempt.scenario,
            data=self._settings.data,
            memory_max_mb=self._settings.memory_max_mb,
        )
        watch = _Watch()
        with Child(task) as child, SOLVE_SECONDS.time():
            asked_at = 0.0
            while True:
                message = child.receive(timeout_s=ASK_EVERY_S)
                if message is not None and message[0] == "done":
                    self._close(attempt, message[1], watch)
                    return
                if message is not None and message[0] == "progress":
                    watch.progress = _job_progress(message[1])
                if time.monotonic() - asked_at >= ASK_EVERY_S:
                    asked_at = time.monotonic()
                    if not self._may_go_on(attempt, child, watch):
                        return

    def _may_go_on(self, attempt: Attempt, child: Child, watch: _Watch) -> bool:
        """Report, pass a stop on, and end the attempt when patience runs out."""
        try:
            signal = self._store.report(attempt, watch.progress)
            watch.progress = None
        except DBAPIError as trouble:
            LOG.warning("job %s: the database does not answer: %s", attempt.job_id, trouble)
            signal = Signal.GO_ON
        moment = time.monotonic()
        if signal is Signal.GONE:
            return False
        watch.out_of_time = watch.out_of_time or (
            moment - watch.started > self._settings.solve_max_s
        )
        if (signal is Signal.STOP or watch.out_of_time) and watch.stop_asked_at is None:
            watch.stop_asked_at = moment
            child.ask_to_stop()
        if watch.stop_asked_at is None:
            return True
        if moment - watch.stop_asked_at <= self._settings.cancel_grace_s:
            return True
        if watch.out_of_time:
            self._fail(attempt, service_findings.time_limit(self._settings.solve_max_s))
        else:
            self._end(attempt, JobState.CANCELLED, error=(service_findings.stopped_without_plan(),))
        return False

    def _close(self, attempt: Attempt, answer: Answer, watch: _Watch) -> None:
        if isinstance(answer, Crashed):
            LOG.error("job %s: %s", attempt.job_id, answer.trace)
            self._fail(attempt, service_findings.internal(answer.kind))
            return
        if isinstance(answer, Refused):
            if answer.provider_failed is not None:
                self._fail(attempt, service_findings.provider_failed(answer.provider_failed))
            else:
                self._fail(attempt, *answer.findings)
            return
        stopped = answer.stop_reason is StopReason.CANCELLED and not watch.out_of_time
        state = JobState.CANCELLED if stopped else JobState.DONE
        GAPS.observe(answer.gap)
        progress = JobProgress(state.value, 100.0, answer.cost_fen, answer.bound_fen, answer.gap)
        self._end(attempt, state, plan=answer.plan, progress=progress)

    def _fail(self, attempt: Attempt, *findings: Finding) -> None:
        for finding in findings:
            FAILURES.labels(code=finding.code).inc()
        self._end(attempt, JobState.FAILED, error=findings)

    def _end(
        self,
        attempt: Attempt,
        state: JobState,
        *,
        plan: bytes | None = None,
        progress: JobProgress | None = None,
        error: tuple[Finding, ...] = (),
    ) -> None:
        """Write the end, waiting out a database that restarts."""
        give_up_at = time.monotonic() + DATABASE_PATIENCE_S
        while True:
            try:
                written = self._store.finish(
                    attempt, state, plan=plan, progress=progress, error=error
                )
            except DBAPIError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(1.0)
                continue
            if not written:
                LOG.info("job %s: a later attempt has taken over", attempt.job_id)
            return


def _job_progress(progress: Progress) -> JobProgress:
    return JobProgress(
        phase=progress.phase,
        percent=round(100.0 * min(1.0, max(0.0, progress.share)), 1),
        cost_fen=progress.cost_fen,
        bound_fen=progress.bound_fen,
        gap=progress.gap,
    )
