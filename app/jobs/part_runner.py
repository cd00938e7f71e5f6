"""Carry one part of a job through: its child, a stop when asked, and its end in the table."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from functools import partial

from app.jobs import service_findings
from app.jobs.attempt_runner import RunnerSettings, findings_of, persist
from app.jobs.child import (
    OUT_OF_MEMORY,
    Answer,
    ChildDied,
    Crashed,
    PartDone,
    open_fork_server,
    run_part,
)
from app.jobs.metrics import FAILURES
from app.jobs.part_store import PartAttempt, PartStore
from app.jobs.supervision import Gone, Signal, Unheard, supervise
from app.jobs.under_way import UnderWay
from app.ports.jobs import JobProgress, JobState
from app.ports.tracing import Facts
from app.ports.work import Refused
from routing.model.findings import Finding

LOG = logging.getLogger("zhida.jobs")


class PartRunner:
    """Runs parts to their end, in the caller's thread."""

    def __init__(self, store: PartStore, settings: RunnerSettings) -> None:
        self._store = store
        self._settings = settings
        self._under_way = UnderWay(store.excuse)

    def leave(self) -> None:
        """This process is told to stop: no part is to blame for that."""
        self._under_way.leave()

    def run(self, part_id: str) -> None:
        """Work on a part until it is finished, taken over or nobody wants it."""
        open_fork_server(self._settings.kinds.preload)
        deaths = 0
        while (attempt := self._store.begin(part_id)) is not None:
            if attempt.number > self._settings.begun_max:
                self._fail(attempt, service_findings.worker_lost(attempt.number - 1))
                return
            try:
                with self._under_way.hold(attempt), self._span(attempt):
                    self._work(attempt)
                return
            except ChildDied as died:
                deaths += 1
                LOG.warning("part %s attempt %d: %s", part_id, attempt.number, died)
                if died.exit_code == OUT_OF_MEMORY:
                    self._fail(attempt, service_findings.out_of_memory())
                elif deaths == self._settings.attempts_max:
                    self._fail(attempt, service_findings.worker_lost(deaths))

    def _span(self, attempt: PartAttempt) -> AbstractContextManager[None]:
        return self._settings.tracing.span("part", _facts(attempt), parent=attempt.trace)

    def _work(self, attempt: PartAttempt) -> None:
        run = self._settings.kinds.parts.get(attempt.kind)
        if run is None:
            self._fail(attempt, service_findings.internal(f"unknown work: {attempt.kind}"))
            return
        end = supervise(
            self._settings.task(partial(run_part, run, attempt.payload)),
            partial(self._ask, attempt),
            patience=self._settings.patience,
            name=f"part {attempt.part_id}",
            tracing=self._settings.tracing,
        )
        if isinstance(end, Gone):
            return
        if not isinstance(end, Unheard):
            self._close(attempt, end.answer)
        elif end.out_of_time:
            self._fail(attempt, service_findings.time_limit(self._settings.solve_max_s))
        else:
            self._end(attempt, JobState.CANCELLED)

    def _ask(self, attempt: PartAttempt, progress: JobProgress | None) -> Signal:
        return self._store.report(attempt, None if progress is None else progress.percent)

    def _close(self, attempt: PartAttempt, answer: Answer) -> None:
        if isinstance(answer, PartDone):
            self._end(attempt, JobState.DONE, result=answer.result)
        elif isinstance(answer, Refused | Crashed):
            self._fail(attempt, *findings_of(answer, name=f"part {attempt.part_id}"))
        else:
            raise TypeError(f"part {attempt.part_id} gave {type(answer).__name__}")

    def _fail(self, attempt: PartAttempt, *findings: Finding) -> None:
        for finding in findings:
            FAILURES.labels(code=finding.code).inc()
        self._end(attempt, JobState.FAILED, error=findings)

    def _end(
        self,
        attempt: PartAttempt,
        state: JobState,
        *,
        result: bytes | None = None,
        error: tuple[Finding, ...] = (),
    ) -> None:
        self._settings.tracing.note({"zhida.state": state.value})
        if not persist(partial(self._store.finish, attempt, state, result=result, error=error)):
            LOG.info("part %s: a later attempt has taken over", attempt.part_id)


def _facts(attempt: PartAttempt) -> Facts:
    return {
        "zhida.part": attempt.part_id,
        "zhida.kind": attempt.kind,
        "zhida.attempt": attempt.number,
    }
