"""Connection time is bought where it pays, and only there."""

from __future__ import annotations

import pytest

from routing.certify import certify_plan
from routing.explain.hardening import Bench, harden_plan
from routing.explain.rehearsal import Disturbances, Rehearsal
from routing.explain.rehearsing import rehearse_plan
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import harden, plan_scenario
from routing.units import Seconds
from tests.unit.explain.documents import sound
from tests.unit.schedule.small import DATA, problem_of
from tests.unit.solve.test_repeats import scenario as shuttles

ROUGH = Disturbances(
    road_error=0.1, slow_start_s=Seconds(600), late_train=0, no_show=0, breakdown=0
)


def bench(*, missed_fen: int, extra_fen: int, saves: float) -> Bench:
    """Plans whose feeders come earlier cost ``extra_fen`` more and strand ``saves`` of the people.

    The plan is the hand-made train plan; only its price and the share of its luck change, so that
    what must be chosen is known.
    """
    scenario, plan = sound("train")
    before = rehearse_plan(scenario, plan, seed=3, times=500, assumed=ROUGH)

    def replan(changed: Scenario) -> Plan:
        earlier = [s.check_in_s for s in changed.services] != [
            s.check_in_s for s in scenario.services
        ]
        assert earlier
        value = plan.cost.objective_fen + extra_fen
        return plan.model_copy(
            update={"cost": plan.cost.model_copy(update={"objective_fen": value})}
        )

    def rehearse(made: Plan) -> Rehearsal:
        same = made.cost.objective_fen == plan.cost.objective_fen
        stranded = 10.0 if same else 10.0 * saves
        risky = tuple(c.model_copy(update={"missed": 0.3}) for c in before.connections)
        return before.model_copy(
            update={"stranded_mean": stranded, "spare_coach_people": 0.0, "connections": risky}
        )

    return Bench(replan=replan, rehearse=rehearse, restate=lambda made: made, missed_fen=missed_fen)


@pytest.mark.parametrize(
    ("missed_fen", "extra_fen", "saves", "bought"),
    [
        (100_000, 500_000, 0.1, True),  # 10 people × 1,000 yuan against 5,000 and one person
        (100_000, 950_000, 0.1, False),  # what is saved is worth 9,000 only
        (100_000, -1, 1.0, True),  # earlier and cheaper needs no risk to pay
        (0, 1, 0.0, False),  # who reckons nothing buys nothing
    ],
)
def test_time_is_bought_exactly_where_it_costs_less_than_its_risk(
    missed_fen: int, extra_fen: int, saves: float, bought: bool
) -> None:
    scenario, plan = sound("train")
    tools = bench(missed_fen=missed_fen, extra_fen=extra_fen, saves=saves)
    hardening, best = harden_plan(scenario, plan, bench=tools)
    assert (hardening.chosen > 0) is bought
    assert (best.cost.objective_fen != plan.cost.objective_fen) is bought
    wider = [each for each in hardening.tried if each.kind == "wider_transfer"]
    assert [each.earlier_s for each in wider] == [900, 1_800, 3_600]
    assert {each.pays for each in wider} == {bought}


def test_a_spare_coach_pays_where_breakdowns_strand_many() -> None:
    scenario, plan = sound("coach")

    def rehearse(made: Plan) -> Rehearsal:
        prone = Disturbances(slow_start_s=Seconds(0), no_show=0, breakdown=0.2)
        return rehearse_plan(scenario, made, seed=3, times=2_000, assumed=prone)

    def tools(missed_fen: int) -> Bench:
        return Bench(
            replan=lambda _: plan, rehearse=rehearse, restate=lambda p: p, missed_fen=missed_fen
        )

    for price, pays in ((1_000_000, True), (100, False)):
        hardening, _ = harden_plan(scenario, plan, bench=tools(price))
        assert hardening.spare_coach is pays
        assert hardening.tried[-1].kind == "spare_coach"
        assert hardening.tried[-1].stranded_mean < hardening.tried[0].stranded_mean


def test_the_engines_plan_is_made_surer_and_stays_a_lawful_plan_of_the_scenario() -> None:
    raw = shuttles(coaches=5, train=("2026-02-25T11:00", "2026-02-25T15:00"))
    scenario = Scenario.model_validate(raw)
    plan = plan_scenario(scenario, data=DATA)
    hardening, best = harden(scenario, plan, data=DATA, missed_fen=10_000_000)
    assert best.audit is not None
    assert best.audit.findings == ()
    assert best.scenario_sha256 == plan.scenario_sha256
    assert certify_plan(problem_of(raw), best) == ()
    first = hardening.tried[0]
    chosen = hardening.tried[hardening.chosen]
    assert chosen.cost_fen + chosen.risk_fen == min(
        each.cost_fen + each.risk_fen for each in hardening.tried if each.kind != "spare_coach"
    )
    assert chosen.stranded_mean <= first.stranded_mean
