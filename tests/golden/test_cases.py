"""Every scenario of the folder plans as well as its ``expected.json`` says, or better."""

from __future__ import annotations

import pytest

from routing.audit import audit_plan
from routing.formats.json_documents import render_json
from routing.model.plan import Plan, PlanStatus
from routing.model.runs import RunMode, ServiceVehicle
from tests.golden.baseline import each_for_itself_fen
from tests.golden.case import DATA, Case, case_names, get_case
from tests.golden.reported import reported_fen

# Plans end by work, not by the clock; a busy machine takes its time over them.
pytestmark = pytest.mark.timeout(1_200)


@pytest.fixture(params=case_names())
def case(request: pytest.FixtureRequest) -> Case:
    return get_case(request.param)


def test_everyone_of_the_scenario_is_carried(case: Case) -> None:
    plan = case.plan
    assert plan.status is PlanStatus.COMPLETE, [
        (e.group, e.people, e.reasons) for e in plan.left_out
    ]
    assert sum(i.people for i in plan.itineraries) == case.expected.people


def test_nobody_has_a_ticket_of_their_own_beyond_what_the_case_allows(case: Case) -> None:
    own = sum(i.people for i in case.plan.itineraries if not i.runs)
    assert own <= case.expected.own_ticket_people_ceiling


def test_the_plan_read_again_from_its_bytes_passes_the_audit(case: Case) -> None:
    plan = Plan.model_validate_json(render_json(case.plan))
    profile = DATA.get_profile(case.scenario.policy.profile)
    report = audit_plan(case.scenario, plan, profile=profile)
    assert report.findings == ()


def test_the_cost_stays_under_its_ceiling(case: Case) -> None:
    assert case.plan.cost.total_fen <= case.expected.cost_ceiling_fen


def test_the_gap_stays_under_its_ceiling(case: Case) -> None:
    certificate = case.plan.certificate
    assert 0 <= certificate.gap <= case.expected.gap_ceiling
    assert certificate.lower_bound_fen <= case.plan.cost.total_fen


def test_no_more_coaches_run_than_the_ceiling_says(case: Case) -> None:
    coaches = [run for run in case.plan.runs if run.mode is RunMode.COACH]
    assert len(coaches) <= case.expected.coaches_ceiling


def test_it_is_cheaper_than_each_group_for_itself(case: Case) -> None:
    assert case.plan.cost.total_fen < each_for_itself_fen(case.problem)


def test_it_is_cheaper_than_the_reported_operation(case: Case) -> None:
    """Where a case has no priced report it says why not, and its story names the gap."""
    reported = case.expected.reported
    if reported is None:
        assert case.expected.why_not_reported
        return
    assert case.plan.cost.total_fen < reported_fen(case.problem, reported)


def test_groups_that_must_ride_a_service_are_found_on_it(case: Case) -> None:
    services = {
        run.id: run.vehicle.service
        for run in case.plan.runs
        if isinstance(run.vehicle, ServiceVehicle)
    }
    for group, wanted in case.expected.must_ride.items():
        for itinerary in (i for i in case.plan.itineraries if i.group == group):
            assert {services[r] for r in itinerary.runs if r in services} & set(wanted)


def test_each_case_has_its_story_with_reported_and_added_apart() -> None:
    for name in case_names():
        story = (DATA.scenarios / name / "story.md").read_text("utf-8")
        reported, added = (
            story.index("## What the public report states"),
            story.index("## What was added"),
        )
        assert reported < added
        assert str(get_case(name).expected.people) in story.replace(",", "")
