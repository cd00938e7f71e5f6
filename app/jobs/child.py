"""One piece of work in one process that can be killed and that dies with its parent."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Literal

from app.ports.work import MoreParts, PartRun, Refused, Solved
from routing.artefacts.problem import Progress, Report
from routing.errors import InputRefused, TravelProviderFailed

ORPHANED = 70
OUT_OF_MEMORY = 71
PR_SET_PDEATHSIG = 1
REPORT_EVERY_S = 0.25
BE_NICE = 5
FIRST_TO_GO = "500"
"""Where the machine runs out of memory, a solve is ended before the server that started it."""


@dataclass(frozen=True, slots=True)
class PartDone:
    """What a part gave, as JSON."""

    result: bytes


@dataclass(frozen=True, slots=True)
class Crashed:
    """A defect of the product showed itself; trying again would show it again."""

    kind: str
    trace: str


Answer = Solved | Refused | MoreParts | PartDone | Crashed
Message = tuple[Literal["progress"], Progress] | tuple[Literal["done"], Answer]


@dataclass(frozen=True, slots=True)
class ChildTask:
    """What a child is started with.

    Attributes:
        work: what to do, given the data folder and a report; it crosses by its module's name.
        memory_max_mb: address space, mebibytes; 0 means unbounded.
        preload: see ``Kinds.preload``; what the first child of a process names is loaded.
    """

    work: Callable[[Path, Report], Answer]
    data: Path
    memory_max_mb: int
    preload: str


class ChildDied(RuntimeError):
    """The child ended without an answer.

    Attributes:
        exit_code: negative for the signal that killed it.
    """

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the solver process ended with {exit_code}")
        self.exit_code = exit_code


def _context(preload: str) -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


@cache
def open_fork_server(preload: str) -> None:
    """Wait until a child can start at once; seconds, the first time in a process.

    Done before any work counts as begun: whoever is killed meanwhile has tried nothing.
    """
    nothing = _context(preload).Process(target=int, daemon=True)
    nothing.start()
    nothing.join()


class Child:
    """Work under way. Use as a context manager: leaving kills it."""

    def __init__(self, task: ChildTask) -> None:
        context = _context(task.preload)
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=child_main, args=(theirs, task), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    @property
    def pid(self) -> int:
        """The process id, 0 before it starts."""
        return self._process.pid or 0

    def ask_to_stop(self) -> None:
        """Let the work end at its next report with the best that it has."""
        try:
            self._pipe.send("stop")
        except OSError:
            return  # it has just ended; its answer or its death is read next

    def receive(self, *, timeout_s: float) -> Message | None:
        """The next message, or None when none came in time.

        Raises:
            ChildDied: it ended without an answer.
        """
        try:
            if not self._pipe.poll(timeout_s):
                return None
            message: Message = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(5)
            raise ChildDied(self._process.exitcode) from None
        return message


def child_main(pipe: Connection, task: ChildTask) -> None:
    """The child's whole life."""
    _prepare(task)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(pipe, stop), daemon=True).start()
    reporter = _Reporter(pipe, stop)
    answer: Answer
    try:
        answer = task.work(task.data, reporter)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as defect:
        answer = Crashed(type(defect).__name__, traceback.format_exc())
    pipe.send(("done", answer))


def run_part(run: PartRun, payload: bytes, data: Path, report: Report) -> PartDone | Refused:
    """Do one part; what it refuses is its answer."""
    try:
        return PartDone(run(payload, data, report))
    except InputRefused as refused:
        return Refused(findings=refused.findings)
    except TravelProviderFailed as failed:
        return Refused(provider_failed=str(failed))


class _Reporter:
    """Passes progress on, but not more often than anyone can read."""

    def __init__(self, pipe: Connection, stop: threading.Event) -> None:
        self._pipe = pipe
        self._stop = stop
        self._phase = ""
        self._sent_at = 0.0

    def __call__(self, progress: Progress) -> bool:
        moment = time.monotonic()
        if progress.phase != self._phase or moment - self._sent_at >= REPORT_EVERY_S:
            self._phase, self._sent_at = progress.phase, moment
            self._pipe.send(("progress", progress))
        return not self._stop.is_set()


def _prepare(task: ChildTask) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(BE_NICE)  # the page and the answers come first
    if sys.platform == "linux":
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if task.memory_max_mb:
        limit = task.memory_max_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _listen(pipe: Connection, stop: threading.Event) -> None:
    """Wait for "stop"; the parent's end closes when the parent dies, even by kill -9."""
    try:
        while pipe.recv() == "stop":
            stop.set()
    except (EOFError, OSError):
        os._exit(ORPHANED)
