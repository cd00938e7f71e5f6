"""The ``Jobs`` port in memory, for tests that need no solver and no database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

from app.ports.jobs import (
    PLANNING,
    Job,
    JobDocuments,
    JobProgress,
    JobState,
    PartState,
    Submission,
    UnknownJob,
    UnknownPart,
)
from app.ports.work import PartEnd

MOMENT = datetime(2026, 2, 24, 8, tzinfo=UTC)


class FakeJobs:
    """Jobs that end when a test says so."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.documents: dict[str, JobDocuments] = {}
        self.ready = True

    def submit(self, submission: Submission) -> tuple[Job, bool]:
        """Keep it queued."""
        job = Job(
            id=f"job{len(self.jobs)}",
            tenant=submission.tenant,
            state=JobState.QUEUED,
            scenario_id=submission.scenario_id,
            title=submission.title,
            people=submission.people,
            sequence=0,
            attempts=0,
            progress=JobProgress("queued", 0.0),
            has_plan=False,
            submitted_at=MOMENT,
            warnings=submission.warnings,
            kind=submission.kind,
        )
        self.jobs[job.id] = job
        self.documents[job.id] = JobDocuments(submission.scenario, None)
        return job, True

    def finish(self, job_id: str, plan: bytes) -> None:
        """End a job with a plan."""
        job = self.jobs[job_id]
        self.jobs[job_id] = replace(
            job, state=JobState.DONE, has_plan=True, sequence=1, finished_at=MOMENT
        )
        self.documents[job_id] = JobDocuments(self.documents[job_id].scenario, plan)

    def get(self, job_id: str, *, tenant: str) -> Job:
        """The job."""
        job = self.jobs.get(job_id)
        if job is None or job.tenant != tenant:
            raise UnknownJob(job_id)
        return job

    def get_documents(self, job_id: str, *, tenant: str) -> JobDocuments:
        """Its documents."""
        self.get(job_id, tenant=tenant)
        return self.documents[job_id]

    def recent(
        self, *, tenant: str, limit: int = 50, kinds: tuple[str, ...] = PLANNING
    ) -> tuple[Job, ...]:
        """All of them."""
        mine = [job for job in self.jobs.values() if job.tenant == tenant and job.kind in kinds]
        return tuple(reversed(mine))[:limit]

    def get_parts(self, job_id: str, *, tenant: str) -> tuple[PartState, ...]:
        """None: everything is in one piece here."""
        self.get(job_id, tenant=tenant)
        return ()

    def get_part(self, job_id: str, number: int, *, tenant: str) -> PartEnd:
        """There is none."""
        self.get(job_id, tenant=tenant)
        raise UnknownPart(f"{job_id}/{number}")

    def cancel(self, job_id: str, *, tenant: str) -> Job:
        """Cancelled at once."""
        job = replace(self.get(job_id, tenant=tenant), state=JobState.CANCELLED, sequence=1)
        self.jobs[job_id] = job
        return job

    def forget(self, job_id: str, *, tenant: str) -> None:
        """Gone."""
        self.get(job_id, tenant=tenant)
        del self.jobs[job_id], self.documents[job_id]

    async def watch(self, job_id: str, *, tenant: str, after: int = -1) -> AsyncIterator[Job]:
        """The state as it stands, once."""
        job = self.get(job_id, tenant=tenant)
        if job.sequence > after:
            yield job

    def is_ready(self) -> bool:
        """As the test says."""
        return self.ready

    def count_by_state(self) -> dict[str, int]:
        """Counted."""
        states = [job.state.value for job in self.jobs.values()]
        return {state: states.count(state) for state in set(states)}
