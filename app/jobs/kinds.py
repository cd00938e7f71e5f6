"""Everything that this service's jobs can do; a new kind of work is written down here.

A server and a worker only have to know the names. What loads the engine is found by the child that
works, or by the fork server ahead of it (``app.jobs.preload``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Generic, TypeVar

from app.ports.work import InParts, Kinds, MoreParts, OnePiece, Refused, Solved, Stage
from routing.artefacts.problem import Report

Given = TypeVar("Given")
Made = TypeVar("Made")
SEASON_PART = "season_part"


@dataclass(frozen=True)
class Found(Generic[Given, Made]):
    """A function of a module that is loaded where the function is called: in the child.

    Attributes:
        address: ``package.module:function``.
    """

    address: str

    def __call__(self, given: Given, data: Path, report: Report) -> Made:
        """See the function at the address."""
        function: Callable[[Given, Path, Report], Made] = resolve_name(self.address)
        return function(given, data, report)


Whole = Found[bytes, Solved | Refused]
InSteps = Found[Stage, MoreParts | Solved | Refused]
OnePart = Found[bytes, bytes]
KINDS = Kinds(
    whole={
        "plan": OnePiece(Whole("app.jobs.solver:solve_scenario")),
        "patch": OnePiece(Whole("app.jobs.patching:solve_patch")),
        "why": OnePiece(Whole("app.jobs.asking:solve_why")),
        "harden": OnePiece(Whole("app.jobs.asking:solve_harden")),
        "sweep": InParts(InSteps("app.jobs.sweeping:step_sweep")),
        "season": InParts(InSteps("app.jobs.season:step_season")),
    },
    parts={
        "sweep_cell": OnePart("app.jobs.sweeping:try_cell"),
        SEASON_PART: OnePart("app.jobs.season:plan_season_part"),
    },
)
