"""Tell the operator's own address that a job has ended, signed, until it answers.

The address comes from the settings alone. The message names the job and its state; it holds no
names and no scenario.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import httpx

from app.ports.jobs import Job

TIMEOUT_S = 10


class NotDelivered(RuntimeError):
    """The address did not answer with success; the queue tries again."""


def build_message(job: Job) -> bytes:
    """What is sent about a job that has ended."""
    return json.dumps(
        {
            "id": job.id,
            "state": job.state.value,
            "scenario_id": job.scenario_id,
            "has_plan": job.has_plan,
            "cost_fen": job.progress.cost_fen,
            "gap": job.progress.gap,
            "codes": sorted({finding.code for finding in job.error}),
        },
        sort_keys=True,
    ).encode()


def sign(message: bytes, *, secret: str, moment: int) -> str:
    """``t=SECONDS,v1=HEX``: HMAC-SHA256 over the moment, a point and the message."""
    signed = f"{moment}.".encode() + message
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def deliver(message: bytes, *, url: str, secret: str) -> None:
    """Send once; redirects are not followed.

    Raises:
        NotDelivered: no answer, or another answer than success.
    """
    headers = {
        "content-type": "application/json",
        "zhida-signature": sign(message, secret=secret, moment=int(time.time())),
    }
    try:
        answer = httpx.post(url, content=message, headers=headers, timeout=TIMEOUT_S)
    except httpx.HTTPError as trouble:
        raise NotDelivered(type(trouble).__name__) from trouble
    if not answer.is_success:
        raise NotDelivered(f"HTTP {answer.status_code}")
