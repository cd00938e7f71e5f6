"""The timeline's geometry: every run on one time axis, with its stops, stands and drivers.

Horizontal positions are percentages of the axis, so that the drawing fills any screen; vertical
ones are pixels. Nothing here decides anything: it draws what the plan says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.pages.dates import Clock
from app.pages.vehicles import VehicleRow
from routing.formats.plan_view import PlanView
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind, Run

BAR_TOP = 5
BAR_HEIGHT = 12
DRIVER_TOP = 20
DRIVER_HEIGHT = 4
DRIVER_STEP = 5
ROW_BASE = 26
HEAD_HEIGHT = 34
STANDS = frozenset({ActivityKind.BREAK, ActivityKind.HALT, ActivityKind.REST})
TICK_HOURS = (1, 2, 3, 6, 12, 24)
TICKS_AT_MOST = 14


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a bar: where it starts and how long it is, percent of the axis."""

    kind: str
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class DriverLine:
    """One driver's line under the bar, pixels from the row's top."""

    y: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A run's row; ``y`` and ``height`` in pixels."""

    run: str
    mode: str
    role: str
    label: str
    y: int
    height: int
    bars: tuple[Span, ...]
    drivers: tuple[DriverLine, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis; ``day`` is set at a midnight."""

    x: float
    text: str
    day: str
    lunar: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing; ``height`` in pixels."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    nights: tuple[Span, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps moments to percentages."""

    start: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """Percent from the left."""
        share = (moment - self.start) / (self.end - self.start)
        return round(100 * share, 3)

    def span(self, kind: str, start: datetime, end: datetime, title: str = "") -> Span:
        """A piece from one moment to another, cut to the axis."""
        left = max(0.0, self.at(start))
        right = min(100.0, self.at(end))
        return Span(kind, left, round(max(0.0, right - left), 3), title)


def build_timeline(view: PlanView, rows: tuple[VehicleRow, ...], clock: Clock) -> Timeline | None:
    """The drawing of a plan's runs in the order of their departure; None without runs."""
    runs = {run.id: run for run in view.plan.runs}
    if not runs:
        return None
    axis = _axis(tuple(runs.values()), clock)
    lanes: list[Lane] = []
    y = HEAD_HEIGHT
    for row in sorted(rows, key=lambda row: (row.departs, row.id)):
        lane = _lane(runs[row.id], row, axis, _Pen(view, clock, y))
        lanes.append(lane)
        y += lane.height
    policy = view.plan.provenance.policy.values
    return Timeline(tuple(lanes), _ticks(axis, clock), _nights(axis, clock, policy), y + 4)


@dataclass(frozen=True, slots=True)
class _Pen:
    view: PlanView
    clock: Clock
    y: int


def _lane(run: Run, row: VehicleRow, axis: Axis, pen: _Pen) -> Lane:
    drivers = tuple(
        DriverLine(
            DRIVER_TOP + number * DRIVER_STEP,
            tuple(
                axis.span(
                    a.kind.value,
                    a.starts,
                    a.ends,
                    f"{duty.driver} {pen.clock.time(a.starts)}–{pen.clock.time(a.ends)}",
                )
                for a in duty.activities
                if a.kind in (ActivityKind.DRIVE, ActivityKind.STANDBY)
            ),
        )
        for number, duty in enumerate(run.duties)
    )
    return Lane(
        run=run.id,
        mode=row.mode,
        role=row.role,
        label=f"{row.id} {row.origin} → {row.destination}",
        y=pen.y,
        height=ROW_BASE + max(0, len(drivers) - 1) * DRIVER_STEP,
        bars=(
            *_positionings(run, axis),
            *_legs(run, axis),
            *_stands(run, axis),
            *_stops(run, axis, pen),
        ),
        drivers=drivers,
    )


def _positionings(run: Run, axis: Axis) -> tuple[Span, ...]:
    return tuple(axis.span("empty", p.departs, p.arrives) for p in run.positioning)


def _legs(run: Run, axis: Axis) -> tuple[Span, ...]:
    pairs = zip(run.stops, run.stops[1:], strict=False)
    return tuple(axis.span("haul", here.departs, there.arrives) for here, there in pairs)


def _stands(run: Run, axis: Axis) -> tuple[Span, ...]:
    """Breaks, halts and rests; the coach stands for all its drivers, so the first one's count."""
    if not run.duties:
        return ()
    first, last = run.stops[0].arrives, run.stops[-1].departs
    return tuple(
        axis.span(a.kind.value, a.starts, a.ends)
        for a in run.duties[0].activities
        if a.kind in STANDS and a.starts < last and a.ends > first
    )


def _stops(run: Run, axis: Axis, pen: _Pen) -> tuple[Span, ...]:
    return tuple(
        axis.span(
            "board" if stop.board else "alight",
            stop.arrives,
            stop.departs,
            f"{pen.view.place_name(stop.place)} "
            f"{pen.clock.time(stop.arrives)}–{pen.clock.time(stop.departs)}",
        )
        for stop in run.stops
    )


def _axis(runs: tuple[Run, ...], clock: Clock) -> Axis:
    """From the hour before the first movement to the hour after the last."""
    starts = [run.stops[0].arrives for run in runs]
    starts += [p.departs for run in runs for p in run.positioning]
    ends = [run.stops[-1].departs for run in runs]
    ends += [p.arrives for run in runs for p in run.positioning]
    first = clock.local(min(starts)).replace(minute=0, second=0, microsecond=0)
    last = clock.local(max(ends)).replace(minute=0, second=0, microsecond=0)
    return Axis(first, last + timedelta(hours=1))


def _ticks(axis: Axis, clock: Clock) -> tuple[Tick, ...]:
    hours = (axis.end - axis.start) / timedelta(hours=1)
    step = next((s for s in TICK_HOURS if hours / s <= TICKS_AT_MOST), TICK_HOURS[-1])
    ticks: list[Tick] = []
    moment = axis.start
    while moment < axis.end:
        if moment.hour % step == 0:
            is_day = moment.hour == 0 or not ticks
            ticks.append(
                Tick(
                    axis.at(moment),
                    f"{moment:%H:%M}",
                    clock.day(moment) if is_day else "",
                    clock.lunar(moment) if is_day else "",
                )
            )
        moment += timedelta(hours=1)
    return tuple(ticks)


def _nights(axis: Axis, clock: Clock, policy: PolicyValues) -> tuple[Span, ...]:
    """The policy's night, and within it the hours in which coaches stand."""
    windows = [("night", policy.night)]
    if policy.night_halt is not None:
        windows.append(("nohours", policy.night_halt))
    spans: list[Span] = []
    midnight = axis.start.replace(hour=0) - timedelta(days=1)
    while midnight < axis.end:
        for kind, window in windows:
            start = _on(midnight, window.start)
            end = _on(midnight, window.end)
            if end <= start:
                end += timedelta(days=1)
            if end > axis.start and start < axis.end:
                spans.append(axis.span(kind, start, end))
        midnight += timedelta(days=1)
    return tuple(spans)


def _on(midnight: datetime, clock_time: str) -> datetime:
    hour, minute = clock_time.split(":")
    return midnight.replace(hour=int(hour), minute=int(minute))
