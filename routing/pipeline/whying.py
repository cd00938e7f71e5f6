"""Why a plan is as it is, with what is tried to say so."""

from __future__ import annotations

from routing.artefacts.problem import Report
from routing.explain.whying import Tries, explain_plan
from routing.model.goals import Effort
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.why import Why
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.planning import plan_scenario


def why(
    scenario: Scenario,
    plan: Plan,
    *,
    data: DataFolder,
    tries: Tries | None = None,
    report: Report | None = None,
) -> Why:
    """Account for a plan's money, and plan otherwise to say what limits and decisions are worth.

    Tries are made at quick effort and compared with a quick plan of the scenario itself; the plan
    serves as that where it was made so.

    Args:
        scenario: what the plan was made from.
        plan: a plan of it.
        data: policies and reference tables.
        tries: how much is tried; three limits and six decisions by default.
        report: receives the progress of each try, and may stop it.

    Raises:
        TravelProviderFailed: the distances could not be had.
    """
    chosen = tries or Tries()

    def replan(changed: Scenario) -> Plan:
        solver = changed.solver.model_copy(update={"effort": Effort.QUICK})
        trial = changed.model_copy(update={"solver": solver})
        return plan_scenario(trial, data=data, report=report)

    alike = plan.provenance.effort == Effort.QUICK and plan.certificate.leaves
    base = plan if alike or not chosen.any else replan(scenario)
    return explain_plan(scenario, plan, tries=chosen, replan=replan, base=base)
