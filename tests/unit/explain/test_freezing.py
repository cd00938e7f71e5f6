"""What has left or was announced for good stays; whom to phone and what to print is said."""

from __future__ import annotations

import pytest

from routing.explain.changing import Changes, change_scenario
from routing.explain.freezing import after_hour
from routing.explain.keeping import keep_untouched, with_people
from routing.explain.patching import Patched, Tools, keep_previous, patch_plan, residual
from routing.explain.telling import list_calls, list_papers
from routing.formats.json_documents import canonical_sha256
from routing.model.plan import Plan
from routing.model.scenario import PreviousPlan, Scenario
from tests.unit.audit.draft import Json, at, settle
from tests.unit.audit.more_plans import EVERY
from tests.unit.explain.documents import audit, read, sound


def nobody_goes(scenario: Scenario) -> Plan:
    """Plans nothing: everyone who waits is left out."""
    plan = sound("train")[1]
    left = [
        {"group": g.id, "people": g.people, "reasons": [{"code": "SEATS"}]} for g in scenario.groups
    ]
    raw = plan.model_dump(mode="json", by_alias=True) | {
        "runs": [],
        "itineraries": [],
        "purchases": [],
        "left_out": left,
    }
    return Plan.model_validate(raw)


def patched(name: str, changes: Json) -> Patched:
    scenario, plan = sound(name)
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    return patch_plan(scenario, plan, Changes.model_validate(changes), tools=tools)


def roomy_coach() -> tuple[Scenario, Plan]:
    """A coach whose stops leave time for ten more people."""
    made = EVERY["coach"]()
    made.group("ga")["ready_from"] = at("05:50")
    made.run("C001")["stops"][2]["departs"] = at("10:05")
    return read(settle(made))


@pytest.mark.parametrize(
    "freeze",
    [
        {"left_by": at("06:30")},
        {"runs": ["C001"]},
        {"vehicles": [{"fleet": "bus", "number": 1}]},
    ],
    ids=["by time", "by run", "by vehicle"],
)
def test_nobody_joins_a_frozen_coach_and_the_audit_watches_over_it(freeze: Json) -> None:
    scenario, plan = roomy_coach()
    changes = Changes.model_validate({"people": {"ga": 10}, "freeze": freeze})
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    result = patch_plan(scenario, plan, changes, tools=tools)
    assert result.plan.runs == plan.runs
    assert [left.people for left in result.plan.left_out] == [10]
    assert result.scenario.previous_plan is not None
    assert result.scenario.previous_plan.frozen_runs == ("C001",)
    assert audit(result.scenario, result.plan).passed
    moved = result.plan.runs[0].model_copy(update={"stops": plan.runs[0].stops[::-1]})
    spoiled = result.plan.model_copy(update={"runs": (moved,)})
    assert not audit(result.scenario, spoiled).passed


def test_without_a_freeze_the_same_people_join() -> None:
    scenario, plan = roomy_coach()
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    result = patch_plan(scenario, plan, Changes(people={"ga": 10}), tools=tools)
    assert result.plan.left_out == ()
    (call,) = result.calls
    assert (call.group, call.people, call.kind, call.was) == ("ga", 10, "added", ())
    assert [s.vehicle for s in call.now] == ["bus #1"]
    (paper,) = result.paper_changes
    assert (paper.run, paper.change) == ("C001", "changed")
    assert paper.papers == ("manifests.pdf", "cards.pdf", "reception.pdf")


def test_held_people_keep_a_coach_that_would_otherwise_be_given_up() -> None:
    """Fewer than the minimum are left on it, but they were promised their coach."""
    made = EVERY["coach"]()
    made.row("bus")["min_people"] = 30
    made.group("ga")["members"] = [f"t{i}" for i in range(20)]
    scenario, plan = read(settle(made))
    gone: Json = {"people": {"gb": -10}}
    for freeze, runs in (({}, 0), ({"groups": ["ga"]}, 1), ({"people": ["t3"]}, 1)):
        changes = Changes.model_validate(gone | {"freeze": freeze})
        kept = keep_untouched(change_scenario(scenario, changes), plan, changes)
        assert len(kept.runs) == runs


def test_a_frozen_coach_that_people_stay_away_from_is_named() -> None:
    result = patched("coach", {"people": {"ga": -1}, "freeze": {"runs": ["C001"]}})
    assert result.thawed == ("C001",)
    assert audit(result.scenario, result.plan).passed


def test_who_waits_leaves_after_the_hour_on_what_is_free_then() -> None:
    scenario, plan = sound("train")
    changes = Changes.model_validate({"cancelled": ["K1"], "freeze": {"left_by": at("07:30")}})
    now = change_scenario(scenario, changes)
    rest = after_hour(residual(now, keep_untouched(now, plan, changes)), changes.freeze.left_by)
    before = {g.id: g.ready_from for g in now.groups}
    hour = changes.freeze.left_by
    assert hour is not None
    assert {g.id: g.ready_from for g in rest.groups} == {
        name: max(ready, hour) for name, ready in before.items() if name != "go"
    }
    assert min(g.ready_from for g in rest.groups) == hour
    assert {w.start.isoformat() for row in rest.fleet for w in row.available} == {at("07:30")}


def test_a_frozen_train_takes_nobody_else() -> None:
    scenario, plan = sound("train")
    changes = Changes.model_validate({"people": {"gw": 1}, "freeze": {"services": ["K1"]}})
    now = change_scenario(scenario, changes)
    rest = residual(now, keep_untouched(now, plan, changes))
    assert rest.services == ()


