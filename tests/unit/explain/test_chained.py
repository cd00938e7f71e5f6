"""A coach that runs again: judged, explained, patched and rehearsed like any other."""

from __future__ import annotations

import random
from functools import cache

import pytest

from routing.explain.changing import Changes, change_scenario
from routing.explain.evaluating import evaluate_plan
from routing.explain.keeping import keep_untouched
from routing.explain.playing import Stage, play
from routing.explain.rehearsal import Disturbances
from routing.explain.rehearsing import rehearse_plan
from routing.explain.whying import Tries
from routing.model.plan import Plan, PlanStatus
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.pipeline import audit, patch, plan_scenario, why
from routing.units import Seconds
from tests.unit.explain.documents import sound
from tests.unit.schedule.small import DATA
from tests.unit.solve.test_repeats import scenario as shuttles

CALM = Disturbances(road_error=0, slow_start_s=Seconds(0), late_train=0, no_show=0, breakdown=0)


@cache
def engines() -> tuple[Scenario, Plan]:
    """The engine's own plan of five loads on three coaches."""
    scenario = Scenario.model_validate(shuttles(coaches=3))
    plan = plan_scenario(scenario, data=DATA)
    numbers = [r.vehicle.number for r in plan.runs if isinstance(r.vehicle, CoachVehicle)]
    assert len(numbers) > len(set(numbers))
    return scenario, plan


def test_evaluating_it_gives_its_own_cost_and_no_finding() -> None:
    scenario, plan = engines()
    judged = evaluate_plan(scenario, plan, audit=lambda s, p: audit(s, p, data=DATA))
    assert judged.report.findings == ()
    assert judged.priced is not None
    assert judged.priced.cost == plan.cost


def test_its_money_is_accounted_for_run_by_run() -> None:
    scenario, plan = engines()
    found = why(scenario, plan, data=DATA, tries=Tries(bindings=0, contrasts=0))
    assert sum(leg.total_fen for leg in found.legs) == plan.cost.total_fen
    assert sum(group.total_fen for group in found.groups) == plan.cost.total_fen


def test_when_nothing_goes_wrong_every_run_of_it_is_in_time() -> None:
    rehearsal = rehearse_plan(*engines(), seed=1, times=20, assumed=CALM)
    assert rehearsal.all_well == 1
    assert {group.delay_worst_s for group in rehearsal.groups} == {0}


@pytest.mark.parametrize("lost", ["broken", "opened", "emptied"])
def test_the_runs_of_one_coach_stand_or_fall_together(lost: str) -> None:
    """However one of them goes: the coach breaks, the run is opened, its people stay at home."""
    scenario, plan = sound("twice")
    changes = Changes()
    if lost == "broken":
        changes = Changes(broken=(CoachVehicle(fleet="mini", number=1),))
    if lost == "emptied":
        changes = Changes(people={"gc": -10})
    opened = frozenset({"C003"}) if lost == "opened" else frozenset()
    now = change_scenario(scenario, changes)
    kept = keep_untouched(now, plan, changes, opened=opened)
    assert {run.id for run in kept.runs} == {"T1"}
    riding = {itinerary.group for itinerary in kept.itineraries}
    assert "gw" in riding
    assert riding.isdisjoint({"ga", "gc"})
    assert kept.waiting["ga"] == 20


def test_the_engines_plan_is_lawful_again_after_its_busiest_coach_broke() -> None:
    scenario, plan = engines()
    numbers = [r.vehicle.number for r in plan.runs if isinstance(r.vehicle, CoachVehicle)]
    row = scenario.fleet[0].id
    busiest = CoachVehicle(fleet=row, number=max(set(numbers), key=numbers.count))
    result = patch(scenario, plan, Changes(broken=(busiest,)), data=DATA)
    assert result.plan.audit is not None
    assert result.plan.audit.findings == ()
    left = {r.vehicle.number for r in result.plan.runs if isinstance(r.vehicle, CoachVehicle)}
    assert left <= {1, 2}
    assert sum(i.people for i in result.plan.itineraries) >= 4 * 45


def test_fewer_people_leave_no_coach_with_an_empty_drive_from_nowhere() -> None:
    """One of two runs has nobody left: what remains of the coach is planned anew, lawfully."""
    scenario, plan = engines()
    first = scenario.groups[0]
    result = patch(scenario, plan, Changes(people={first.id: -first.people}), data=DATA)
    assert result.plan.audit is not None
    assert result.plan.audit.findings == ()
    assert result.plan.status is PlanStatus.COMPLETE
    assert sum(i.people for i in result.plan.itineraries) == sum(
        g.people for g in scenario.groups if g.id != first.id
    )


def test_lateness_of_one_run_is_handed_on_to_the_next() -> None:
    """Against plain arithmetic on the plan's own figures: C003 comes from where C001 ended."""
    scenario, plan = sound("twice")
    late = CALM.model_copy(update={"slow_start_s": Seconds(3_600)})
    times = 20_000
    rehearsal = rehearse_plan(scenario, plan, seed=3, times=times, assumed=late)
    found = {c.run: c.late_for_check_in for c in rehearsal.connections}
    values = plan.provenance.policy.values

    def needs(people: int) -> int:
        return values.stop_fixed_s + values.stop_per_person_s * people

    # seconds from 04:00: base – a (12 min) – 50 min there – s1 (75 min) – 20 min there – base
    luck, missed = random.Random(5), 0
    for _ in range(times):
        out = max(3_720 + luck.expovariate(1 / 3_600) + 4_500 + needs(20), 9_420)
        back_at_a = out + 4_800 + 720
        leaves = max(15_420 + 3_720, max(15_420 + 720, back_at_a) + needs(10))
        leaves += luck.expovariate(1 / 3_600)
        missed += max(leaves + 4_500 + needs(10), 15_420 + 9_420) > 7 * 3_600
    share = missed / times
    assert 0.1 < share < 0.95
    assert found["C003"] == pytest.approx(share, abs=0.02)
    alone = plan.model_copy(
        update={
            "runs": tuple(
                r.model_copy(update={"vehicle": CoachVehicle(fleet="mini", number=2)})
                if r.id == "C003"
                else r
                for r in plan.runs
            )
        }
    )
    other = rehearse_plan(scenario, alone, seed=3, times=times, assumed=late)
    assert found["C003"] > {c.run: c.late_for_check_in for c in other.connections}["C003"]


@pytest.mark.parametrize("spare", [True, False])
def test_a_coach_that_broke_down_does_not_run_again_unless_a_spare_takes_over(spare: bool) -> None:
    scenario, plan = sound("twice")
    prone = CALM.model_copy(update={"breakdown": 0.3})
    played = play(Stage(scenario, plan, prone, seed=3, times=2_000, spare=spare))
    first, second = played.broken["C001"], played.broken["C003"]
    assert first.any()
    assert bool((second | ~first).all()) is not spare
