"""Hundreds of hostile inputs, uploads included: only clean refusals, and nothing is left."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.problems import MEDIA_TYPE
from tests.api.hostile import Hostile, corpus
from tests.api.running import Running

pytestmark = pytest.mark.timeout(600)
LONGEST_S = 120
BOUNDED = 220
"""Of the corpus in the bounded run, drawn with a fixed seed; the full numbers send all of it."""
MOST_GROWTH_MB = 700
# Refused by the HTTP parser itself, before the service sees a request.
BY_THE_PARSER = {"host [::1", "host ", "host 127.0.0.1 evil", "host 127.0.0.1@evil.example"}


def chosen() -> list[Hostile]:
    """What this run sends."""
    items = corpus()
    if os.environ.get("ZHIDA_TEST_ALL"):
        return items
    return random.Random(1).sample(items, BOUNDED)


def resident_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return (
        int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
        // 1024
    )


def fault_of(item: Hostile, plan: str, client: httpx.Client) -> str | None:
    """What is wrong with the answer to a hostile request; None when it is a clean refusal."""
    path = item.path.replace("{plan}", plan)
    answer = client.request(
        item.method, path, content=item.body, headers=item.headers, timeout=LONGEST_S
    )
    if not 400 <= answer.status_code < 500:
        return f"answered {answer.status_code}: {answer.text[:200]}"
    if item.name in BY_THE_PARSER:
        return None
    if "root:" in answer.text or "Traceback" in answer.text or "site-packages" in answer.text:
        return "tells of the machine"
    return _fault_of_page(answer) if item.of_page else _fault_of_problem(answer)


def _fault_of_page(answer: httpx.Response) -> str | None:
    kind = answer.headers.get("content-type", "")
    if answer.status_code == 422 and kind.startswith("text/html"):
        return None
    return f"no page: {answer.status_code} as {kind}"


def _fault_of_problem(answer: httpx.Response) -> str | None:
    if answer.headers.get("content-type") != MEDIA_TYPE:
        return f"{answer.status_code} as {answer.headers.get('content-type')}"
    problem = answer.json()
    return None if problem["code"] and problem["findings"] else "no code or no findings"


def test_every_hostile_input_is_refused_cleanly_and_nothing_is_kept_of_it(
    server: Running, finished: dict[str, Any]
) -> None:
    items = chosen()
    assert len({item.name for item in items}) == len(items) >= 200
    before = server.client.get("/v1/plans").json()["plans"]
    size = resident_mb(server.process.pid)
    with httpx.Client(base_url=server.client.base_url) as client:
        faults = {
            item.name: fault for item in items if (fault := fault_of(item, finished["id"], client))
        }
    print(f"{len(items)} hostile inputs")
    assert faults == {}
    assert server.client.get("/v1/plans").json()["plans"] == before
    assert server.client.get("/v1/sweeps").json()["sweeps"] == []
    assert server.client.get("/v1/seasons").json()["seasons"] == []
    assert server.client.get("/v1/rosters/hostile").status_code == 404
    assert server.client.get(f"/v1/plans/{finished['id']}/details").status_code == 404
    assert server.is_ready()
    assert resident_mb(server.process.pid) - size < MOST_GROWTH_MB
    assert not Path("/tmp/zhida-was-here").exists()
    assert "Traceback" not in server.log
