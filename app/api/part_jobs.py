"""What every kind of job in parts has in common over HTTP."""

from __future__ import annotations

from fastapi import Response

from app.api.documents import JobAnswer
from app.desk.context import Context
from app.ports.jobs import Job, UnknownJob
from app.ports.keys import Principal


def get_job_of_kind(kind: str, job_id: str, *, context: Context, principal: Principal) -> Job:
    """A job of one kind.

    Raises:
        UnknownJob: there is none of that id for that tenant, or it is of another kind.
    """
    job = context.jobs.get(job_id, tenant=principal.tenant)
    if job.kind != kind:
        raise UnknownJob(job_id)
    return job


def find_result(job: Job, *, context: Context, principal: Principal) -> bytes | None:
    """What a job has come to, as JSON; None before its end, or when it came to nothing."""
    if not job.state.is_final:
        return None
    return context.jobs.get_documents(job.id, tenant=principal.tenant).result


def answer_with(answer: JobAnswer, field: str, document: bytes | None) -> Response:
    """A job's answer with a large document in one field, which is not read again for it."""
    body = answer.model_dump_json(exclude={field}).encode()
    body = body[:-1] + b',"' + field.encode() + b'":' + (document or b"null") + b"}"
    headers = {} if answer.state.is_final else {"Retry-After": "1"}
    return Response(body, media_type="application/json", headers=headers)