def test_a_closed_site_stops_its_runs_and_only_those() -> None:
    scenario, plan = sound("train")
    changes = Changes.model_validate({"closed": ["s2"]})
    now = change_scenario(scenario, changes)
    kept = keep_untouched(now, plan, changes)
    assert {i.group for i in kept.itineraries} == {"go"}
    (place,) = [p for p in now.places if p.open]
    assert place.id == "s2"


def test_a_plan_from_nothing_never_replaces_what_is_frozen() -> None:
    scenario, plan = sound("coach")
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    free = plan.model_copy(
        update={"cost": plan.cost.model_copy(update={"total_fen": 0, "objective_fen": 0})}
    )
    changes = Changes.model_validate({"freeze": {"groups": ["ga"]}})
    result = patch_plan(scenario, plan, changes, tools=tools, reference=free)
    assert result.kept
    assert result.against_nothing_fen == plan.cost.total_fen
    open_to_all = patch_plan(scenario, plan, Changes(), tools=tools, reference=free)
    assert not open_to_all.kept


def test_what_peace_costs_is_told_per_person() -> None:
    """A plan from nothing that is 700 fen cheaper and moves everyone: 35 people, 20 fen each."""
    scenario, plan = sound("coach")
    later = [
        run.model_copy(update={"vehicle": run.vehicle.model_copy(update={"number": 2})})
        for run in plan.runs
    ]
    cost = plan.cost.model_copy(update={"total_fen": plan.cost.total_fen - 700})
    nothing = plan.model_copy(update={"runs": tuple(later), "cost": cost})
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    result = patch_plan(scenario, plan, Changes(), tools=tools, reference=nothing)
    assert (result.against_nothing_fen, result.nothing_moves) == (700, 35)
    assert result.spared_fen_per_person == 20


def with_previous(name: str, **changes: object) -> tuple[Scenario, PreviousPlan]:
    scenario, plan = sound(name)
    previous = PreviousPlan.model_validate({"plan": plan} | changes)
    return scenario.model_copy(update={"previous_plan": previous}), previous


def test_a_scenario_with_a_previous_plan_keeps_it() -> None:
    """Nothing changed: nobody is planned anew, and the frozen run is held to by the audit."""
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    scenario, previous = with_previous("train", frozen_runs=("C001",))
    plan = keep_previous(scenario, previous, tools=tools)
    assert plan.audit is not None
    assert plan.audit.findings == ()
    assert {run.id: run for run in plan.runs} == {run.id: run for run in previous.plan.runs}


def test_a_previous_plan_gives_way_to_one_that_carries_more_unless_it_is_frozen() -> None:
    full = sound("coach")[1]

    def all_go(scenario: Scenario) -> Plan:
        return full if len(scenario.groups) > 1 else nobody_goes(scenario)

    tools = Tools(replan=all_go, audit=audit, sha256=canonical_sha256)
    for frozen, carried in (((), 35), (("C001",), 20)):
        scenario, plan = sound("coach")
        short = plan.model_copy(
            update={
                "runs": tuple(with_people(run, {"ga": 20}) for run in plan.runs),
                "itineraries": tuple(i for i in plan.itineraries if i.group == "ga"),
            }
        )
        previous = PreviousPlan(plan=short, frozen_runs=frozen)
        asked = scenario.model_copy(update={"previous_plan": previous})
        kept = keep_previous(asked, previous, tools=tools)
        assert sum(i.people for i in kept.itineraries) == carried


def test_an_earlier_freeze_outlives_the_next_patch() -> None:
    scenario, previous = with_previous("coach", frozen_runs=("C001",))
    tools = Tools(replan=nobody_goes, audit=audit, sha256=canonical_sha256)
    result = patch_plan(scenario, previous.plan, Changes(), tools=tools)
    assert result.scenario.previous_plan is not None
    assert result.scenario.previous_plan.frozen_runs == ("C001",)
    assert result.plan.audit is not None
    assert result.plan.audit.passed


def test_calls_pair_what_was_announced_with_what_holds_now() -> None:
    scenario, plan = sound("coach")
    run = plan.runs[0]
    other = run.model_copy(update={"vehicle": run.vehicle.model_copy(update={"number": 2})})
    moved = plan.model_copy(update={"runs": (other,), "itineraries": plan.itineraries[:1]})
    calls = list_calls(scenario, plan, moved)
    assert [(c.group, c.people, c.kind) for c in calls] == [
        ("ga", 20, "moved"),
        ("gb", 15, "dropped"),
    ]
    assert (calls[0].was[0].vehicle, calls[0].now[0].vehicle) == ("bus #1", "bus #2")
    assert list_calls(scenario, plan, plan) == ()
    (paper,) = list_papers(plan, plan.model_copy(update={"runs": ()}))
    assert (paper.change, len(paper.papers)) == ("withdrawn", 5)


@pytest.mark.parametrize(
    "changes",
    [
        {"closed": ["nowhere"]},
        {"freeze": {"groups": ["nobody"]}},
        {"freeze": {"services": ["x"]}},
        {"freeze": {"vehicles": [{"fleet": "x", "number": 1}]}},
        {"freeze": {"people": ["stranger"]}},
    ],
)
def test_a_freeze_of_what_does_not_exist_is_refused_and_no_token_is_told(changes: Json) -> None:
    with pytest.raises(LookupError) as refused:
        patched("coach", changes)
    assert "stranger" not in str(refused.value)
