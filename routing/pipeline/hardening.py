"""A plan whose connections are as sure as is worth their money."""

from __future__ import annotations

from routing.artefacts.problem import Report
from routing.explain import Bench, Hardening, Rehearsal, harden_plan, rehearse_plan
from routing.formats.json_documents import canonical_sha256
from routing.model.goals import Effort
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.planning import plan_scenario, with_audit

REHEARSALS = 500


def harden(
    scenario: Scenario,
    plan: Plan,
    *,
    data: DataFolder,
    missed_fen: int,
    seed: int = 0,
    report: Report | None = None,
) -> tuple[Hardening, Plan]:
    """Buy connection time where it pays: plan with earlier feeders, rehearse, keep the best.

    Args:
        scenario: what the plan was made from.
        plan: a plan of it; tries are made at quick effort and compared with a quick plan, which
            the plan serves as where it was made so.
        data: policies and reference tables.
        missed_fen: what a person who misses a connection is reckoned at.
        seed: of the luck that all plans are played with.
        report: receives the progress of each try, and may stop it.

    Raises:
        TravelProviderFailed: the distances could not be had.
    """

    def replan(changed: Scenario) -> Plan:
        solver = changed.solver.model_copy(update={"effort": Effort.QUICK})
        trial = changed.model_copy(update={"solver": solver, "previous_plan": None})
        return plan_scenario(trial, data=data, report=report)

    def rehearse(made: Plan) -> Rehearsal:
        return rehearse_plan(scenario, made, seed=seed, times=REHEARSALS)

    alike = plan.provenance.effort == Effort.QUICK and bool(plan.certificate.leaves)
    base = plan if alike else replan(scenario)

    def restate(made: Plan) -> Plan:
        return _restated(scenario, made, base, data=data)

    bench = Bench(replan=replan, rehearse=rehearse, restate=restate, missed_fen=missed_fen)
    hardening, best = harden_plan(scenario, base, bench=bench)
    return hardening, restate(best) if best is base else best


def _restated(scenario: Scenario, made: Plan, base: Plan, *, data: DataFolder) -> Plan:
    """A plan under an earlier check-in as a plan of the scenario itself.

    What is lawful with an earlier check-in is lawful with the later one. The bound is that of the
    scenario's own plan where this one carries as many people, else it claims nothing.
    """
    left = sum(rest.people for rest in made.left_out)
    value = made.cost.objective_fen - left * scenario.goals.left_out_fen_per_person
    same = left <= sum(rest.people for rest in base.left_out)
    bound = base.certificate.lower_bound_fen if same else 0
    gap = max(0, value - bound) / value if value > 0 else 0.0
    certificate = base.certificate.model_copy(
        update={"lower_bound_fen": bound, "gap": round(gap, 6)} | ({} if same else {"leaves": ()})
    )
    stated = made.model_copy(
        update={
            "scenario_sha256": canonical_sha256(scenario),
            "certificate": certificate,
            "provenance": base.provenance,
        }
    )
    return with_audit(scenario, stated, data=data)
