"""The few whom a day left out ride on another day, on a free seat or on a hired coach."""

from __future__ import annotations

import pytest

from routing.model.plan import LeftOut
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartKind, PartRecord, SeasonAssignment
from routing.pipeline import DataFolder
from routing.season.frame import build_frame
from routing.season.mending import Mender
from routing.season.planning import Planned
from routing.season.problem import ProblemBuilder

GROUP = "cuihua>chenggong"


@pytest.fixture
def mender(both_ways: SeasonScenario, data: DataFolder) -> Mender:
    frame = build_frame(both_ways, data=data)
    builder = ProblemBuilder(frame)
    return Mender(frame, builder.numbering, builder.build())


def leaves_out(record: PartRecord, people: int) -> PartRecord:
    """A part whose day could not take some people of the group."""
    left = LeftOut(group=GROUP, people=people, reasons=())
    return record.model_copy(update={"plan": record.plan.model_copy(update={"left_out": (left,)})})


def of_group(planned: Planned) -> list[PartRecord]:
    """Parts that carry the group by coach, the largest share of it first."""
    shares = {
        r.assignment.part: load.people
        for r in planned.records
        if r.assignment.kind is PartKind.OUTWARD
        for load in r.assignment.loads
        if load.group == GROUP
    }
    by_part = {r.assignment.part: r for r in planned.records}
    return [by_part[part] for part in sorted(shares, key=lambda part: (-shares[part], part))]


def with_spoiled(planned: Planned, spoiled: PartRecord) -> list[PartRecord]:
    return [spoiled if r.assignment.part == spoiled.assignment.part else r for r in planned.records]


def people_of(assignments: tuple[SeasonAssignment, ...]) -> int:
    return sum(x.people for a in assignments for x in a.loads if x.group == GROUP)


def coaches_of(assignments: tuple[SeasonAssignment, ...]) -> dict[str, int]:
    return {
        row: sum(c.returning + c.staying for a in assignments for c in a.coaches if c.fleet == row)
        for row in ("coach", "hired")
    }


def test_they_are_moved_and_nobody_is_lost(planned: Planned, mender: Mender) -> None:
    before = tuple(r.assignment for r in planned.records)
    part = of_group(planned)[0]
    mended = mender.mended(with_spoiled(planned, leaves_out(part, 2)))
    assert mended is not None
    assert people_of(mended) == people_of(before)
    now = {a.part: a for a in mended}
    was = {x.group: x.people for x in part.assignment.loads}
    assert {x.group: x.people for x in now[part.assignment.part].loads}[GROUP] == was[GROUP] - 2
    assert coaches_of(mended)["coach"] == coaches_of(before)["coach"]


def test_a_part_that_refused_them_is_not_tried_again(planned: Planned, mender: Mender) -> None:
    part = of_group(planned)[0]
    spoiled = with_spoiled(planned, leaves_out(part, 2))
    before = {r.assignment.part: r.assignment for r in spoiled}
    seen: set[str] = set()
    for _ in range(10):
        mended = mender.mended(spoiled)
        if mended is None:
            break
        grew = {a.part for a in mended if people_of((a,)) > people_of((before[a.part],))}
        assert grew and not grew & seen
        seen |= grew
        mender.refused |= {(GROUP, name) for name in grew}
    else:
        pytest.fail("parts that refused were tried for ever")


def test_nobody_leaves_on_a_day_that_is_not_theirs(
    planned: Planned, mender: Mender, both_ways: SeasonScenario
) -> None:
    days = {g.id: (g.first_day, g.last_day) for g in both_ways.groups}
    mended = mender.mended(with_spoiled(planned, leaves_out(of_group(planned)[0], 2)))
    assert mended is not None
    for assignment in mended:
        for load in assignment.loads:
            first, last = days[load.group]
            assert first <= assignment.day <= last


def test_where_everybody_rides_there_is_nothing_to_mend(planned: Planned, mender: Mender) -> None:
    assert mender.mended(planned.records) is None


def test_a_coach_is_hired_where_no_seat_is_free(planned: Planned, mender: Mender) -> None:
    before = tuple(r.assignment for r in planned.records)
    part = of_group(planned)[0]
    share = next(x.people for x in part.assignment.loads if x.group == GROUP)
    others = [
        a for a in before if a.part != part.assignment.part and a.subject == part.assignment.subject
    ]
    room = {"coach": 28, "hired": 28}
    free = sum(room[c.fleet] * (c.returning + c.staying) for a in others for c in a.coaches) - sum(
        x.people for a in others for x in a.loads
    )
    assert share > free
    mended = mender.mended(with_spoiled(planned, leaves_out(part, share)))
    assert mended is not None
    assert coaches_of(mended)["hired"] == coaches_of(before)["hired"] + 1
