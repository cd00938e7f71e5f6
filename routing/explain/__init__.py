"""Say why, judge a hand-made plan, compare, change little, rehearse. Searches come as callables."""

from routing.explain.comparing import Comparison, compare_plans
from routing.explain.evaluating import Evaluation, evaluate_plan
from routing.explain.pricing import price_plan
from routing.explain.rehearsal import Disturbances, Rehearsal
from routing.explain.rehearsing import rehearse_plan
from routing.explain.repairs import explain_left_out, repair_left_out

__all__ = [
    "Comparison",
    "Disturbances",
    "Evaluation",
    "Rehearsal",
    "compare_plans",
    "evaluate_plan",
    "explain_left_out",
    "price_plan",
    "rehearse_plan",
    "repair_left_out",
]
