"""The parts of jobs in the database: handed out once each, ended once each.

Only the newest attempt at a job may hand out parts, only the newest attempt at a part may end it.
Every method is one short transaction.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.jobs.attempts import Attempt
from app.jobs.records import FINDINGS, UNFINISHED, now
from app.jobs.supervision import Signal
from app.jobs.tables import JOBS, PARTS
from app.ports.jobs import JobState, PartState
from app.ports.work import Part, PartEnd
from routing.model.findings import Finding

SEPARATOR = "/"
OPEN = PARTS.c.state.in_(UNFINISHED)


@dataclass(frozen=True, slots=True)
class PartAttempt:
    """The right to work on a part, until another attempt at it begins."""

    part_id: str
    token: str
    number: int
    kind: str
    payload: bytes
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a job's parts have come.

    Attributes:
        total: parts handed out.
        open: those that have not ended.
        percent: the mean of all, 0 to 100.
    """

    total: int
    open: int
    percent: float


def part_id_of(job_id: str, number: int) -> str:
    """A part's name in the queue."""
    return f"{job_id}{SEPARATOR}{number}"


class PartStore:
    """The table of parts. Safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, attempt: Attempt, parts: Sequence[Part], *, first: int) -> bool:
        """Hand out parts numbered from ``first``; False when the job is no longer this attempt's.

        The job's row is written first, so that two attempts can never both hand out.
        """
        rows = [
            {
                "job_id": attempt.job_id,
                "number": first + place,
                "kind": part.kind,
                "label": part.label,
                "payload": zlib.compress(part.payload),
                "state": JobState.QUEUED.value,
                "attempts": 0,
                "percent": 0.0,
            }
            for place, part in enumerate(parts)
        ]
        with self._engine.begin() as connection:
            mine = connection.execute(
                JOBS.update()
                .where(JOBS.c.id == attempt.job_id, JOBS.c.token == attempt.token)
                .values(attempts=1, sequence=JOBS.c.sequence + 1)
            )
            if mine.rowcount == 0:
                return False
            connection.execute(PARTS.insert(), rows)
        return True

    def tally(self, job_id: str) -> Tally:
        """How far a job's parts have come."""
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(
                    sa.func.count(),
                    sa.func.coalesce(sa.func.sum(sa.case((OPEN, 1), else_=0)), 0),
                    sa.func.coalesce(sa.func.avg(PARTS.c.percent), 0.0),
                ).where(PARTS.c.job_id == job_id)
            ).one()
        return Tally(total=row[0], open=row[1], percent=float(row[2]))

    def find_ends(self, job_id: str) -> tuple[PartEnd, ...]:
        """Every part of a job by number, with what it gave so far."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(PARTS).where(PARTS.c.job_id == job_id).order_by(PARTS.c.number)
            ).all()
        return tuple(_end_of(row) for row in rows)

    def find_states(self, job_id: str) -> tuple[PartState, ...]:
        """Every part of a job by number, without what it was given and what it gave."""
        columns = [
            PARTS.c[name] for name in ("number", "kind", "label", "state", "percent", "attempts")
        ]
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(*columns, PARTS.c.error)
                .where(PARTS.c.job_id == job_id)
                .order_by(PARTS.c.number)
            ).all()
        return tuple(
            PartState(
                number=row.number,
                kind=row.kind,
                label=row.label,
                state=JobState(row.state),
                percent=row.percent,
                attempts=row.attempts,
                error=() if row.error is None else FINDINGS.validate_json(row.error),
            )
            for row in rows
        )

    def find_end(self, job_id: str, number: int) -> PartEnd | None:
        """One part with what it gave so far."""
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(PARTS).where(PARTS.c.job_id == job_id, PARTS.c.number == number)
            ).one_or_none()
        return None if row is None else _end_of(row)

    def find_unfinished(self) -> tuple[tuple[str, int], ...]:
        """Ids and their jobs' priorities of the parts that wait for somebody to do them."""
        query = (
            sa.select(PARTS.c.job_id, PARTS.c.number, JOBS.c.priority)
            .join(JOBS, JOBS.c.id == PARTS.c.job_id)
            .where(OPEN, JOBS.c.state.in_(UNFINISHED))
            .order_by(JOBS.c.submitted_at, PARTS.c.job_id, PARTS.c.number)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple((part_id_of(row.job_id, row.number), row.priority) for row in rows)

    def begin(self, part_id: str) -> PartAttempt | None:
        """Start an attempt at a part; None when it has ended or its job has."""
        token = secrets.token_hex(16)
        this = _is(part_id)
        job = sa.select(JOBS.c.state).where(JOBS.c.id == PARTS.c.job_id).scalar_subquery()
        with self._engine.begin() as connection:
            begun = connection.execute(
                PARTS.update()
                .where(this, OPEN, job.in_(UNFINISHED))
                .values(
                    state=JobState.RUNNING.value,
                    percent=0.0,
                    token=token,
                    attempts=PARTS.c.attempts + 1,
                )
            )
            if begun.rowcount == 0:
                return None
            row = connection.execute(
                sa.select(PARTS.c.attempts, PARTS.c.kind, PARTS.c.payload, JOBS.c.trace)
                .join(JOBS, JOBS.c.id == PARTS.c.job_id)
                .where(this)
            ).one()
        payload = zlib.decompress(row.payload)
        return PartAttempt(part_id, token, row.attempts, row.kind, payload, row.trace)

    def excuse(self, attempt: PartAttempt) -> None:
        """Do not count this attempt: whoever works on it was told to stop."""
        mine = sa.and_(_is(attempt.part_id), PARTS.c.token == attempt.token)
        with self._engine.begin() as connection:
            connection.execute(
                PARTS.update()
                .where(mine, PARTS.c.state == JobState.RUNNING.value)
                .values(attempts=PARTS.c.attempts - 1)
            )

    def report(self, attempt: PartAttempt, percent: float | None) -> Signal:
        """Note how far it has come, if there is news, and learn whether to go on."""
        mine = sa.and_(_is(attempt.part_id), PARTS.c.token == attempt.token)
        with self._engine.begin() as connection:
            if percent is not None:
                connection.execute(PARTS.update().where(mine).values(percent=percent))
            row = connection.execute(
                sa.select(PARTS.c.state, JOBS.c.state.label("job"), JOBS.c.cancel_requested)
                .join(JOBS, JOBS.c.id == PARTS.c.job_id)
                .where(mine)
            ).one_or_none()
        if row is None or row.state != JobState.RUNNING.value or row.job not in UNFINISHED:
            return Signal.GONE
        return Signal.STOP if row.cancel_requested else Signal.GO_ON

    def finish(
        self,
        attempt: PartAttempt,
        state: JobState,
        *,
        result: bytes | None = None,
        error: tuple[Finding, ...] = (),
    ) -> bool:
        """End a part, unless a later attempt has taken it over; True when this one ended it."""
        values: dict[str, Any] = {
            "state": state.value,
            "percent": 100.0,
            "result": None if result is None else zlib.compress(result),
            "error": FINDINGS.dump_json(error).decode() if error else None,
            "finished_at": now(),
        }
        with self._engine.begin() as connection:
            ended = connection.execute(
                PARTS.update()
                .where(
                    _is(attempt.part_id),
                    PARTS.c.token == attempt.token,
                    PARTS.c.state == JobState.RUNNING.value,
                )
                .values(**values)
            )
        return ended.rowcount == 1

    def stop(self, job_id: str, *, running_too: bool) -> None:
        """End a job's parts that wait; the running ones too when nobody answers for them."""
        which = OPEN if running_too else PARTS.c.state == JobState.QUEUED.value
        with self._engine.begin() as connection:
            connection.execute(
                PARTS.update()
                .where(PARTS.c.job_id == job_id, which)
                .values(state=JobState.CANCELLED.value, token=None, finished_at=now())
            )


def _is(part_id: str) -> sa.ColumnElement[bool]:
    job_id, _, number = part_id.rpartition(SEPARATOR)
    return sa.and_(PARTS.c.job_id == job_id, PARTS.c.number == int(number))


def _end_of(row: sa.Row[Any]) -> PartEnd:
    return PartEnd(
        number=row.number,
        part=Part(row.kind, zlib.decompress(row.payload), row.label),
        result=None if row.result is None else zlib.decompress(row.result),
        findings=() if row.error is None else FINDINGS.validate_json(row.error),
    )
