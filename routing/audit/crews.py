"""Whether each coach has the drivers it needs, and who is at the wheel when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from routing.audit.case import Case
from routing.audit.relays import duty_span, most_aboard
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, Span
from routing.audit.wording import Unit
from routing.model.runs import ActivityKind

PAUSES = frozenset({ActivityKind.BREAK, ActivityKind.HALT, ActivityKind.REST})
"""What a driver does on a coach that stands still; standing by is work."""


@rule(
    "DUTY_GAP",
    title=("值勤记录连续覆盖全程", "A duty covers its run without a gap"),
    remedy=("补上缺少的活动", "fill in what the driver does then"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def duties_cover_the_run(case: Case) -> Iterator[Reading]:
    """Activities follow one another from the run's first drive to its last, empty ones included.

    Who takes over in a relay begins as the coach reaches the place, who hands over ends as it
    leaves. Measured is the largest gap or overlap between two activities, or at an end.
    """
    for coach in case.coaches:
        for i, duty in enumerate(coach.duties):
            first, last = duty_span(coach, coach.run.duties[i].driver)
            gaps = [abs(b.start - a.end) for a, b in pairwise(duty)]
            ends = [duty[0].start - first, last - duty[-1].end] if duty else [last - first]
            what = f"{coach.run.id} · {coach.run.duties[i].driver}"
            yield Reading(f"{coach.pointer}/duties/{i}", what, max(0, *ends, *gaps), 0)


@rule(
    "DRIVE_SECONDS",
    title=("驾驶时间等于行驶时间", "Drivers drive exactly what the coach drives"),
    remedy=("使驾驶活动与路段、空驶一致", "make the drive activities match legs and empty drives"),
    unit=Unit.SECONDS,
)
def driving_is_the_coach_moving(case: Case) -> Iterator[Reading]:
    """Within each leg and empty drive all drivers together drive its ``duration_s``, else never."""
    for coach in case.coaches:
        within = 0
        for move in coach.moves:
            driven = sum(_overlap(d, move.start, move.end) for d in coach.drives)
            within += driven
            what = f"{coach.run.id} · {move.origin} → {move.destination}"
            yield Reading(move.pointer, what, driven, move.duration_s)
        outside = sum(d.end - d.start for d in coach.drives) - within
        yield Reading(f"{coach.pointer}/duties", coach.run.id, outside, 0)


def _overlap(span: Span, start: int, end: int) -> int:
    return max(0, min(span.end, end) - max(span.start, start))


@rule(
    "TWO_AT_THE_WHEEL",
    title=("同一时刻只有一人驾驶", "One driver at a time is at the wheel"),
    remedy=("改正重叠的驾驶活动", "correct the drives that overlap"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def one_driver_drives(case: Case) -> Iterator[Reading]:
    """Drive activities of a run do not overlap."""
    for coach in case.coaches:
        drives = coach.drives
        for before, after in pairwise(drives):
            what = f"{coach.run.id} · {before.driver} · {after.driver}"
            yield Reading(after.pointer, what, max(0, before.end - after.start), 0)


@rule(
    "CHANGE_WHILE_MOVING",
    title=("停车换人", "Drivers change only while the coach stands"),
    remedy=("在停靠站、休息点停车后换人", "change at a stop or a rest"),
    unit=Unit.SECONDS,
    sense=Sense.AT_LEAST,
)
def drivers_change_standing(case: Case) -> Iterator[Reading]:
    """Between the drives of two different drivers the coach stands, if only for a second."""
    for coach in case.coaches:
        drives = coach.drives
        for before, after in pairwise(drives):
            if before.driver != after.driver and after.start >= before.end:
                what = f"{coach.run.id} · {before.driver} → {after.driver}"
                yield Reading(after.pointer, what, after.start - before.end, 1)


@rule(
    "REST_WHILE_MOVING",
    title=("车辆行驶中待命不算休息", "Nobody rests on a moving coach"),
    remedy=("行驶中不驾驶者记为 standby", "who does not drive while it moves stands by"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def rest_is_standing_still(case: Case) -> Iterator[Reading]:
    """No driver's break, halt or rest overlaps another driver's driving of the same coach."""
    for coach in case.coaches:
        for duty in coach.duties:
            for span in duty:
                if span.kind in PAUSES:
                    moving = sum(_overlap(d, span.start, span.end) for d in coach.drives)
                    yield Reading(span.pointer, f"{coach.run.id} · {span.driver}", moving, 0)


@rule(
    "SECOND_DRIVER",
    title=("长途客车配足驾驶员", "A long run has the drivers it must have"),
    remedy=("加派驾驶员，或改乘列车", "add a driver, or take the train"),
    unit=Unit.COUNT,
    sense=Sense.AT_LEAST,
    values=("two_drivers_beyond_m",),
)
def long_runs_have_two_drivers(case: Case) -> Iterator[Reading]:
    """Beyond ``two_drivers_beyond_m`` from first boarding to last alighting two drivers ride."""
    for coach in case.coaches:
        least = 2 if coach.loaded_m > case.values.two_drivers_beyond_m else 1
        yield Reading(f"{coach.pointer}/duties", coach.run.id, len(coach.duties), least)


@rule(
    "TOO_MANY_DRIVERS",
    title=("驾驶员不超过规定人数", "No more drivers than one coach may carry"),
    remedy=("减少驾驶员，改为停车休息或改乘列车", "use fewer drivers with a rest, or the train"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
    values=("max_drivers",),
)
def crews_are_bounded(case: Case) -> Iterator[Reading]:
    """No run has more than ``max_drivers`` on board at once."""
    for coach in case.coaches:
        drivers = most_aboard(coach)
        yield Reading(f"{coach.pointer}/duties", coach.run.id, drivers, case.values.max_drivers)


@rule(
    "DRIVER_IN_TWO_PLACES",
    title=("驾驶员同一时刻只在一辆车上", "A driver is on one coach at a time"),
    remedy=("换一名驾驶员", "assign another driver"),
    unit=Unit.INSTANT,
    sense=Sense.AT_LEAST,
)
def drivers_are_in_one_place(case: Case) -> Iterator[Reading]:
    """Duties of one driver follow one another without overlapping."""
    duties: dict[str, list[tuple[int, int, str, CoachTrace]]] = defaultdict(list)
    for coach in case.coaches:
        for i, duty in enumerate(coach.duties):
            if duty:
                pointer = f"{coach.pointer}/duties/{i}"
                duties[duty[0].driver].append((duty[0].start, duty[-1].end, pointer, coach))
    for driver, parts in sorted(duties.items()):
        parts.sort(key=lambda part: part[:3])
        for before, after in pairwise(parts):
            what = f"{driver} · {before[3].run.id} → {after[3].run.id}"
            yield Reading(after[2], what, after[0], before[1])


RULES: tuple[Rule, ...] = (
    duties_cover_the_run,
    driving_is_the_coach_moving,
    one_driver_drives,
    drivers_change_standing,
    rest_is_standing_still,
    long_runs_have_two_drivers,
    crews_are_bounded,
    drivers_are_in_one_place,
)
