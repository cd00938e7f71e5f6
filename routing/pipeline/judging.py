"""What a plan is worth, whoever made it, and what may happen to it."""

from __future__ import annotations

from routing.artefacts.problem import Report
from routing.audit import audit_plan
from routing.certify import certify_plan
from routing.explain import Evaluation, Rehearsal, evaluate_plan, rehearse_plan
from routing.explain.changing import Changes, change_scenario
from routing.explain.completing import complete_plan
from routing.explain.patching import Patched, Tools, patch_plan
from routing.formats.dispatch_reader import read_dispatch
from routing.formats.json_documents import canonical_sha256
from routing.model.findings import AuditReport, Finding
from routing.model.goals import Effort
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.planning import plan_scenario
from routing.pipeline.preparing import prepare_problem
from routing.pipeline.reading import WORKBOOK_START, CheckedPlan, read_plan


def audit(scenario: Scenario, plan: Plan, *, data: DataFolder) -> AuditReport:
    """What the independent checker finds in a plan, whoever made it."""
    return audit_plan(scenario, plan, profile=data.get_profile(scenario.policy.profile))


def certify(scenario: Scenario, plan: Plan, *, data: DataFolder) -> tuple[Finding, ...]:
    """Whether the prices in a plan's certificate prove the bound that it claims.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    return certify_plan(prepare_problem(scenario, data=data), plan)


def evaluate(scenario: Scenario, plan: Plan, *, data: DataFolder) -> Evaluation:
    """Price and audit a plan made by hand, and measure it against what a quick search proves.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    return evaluate_plan(
        scenario,
        plan,
        audit=lambda s, p: audit(s, p, data=data),
        reference=plan_scenario(
            _quick(scenario.model_copy(update={"previous_plan": None})), data=data
        ),
    )


def patch(
    scenario: Scenario,
    plan: Plan,
    changes: Changes,
    *,
    data: DataFolder,
    report: Report | None = None,
    from_nothing: bool = False,
) -> Patched:
    """Apply changes to an announced plan and disturb as few people as is worth it.

    Args:
        scenario: what the plan was made from.
        plan: the announced plan.
        changes: what happened since, and what is frozen.
        data: policies and reference tables.
        report: receives the progress of what is planned anew, and may stop it.
        from_nothing: whether the whole changed scenario is planned too, to say what is paid for
            every person left in peace; takes as long as planning does.

    Raises:
        UnknownName: a change names what the scenario does not have.
        TravelProviderFailed: the distances could not be had.
    """
    tools = Tools(
        replan=lambda s: plan_scenario(_quick(s), data=data, report=report),
        audit=lambda s, p: audit(s, p, data=data),
        sha256=canonical_sha256,
    )
    reference = tools.replan(change_scenario(scenario, changes)) if from_nothing else None
    return patch_plan(scenario, plan, changes, tools=tools, reference=reference)


def rehearse(scenario: Scenario, plan: Plan, *, seed: int, times: int) -> Rehearsal:
    """Play a plan many times with slow roads, late starts and trains, no-shows and breakdowns."""
    return rehearse_plan(scenario, plan, seed=seed, times=times)


def read_made_plan(data: bytes, scenario: Scenario, *, folder: DataFolder) -> CheckedPlan:
    """Read a plan made by anyone: a plan document, or a dispatch workbook of the scenario.

    What a workbook leaves open (kilometres, empty drives, prices, duties where it has none) is
    worked out; nothing is mended.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    if not data.startswith(WORKBOOK_START):
        return read_plan(data)
    sheets, findings = read_dispatch(data)
    if sheets is None:
        return CheckedPlan(None, findings)
    problem = prepare_problem(scenario, data=folder)
    sha256 = canonical_sha256(scenario)
    return CheckedPlan(*complete_plan(scenario, sheets, problem=problem, sha256=sha256))


def _quick(scenario: Scenario) -> Scenario:
    solver = scenario.solver.model_copy(update={"effort": Effort.QUICK})
    return scenario.model_copy(update={"solver": solver})
