"""The driving rules applied to a finished timetable in the plainest way, by intervals."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

from routing.artefacts.route_task import RouteTask
from routing.artefacts.timetable import TimedActivity, Timetable
from routing.model.base import ClockWindow
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind

DAY_S = 86_400
FREE = (ActivityKind.BREAK, ActivityKind.HALT, ActivityKind.REST)
Interval = tuple[int, int]


def broken_rules(task: RouteTask, timetable: Timetable, policy: PolicyValues) -> set[str]:
    """Names of the rules that the timetable breaks; empty when it is lawful."""
    broken = _broken_tiling(task, timetable)
    for driver, duty in enumerate(timetable.duties):
        drives = [(a.start_s, a.end_s) for a in duty if a.kind is ActivityKind.DRIVE]
        prior_s = (*task.prior_drive_s, 0, 0, 0)[driver]
        if _most_in(drives, DAY_S) > policy.drive_24h_max_s:
            broken.add("24h")
        if _most_in(drives, 7 * DAY_S) + prior_s > policy.drive_7d_max_s:
            broken.add("7d")
        for row in _rows(duty, policy.break_min_s):
            if sum(b - a for a, b in row) > policy.drive_day_max_s:
                broken.add("row")
            if sum(_inside(policy.night, a, b) for a, b in row) > policy.drive_night_max_s:
                broken.add("night row")
        halt = policy.night_halt
        if task.halts_at_night and halt and any(_inside(halt, a, b) for a, b in drives):
            broken.add("night halt")
    if sum(task.drive_m) > policy.two_drivers_beyond_m and timetable.drivers < 2:
        broken.add("two drivers")
    return broken | _broken_stops(task, timetable) | _broken_changes(timetable)


def _broken_tiling(task: RouteTask, t: Timetable) -> set[str]:
    """Duties cover base to end, one driver at a time, each leg exactly its driving time."""
    broken = set()
    for duty in t.duties:
        ends = [t.base_departs_s, *(a.end_s for a in duty)]
        starts = [*(a.start_s for a in duty), t.base_returns_s]
        if ends != starts or any(a.start_s >= a.end_s for a in duty):
            broken.add("tiling")
    drives = sorted(
        (a.start_s, a.end_s) for d in t.duties for a in d if a.kind is ActivityKind.DRIVE
    )
    if any(a[1] > b[0] for a, b in pairwise(drives)):
        broken.add("two at the wheel")
    legs = [(t.base_departs_s, t.lead_in_arrives_s, task.lead_in_s)]
    legs += [
        (t.departs_s[i], t.arrives_s[i + 1], seconds) for i, seconds in enumerate(task.drive_s)
    ]
    legs += [(t.lead_out_departs_s, t.base_returns_s, task.lead_out_s)]
    for start, end, seconds in legs:
        if sum(max(0, min(b, end) - max(a, start)) for a, b in drives) != seconds:
            broken.add("leg")
    if sum(b - a for a, b in drives) != sum(seconds for _, _, seconds in legs):
        broken.add("driving elsewhere")
    return broken


def _broken_stops(task: RouteTask, t: Timetable) -> set[str]:
    broken = set()
    for stop, arrives, departs in zip(task.stops, t.arrives_s, t.departs_s, strict=True):
        boards = max(arrives, stop.board_from_s or 0)
        if departs < boards + stop.service_s:
            broken.add("service")
        if arrives < (stop.arrive_from_s or 0) or arrives > _or_never(stop.arrive_by_s):
            broken.add("arrival")
        if departs > _or_never(stop.depart_by_s):
            broken.add("check-in")
        if stop.open_s and not any(a <= arrives and departs <= b for a, b in stop.open_s):
            broken.add("open")
    return broken | _broken_limits(task, t)


def _broken_limits(task: RouteTask, t: Timetable) -> set[str]:
    broken = set()
    for limit in task.ride_limits:
        if t.arrives_s[limit.alight] - t.departs_s[limit.board] > limit.limit_s:
            broken.add("ride")
    for limit in task.span_limits:
        if t.departs_s[limit.alight] - t.departs_s[limit.board] > limit.limit_s:
            broken.add("detour")
    if task.available_s and not any(
        a <= t.base_departs_s and t.base_returns_s <= b for a, b in task.available_s
    ):
        broken.add("available")
    return broken


def _broken_changes(t: Timetable) -> set[str]:
    """Drivers change only while the coach stands."""
    drives = sorted(
        (a.start_s, a.end_s, k)
        for k, d in enumerate(t.duties)
        for a in d
        if a.kind is ActivityKind.DRIVE
    )
    for before, after in pairwise(drives):
        at_stop = before[1] in t.arrives_s
        if before[2] != after[2] and before[1] == after[0] and not at_stop:
            return {"change while moving"}
    return set()


def _rows(duty: tuple[TimedActivity, ...], break_min_s: int) -> list[list[Interval]]:
    """Drives between stands of break, halt or rest that are long enough, joined ones as one."""
    rows: list[list[Interval]] = [[]]
    stand_s = 0
    for activity in duty:
        stand_s = stand_s + activity.end_s - activity.start_s if activity.kind in FREE else 0
        if stand_s >= break_min_s:
            rows.append([])
        if activity.kind is ActivityKind.DRIVE:
            rows[-1].append((activity.start_s, activity.end_s))
    return rows


def _most_in(drives: list[Interval], window_s: int) -> int:
    """The most driving in any window of a length; it may be sought where a drive ends."""
    return max(
        (
            sum(max(0, min(b, end) - max(a, end - window_s)) for a, b in drives)
            for edge in drives
            for end in (edge[1], edge[0] + window_s)
        ),
        default=0,
    )


def _inside(window: ClockWindow, start_s: int, end_s: int) -> int:
    """Seconds of a span inside a daily window, day by day."""
    from_s, to_s = (_clock_s(text) for text in (window.start, window.end))
    if to_s < from_s:
        to_s += DAY_S
    days = range(start_s // DAY_S - 2, end_s // DAY_S + 2)
    return sum(
        max(0, min(end_s, day * DAY_S + to_s) - max(start_s, day * DAY_S + from_s)) for day in days
    )


def _clock_s(text: str) -> int:
    clock = time.fromisoformat(text)
    return clock.hour * 3_600 + clock.minute * 60


def _or_never(instant_s: int | None) -> int:
    return 10**15 if instant_s is None else instant_s
