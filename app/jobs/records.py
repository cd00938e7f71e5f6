"""A job's row, made from a submission and turned into what HTTP sees."""

from __future__ import annotations

import hashlib
import json
import secrets
import zlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from app.jobs.tables import JOBS
from app.ports.jobs import Job, JobProgress, JobState, Submission
from routing.model.findings import Finding

FINDINGS = TypeAdapter(tuple[Finding, ...])
NOT_LISTED = frozenset({"scenario", "payload", "plan", "result", "token", "trace"})
LISTED = [
    *(column for column in JOBS.c if column.name not in NOT_LISTED),
    JOBS.c.plan.is_not(None).label("has_plan"),
]
UNFINISHED = (JobState.QUEUED.value, JobState.RUNNING.value)


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def job_id_of(submission: Submission) -> str:
    """Random without a key; else the same for the same tenant and key, and nobody else's."""
    if submission.key is None:
        return secrets.token_hex(16)
    return hashlib.sha256(json.dumps([submission.tenant, submission.key]).encode()).hexdigest()[:32]


def digest_of(submission: Submission) -> str:
    """What tells one request from another under the same idempotency key."""
    if submission.payload is None:
        return hashlib.sha256(submission.scenario).hexdigest()
    return hashlib.sha256(submission.kind.encode() + b"\n" + submission.payload).hexdigest()


def new_row(job_id: str, digest: str, submission: Submission) -> dict[str, Any]:
    """The columns of a job that was just taken in."""
    return {
        "id": job_id,
        "tenant": submission.tenant,
        "request_sha256": digest,
        "kind": submission.kind,
        "payload": None if submission.payload is None else zlib.compress(submission.payload),
        "scenario": zlib.compress(submission.scenario),
        "scenario_id": submission.scenario_id,
        "title_zh": submission.title[0],
        "title_en": submission.title[1],
        "people": submission.people,
        "warnings": FINDINGS.dump_json(submission.warnings).decode(),
        "priority": submission.priority,
        "state": JobState.QUEUED.value,
        "sequence": 0,
        "attempts": 0,
        "cancel_requested": False,
        "phase": JobState.QUEUED.value,
        "percent": 0.0,
        "submitted_at": now(),
        "trace": submission.trace,
    }


def job_of(row: sa.Row[Any]) -> Job:
    """A row of the columns ``LISTED`` as a job."""
    return Job(
        id=row.id,
        tenant=row.tenant,
        state=JobState(row.state),
        scenario_id=row.scenario_id,
        title=(row.title_zh, row.title_en),
        people=row.people,
        sequence=row.sequence,
        attempts=row.attempts,
        progress=JobProgress(row.phase, row.percent, row.cost_fen, row.bound_fen, row.gap),
        has_plan=row.has_plan,
        submitted_at=aware(row.submitted_at),
        finished_at=None if row.finished_at is None else aware(row.finished_at),
        cancel_requested=row.cancel_requested,
        error=() if row.error is None else FINDINGS.validate_json(row.error),
        warnings=FINDINGS.validate_json(row.warnings),
        kind=row.kind,
    )


def aware(moment: datetime) -> datetime:
    """The moment as it was written: SQLite gives times back without their offset, UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
