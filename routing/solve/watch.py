"""Telling how far a solve has come, and hearing that it should end."""

from __future__ import annotations

import time
from dataclasses import replace

from routing.artefacts.problem import Progress, Report
from routing.model.plan import StopReason


class Watch:
    """A report that also ends the work when the scenario's time is up.

    Attributes:
        reason: why the work was told to end; None while it may go on.
    """

    def __init__(self, report: Report, time_limit_s: int | None) -> None:
        self.report = report
        self.reason: StopReason | None = None
        self._share = 0.0
        self._ends = None if time_limit_s is None else time.monotonic() + time_limit_s

    def __call__(self, progress: Progress) -> bool:
        """Pass progress on; whether the work may go on. The share told never falls."""
        self._share = max(self._share, progress.share)
        if not self.report(replace(progress, share=self._share)) and self.reason is None:
            self.reason = StopReason.CANCELLED
        late = self._ends is not None and time.monotonic() >= self._ends
        if late and self.reason is None:
            self.reason = StopReason.TIME
        return self.reason is None
