"""Whether the coaches exist, are where they should be, and may run there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.audit.case import Case
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.stops import outside_window
from routing.audit.trace import CoachTrace
from routing.audit.wording import Unit
from routing.model.places import Place


@rule(
    "NO_SUCH_VEHICLE",
    title=("车号不超过该型车辆数", "No more vehicles than the fleet row has"),
    remedy=("减少用车，或增加该型车辆", "use fewer, or hire more of that type"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def vehicles_exist(case: Case) -> Iterator[Reading]:
    """A vehicle's number is within the row's ``count``."""
    for coach in case.coaches:
        pointer = f"{coach.pointer}/vehicle/number"
        yield Reading(pointer, f"{coach.run.id} · {coach.row.id}", coach.number, coach.row.count)


@rule(
    "VEHICLE_OVERLAP",
    title=("同一辆车同一时刻只在一处", "A vehicle is in one place at a time"),
    remedy=("换一辆车，或错开班次", "use another vehicle, or move one of the runs"),
    unit=Unit.INSTANT,
    sense=Sense.AT_LEAST,
)
def vehicles_are_in_one_place(case: Case) -> Iterator[Reading]:
    """Runs and empty drives of one vehicle follow one another without overlapping."""
    for (fleet, number), runs in case.vehicles.items():
        parts = _parts(runs)
        for before, after in pairwise(parts):
            what = f"{fleet} {number} · {before[2]} → {after[2]}"
            yield Reading(after[2], what, after[0], before[1])


@rule(
    "POSITIONING_BROKEN",
    title=("空驶把车辆的行踪连成一线", "Empty drives join a vehicle's base and runs"),
    remedy=("补上缺少的空驶，或改正其起讫地点", "add the missing empty drive, or correct its ends"),
    unit=Unit.TEXT,
)
def empty_drives_join_up(case: Case) -> Iterator[Reading]:
    """From the base to the first boarding, from run to run, and home when ``returns_empty``."""
    for (fleet, number), runs in case.vehicles.items():
        here, last = runs[0].row.base, ""
        for _, _, pointer, origin, destination in _parts(runs):
            yield Reading(pointer, f"{fleet} {number}", origin, here)
            here, last = destination, pointer
        if runs[0].row.returns_empty:
            yield Reading(last, f"{fleet} {number}", here, runs[0].row.base)


_Part = tuple[int, int, str, str, str]


def _parts(runs: tuple[CoachTrace, ...]) -> list[_Part]:
    """Runs and empty drives of a vehicle: (start, end, pointer, from, to) in the order of time."""
    parts: list[_Part] = []
    for run in runs:
        first, last = run.stands[0], run.stands[-1]
        parts.append((first.arrives, last.departs, run.pointer, first.place.id, last.place.id))
        parts += [(m.start, m.end, m.pointer, m.origin, m.destination) for m in run.empty]
    return sorted(parts)


@rule(
    "NOT_AVAILABLE",
    title=("用车在可用时段内", "A vehicle is away only while it is available"),
    remedy=("改到可用时段，或换一辆车", "run while it is available, or use another vehicle"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def vehicles_are_available(case: Case) -> Iterator[Reading]:
    """From leaving the base to the end lies inside one window; measured is what sticks out."""
    for coach in case.coaches:
        if coach.row.available:
            outside = min(outside_window(coach.starts, coach.ends, w) for w in coach.row.available)
            yield Reading(coach.pointer, f"{coach.run.id} · {coach.row.id}", outside, 0)


@rule(
    "HOME_AREA",
    title=("包车一端在车籍地", "One end of a charter lies in the vehicle's home area"),
    remedy=("改用起点或终点所在地的客车", "use a coach from where the run begins or ends"),
    unit=Unit.TEXT,
    values=("home_area_rule",),
)
def charters_touch_home(case: Case) -> Iterator[Reading]:
    """The place of the first boarding or of the last alighting lies in ``home_area``.

    《道路旅客运输及客运站管理规定》, charter plates. Areas are compared by whole names.
    """
    if not case.values.home_area_rule:
        return
    for coach in case.coaches:
        area = coach.row.home_area
        if area is not None:
            ends = (coach.stands[0].place, coach.stands[-1].place)
            home = any(_lies_in(place, area) for place in ends)
            found = area if home else " … ".join(place.admin or "?" for place in ends)
            yield Reading(f"{coach.pointer}/stops", coach.run.id, found, area)


def _lies_in(place: Place, area: str) -> bool:
    wanted = [part for part in area.split("/") if part]
    return place.admin is not None and place.admin.split("/")[: len(wanted)] == wanted


RULES: tuple[Rule, ...] = (
    vehicles_exist,
    vehicles_are_in_one_place,
    empty_drives_join_up,
    vehicles_are_available,
    charters_touch_home,
)
