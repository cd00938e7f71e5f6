"""Loaded once into the fork server, so that a child starts in hundredths of a second.

A stop of the whole process group must not take the fork server away from a server that is still
closing its books; it goes when the server's end of its pipe closes.
"""

import signal

from app.jobs import season
from app.jobs.child import child_main
from app.jobs.kinds import KINDS
from routing.pipeline import plan_scenario

__all__ = ["KINDS", "child_main", "plan_scenario", "season"]

signal.signal(signal.SIGTERM, signal.SIG_IGN)
