"""Cancelling a real solve: it stops at once, and the best plan so far is there, audited."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.api.running import Running, wait_for


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_real_solve_stops_within_a_second_and_hands_its_audited_plan_over(
    state: Path, root: Path
) -> None:
    sample = (root / "data" / "scenarios" / "daguan-2020-02-23.json").read_bytes()
    with Running(state, slots=1) as server:
        answer = server.client.post(
            "/v1/plans?effort=thorough",
            content=sample,
            headers={"content-type": "application/json"},
        )
        job = answer.json()
        wait_for(lambda: server.get(job)["cost_fen"] is not None, within_s=900)
        searched = server.get(job)["phase"]
        began = time.monotonic()
        server.client.post(f"/v1/plans/{job['id']}:cancel")
        wait_for(lambda: server.get(job)["phase"] != searched, within_s=60)
        stopped_s = time.monotonic() - began
        ended = server.wait_end(job, within_s=60)
        took_s = time.monotonic() - began
    print(f"in {searched!r}: stopped after {stopped_s:.2f} s, plan after {took_s:.2f} s")
    assert (ended["state"], ended["plan"]["stop_reason"]) == ("cancelled", "cancelled")
    assert ended["plan"]["audit"]["rules"]
    assert [f for f in ended["plan"]["audit"]["findings"] if f["severity"] == "error"] == []
    assert stopped_s < 1 and took_s < 10, (stopped_s, took_s)
