"""Say why, judge a hand-made plan, compare, change little, rehearse. Searches come as callables."""

from routing.explain.changing import Changes, change_scenario
from routing.explain.comparing import Comparison, compare_plans
from routing.explain.contrasting import contrast_plan
from routing.explain.evaluating import Evaluation, evaluate_plan
from routing.explain.patching import Patched, PatchReport, Tools, patch_plan
from routing.explain.pricing import price_plan
from routing.explain.rehearsal import Disturbances, Rehearsal
from routing.explain.rehearsing import rehearse_plan
from routing.explain.repairs import explain_left_out, repair_left_out
from routing.explain.sweeping import Grid, build_cells, tabulate
from routing.model.why import Contrast

__all__ = [
    "Changes",
    "Comparison",
    "Contrast",
    "Disturbances",
    "Evaluation",
    "Grid",
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
    "patch_plan",
    "price_plan",
    "rehearse_plan",
    "repair_left_out",
    "tabulate",
]
