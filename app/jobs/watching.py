"""Tell many watchers of changes with one question to the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from app.jobs.store import JobStore
from app.ports.jobs import Job, UnknownJob

ASK_EVERY_S = 0.25

Mailbox = asyncio.Queue[Job | None]


class WatchRoom:
    """All watchers of one process. One loop asks for all of them, and only while there are any."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._boxes: dict[str, set[Mailbox]] = {}
        self._known: dict[str, int] = {}
        self._asking: asyncio.Task[None] | None = None

    async def watch(self, job_id: str, *, tenant: str, after: int) -> AsyncIterator[Job]:
        """See ``Jobs.watch``."""
        job = await asyncio.to_thread(self._store.get, job_id, tenant=tenant)
        if job.sequence > after:
            yield job
        if job.state.is_final:
            return
        box = self._enter(job)
        try:
            while not job.state.is_final:
                news = await box.get()
                if news is None:
                    raise UnknownJob(job_id)
                if news.sequence > job.sequence:
                    job = news
                    yield job
        finally:
            self._leave(job_id, box)

    def _enter(self, job: Job) -> Mailbox:
        box: Mailbox = asyncio.Queue()
        self._boxes.setdefault(job.id, set()).add(box)
        self._known[job.id] = min(self._known.get(job.id, job.sequence), job.sequence)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return box

    def _leave(self, job_id: str, box: Mailbox) -> None:
        boxes = self._boxes[job_id]
        boxes.discard(box)
        if not boxes:
            del self._boxes[job_id]
            del self._known[job_id]

    async def _ask(self) -> None:
        while self._boxes:
            changes = await asyncio.to_thread(self._store.changed, dict(self._known))
            for job_id, job in changes.items():
                if job_id not in self._boxes:
                    continue
                if job is not None:
                    self._known[job_id] = job.sequence
                for box in self._boxes[job_id]:
                    box.put_nowait(job)
            await asyncio.sleep(ASK_EVERY_S)
