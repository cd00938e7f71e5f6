"""The working side of the job table: only the newest attempt at a job may write."""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.jobs.records import FINDINGS, UNFINISHED, now
from app.jobs.supervision import Signal
from app.jobs.tables import JOBS
from app.ports.jobs import JobProgress, JobState
from app.ports.work import Solved
from routing.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Attempt:
    """The right to work on a job, until another attempt begins.

    Attributes:
        number: 1 for the first.
        payload: what the work is given, as JSON.
        priority: of the job, 1 to 9.
        trace: the request that brought the job, as a W3C traceparent.
    """

    job_id: str
    token: str
    number: int
    kind: str
    payload: bytes
    priority: int
    trace: str | None = None


class AttemptStore:
    """Begins, follows and ends attempts. Every method is one short transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def begin(self, job_id: str) -> Attempt | None:
        """Start an attempt, which takes the right to write from every earlier one.

        Returns None when the job is finished or forgotten.
        """
        token = secrets.token_hex(16)
        with self._engine.begin() as connection:
            begun = connection.execute(
                JOBS.update()
                .where(JOBS.c.id == job_id, JOBS.c.state.in_(UNFINISHED))
                .values(
                    state=JobState.RUNNING.value,
                    phase="prepare",
                    percent=0.0,
                    cost_fen=None,
                    bound_fen=None,
                    gap=None,
                    token=token,
                    attempts=JOBS.c.attempts + 1,
                    started_at=now(),
                    sequence=JOBS.c.sequence + 1,
                )
            )
            if begun.rowcount == 0:
                return None
            row = connection.execute(
                sa.select(
                    JOBS.c.attempts,
                    JOBS.c.kind,
                    JOBS.c.priority,
                    JOBS.c.trace,
                    sa.func.coalesce(JOBS.c.payload, JOBS.c.scenario).label("payload"),
                ).where(JOBS.c.id == job_id)
            ).one()
        payload = zlib.decompress(row.payload)
        return Attempt(job_id, token, row.attempts, row.kind, payload, row.priority, row.trace)

    def report(self, attempt: Attempt, progress: JobProgress | None) -> Signal:
        """Note progress, if there is news, and learn whether to go on."""
        mine = _held_by(attempt)
        with self._engine.begin() as connection:
            if progress is not None:
                connection.execute(
                    JOBS.update()
                    .where(mine)
                    .values(
                        phase=progress.phase,
                        percent=progress.percent,
                        cost_fen=progress.cost_fen,
                        bound_fen=progress.bound_fen,
                        gap=progress.gap,
                        sequence=JOBS.c.sequence + 1,
                    )
                )
            row = connection.execute(
                sa.select(JOBS.c.cancel_requested, JOBS.c.state).where(mine)
            ).one_or_none()
        if row is None or row.state != JobState.RUNNING.value:
            return Signal.GONE
        return Signal.STOP if row.cancel_requested else Signal.GO_ON

    def finish(
        self,
        attempt: Attempt,
        state: JobState,
        *,
        answer: Solved | None = None,
        error: tuple[Finding, ...] = (),
    ) -> bool:
        """End the job, unless a later attempt has taken it over; True when this one ended it."""
        values: dict[str, Any] = {
            "state": state.value,
            "phase": state.value,
            "error": FINDINGS.dump_json(error).decode() if error else None,
            "finished_at": now(),
            "sequence": JOBS.c.sequence + 1,
        }
        if answer is not None:
            values |= _columns(answer)
        with self._engine.begin() as connection:
            ended = connection.execute(
                JOBS.update()
                .where(_held_by(attempt), JOBS.c.state == JobState.RUNNING.value)
                .values(**values)
            )
        return ended.rowcount == 1

    def excuse(self, attempt: Attempt) -> None:
        """Do not count this attempt: whoever works on it was told to stop."""
        with self._engine.begin() as connection:
            connection.execute(
                JOBS.update()
                .where(_held_by(attempt), JOBS.c.state == JobState.RUNNING.value)
                .values(attempts=JOBS.c.attempts - 1)
            )

    def forgive(self, attempt: Attempt) -> None:
        """Count the attempts from here on: what came before did no harm."""
        with self._engine.begin() as connection:
            connection.execute(JOBS.update().where(_held_by(attempt)).values(attempts=1))


def _held_by(attempt: Attempt) -> sa.ColumnElement[bool]:
    return sa.and_(JOBS.c.id == attempt.job_id, JOBS.c.token == attempt.token)


def _columns(answer: Solved) -> dict[str, Any]:
    """An answer's documents and figures; a scenario that was not changed stays as it is."""
    documents = {"plan": answer.plan, "result": answer.result, "scenario": answer.scenario}
    columns: dict[str, Any] = {
        name: zlib.compress(data) for name, data in documents.items() if data is not None
    }
    return columns | {
        "percent": 100.0,
        "cost_fen": answer.cost_fen,
        "bound_fen": answer.bound_fen,
        "gap": answer.gap,
    }
