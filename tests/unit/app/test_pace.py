"""Processes look at the queue often while there is work, and seldom when there is none."""

from __future__ import annotations

from collections.abc import Mapping

from app.jobs.line import IDLE_AFTER_S, IDLE_POLL_S, POLL_EVERY_S, Pace


def test_it_slows_down_when_idle_and_quickens_at_once() -> None:
    written: list[Mapping[str, float]] = []
    moment = [0.0]
    pace = Pace(written.append, clock=lambda: moment[0])
    for moment[0], work in (
        (1.0, True),
        (2.0, False),
        (IDLE_AFTER_S, False),
        (IDLE_AFTER_S + 2, False),
        (IDLE_AFTER_S + 3, False),
        (IDLE_AFTER_S + 4, True),
        (IDLE_AFTER_S + 5, False),
    ):
        pace.see(work=work)
    assert written == [POLL_EVERY_S, IDLE_POLL_S, POLL_EVERY_S]
    assert set(IDLE_POLL_S) == set(POLL_EVERY_S)
    assert all(IDLE_POLL_S[line] > often for line, often in POLL_EVERY_S.items())
