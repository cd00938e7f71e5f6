"""Loaded once for all children of a test's solvers, which need nothing of the engine."""

import signal

from app.jobs.child import child_main
from tests.api import solvers

__all__ = ["child_main", "solvers"]

signal.signal(signal.SIGTERM, signal.SIG_IGN)
