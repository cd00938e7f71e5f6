"""A rehearsal agrees with a plain recomputation, is repeatable, and values slack rightly."""

from __future__ import annotations

import random
from math import exp, pi, sqrt
from time import perf_counter

import pytest

from routing.explain.rehearsal import Disturbances
from routing.explain.rehearsing import rehearse_plan
from routing.units import Seconds
from tests.unit.audit.draft import at, settle
from tests.unit.audit.more_plans import EVERY
from tests.unit.explain.documents import read, sound

CALM = Disturbances(
    road_error=0,
    slow_start_s=Seconds(0),
    late_train=0,
    no_show=0,
    breakdown=0,
)
ROUGH = Disturbances(road_error=0.5, slow_start_s=Seconds(3_600), late_train=0.4, breakdown=0)


@pytest.mark.parametrize("name", EVERY)
def test_when_nothing_goes_wrong_everyone_arrives_as_planned(name: str) -> None:
    rehearsal = rehearse_plan(*sound(name), seed=1, times=20, assumed=CALM)
    assert rehearsal.all_well == 1
    assert rehearsal.stranded_mean == rehearsal.absent_mean == 0
    assert {g.delay_worst_s for g in rehearsal.groups} == {0}
    assert {c.missed for c in rehearsal.connections} <= {0}


def test_the_margin_of_a_connection_is_the_plans() -> None:
    (connection,) = rehearse_plan(*sound("train"), seed=1, times=5, assumed=CALM).connections
    # the feeder's stop ends at 09:07, check-in is at 11:00
    assert (connection.run, connection.service, connection.people) == ("C001", "K1", 30)
    assert connection.margin_s == 6_780
    assert connection.worst_s == -6_780


def plainly(seed: int, times: int) -> tuple[float, float]:
    """The train plan's feeder, second by second in plain Python: late for check-in, and missed."""
    luck = random.Random(seed)
    sigma = 0.5 * sqrt(pi / 2)
    late = missed = 0
    for _ in range(times):
        leaves = 7.533_333 * 3_600 + luck.expovariate(1 / 3_600)
        slow = exp(sigma * luck.gauss(0, 1) - sigma * sigma / 2)
        out = max(9 * 3_600 + 420, leaves + 4_500 * slow + 750)
        late += out > 11 * 3_600
        missed += out > 12 * 3_600 - 600
    return late / times, missed / times


def test_probabilities_match_a_plain_recomputation_within_sampling_error() -> None:
    times = 20_000
    (connection,) = rehearse_plan(*sound("train"), seed=3, times=times, assumed=ROUGH).connections
    late, missed = plainly(4, times)
    for found, plain in ((connection.late_for_check_in, late), (connection.missed, missed)):
        assert 0.02 < plain < 0.9
        assert abs(found - plain) < 4 * sqrt(2 * plain * (1 - plain) / times)


def test_who_misses_the_train_is_stranded_and_nobody_else() -> None:
    rehearsal = rehearse_plan(*sound("train"), seed=3, times=2_000, assumed=ROUGH)
    stranded = {g.group: g.stranded for g in rehearsal.groups}
    assert stranded == {"ga": rehearsal.connections[0].missed, "gw": 0}
    assert rehearsal.stranded_mean == pytest.approx(30 * stranded["ga"])


def test_fifteen_minutes_more_save_people_and_a_wide_margin_has_nothing_to_save() -> None:
    rough = rehearse_plan(*sound("train"), seed=3, times=2_000, assumed=ROUGH)
    assert rough.fifteen_minutes_people > 0
    night = rehearse_plan(*sound("night"), seed=3, times=2_000, assumed=ROUGH)
    assert night.stranded_mean == night.fifteen_minutes_people == 0


def test_a_spare_coach_saves_who_would_break_down() -> None:
    prone = CALM.model_copy(update={"breakdown": 0.25})
    rehearsal = rehearse_plan(*sound("coach"), seed=3, times=4_000, assumed=prone)
    assert rehearsal.spare_coach_people == pytest.approx(35 * 0.25, abs=35 * 4 * 0.007)
    # with the spare coach they arrive an hour and a half late
    assert rehearsal.stranded_mean == 0
    assert {g.delay_worst_s for g in rehearsal.groups} == {5_400}


def test_a_last_mile_waits_for_a_late_train() -> None:
    late = CALM.model_copy(update={"late_train": 1.0, "train_delay_s": Seconds(3_600)})
    rehearsal = rehearse_plan(*sound("train"), seed=3, times=4_000, assumed=late)
    delays = {g.group: g.delay_mean_s for g in rehearsal.groups}
    assert delays["gw"] == pytest.approx(3_600, rel=0.08)
    # The last mile could leave 150 s earlier than it does, so it makes up that much.
    assert 3_600 - 150 <= delays["ga"] + 150 <= delays["gw"] + 150
    assert rehearsal.stranded_mean == 0


def test_lateness_counts_against_the_gates_hour() -> None:
    made = EVERY["coach"]()
    made.group("gb")["arrive_by"] = at("09:48:45")
    slow = CALM.model_copy(update={"slow_start_s": Seconds(60)})
    scenario, plan = read(settle(made))
    rehearsal = rehearse_plan(scenario, plan, seed=3, times=500, assumed=slow)
    late = {g.group: g.late for g in rehearsal.groups}
    assert late["ga"] is None
    assert late["gb"] is not None
    assert late["gb"] > 0.3
    assert rehearsal.all_well == pytest.approx(1 - late["gb"])


def test_absent_people_are_counted_by_the_head() -> None:
    away = CALM.model_copy(update={"no_show": 0.1})
    rehearsal = rehearse_plan(*sound("coach"), seed=3, times=4_000, assumed=away)
    assert rehearsal.absent_mean == pytest.approx(3.5, abs=0.12)
    assert rehearsal.absent_95 == 7


def test_the_same_seed_gives_the_same_answer_in_any_order_and_another_seed_another() -> None:
    scenario, plan = sound("twice")
    first = rehearse_plan(scenario, plan, seed=5, times=300, assumed=ROUGH)
    turned = plan.model_copy(
        update={"runs": plan.runs[::-1], "itineraries": plan.itineraries[::-1]}
    )
    assert rehearse_plan(scenario, turned, seed=5, times=300, assumed=ROUGH) == first
    assert rehearse_plan(scenario, plan, seed=6, times=300, assumed=ROUGH) != first


def test_the_travel_models_own_error_is_used_where_the_plan_states_it() -> None:
    scenario, plan = sound("train")
    known = plan.provenance.model_copy(update={"travel_error": 0.5})
    told = plan.model_copy(update={"provenance": known})
    assumed = ROUGH.model_copy(update={"road_error": 0.0})
    assert rehearse_plan(scenario, told, seed=3, times=500, assumed=assumed).connections == (
        rehearse_plan(scenario, plan, seed=3, times=500, assumed=ROUGH).connections
    )


def test_no_rehearsal_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least once"):
        rehearse_plan(*sound("coach"), seed=1, times=0)


def test_a_thousand_rehearsals_of_sixty_coaches_take_seconds() -> None:
    scenario, plan = sound("coach")
    runs = tuple(plan.runs[0].model_copy(update={"id": f"C{i:03d}"}) for i in range(60))
    ways = tuple(
        way.model_copy(update={"runs": (run.id,)}) for run in runs for way in plan.itineraries
    )
    many = plan.model_copy(update={"runs": runs, "itineraries": ways})
    began = perf_counter()
    rehearse_plan(scenario, many, seed=1, times=1_000)
    assert perf_counter() - began < 10
