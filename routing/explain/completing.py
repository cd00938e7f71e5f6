"""A plan from what a dispatch workbook states: what follows from it is worked out."""

from __future__ import annotations

from routing.artefacts.dispatch_sheets import (
    DispatchSheets,
    SheetRun,
)
from routing.artefacts.problem import Problem
from routing.explain.dispatch_lines import Raw, SheetReader
from routing.explain.pricing import price_plan
from routing.model.findings import Finding
from routing.model.plan import Plan
from routing.model.scenario import Scenario


def complete_plan(
    scenario: Scenario, sheets: DispatchSheets, *, problem: Problem, sha256: str
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan that a workbook states, with legs, empty drives, roles and prices worked out.

    Where it gives no duties, drivers take the legs in turn and stand where a leg takes longer
    than its driving. Nothing is mended: whether the plan is lawful is the audit's to say.

    Args:
        scenario: what the plan is for; lines speak of its groups, places, vehicles and services by
            id, or by a name borne once.
        sheets: what the workbook states.
        problem: the scenario as prepared: distances and the policy in force.
        sha256: of the scenario.

    Returns:
        The plan, or None and an error for every name that the scenario does not have.
    """
    maker = SheetReader(scenario, problem, ending=_last_runs(sheets))
    made = {sheet.id: maker.run(sheet) for sheet in sorted(sheets.runs, key=_begins)}
    runs = [run for sheet in sheets.runs if (run := made[sheet.id]) is not None]
    itineraries = [maker.itinerary(journey, runs) for journey in sheets.journeys]
    purchases = list(maker.purchases(sheets))
    if maker.findings:
        return None, tuple(maker.findings)
    left = [
        {"group": group, "people": people, "reasons": [{"code": "SEATS"}]}
        for group, people in sheets.left_out.items()
    ]
    raw: Raw = {
        "scenario_id": scenario.id,
        "scenario_sha256": sha256,
        "status": "partial" if left else "complete",
        "stop_reason": "work",
        "provenance": {
            "versions": {},
            "seed": 0,
            "effort": "by hand",
            "provider": problem.matrix.provider,
            "travel_error": problem.matrix.mean_error,
            "policy": problem.policy.model_dump(mode="json", by_alias=True),
        },
        "cost": {"total_fen": 0, "terms": {}, "objective_fen": 0},
        "purchases": purchases,
        "certificate": {
            "people_bound": sum(group.people for group in scenario.groups),
            "lower_bound_fen": 0,
            "gap": 0,
            "proves": {"zh": "手工方案，未求下界。", "en": "Made by hand: no bound was sought."},
        },
        "runs": runs,
        "itineraries": itineraries,
        "left_out": left,
    }
    return _with_gap(price_plan(scenario, Plan.model_validate(raw)), scenario), ()


def _begins(sheet: SheetRun) -> tuple[str, str]:
    """When a run begins, ties by its id; one without stops comes first."""
    return (sheet.stops[0].arrives.isoformat() if sheet.stops else "", sheet.id)


def _last_runs(sheets: DispatchSheets) -> frozenset[str]:
    """Ids of the runs after which their vehicle goes home."""
    return frozenset({s.vehicle: s.id for s in sorted(sheets.runs, key=_begins)}.values())


def _with_gap(plan: Plan, scenario: Scenario) -> Plan:
    """The gap to a bound of nothing: all of it."""
    left = sum(rest.people for rest in plan.left_out) * scenario.goals.left_out_fen_per_person
    gap = 1.0 if plan.cost.objective_fen > left else 0.0
    return plan.model_copy(update={"certificate": plan.certificate.model_copy(update={"gap": gap})})
