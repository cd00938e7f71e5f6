"""Loaded once into the fork server, so that a child starts in hundredths of a second, and warm.

A stop of the whole process group must not take the fork server away from a server that is still
closing its books; it goes when the server's end of its pipe closes.
"""

import gc
import signal

from app.jobs import asking, patching, season, solver, sweeping
from app.jobs.child import child_main
from app.jobs.warm_up import warm_up

__all__ = ["asking", "child_main", "patching", "season", "solver", "sweeping"]

signal.signal(signal.SIGTERM, signal.SIG_IGN)
warm_up()
# Out of the collector's sight it stays shared with every child, and none walks through it.
gc.freeze()
