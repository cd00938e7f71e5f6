"""Vehicles and drivers through the season: in one place at a time, and inside their hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from routing.audit.season.case import BACK, STAY, Made, SeasonCase
from routing.audit.season.rule import Reading, SeasonRule, season_rule
from routing.model.fleet import FleetRow
from routing.model.season import SeasonCoach

KEPT = set(FleetRow.model_fields) - {"id", "count", "base", "returns_empty", "available"}
"""Fields of a row that a part must not change."""


@season_rule(
    "SEASON_ROW_CHANGED",
    title=("批次中的车价与座位同整季一致", "A part's coaches cost and seat what the season's do"),
    remedy=("按整季的车辆改正批次", "mend the part's fleet after the season's"),
)
def _rows(case: SeasonCase) -> Iterator[Reading]:
    for pointer, record in case.records():
        for row in record.scenario.fleet:
            own = case.fleet[row.id.removesuffix(STAY).removesuffix(BACK)]
            changed = sorted(n for n in KEPT if getattr(row, n) != getattr(own, n))
            if not row.id.endswith(BACK) and row.base != own.base:
                changed.append("base")
            yield Reading(pointer, row.id, ", ".join(changed) or "=", "=", not changed)
            if row.id == own.id and case.lasts(own.id):
                yield Reading(pointer, row.id, row.returns_empty, True, row.returns_empty)


@season_rule(
    "SEASON_TWO_PLACES",
    title=(
        "同一辆车不同时在两处，两趟之间休整",
        "A vehicle is in one place at a time and rests between trips",
    ),
    remedy=("换一辆车，或推迟", "give the run to another vehicle, or later"),
)
def _two_places(case: SeasonCase) -> Iterator[Reading]:
    rest = timedelta(seconds=int(case.season.turnaround_s))
    for trips in case.by_vehicle.values():
        if not case.lasts(trips[0].trip.fleet):
            continue
        for before, after in pairwise(trips):
            ready = before.free + rest
            what = _vehicle(after)
            limit = f"≥ {ready.isoformat()}"
            yield Reading(
                after.pointer, what, after.leaves.isoformat(), limit, after.leaves >= ready
            )


@season_rule(
    "SEASON_WHEREABOUTS",
    title=("车辆从它所在的地方出发", "A vehicle sets out from where it stands"),
    remedy=("换一辆停在那里的车", "give the run to a vehicle that stands there"),
)
def _whereabouts(case: SeasonCase) -> Iterator[Reading]:
    home = "base"
    for trips in case.by_vehicle.values():
        at = home
        for made in trips:
            subject = case.parts[made.trip.part].assignment.subject
            begins = subject if made.row.endswith(BACK) else home
            yield Reading(made.pointer, _vehicle(made), begins, at, begins == at)
            at = subject if made.row.endswith(STAY) else home


@season_rule(
    "SEASON_COUNT",
    title=("用车不超过当天的车数", "No more vehicles are away than there are"),
    remedy=("减少当天用车，或增加车辆", "use fewer that day, or add vehicles"),
)
def _count(case: SeasonCase) -> Iterator[Reading]:
    for row in case.season.fleet:
        trips = [m for m in case.made if m.trip.fleet == row.id]
        for made in trips:
            most = max([int(row.count), *(int(d.count) for d in row.days)])
            fits = made.trip.number <= most
            yield Reading(made.pointer, _vehicle(made), made.trip.number, f"≤ {most}", fits)
        for day in sorted({m.trip.day for m in trips}):
            most = _count_on(row, day)
            away = Counter((m.trip.fleet, m.trip.number) for m in trips if m.trip.day == day)
            used = len(away)
            yield Reading("/trips", f"{row.id} {day}", used, f"≤ {most}", used <= most)


@season_rule(
    "SEASON_HIRED_TWICE",
    title=("当天租用的车只跑一趟", "A vehicle hired for a day makes one run"),
    remedy=("再租一辆", "hire another"),
)
def _hired_twice(case: SeasonCase) -> Iterator[Reading]:
    for trips in case.by_vehicle.values():
        if not case.lasts(trips[0].trip.fleet):
            what = _vehicle(trips[-1])
            yield Reading(trips[-1].pointer, what, len(trips), 1, len(trips) == 1)


@season_rule(
    "SEASON_DRIVE_24H",
    title=(
        "任意24小时驾驶时间不超限（跨批次）",
        "Nobody drives too much in any 24 hours, over all parts",
    ),
    remedy=("换司机，或推迟", "give the drive to another driver, or later"),
)
def _day_hours(case: SeasonCase) -> Iterator[Reading]:
    yield from _hours(case, timedelta(hours=24), int(case.values.drive_24h_max_s))


@season_rule(
    "SEASON_DRIVE_7D",
    title=(
        "任意7日驾驶时间不超限（跨批次）",
        "Nobody drives too much in any seven days, over all parts",
    ),
    remedy=("换司机，或隔几天再出车", "give the drive to another driver, or some days later"),
)
def _week_hours(case: SeasonCase) -> Iterator[Reading]:
    yield from _hours(case, timedelta(days=7), int(case.values.drive_7d_max_s))


@season_rule(
    "SEASON_DRIVER_TWICE",
    title=("同一司机不同时在两辆车上", "A driver is on one vehicle at a time"),
    remedy=("换司机", "give one of the runs to another driver"),
)
def _twice(case: SeasonCase) -> Iterator[Reading]:
    duties: dict[str, list[tuple[datetime, datetime, str]]] = {}
    for made in case.made:
        for member in made.trip.crew:
            duties.setdefault(member.person, []).append((made.leaves, made.free, made.pointer))
    for person, spans in sorted(duties.items()):
        for before, after in pairwise(sorted(spans)):
            holds = after[0] >= before[1]
            yield Reading(
                after[2], person, after[0].isoformat(), f"≥ {before[1].isoformat()}", holds
            )


def _hours(case: SeasonCase, length: timedelta, most_s: int) -> Iterator[Reading]:
    """For each person the fullest span of a length; it ends where some drive ends."""
    for person, spans in sorted(case.drives.items()):
        worst, pointer, first = 0, spans[0][2], 0
        for _, end, where in spans:
            begin = end - length
            while spans[first][1] <= begin:
                first += 1
            driven = sum(
                round((min(b, end) - max(a, begin)).total_seconds())
                for a, b, _ in spans[first:]
                if a < end
            )
            if driven > worst:
                worst, pointer = driven, where
        yield Reading(pointer, person, f"{worst} s", f"≤ {most_s} s", worst <= most_s)


def _count_on(row: SeasonCoach, day: date) -> int:
    own = [int(d.count) for d in row.days if d.first_day <= day <= d.last_day]
    return own[0] if own else int(row.count)


def _vehicle(made: Made) -> str:
    return f"{made.trip.fleet}/{made.trip.number}"


RULES: tuple[SeasonRule, ...] = (
    _rows,
    _two_places,
    _whereabouts,
    _count,
    _hired_twice,
    _day_hours,
    _week_hours,
    _twice,
)
