"""Watch one child: pass its reports on, stop it when asked, kill it when patience ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy.exc import DBAPIError

from app.jobs.child import Answer, Child, ChildTask
from app.jobs.metrics import SOLVE_SECONDS
from app.ports.jobs import JobProgress
from app.ports.tracing import Tracing
from routing.artefacts.problem import Progress

LOG = logging.getLogger("zhida.jobs")
ASK_EVERY_S = 0.3


class Signal(Enum):
    """What running work is told when it reports."""

    GO_ON = "go_on"
    STOP = "stop"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long work may take, in seconds, and how long it may take to stop."""

    work_max_s: int
    grace_s: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The child gave an answer.

    Attributes:
        out_of_time: whether it was stopped because its time was over.
    """

    answer: Answer
    out_of_time: bool


@dataclass(frozen=True, slots=True)
class Unheard:
    """The child was asked to stop and had nothing to give when its grace was over."""

    out_of_time: bool


class Gone(Enum):
    """Nobody wants the answer any more."""

    GONE = "gone"


Ask = Callable[[JobProgress | None], Signal]


@dataclass(slots=True)
class _Watch:
    """The clock of one child: when it must stop, when its patience ends."""

    patience: Patience
    started: float = field(default_factory=time.monotonic)
    stop_asked_at: float | None = None
    out_of_time: bool = False
    progress: JobProgress | None = None

    def must_stop(self, signal: Signal) -> bool:
        """Whether to ask the child to stop now, for the first time."""
        moment = time.monotonic()
        self.out_of_time = self.out_of_time or moment - self.started > self.patience.work_max_s
        if self.stop_asked_at is None and (signal is Signal.STOP or self.out_of_time):
            self.stop_asked_at = moment
            return True
        return False

    def is_over(self) -> bool:
        """Whether the grace of a child that was asked to stop is over."""
        asked = self.stop_asked_at
        return asked is not None and time.monotonic() - asked > self.patience.grace_s


class _Phases:
    """One span after another, as the child goes from phase to phase."""

    def __init__(self, tracing: Tracing) -> None:
        self._tracing = tracing
        self._stack = ExitStack()
        self._phase = ""

    def __enter__(self) -> _Phases:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def enter(self, phase: str) -> bool:
        """The child is in this phase now; whether it was in another before."""
        if phase == self._phase:
            return False
        self._phase = phase
        self._stack.close()
        self._stack.enter_context(self._tracing.span("phase", {"zhida.phase": phase}))
        return True


def supervise(
    task: ChildTask, ask: Ask, *, patience: Patience, name: str, tracing: Tracing
) -> Answered | Unheard | Gone:
    """Carry a child through to its end.

    Args:
        task: what it does.
        ask: is told of progress and says whether to go on; asked several times a second.
        patience: its bounds of time.
        name: of the work, for the log.
        tracing: is told of each phase that the child reports.

    Raises:
        ChildDied: it ended without an answer.
    """
    watch = _Watch(patience)
    with _Phases(tracing) as phases, Child(task) as child, SOLVE_SECONDS.time():
        asked_at = 0.0
        while True:
            due = asked_at + ASK_EVERY_S
            message = child.receive(timeout_s=max(0.0, due - time.monotonic()))
            if message is not None and message[0] == "done":
                return Answered(message[1], watch.out_of_time)
            if message is not None and message[0] == "progress":
                watch.progress = job_progress(message[1])
                if phases.enter(message[1].phase):
                    due = 0.0  # a new phase is told at once: it may be the answer to a stop
            if time.monotonic() < due:
                continue
            asked_at = time.monotonic()
            signal = _ask(ask, watch, name)
            if signal is Signal.GONE:
                return Gone.GONE
            if watch.must_stop(signal):
                child.ask_to_stop()
            if watch.is_over():
                return Unheard(watch.out_of_time)


def _ask(ask: Ask, watch: _Watch, name: str) -> Signal:
    """Report, and keep the news for the next time when the database does not answer."""
    try:
        signal = ask(watch.progress)
    except DBAPIError as trouble:
        LOG.warning("%s: the database does not answer: %s", name, trouble)
        return Signal.GO_ON
    watch.progress = None
    return signal


def job_progress(progress: Progress) -> JobProgress:
    """The engine's progress as lists show it."""
    return JobProgress(
        phase=progress.phase,
        percent=round(100.0 * min(1.0, max(0.0, progress.share)), 1),
        cost_fen=progress.cost_fen,
        bound_fen=progress.bound_fen,
        gap=progress.gap,
    )
