"""Everything that this service's jobs can do; a new kind of work is written down here."""

from __future__ import annotations

from app.jobs.patching import solve_patch
from app.jobs.season import SEASON_PART, plan_season_part, step_season
from app.jobs.solver import solve_scenario
from app.jobs.sweeping import step_sweep, try_cell
from app.ports.work import InParts, Kinds, OnePiece

KINDS = Kinds(
    whole={
        "plan": OnePiece(solve_scenario),
        "patch": OnePiece(solve_patch),
        "sweep": InParts(step_sweep),
        "season": InParts(step_season),
    },
    parts={"sweep_cell": try_cell, SEASON_PART: plan_season_part},
)
