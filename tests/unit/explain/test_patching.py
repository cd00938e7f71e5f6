"""After a change everyone who can stay stays; the patched plan is whole, lawful and priced."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.explain.changing import Changes, change_scenario
from routing.explain.filling import fill_free_seats
from routing.explain.keeping import keep_untouched
from routing.explain.patching import Patched, Tools, patch_plan, residual
from routing.formats.json_documents import canonical_sha256
from routing.model.plan import Plan, PlanStatus
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario
from tests.unit.audit.draft import Draft, Json, at, settle
from tests.unit.audit.more_plans import EVERY
from tests.unit.explain.documents import audit, read
from tests.unit.explain.planted import DATA, world

Replan = Callable[[Scenario], Plan]


def left_again(scenario: Scenario) -> Plan:
    """A plan that carries nobody, for who was left out before and is tried again."""
    assert [group.id for group in scenario.groups] == ["gx"], "only they had to be planned"
    plan = read(EVERY["train"]())[1]
    return plan.model_copy(update={"runs": (), "itineraries": (), "purchases": ()})


def real(scenario: Scenario) -> Plan:
    return plan_scenario(scenario, data=DATA)


def patched(made: Draft, changes: Json, *, replan: Replan = left_again) -> Patched:
    scenario, plan = read(made)
    tools = Tools(replan=replan, audit=audit, sha256=canonical_sha256)
    return patch_plan(scenario, plan, Changes.model_validate(changes), tools=tools)


def clean(result: Patched) -> bool:
    again = Plan.model_validate_json(result.plan.model_dump_json())
    return audit(result.scenario, again).passed


def test_nothing_changes_when_nothing_happened() -> None:
    for name, make in EVERY.items():
        result = patched(make(), {})
        assert result.kept, name
        assert result.papers == ()
        assert result.comparison.people_to_phone == 0
        assert result.comparison.total_delta_fen == 0
        assert clean(result)


def test_more_people_take_free_seats_without_moving_anyone() -> None:
    # village a's stop is 10 min longer than its 20 people need, factory f's 150 s
    made = EVERY["coach"]()
    made.group("ga")["ready_from"] = at("05:50")
    made.run("C001")["stops"][2]["departs"] = at("10:05")
    result = patched(settle(made), {"people": {"ga": 10}})
    assert clean(result)
    assert result.plan.status is PlanStatus.COMPLETE
    (group,) = result.comparison.groups
    assert (group.group, group.unchanged, group.moved, group.added) == ("ga", 20, 0, 10)
    assert result.papers == ("C001",)
    assert [stop.on_board for stop in result.plan.runs[0].stops] == [30, 45, 0]


def test_a_stop_too_short_for_more_people_lets_nobody_join() -> None:
    # site b's stop lasts exactly as long as its 15 people need
    scenario, plan = read(EVERY["coach"]())
    changes = Changes(people={"gb": 1})
    now = change_scenario(scenario, changes)
    kept = keep_untouched(now, plan, changes)
    filled = fill_free_seats(now, kept, values=plan.provenance.policy.values)
    assert filled.waiting == {"gb": 1}


def test_more_people_join_feeder_train_and_last_mile_on_seats_already_bought() -> None:
    # the feeder has 37 seats; the last mile leaves 150 s later than its 30 people need
    made = EVERY["train"]()
    made.run("C002")["stops"][1]["departs"] = at("19:30")
    result = patched(settle(made), {"people": {"ga": 7}})
    assert clean(result)
    bought = {p.offer: (p.units, p.people) for p in result.plan.purchases}
    assert bought == {"carriage": (1, 37), "seat": (4, 4)}
    assert result.comparison.total_delta_fen == 0
    assert result.comparison.people_to_phone == 7
    assert {stop.on_board for run in result.plan.runs for stop in run.stops} == {0, 37, 41}


def test_fewer_people_give_their_seats_back() -> None:
    result = patched(EVERY["train"](), {"people": {"gw": -1}})
    assert clean(result)
    bought = {p.offer: (p.units, p.people) for p in result.plan.purchases}
    assert bought == {"carriage": (1, 30), "seat": (3, 3)}
    assert result.comparison.total_delta_fen == -20_050
    (group,) = result.comparison.groups
    assert (group.group, group.unchanged, group.dropped) == ("gw", 3, 1)


def test_a_group_that_stays_home_takes_its_stop_along() -> None:
    result = patched(EVERY["coach"](), {"people": {"gb": -15}})
    assert clean(result)
    assert [i.group for i in result.plan.itineraries] == ["ga"]


def test_a_coach_that_breaks_down_is_replaced_and_the_other_runs_stay() -> None:
    made = EVERY["pair"]()
    made.scenario["travel"] = world().scenario["travel"]
    made.row("bus").update(count=3, reserved_seats=2)
    del made.row("bus")["home_area"]
    for group in made.scenario["groups"]:
        del group["share_key"]
    made.scenario["fleet"] = made.scenario["fleet"][:1]
    made.scenario["solver"]["effort"] = "quick"
    broken = {"broken": [{"fleet": "bus", "number": 1}]}
    result = patched(made, broken, replan=real)
    assert clean(result)
    assert result.kept
    assert result.plan.status is PlanStatus.COMPLETE
    assert {r.vehicle.number for r in result.plan.runs if hasattr(r.vehicle, "number")} <= {1, 2}
    assert result.comparison.unchanged_people == 15


def test_a_cancelled_train_leaves_its_people_waiting_and_the_rest_in_place() -> None:
    scenario, plan = read(EVERY["train"]())
    changes = Changes(cancelled=("K1",))
    now = change_scenario(scenario, changes)
    kept = keep_untouched(now, plan, changes)
    assert kept.waiting == {"ga": 30, "gw": 4, "gx": 2}
    assert [i.group for i in kept.itineraries] == ["go"]
    assert kept.runs == kept.purchases == ()
    rest = residual(now, kept)
    assert [(g.id, g.people) for g in rest.groups] == [("ga", 30), ("gw", 4), ("gx", 2)]
    assert rest.services == ()


def test_the_rest_is_planned_on_what_is_left() -> None:
    scenario, plan = read(EVERY["night"]())
    changes = Changes(people={"gw": 1})
    now = change_scenario(scenario, changes)
    rest = residual(now, keep_untouched(now, plan, changes))
    assert {row.id: row.count for row in rest.fleet} == {"bus": 2, "mini": 0, "gz": 0}
    offers = {o.id: (o.units, o.seats, o.price_fen) for o in rest.services[0].offers}
    assert offers == {
        "carriage": (1, 118, 500_000),
        "carriage (free seats)": (1, 88, 0),
        "seat": (6, 1, 0),
    }
    hotel = next(place for place in rest.places if place.id == "hotel")
    assert hotel.beds == 10


@pytest.mark.parametrize(
    "changes",
    [{"people": {"nobody": 1}}, {"broken": [{"fleet": "x", "number": 1}]}, {"cancelled": ["x"]}],
)
def test_a_change_of_what_does_not_exist_is_refused(changes: Json) -> None:
    with pytest.raises(LookupError):
        patched(EVERY["coach"](), changes)
