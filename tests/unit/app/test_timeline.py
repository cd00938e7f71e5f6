"""The timeline draws what the plan says, inside its axis."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from app.pages.desk_view import DeskView, build_desk
from app.pages.vehicles import VehicleFilter, choose_rows
from app.ports.jobs import JobDocuments
from routing.formats.json_documents import render_json
from routing.model.runs import ActivityKind
from tests.unit.formats.map_plans import mixed


@pytest.fixture(scope="module")
def desk() -> DeskView:
    scenario, plan = mixed()
    return build_desk(JobDocuments(render_json(scenario), render_json(plan)), "zh")


def test_every_run_has_one_lane_and_they_do_not_overlap(desk: DeskView) -> None:
    assert desk.timeline is not None
    lanes = desk.timeline.lanes
    assert sorted(lane.run for lane in lanes) == sorted(run.id for run in desk.plan.runs)
    for above, below in itertools.pairwise(lanes):
        assert above.y + above.height == below.y
    assert lanes[-1].y + lanes[-1].height <= desk.timeline.height


def test_every_piece_lies_inside_the_axis(desk: DeskView) -> None:
    assert desk.timeline is not None
    pieces = [
        *desk.timeline.nights,
        *(bar for lane in desk.timeline.lanes for bar in lane.bars),
        *(span for lane in desk.timeline.lanes for line in lane.drivers for span in line.spans),
    ]
    assert all(piece.x >= 0 and piece.x + piece.width <= 100.001 for piece in pieces)


def test_widths_are_in_the_proportion_of_the_times(desk: DeskView) -> None:
    """Two spans of known length give one scale, and every drive has the length it should."""
    assert desk.timeline is not None
    lanes = {lane.run: lane for lane in desk.timeline.lanes}
    scales = []
    for run in desk.plan.runs:
        for duty, line in zip(run.duties, lanes[run.id].drivers, strict=True):
            drives = [a for a in duty.activities if a.kind is ActivityKind.DRIVE]
            drawn = [span for span in line.spans if span.kind == "drive"]
            assert len(drives) == len(drawn)
            scales += [
                span.width / ((a.ends - a.starts) / timedelta(hours=1))
                for a, span in zip(drives, drawn, strict=True)
                if a.ends - a.starts > timedelta(hours=1)
            ]
    assert scales and max(scales) - min(scales) < 0.01


def test_breaks_of_the_coach_are_drawn_on_its_bar(desk: DeskView) -> None:
    assert desk.timeline is not None
    run = next(run for run in desk.plan.runs if len(run.duties) > 1)
    first, last = run.stops[0].arrives, run.stops[-1].departs
    breaks = [
        a
        for a in run.duties[0].activities
        if a.kind is ActivityKind.BREAK and a.starts < last and a.ends > first
    ]
    lane = next(lane for lane in desk.timeline.lanes if lane.run == run.id)
    assert breaks and len([bar for bar in lane.bars if bar.kind == "break"]) == len(breaks)


def test_days_carry_their_lunar_name(desk: DeskView) -> None:
    assert desk.timeline is not None
    days = [(tick.day, tick.lunar) for tick in desk.timeline.ticks if tick.day]
    assert ("2月10日 周四", "正月初十") in days


def test_filters_let_through_exactly_what_they_say(desk: DeskView) -> None:
    everything = choose_rows(desk.rows, VehicleFilter())
    assert {row.id for row in everything} == {run.id for run in desk.plan.runs}
    trains = choose_rows(desk.rows, VehicleFilter(mode="train"))
    assert {row.mode for row in trains} == {"train"}
    place = next(iter(desk.rows[0].places))
    for row in everything:
        kept = row in choose_rows(desk.rows, VehicleFilter(place=place))
        assert kept == (place in row.places)
    assert choose_rows(desk.rows, VehicleFilter(q="no such thing")) == ()


@pytest.mark.parametrize("key", ["cost", "fill", "distance", "people", "drivers", "arrives", "id"])
def test_turning_a_sort_round_reverses_the_order_of_values(desk: DeskView, key: str) -> None:
    from app.pages.vehicles import SORTS

    up = [SORTS[key](row) for row in choose_rows(desk.rows, VehicleFilter(sort=key))]
    down = [SORTS[key](row) for row in choose_rows(desk.rows, VehicleFilter(sort=key, down=True))]
    assert up == sorted(up)
    assert down == up[::-1]
