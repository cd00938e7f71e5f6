"""Everything that this service's jobs can do; a new kind of work is written down here.

The server only has to know the names. What loads the engine is imported by the child that works,
or by the fork server ahead of it (``app.jobs.preload``).
"""

from __future__ import annotations

from pathlib import Path

from app.jobs.asking import solve_harden, solve_why
from app.jobs.patching import solve_patch
from app.jobs.solver import solve_scenario
from app.jobs.sweeping import step_sweep, try_cell
from app.ports.work import InParts, Kinds, MoreParts, OnePiece, Refused, Solved, Stage
from routing.artefacts.problem import Report

SEASON_PART = "season_part"


def step_season(stage: Stage, data: Path, report: Report) -> MoreParts | Solved | Refused:
    """See ``app.jobs.season.step_season``."""
    from app.jobs import season

    return season.step_season(stage, data, report)


def plan_season_part(payload: bytes, data: Path, report: Report) -> bytes:
    """See ``app.jobs.season.plan_season_part``."""
    from app.jobs import season

    return season.plan_season_part(payload, data, report)


KINDS = Kinds(
    whole={
        "plan": OnePiece(solve_scenario),
        "patch": OnePiece(solve_patch),
        "why": OnePiece(solve_why),
        "harden": OnePiece(solve_harden),
        "sweep": InParts(step_sweep),
        "season": InParts(step_season),
    },
    parts={"sweep_cell": try_cell, SEASON_PART: plan_season_part},
)
