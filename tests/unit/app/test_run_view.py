"""One run's details say what the plan says of it."""

from __future__ import annotations

import pytest

from app.pages.desk_view import DeskView, build_desk
from app.pages.run_view import build_run
from app.ports.jobs import JobDocuments
from routing.formats.json_documents import render_json
from tests.unit.formats.map_plans import RELAY_PLACE, handed_over


@pytest.fixture(scope="module")
def desk() -> DeskView:
    scenario, plan = handed_over()
    return build_desk(JobDocuments(render_json(scenario), render_json(plan)), "zh")


def test_a_relay_is_told_with_its_place_times_and_both_crews(desk: DeskView) -> None:
    run = desk.plan.runs[0]
    (relay,) = run.relays
    (row,) = build_run(run, desk).relays
    assert row.place == RELAY_PLACE.name
    assert row.arrives.endswith(f"{relay.arrives.astimezone(desk.view.zone):%H:%M}")
    assert row.departs == f"{relay.departs.astimezone(desk.view.zone):%H:%M}"
    assert row.leaves == "、".join(relay.leaves)
    assert row.joins == "、".join(relay.joins)


def test_a_run_without_a_relay_tells_none(desk: DeskView) -> None:
    assert all(build_run(run, desk).relays == () for run in desk.plan.runs[1:])
