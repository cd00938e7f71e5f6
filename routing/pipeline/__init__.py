"""The way through the house: from bytes to an audited plan, and from a plan to files.

This room is the only one that knows the order of the stages and the concrete choices behind the
ports. It reads as prose; whatever needs more than a line lives in a stage.

A name's module is imported when the name is first used: planning does not wait for what judging,
sweeps or reasons need.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.pipeline.data_folder import DataFolder
    from routing.pipeline.hardening import harden
    from routing.pipeline.judging import audit, certify, evaluate, patch, read_made_plan, rehearse
    from routing.pipeline.mending import MendedInput, read_mended
    from routing.pipeline.outputs import RENDERERS, render_output
    from routing.pipeline.papers import PeoplePapers, make_papers
    from routing.pipeline.patch_files import render_patch
    from routing.pipeline.planning import plan_scenario, with_audit
    from routing.pipeline.preparing import (
        build_horizon,
        check_scarcity,
        get_policy,
        prepare_problem,
    )
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
    from routing.pipeline.versions import component_versions
    from routing.pipeline.whying import why
    from routing.pipeline.writing import OutputWriter

__all__ = [
    "RENDERERS",
    "ROSTER_FIELDS",
    "SCHEMAS",
    "CheckedInput",
    "CheckedPlan",
    "CheckedRoster",
    "DataFolder",
    "MendedInput",
    "OutputWriter",
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
    "harden",
    "make_papers",
    "merge_rosters",
    "patch",
    "plan_scenario",
    "prepare_problem",
    "read_changes",
    "read_details",
    "read_grid",
    "read_made_plan",
    "read_mended",
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
_HOMES = {
    "data_folder": ("DataFolder",),
    "hardening": ("harden",),
    "judging": (
        "audit",
        "certify",
        "evaluate",
        "patch",
        "read_made_plan",
        "rehearse",
    ),
    "mending": (
        "MendedInput",
        "read_mended",
    ),
    "outputs": (
        "RENDERERS",
        "render_output",
    ),
    "papers": (
        "PeoplePapers",
        "make_papers",
    ),
    "patch_files": ("render_patch",),
    "planning": (
        "plan_scenario",
        "with_audit",
    ),
    "preparing": (
        "build_horizon",
        "check_scarcity",
        "get_policy",
        "prepare_problem",
    ),
    "reading": (
        "ROSTER_FIELDS",
        "CheckedInput",
        "CheckedPlan",
        "CheckedRoster",
        "merge_rosters",
        "read_changes",
        "read_details",
        "read_grid",
        "read_plan",
        "read_roster",
        "read_scenario",
    ),
    "returning": ("turn_home",),
    "schemas": (
        "SCHEMAS",
        "get_schema",
    ),
    "sweeps": (
        "Swept",
        "render_sweep",
        "sweep",
    ),
    "travel_tables": (
        "Refit",
        "read_pair_table",
        "refit",
        "with_pairs",
    ),
    "versions": ("component_versions",),
    "whying": ("why",),
    "writing": ("OutputWriter",),
}
"""Names by the module of this room that holds them."""
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """The public name, from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found
