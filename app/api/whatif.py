"""What two plans differ in, and how a plan stands up to bad luck."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.described import problems
from app.api.plans import PlanId
from app.desk.context import Context, ContextDep, PrincipalDep
from app.desk.outputs import read_documents
from app.ports.keys import Principal
from routing.explain import Comparison, Rehearsal, compare_plans, rehearse_plan
from routing.model.plan import Plan
from routing.model.scenario import Scenario

ROUTER = APIRouter(prefix="/v1", tags=["what-if"])


@ROUTER.get(
    "/plans/{plan_id}:compare",
    response_model=Comparison,
    responses=problems("UNKNOWN_PLAN", "NO_PLAN", "PARAMETER"),
)
def compare(
    plan_id: PlanId,
    other: Annotated[str, Query(alias="with", max_length=64, description="the second plan's id")],
    context: ContextDep,
    principal: PrincipalDep,
) -> Comparison:
    """Figures, cost by term and payer, and people who are moved, added or dropped."""
    _, first = _documents(plan_id, context, principal)
    _, second = _documents(other, context, principal)
    return compare_plans(first, second)


@ROUTER.post(
    "/plans/{plan_id}:rehearse",
    response_model=Rehearsal,
    responses=problems("UNKNOWN_PLAN", "NO_PLAN", "PARAMETER"),
)
def rehearse(
    plan_id: PlanId,
    context: ContextDep,
    principal: PrincipalDep,
    times: Annotated[int, Query(ge=1, le=2_000, description="rehearsals")] = 500,
    seed: Annotated[int, Query(ge=0, le=1_000_000, description="seed of all luck")] = 0,
) -> Rehearsal:
    """Play the plan many times with slow roads, late trains, no-shows and breakdowns."""
    scenario, plan = _documents(plan_id, context, principal)
    return rehearse_plan(scenario, plan, seed=seed, times=times)


def _documents(plan_id: str, context: Context, principal: Principal) -> tuple[Scenario, Plan]:
    return read_documents(context.jobs.get_documents(plan_id, tenant=principal.tenant))
