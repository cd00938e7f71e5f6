"""The driving hours of each driver, over all runs: rows, 24 hours, seven days, and the night halt.

《道路旅客运输企业安全管理规范》 article 38. The values are the policy's; the arithmetic is this
module's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

from routing.audit.case import Case
from routing.audit.clock import DAY_S, seconds_inside
from routing.audit.crews import PAUSES
from routing.audit.relays import relieved_seconds
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, Span
from routing.audit.wording import Unit
from routing.model.runs import ActivityKind, RunRole

WEEK_S = 7 * DAY_S


@dataclass(frozen=True, slots=True)
class Logbook:
    """One driver's drives in the plan, and the times at which their coach stood and they paused."""

    driver: str
    drives: tuple[Span, ...]
    pauses: tuple[tuple[int, int], ...]


def logbooks(case: Case) -> tuple[Logbook, ...]:
    """Every driver who drives, by id."""
    duties: dict[str, list[tuple[tuple[Span, ...], CoachTrace]]] = defaultdict(list)
    for coach in case.coaches:
        for duty in coach.duties:
            if duty:
                duties[duty[0].driver].append((duty, coach))
    books = []
    for driver, days in sorted(duties.items()):
        drives = [span for duty, _ in days for span in duty if span.kind is ActivityKind.DRIVE]
        if drives:
            ordered = tuple(sorted(drives, key=lambda span: (span.start, span.end)))
            books.append(Logbook(driver, ordered, _pauses(days)))
    return tuple(books)


def _pauses(days: list[tuple[tuple[Span, ...], CoachTrace]]) -> tuple[tuple[int, int], ...]:
    """Spans without work: pauses on a standing coach, and the time between two duties; joined."""
    free: list[tuple[int, int]] = []
    for duty, coach in days:
        for span in duty:
            if span.kind in PAUSES:
                free += _standing(span, coach.drives)
    ordered = sorted((duty[0].start, duty[-1].end) for duty, _ in days)
    free += [(a[1], b[0]) for a, b in pairwise(ordered) if a[1] < b[0]]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(free):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _standing(pause: Span, drives: tuple[Span, ...]) -> list[tuple[int, int]]:
    """The parts of a pause during which nobody drives the coach."""
    parts, here = [], pause.start
    for drive in drives:
        if drive.end > here and drive.start < pause.end:
            parts.append((here, drive.start))
            here = drive.end
    parts.append((here, pause.end))
    return [(start, end) for start, end in parts if start < end]


@dataclass(frozen=True, slots=True)
class Row:
    """Drives of one driver without a long enough pause between them."""

    driver: str
    drives: tuple[Span, ...]

    @property
    def lasts(self) -> int:
        """Seconds at the wheel."""
        return sum(drive.end - drive.start for drive in self.drives)


def rows(case: Case) -> Iterator[Row]:
    """Every driver's rows of driving; a pause of ``break_min_s`` on a standing coach ends one."""
    least = case.values.break_min_s
    for book in logbooks(case):
        row = [book.drives[0]]
        for before, after in pairwise(book.drives):
            paused = any(
                min(end, after.start) - max(start, before.end) >= least
                for start, end in book.pauses
            )
            if paused:
                yield Row(book.driver, tuple(row))
                row = []
            row.append(after)
        yield Row(book.driver, tuple(row))


