"""The only thing HTTP knows of jobs: submit, get, cancel, watch, forget."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.ports.work import PartEnd
from routing.model.findings import Finding

PLANNING = ("plan", "patch", "why", "harden")
"""Kinds of jobs that make a plan; lists of plans show them."""


class JobState(StrEnum):
    """Where a job stands in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether the job will never change again."""
        return self in {JobState.DONE, JobState.CANCELLED, JobState.FAILED}


class JobsError(Exception):
    """Root of what a job store refuses."""


class UnknownJob(JobsError, LookupError):
    """No such job, or another tenant's."""


class UnknownPart(JobsError, LookupError):
    """The job has no part of that number."""


class KeyReused(JobsError, ValueError):
    """An idempotency key came back with another body."""


class QueueFull(JobsError, RuntimeError):
    """The tenant has as many unfinished jobs as allowed."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A scenario to plan, or other work that begins with one.

    Attributes:
        tenant: whose job it is.
        scenario: the accepted scenario as JSON, with the request's choices already in it.
        warnings: what was found odd in it.
        title: Chinese and English title, for lists.
        people: how many travel.
        key: the client's idempotency key.
        priority: 1 is the most urgent, 9 the least; equal ones are taken in order of arrival.
        kind: what to do, one of ``Kinds.whole``.
        payload: what the work is given, as JSON; None means the scenario.
        trace: the request that brought it, as a W3C traceparent.
    """

    tenant: str
    scenario: bytes
    warnings: tuple[Finding, ...]
    scenario_id: str
    title: tuple[str, str]
    people: int
    key: str | None = None
    priority: int = 5
    kind: str = "plan"
    payload: bytes | None = None
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job has come.

    Attributes:
        percent: of the work budget, 0 to 100.
        cost_fen, bound_fen, gap: of the best plan so far, where there is one.
    """

    phase: str
    percent: float
    cost_fen: int | None = None
    bound_fen: int | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as anyone may see it; the documents are fetched apart.

    Attributes:
        sequence: grows with every change; the id of the job's server-sent event.
        has_plan: whether ``documents`` will hold a plan.
        attempts: solves started for it.
        error: why it failed.
        kind: what is done, one of ``Kinds.whole``.
    """

    id: str
    tenant: str
    state: JobState
    scenario_id: str
    title: tuple[str, str]
    people: int
    sequence: int
    attempts: int
    progress: JobProgress
    has_plan: bool
    submitted_at: datetime
    finished_at: datetime | None = None
    cancel_requested: bool = False
    error: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = field(default=())
    kind: str = "plan"


@dataclass(frozen=True, slots=True)
class JobDocuments:
    """The scenario a job was given and what it made, as JSON.

    Attributes:
        result: a document of the kind's own, where it makes one.
    """

    scenario: bytes
    plan: bytes | None
    result: bytes | None = None


@dataclass(frozen=True, slots=True)
class PartState:
    """Where a part of a job stands.

    Attributes:
        number: 0, 1, … in the order in which they were handed out.
        label: a short word for lists, such as a day.
        percent: 0 to 100.
        attempts: children started for it.
        error: why it failed.
    """

    number: int
    kind: str
    label: str
    state: JobState
    percent: float
    attempts: int
    error: tuple[Finding, ...] = ()


class Jobs(Protocol):
    """Keeps jobs, gets them done once each, and never loses one."""

    def submit(self, submission: Submission) -> tuple[Job, bool]:
        """Take a job in; the second value tells whether it is new.

        The same tenant, key and scenario give the same job again.

        Raises:
            KeyReused: the key was used with another scenario.
            QueueFull: the tenant has too many unfinished jobs.
        """
        ...

    def get(self, job_id: str, *, tenant: str) -> Job:
        """The job as it stands.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        ...

    def get_documents(self, job_id: str, *, tenant: str) -> JobDocuments:
        """What the job was given and what it made.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        ...

    def recent(
        self, *, tenant: str, limit: int = 50, kinds: tuple[str, ...] = PLANNING
    ) -> tuple[Job, ...]:
        """The tenant's newest jobs of these kinds, newest first."""
        ...

    def get_parts(self, job_id: str, *, tenant: str) -> tuple[PartState, ...]:
        """Where the parts of a job stand, by number; none when it is done in one piece.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        ...

    def get_part(self, job_id: str, number: int, *, tenant: str) -> PartEnd:
        """One part: what it was given and what it gave.

        Raises:
            UnknownJob: there is none of that id for that tenant.
            UnknownPart: the job has no such part.
        """
        ...

    def cancel(self, job_id: str, *, tenant: str) -> Job:
        """Ask it to stop and keep the best plan so far; a finished job stays as it is.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        ...

    def forget(self, job_id: str, *, tenant: str) -> None:
        """Stop it without keeping anything and erase it.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        ...

    def watch(self, job_id: str, *, tenant: str, after: int = -1) -> AsyncIterator[Job]:
        """Every change seen after sequence ``after``; ends with the final state.

        Each item is the whole state, so that a watcher who comes back late has missed nothing.

        Raises:
            UnknownJob: there is none of that id for that tenant, or it was forgotten.
        """
        ...

    def is_ready(self) -> bool:
        """Whether jobs can be taken in now."""
        ...

    def count_by_state(self) -> dict[str, int]:
        """How many jobs of all tenants stand in each state."""
        ...
