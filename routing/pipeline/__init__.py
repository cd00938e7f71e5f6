"""The way through the house: from bytes to an audited plan, and from a plan to files.

This room is the only one that knows the order of the stages and the concrete choices behind the
ports. It reads as prose; whatever needs more than a line lives in a stage.
"""

from routing.pipeline.data_folder import DataFolder
from routing.pipeline.judging import audit, certify, evaluate, patch, read_made_plan, rehearse
from routing.pipeline.outputs import RENDERERS, PeoplePapers, make_papers, render_output
from routing.pipeline.patch_files import render_patch
from routing.pipeline.planning import component_versions, plan_scenario, with_audit
from routing.pipeline.preparing import build_horizon, check_scarcity, get_policy, prepare_problem
from routing.pipeline.reading import (
    ROSTER_FIELDS,
    CheckedInput,
    CheckedPlan,
    CheckedRoster,
    merge_rosters,
    read_changes,
    read_details,
    read_grid,
    read_plan,
    read_roster,
    read_scenario,
)
from routing.pipeline.returning import turn_home
from routing.pipeline.schemas import SCHEMAS, get_schema
from routing.pipeline.sweeps import Swept, render_sweep, sweep
from routing.pipeline.travel_tables import Refit, read_pair_table, refit, with_pairs
from routing.pipeline.whying import why

__all__ = [
    "RENDERERS",
    "ROSTER_FIELDS",
    "SCHEMAS",
    "CheckedInput",
    "CheckedPlan",
    "CheckedRoster",
    "DataFolder",
    "PeoplePapers",
    "Refit",
    "Swept",
    "audit",
    "build_horizon",
    "certify",
    "check_scarcity",
    "component_versions",
    "evaluate",
    "get_policy",
    "get_schema",
    "make_papers",
    "merge_rosters",
    "patch",
    "plan_scenario",
    "prepare_problem",
    "read_changes",
    "read_details",
    "read_grid",
    "read_made_plan",
    "read_pair_table",
    "read_plan",
    "read_roster",
    "read_scenario",
    "refit",
    "rehearse",
    "render_output",
    "render_patch",
    "render_sweep",
    "sweep",
    "turn_home",
    "why",
    "with_audit",
    "with_pairs",
]
