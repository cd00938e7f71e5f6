"""The working side of the job table: only the newest attempt at a job may write."""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa

from app.jobs.records import FINDINGS, UNFINISHED, now
from app.jobs.tables import JOBS
from app.ports.jobs import JobProgress, JobState
from routing.model.findings import Finding


class Signal(Enum):
    """What a running attempt is told when it reports."""

    GO_ON = "go_on"
    STOP = "stop"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The right to work on a job, until another attempt begins."""

    job_id: str
    token: str
    number: int
    scenario: bytes


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
                sa.select(JOBS.c.attempts, JOBS.c.scenario).where(JOBS.c.id == job_id)
            ).one()
        return Attempt(job_id, token, row.attempts, zlib.decompress(row.scenario))

    def report(self, attempt: Attempt, progress: JobProgress | None) -> Signal:
        """Note progress, if there is news, and learn whether to go on."""
        mine = sa.and_(JOBS.c.id == attempt.job_id, JOBS.c.token == attempt.token)
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
        plan: bytes | None = None,
        progress: JobProgress | None = None,
        error: tuple[Finding, ...] = (),
    ) -> bool:
        """End the job, unless a later attempt has taken it over; True when this one ended it."""
        values: dict[str, Any] = {
            "state": state.value,
            "phase": state.value,
            "plan": None if plan is None else zlib.compress(plan),
            "error": FINDINGS.dump_json(error).decode() if error else None,
            "finished_at": now(),
            "sequence": JOBS.c.sequence + 1,
        }
        if progress is not None:
            values |= {
                "percent": progress.percent,
                "cost_fen": progress.cost_fen,
                "bound_fen": progress.bound_fen,
                "gap": progress.gap,
            }
        with self._engine.begin() as connection:
            ended = connection.execute(
                JOBS.update()
                .where(
                    JOBS.c.id == attempt.job_id,
                    JOBS.c.token == attempt.token,
                    JOBS.c.state == JobState.RUNNING.value,
                )
                .values(**values)
            )
        return ended.rowcount == 1
