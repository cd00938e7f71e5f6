"""Many watchers of running jobs do not slow the answers for everyone else."""

from __future__ import annotations

import time
from contextlib import ExitStack

import httpx
import pytest

from tests.api.running import Running, scenario_named

WATCHERS = 100


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_watchers_leave_a_get_under_a_tenth_of_a_second(steady: Running) -> None:
    jobs = [steady.submit(scenario_named(f"seen-{n}", tenths=600)) for n in range(2)]
    limits = httpx.Limits(max_connections=WATCHERS + 5)
    took = []
    with ExitStack() as stack:
        client = stack.enter_context(
            httpx.Client(base_url=steady.client.base_url, limits=limits, timeout=120)
        )
        for number in range(WATCHERS):
            path = f"/v1/plans/{jobs[number % 2]['id']}/events"
            answer = stack.enter_context(client.stream("GET", path))
            assert next(answer.iter_lines()).startswith(("id:", "event:", "data:"))
        for _ in range(200):
            began = time.perf_counter()
            assert steady.client.get(f"/v1/plans/{jobs[0]['id']}").status_code == 200
            took.append(time.perf_counter() - began)
    for job in jobs:
        steady.client.delete(f"/v1/plans/{job['id']}")
    assert sorted(took)[int(0.95 * len(took))] < 0.1
