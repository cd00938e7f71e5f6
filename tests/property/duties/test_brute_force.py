"""On small grids no sequence of drives and stands beats the search; the search is lawful."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.artefacts.route_task import RouteTask, TaskStop
from routing.artefacts.timetable import Timetable
from routing.duties.timetable import timetable_at
from routing.model.base import ClockWindow
from routing.model.rules import PolicyValues
from tests.unit.duties.brute_force import Grid, Hop, least_units
from tests.unit.duties.law_oracle import broken_rules

FINE = Grid(
    unit_s=1_800,
    row=8,
    night_row=4,
    pause=2,
    day=48,
    night=(44, 12),
    halt=(4, 10),
    drivers=1,
)
"""Half hours, breaks of an hour: stands that are too short to end a row."""
COARSE = Grid(
    unit_s=7_200, row=2, night_row=1, pause=1, day=4, night=(11, 3), halt=(1, 2), drivers=1
)
"""Two hours, eight in 24: rests until the hours roll."""


def rules(grid: Grid, policy: PolicyValues) -> PolicyValues:
    """The grid's law as policy values."""

    def clock(unit: int) -> str:
        minutes = unit * grid.unit_s // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    def span(units: tuple[int, int] | None) -> ClockWindow | None:
        if units is None:
            return None
        return ClockWindow(start=clock(units[0]), end=clock(units[1]))

    changed = {
        "drive_day_max_s": grid.row * grid.unit_s,
        "drive_night_max_s": grid.night_row * grid.unit_s,
        "break_min_s": grid.pause * grid.unit_s,
        "drive_24h_max_s": grid.day * grid.unit_s,
        "drive_7d_max_s": 7 * 86_400,
        "night": span(grid.night),
        "night_halt": span(grid.halt),
    }
    return policy.model_copy(update=changed)


def as_task(grid: Grid, hops: tuple[Hop, ...], start: int) -> RouteTask:
    """The route that the brute force drives, with a first stop that takes no time."""
    stops = [TaskStop("start", 0, board_from_s=start * grid.unit_s)]
    stops += [
        TaskStop(f"s{i}", h.service * grid.unit_s, arrive_from_s=h.opens * grid.unit_s)
        for i, h in enumerate(hops)
    ]
    return RouteTask(
        stops=tuple(stops),
        drive_s=tuple(h.drive * grid.unit_s for h in hops),
        drive_m=tuple(0 for _ in hops),
    )


def compare(grid: Grid, hops: tuple[Hop, ...], start: int, policy: PolicyValues) -> None:
    values = rules(grid, policy)
    task = as_task(grid, hops, start)
    answer = timetable_at(task, values, drivers=grid.drivers, departs_s=start * grid.unit_s)
    assert isinstance(answer, Timetable)
    assert broken_rules(task, answer, values) == set()
    units = least_units(grid, hops, start, -(-answer.elapsed_s // grid.unit_s))
    assert units is not None
    assert answer.elapsed_s == units * grid.unit_s


@st.composite
def routes(draw: st.DrawFn, longest: int) -> tuple[int, tuple[Hop, ...]]:
    """A start and one to three hops, some to places that open later."""
    start = draw(st.integers(48, 95))
    here = start
    hops = []
    for _ in range(draw(st.integers(1, 3))):
        drive = draw(st.integers(1, longest))
        here += drive
        opens = draw(st.just(0) | st.integers(here, here + 5))
        hops.append(Hop(drive, draw(st.integers(1, 3)), opens))
    return start, tuple(hops)


@pytest.mark.timeout(900)
@given(route=routes(14))
def test_breaks_as_late_as_possible_are_never_beaten(
    route: tuple[int, tuple[Hop, ...]], policy: PolicyValues
) -> None:
    start, hops = route

    compare(FINE, hops, start, policy)


@pytest.mark.timeout(900)
@given(start=st.integers(24, 35), drive=st.integers(1, 9), drivers=st.integers(1, 3))
@example(start=27, drive=9, drivers=2)  # One driver has to stay for a second row.
def test_rests_until_hours_roll_are_never_beaten(
    start: int, drive: int, drivers: int, policy: PolicyValues
) -> None:
    grid = Grid(**{f: getattr(COARSE, f) for f in COARSE.__slots__} | {"drivers": drivers})

    compare(grid, (Hop(drive, 1, 0),), start, policy)
