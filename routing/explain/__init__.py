"""Say why, judge a hand-made plan, compare, change little, rehearse. Searches come as callables.

A name's module is imported when the name is first used: what only compares or rehearses does not
wait for what searches.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.explain.changing import Changes, change_scenario
    from routing.explain.comparing import Comparison, compare_plans
    from routing.explain.contrasting import contrast_plan
    from routing.explain.evaluating import Evaluation, evaluate_plan
    from routing.explain.hardening import Bench, Hardening, harden_plan
    from routing.explain.patching import Patched, PatchReport, Tools, patch_plan
    from routing.explain.pricing import price_plan
    from routing.explain.rehearsal import Disturbances, Rehearsal
    from routing.explain.rehearsing import rehearse_plan
    from routing.explain.repairs import explain_left_out, repair_left_out
    from routing.explain.sweeping import Grid, build_cells, tabulate
    from routing.model.why import Contrast

__all__ = [
    "Bench",
    "Changes",
    "Comparison",
    "Contrast",
    "Disturbances",
    "Evaluation",
    "Grid",
    "Hardening",
    "PatchReport",
    "Patched",
    "Rehearsal",
    "Tools",
    "build_cells",
    "change_scenario",
    "compare_plans",
    "contrast_plan",
    "evaluate_plan",
    "explain_left_out",
    "harden_plan",
    "patch_plan",
    "price_plan",
    "rehearse_plan",
    "repair_left_out",
    "tabulate",
]
_HOMES = {
    "routing.explain.changing": (
        "Changes",
        "change_scenario",
    ),
    "routing.explain.comparing": (
        "Comparison",
        "compare_plans",
    ),
    "routing.explain.contrasting": ("contrast_plan",),
    "routing.explain.evaluating": (
        "Evaluation",
        "evaluate_plan",
    ),
    "routing.explain.hardening": (
        "Bench",
        "Hardening",
        "harden_plan",
    ),
    "routing.explain.patching": (
        "Patched",
        "PatchReport",
        "Tools",
        "patch_plan",
    ),
    "routing.explain.pricing": ("price_plan",),
    "routing.explain.rehearsal": (
        "Disturbances",
        "Rehearsal",
    ),
    "routing.explain.rehearsing": ("rehearse_plan",),
    "routing.explain.repairs": (
        "explain_left_out",
        "repair_left_out",
    ),
    "routing.explain.sweeping": (
        "Grid",
        "build_cells",
        "tabulate",
    ),
    "routing.model.why": ("Contrast",),
}
"""Names by the module that holds them."""
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """The public name, from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found
