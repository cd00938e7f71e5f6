"""Two plans side by side: what differs is named, what does not is not."""

from __future__ import annotations

from routing.explain.comparing import Comparison, compare_plans
from tests.unit.audit.draft import Draft, at, settle
from tests.unit.audit.more_plans import EVERY
from tests.unit.explain.documents import read, sound


def compared(first: Draft, second: Draft) -> Comparison:
    return compare_plans(read(first)[1], read(second)[1])


def figure(comparison: Comparison, name: str) -> tuple[int, int, int]:
    return next((f.first, f.second, f.delta) for f in comparison.figures if f.name == name)


def test_a_plan_does_not_differ_from_itself() -> None:
    for name in EVERY:
        plan = sound(name)[1]
        comparison = compare_plans(plan, plan)
        assert comparison.people_to_phone == 0
        assert comparison.groups == ()
        assert {f.delta for f in (*comparison.figures, *comparison.terms)} == {0}
        assert comparison.unchanged_people == sum(i.people for i in plan.itineraries)


def test_names_of_runs_and_order_of_lists_do_not_matter() -> None:
    second = EVERY["train"]()
    second.plan["runs"].reverse()
    second.plan["itineraries"].reverse()
    second.run("C001")["id"] = "X9"
    second.itinerary("ga")["runs"][0] = "X9"
    assert compared(EVERY["train"](), second).people_to_phone == 0


def test_a_night_before_moves_the_group_and_costs_its_beds() -> None:
    comparison = compared(EVERY["train"](), EVERY["night"]())
    (moved,) = comparison.groups
    assert (moved.group, moved.unchanged, moved.moved) == ("ga", 0, 30)
    assert comparison.people_to_phone == 30
    assert comparison.unchanged_people == 4 + 3
    assert comparison.total_delta_fen == 30 * 3_050
    assert [(t.name, t.delta) for t in comparison.terms if t.delta] == [("hotel", 91_500)]
    assert [(p.name, p.delta) for p in comparison.payers] == [("county", 91_500)]


def test_a_minute_later_at_one_stop_moves_only_who_boards_there() -> None:
    second = EVERY["coach"]()
    second.run("C001")["stops"][1]["departs"] = at("06:49:45")
    comparison = compared(EVERY["coach"](), second)
    assert [(g.group, g.moved) for g in comparison.groups] == [("gb", 15)]


def test_people_left_out_are_dropped_and_added_the_other_way_round() -> None:
    fewer = EVERY["coach"]()
    fewer.plan["itineraries"][1]["people"] = 10
    fewer.plan["left_out"] = [{"group": "gb", "people": 5, "reasons": [{"code": "SEATS"}]}]
    dropped = compared(EVERY["coach"](), settle(fewer))
    assert [(g.group, g.unchanged, g.moved, g.dropped) for g in dropped.groups] == [
        ("gb", 10, 0, 5)
    ]
    assert figure(dropped, "left_out") == (0, 5, 5)
    added = compared(fewer, EVERY["coach"]())
    assert [(g.group, g.added) for g in added.groups] == [("gb", 5)]
    assert figure(added, "carried") == (30, 35, 5)


def test_figures_count_vehicles_drivers_and_distance() -> None:
    comparison = compared(EVERY["coach"](), EVERY["pair"]())
    assert figure(comparison, "coaches") == (1, 2, 1)
    assert figure(comparison, "drivers") == (1, 2, 1)
    assert figure(comparison, "loaded_distance") == (224_001, 440_000, 215_999)
    assert figure(comparison, "empty_distance") == (8_000, 16_000, 8_000)
    # 20 people for 13 125 s and 15 for 10 800 s are 118 h; 35 people for 12 600 s are 122.5 h
    assert figure(comparison, "journey_hours") == (118, 122, 4)
