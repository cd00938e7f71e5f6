"""A server that nobody asks for anything leaves the machine alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.jobs.line import IDLE_AFTER_S
from tests.api.running import Running, scenario_named

WATCHED_S = 30


def cpu_s(pids: set[int]) -> float:
    """Seconds of CPU that processes have used so far."""
    used = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_idle_server_needs_hardly_any_cpu_and_takes_the_next_job_at_once(state: Path) -> None:
    with Running(state, solver="steady") as server:
        server.wait_end(server.submit(scenario_named("before", tenths=1)))
        time.sleep(IDLE_AFTER_S + 10)
        family = server.family()
        began = cpu_s(family)
        time.sleep(WATCHED_S)
        share = (cpu_s(family) - began) / WATCHED_S
        asked = time.monotonic()
        server.wait_end(server.submit(scenario_named("after", tenths=1)))
        took_s = time.monotonic() - asked
    print(f"idle: {share:.2%} of a core; the next job took {took_s:.1f} s")
    assert share < 0.04
    assert took_s < 15
