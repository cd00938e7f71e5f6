"""The smallest single change that carries who is left out, found by solving again."""

from __future__ import annotations

from collections.abc import Callable

from routing.artefacts.problem import Problem
from routing.explain.change import Change
from routing.explain.changes import changes_for
from routing.explain.reasons import find_reasons
from routing.model.base import LocalisedText
from routing.model.plan import LeftOut, Plan, Repair
from routing.model.scenario import Scenario
from routing.units import Fen

Replan = Callable[[Scenario], Plan]
"""Plans a changed scenario from the start, at whatever effort it says."""

MOST_TRIES = 8
"""Changes that are solved again for one group."""


def explain_left_out(problem: Problem, plan: Plan) -> Plan:
    """The plan with every reason, found by trying, for each group that is left out."""
    groups = {group.id: group for group in problem.scenario.groups}
    explained = []
    for left in plan.left_out:
        rest = groups[left.group].model_copy(update={"people": left.people})
        explained.append(left.model_copy(update={"reasons": find_reasons(problem, plan, rest)}))
    return plan.model_copy(update={"left_out": tuple(explained)})


def repair_left_out(scenario: Scenario, plan: Plan, *, problem: Problem, replan: Replan) -> Plan:
    """The plan with the smallest repair of each group that is left out.

    Only changes that lift a reason of the group are tried, each on the whole scenario. Of those
    that carry all of the group's people the one whose plan has the lowest objective wins, and of
    two alike the smaller change. A group that no single change carries gets no repair.

    Args:
        scenario: what the plan was made from.
        plan: a plan with reasons, see ``explain_left_out``.
        problem: the scenario as prepared for the engine, for trials of one group.
        replan: makes a plan of a changed scenario.
    """
    repaired = []
    for left in plan.left_out:
        changes = changes_for(scenario, left, problem=problem)[:MOST_TRIES]
        tried = [(change, replan(change.scenario)) for change in changes]
        repaired.append(left.model_copy(update={"repair": _smallest(plan, left, tried)}))
    return plan.model_copy(update={"left_out": tuple(repaired)})


def _smallest(plan: Plan, left: LeftOut, tried: list[tuple[Change, Plan]]) -> Repair | None:
    carried = [
        (change, after)
        for change, after in tried
        if all(still.group != left.group for still in after.left_out)
    ]
    if not carried:
        return None
    change, after = min(
        carried, key=lambda pair: (pair[1].cost.objective_fen, pair[0].amount, pair[0].kind)
    )
    return _repair(change, Fen(after.cost.total_fen - plan.cost.total_fen))


def _repair(change: Change, extra_fen: Fen) -> Repair:
    zh, en = change.words
    yuan = f"{extra_fen / 100:+,.2f}"
    return Repair(
        kind=change.kind,
        subject=change.subject,
        amount=change.amount,
        cost_fen=extra_fen,
        detail=LocalisedText(zh=f"{zh}，费用 {yuan} 元", en=f"{en}; money {yuan} CNY"),
    )
