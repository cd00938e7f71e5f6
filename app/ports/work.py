"""What a job does: kinds of work, in one piece or cut into parts that many machines share.

A kind is registered in ``app.jobs.kinds``. Its functions stand at the top of a module, run in a
killable child, and know no queue, no database and no HTTP: documents in, documents out.

**In one piece** (``OnePiece``): one function makes the answer.

**In parts** (``InParts``): one function, ``step``, looks at what the parts so far gave and either
hands out more parts or answers. It is called first with no ends, then whenever every part that it
handed out has ended, so that a job may go round as often as it needs (a master problem, its days,
the master again with what the days taught). It must depend on its ``Stage`` alone: after a crash
it is called again with the same one, and then must hand out the same parts.

Parts stand in a table of their own with what they gave. Whatever dies, a part that has ended is
never done again, and one that has not is taken up by another process. Each solves in a child of
its own; every process with slots takes part, as many at once as it has slots. A job that waits
for its parts takes up no slot, so waiting jobs never starve parts. Parts give way to plans of the
same priority. A part should last a second or more: batch smaller ones.

Progress of the job is the mean of its parts'; ``Jobs.get_parts`` shows each by its label.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from routing.artefacts.problem import Report
from routing.model.findings import Finding
from routing.model.plan import StopReason


@dataclass(frozen=True, slots=True)
class Solved:
    """What a finished job leaves behind.

    Attributes:
        stop_reason: CANCELLED makes the job cancelled, any other one done.
        plan: an audited plan as JSON, where the job makes one; every output is made from it.
        cost_fen, bound_fen, gap: figures that lists show, where there are any.
        result: a document of the kind's own, as JSON.
        scenario: what the plan was made from, where the work changed the job's own.
    """

    stop_reason: StopReason
    plan: bytes | None = None
    cost_fen: int | None = None
    bound_fen: int | None = None
    gap: float | None = None
    result: bytes | None = None
    scenario: bytes | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing could be made: the codes of the command line."""

    findings: tuple[Finding, ...] = ()
    provider_failed: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of work to hand out.

    Attributes:
        kind: names a function of ``Kinds.parts``.
        payload: what it is given, as JSON; no people's data.
        label: a short word for lists and progress, such as a day.
    """

    kind: str
    payload: bytes
    label: str = ""


@dataclass(frozen=True, slots=True)
class PartEnd:
    """What became of a part.

    Attributes:
        number: 0, 1, … in the order in which they were handed out.
        result: what its function gave, as JSON; None when it failed or was stopped.
        findings: why it failed; empty when it was stopped.
    """

    number: int
    part: Part
    result: bytes | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a step may know.

    Attributes:
        payload: what the job was given, as JSON.
        ends: every part so far, by number.
        stopped: whether the job was cancelled; then the step answers with what there is.
    """

    payload: bytes
    ends: tuple[PartEnd, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class MoreParts:
    """A step's answer that hands out parts.

    Raises:
        ValueError: there are none; a step with nothing to hand out answers.
    """

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("a step must hand out at least one part, or answer")


Solve = Callable[[bytes, Path, Report], Solved | Refused]
"""(payload, data folder, report). ``report`` returns False when the work should stop with the
best that it has."""
PartRun = Callable[[bytes, Path, Report], bytes]
"""(payload, data folder, report) to the part's result as JSON. May raise ``InputRefused`` or
``TravelProviderFailed``, which become the part's findings; any other exception is a defect."""
Step = Callable[[Stage, Path, Report], MoreParts | Solved | Refused]
"""(stage, data folder, report)."""


@dataclass(frozen=True, slots=True)
class OnePiece:
    """Work that one child does from beginning to end."""

    solve: Solve


@dataclass(frozen=True, slots=True)
class InParts:
    """Work that is handed out in parts."""

    step: Step


Kind = OnePiece | InParts


@dataclass(frozen=True, slots=True)
class Kinds:
    """Everything that this service's jobs can do.

    Attributes:
        whole: by ``Submission.kind``.
        parts: by ``Part.kind``.
        preload: a module that is loaded once for all children, so that each starts in hundredths
            of a second. It must make its process deaf to SIGTERM: a stop of the whole group may
            not take it away from a server that is still closing its books.
    """

    whole: Mapping[str, Kind]
    parts: Mapping[str, PartRun]
    preload: str = "app.jobs.preload"