@rule(
    "DRIVE_ROW_DAY",
    title=("连续驾驶时间不超限", "Nobody drives too long in a row"),
    remedy=("安排停车休息或换驾驶员", "stop for a break, or let another driver drive"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("drive_day_max_s", "break_min_s"),
)
def rows_are_short(case: Case) -> Iterator[Reading]:
    """Driving between two breaks of at least ``break_min_s``, each driver for themself."""
    for row in rows(case):
        yield Reading(row.drives[-1].pointer, row.driver, row.lasts, case.values.drive_day_max_s)


@rule(
    "DRIVE_ROW_NIGHT",
    title=("夜间连续驾驶时间不超限", "Nobody drives too long in a row at night"),
    remedy=("夜间提早停车休息或换驾驶员", "take the break earlier at night, or change drivers"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("drive_night_max_s", "night", "break_min_s"),
)
def night_rows_are_shorter(case: Case) -> Iterator[Reading]:
    """The part of a row that lies in the hours of ``night``."""
    for row in rows(case):
        dark = sum(
            seconds_inside(d.start, d.end, hours=case.values.night, offset_s=case.offset_s)
            for d in row.drives
        )
        yield Reading(row.drives[-1].pointer, row.driver, dark, case.values.drive_night_max_s)


@rule(
    "DRIVE_24H",
    title=("任意24小时驾驶时间不超限", "Nobody drives too much in any 24 hours"),
    remedy=("增加驾驶员，或安排落地休息", "add a driver, or a rest off the coach"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("drive_24h_max_s",),
)
def days_are_bounded(case: Case) -> Iterator[Reading]:
    """The most driving in any rolling 24 hours of each driver."""
    for book in logbooks(case):
        most, pointer = _most_in(book, DAY_S)
        yield Reading(pointer, book.driver, most, case.values.drive_24h_max_s)


@rule(
    "DRIVE_7D",
    title=("任意7日驾驶时间不超限", "Nobody drives too much in any seven days"),
    remedy=("换用此前驾驶时间较少的驾驶员", "assign a driver with fewer hours behind them"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("drive_7d_max_s",),
)
def weeks_are_bounded(case: Case) -> Iterator[Reading]:
    """The most driving in any rolling seven days; ``hours_7d`` counts through the plan's first.

    The plan's first seven days begin with the first event of any of its runs.
    """
    before = {driver.id: driver.hours_7d for driver in case.scenario.drivers}
    begins = min((trace.stands[0].arrives for trace in case.traces.values()), default=0)
    begins = min([begins, *(coach.starts for coach in case.coaches)])
    for book in logbooks(case):
        most, pointer = _most_in(book, WEEK_S)
        prior = floor(Fraction(str(before.get(book.driver, 0))) * 3_600 + Fraction(1, 2))
        first_week = prior + _driven(book, begins, begins + WEEK_S)
        yield Reading(pointer, book.driver, max(most, first_week), case.values.drive_7d_max_s)


def _most_in(book: Logbook, length: int) -> tuple[int, str]:
    """The most driving in any span of a length, and the drive at whose end or start it is found.

    The maximum is reached by a span that begins with a drive or ends with one.
    """
    options = [(_driven(book, d.end - length, d.end), d.pointer) for d in book.drives]
    options += [(_driven(book, d.start, d.start + length), d.pointer) for d in book.drives]
    return max(options)


def _driven(book: Logbook, start: int, end: int) -> int:
    return sum(max(0, min(d.end, end) - max(d.start, start)) for d in book.drives)


@rule(
    "NIGHT_HALT",
    title=("凌晨停运时段不行驶", "No coach drives during the halt hours"),
    remedy=(
        "在服务区停车休息，或改变发车时间",
        "stand at a service area, or leave at another time",
    ),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
    values=("night_halt", "night_halt_exempt_m"),
)
def coaches_halt_at_night(case: Case) -> Iterator[Reading]:
    """No driving in ``night_halt``, empty drives included.

    Feeders and last miles whose loaded distance is under ``night_halt_exempt_m`` are exempt, and
    so are the drives of a fresh driver in the night after a relay.
    """
    hours = case.values.night_halt
    if hours is None:
        return
    for coach in case.coaches:
        shuttle = coach.run.role is not RunRole.DIRECT
        if not (shuttle and coach.loaded_m < case.values.night_halt_exempt_m):
            driven = sum(
                seconds_inside(d.start, d.end, hours=hours, offset_s=case.offset_s)
                - relieved_seconds(case, coach, d)
                for d in coach.drives
            )
            yield Reading(f"{coach.pointer}/duties", coach.run.id, driven, 0)


RULES: tuple[Rule, ...] = (
    rows_are_short,
    night_rows_are_shorter,
    days_are_bounded,
    weeks_are_bounded,
    coaches_halt_at_night,
)
