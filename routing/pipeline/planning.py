"""From a scenario to an audited plan that says why anybody is left out."""

from __future__ import annotations

from dataclasses import replace

from routing.artefacts.problem import Problem, Progress, Report
from routing.audit import audit_plan
from routing.explain import explain_left_out, repair_left_out
from routing.explain.patching import Tools, keep_previous
from routing.formats.json_documents import canonical_sha256, render_json
from routing.model.goals import Effort
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.preparing import draw_roads, prepare_problem
from routing.pipeline.versions import component_versions
from routing.ports.engine import Engine
from routing.schedule import build_plan
from routing.solve import ColumnEngine

BAY_FULL = "BAY_FULL"
MOST_BAY_ROUNDS = 3
"""Decisions after the first for a plan whose coaches found no bay; each is a whole search."""
CROWDED_FEN = 100_000
"""What a stop at a place without a free bay counts at first: half a coach's hire."""
MOST_REPAIRED = {Effort.QUICK: 0, Effort.STANDARD: 2, Effort.THOROUGH: 12}
"""Groups left out for which the smallest repair is searched, by effort; each costs several plans.
The rest have their reasons all the same."""


def plan_scenario(
    scenario: Scenario,
    *,
    data: DataFolder,
    report: Report | None = None,
    engine: Engine | None = None,
    shares: bool = True,
) -> Plan:
    """Decide who goes when, on what, and return the audited plan.

    A scenario with a ``previous_plan`` changes that plan as little as possible.

    Args:
        scenario: a scenario that ``read_scenario`` accepted.
        data: policies and reference tables.
        report: receives progress, and may stop the search.
        engine: who decides; the column engine by default.
        shares: whether the column engine may give one vehicle several runs.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    if scenario.previous_plan is not None:
        tools = Tools(
            replan=lambda s: plan_scenario(s, data=data, report=report, engine=engine),
            audit=lambda s, p: audit_plan(s, p, profile=data.get_profile(s.policy.profile)),
            sha256=canonical_sha256,
        )
        kept = keep_previous(scenario, scenario.previous_plan, tools=tools)
        return with_audit(scenario, kept, data=data)
    tell = report or _go_on
    chosen = engine or ColumnEngine(shares=shares)
    tell(Progress("prepare", 0.0))
    problem = prepare_problem(scenario, data=data)
    plan = _decide_with_bays(scenario, problem, engine=chosen, report=tell)
    if plan.left_out:
        tell(Progress("explain", 1.0))
        plan = _explain(scenario, plan, problem=problem, data=data, engine=chosen)
    return with_audit(scenario, draw_roads(plan, problem, data=data), data=data)


def with_audit(scenario: Scenario, plan: Plan, *, data: DataFolder) -> Plan:
    """The plan with the independent checker's findings, made from documents re-read from JSON."""
    profile = data.get_profile(scenario.policy.profile)
    again = Plan.model_validate_json(render_json(plan))
    same = Scenario.model_validate_json(render_json(scenario))
    return plan.model_copy(update={"audit": audit_plan(same, again, profile=profile)})


def _decide(scenario: Scenario, problem: Problem, *, engine: Engine, report: Report) -> Plan:
    solution = engine.solve(problem, report=report)
    report(Progress("schedule", 1.0))
    return build_plan(
        problem, solution, scenario_sha256=canonical_sha256(scenario), versions=component_versions()
    )


def _decide_with_bays(
    scenario: Scenario, problem: Problem, *, engine: Engine, report: Report
) -> Plan:
    """The best of a few decisions; each but the first is told where coaches found no bay.

    A stop at such a place counts as dearer, four times as much in every round, until fewer or
    fuller coaches come, people sleep near by, or another station is used.
    """
    best = plan = _decide(scenario, problem, engine=engine, report=report)
    crowded: dict[str, int] = {}
    for _ in range(MOST_BAY_ROUNDS):
        reasons = [reason for left in plan.left_out for reason in left.reasons]
        places = {r.subject for r in reasons if r.code == BAY_FULL and r.subject is not None}
        if not places or not report(Progress("schedule", 1.0)):
            break
        crowded |= {p: max(CROWDED_FEN, 4 * crowded.get(p, 0)) for p in sorted(places)}
        told = replace(problem, crowded=dict(crowded))
        plan = _decide(scenario, told, engine=engine, report=report)
        best = min(best, plan, key=_rank)
    return best


def _rank(plan: Plan) -> tuple[int, int]:
    return sum(left.people for left in plan.left_out), int(plan.cost.objective_fen)


def _explain(
    scenario: Scenario, plan: Plan, *, problem: Problem, data: DataFolder, engine: Engine
) -> Plan:
    """Reasons for everybody left out, and repairs for as many groups as the effort pays for."""

    def replan(changed: Scenario) -> Plan:
        quick = changed.solver.model_copy(update={"effort": Effort.QUICK})
        trial = changed.model_copy(update={"solver": quick})
        return _decide(trial, prepare_problem(trial, data=data), engine=engine, report=_go_on)

    explained = explain_left_out(problem, plan)
    first = MOST_REPAIRED[scenario.solver.effort]
    worst = sorted(explained.left_out, key=lambda left: (-left.people, left.group))[:first]
    searched = repair_left_out(
        scenario,
        explained.model_copy(update={"left_out": tuple(worst)}),
        problem=problem,
        replan=replan,
    )
    repaired = {left.group: left for left in searched.left_out}
    left_out = tuple(repaired.get(left.group, left) for left in explained.left_out)
    return explained.model_copy(update={"left_out": left_out})


def _go_on(_: Progress) -> bool:
    return True
