"""Route tasks for tests: plain ones by hand, and hypothesis's random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from routing.artefacts.route_task import RideLimit, RouteTask, TaskStop

HOUR_S = 3_600
DAY_S = 86_400


def long_haul(
    hours: float,
    *,
    ready_h: float = 30,
    by_h: float | None = None,
    kmh: int = 80,
    lead_in_s: int = 0,
) -> RouteTask:
    """One pickup, one drop, so many hours at the wheel between them."""
    drive_s = round(hours * HOUR_S)
    return RouteTask(
        stops=(
            TaskStop("home", 900, board_from_s=round(ready_h * HOUR_S)),
            TaskStop("gate", 900, arrive_by_s=None if by_h is None else round(by_h * HOUR_S)),
        ),
        drive_s=(drive_s,),
        drive_m=(drive_s * kmh * 1_000 // HOUR_S,),
        lead_in_s=lead_in_s,
        lead_in_m=lead_in_s * 10,
    )


@st.composite
def tasks(draw: st.DrawFn) -> RouteTask:
    """Any task: one to three pickups and drops, windows, limits, positioning, prior hours."""
    pickups, drops = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    ready_s = draw(st.integers(20, 50)) * HOUR_S + draw(st.integers(0, 3_599))
    haul_s = draw(st.integers(600, 30 * HOUR_S))
    near = st.integers(300, 5_400)
    drive_s = [draw(near) for _ in range(pickups - 1)]
    drive_s += [haul_s, *(draw(near) for _ in range(drops - 1))]
    slack_s = draw(st.integers(0, 3 * DAY_S))
    by_s = draw(st.none() | st.just(ready_s + sum(drive_s) + slack_s))
    board = [
        TaskStop(f"p{i}", draw(st.integers(0, 1_500)), board_from_s=ready_s + 60 * i)
        for i in range(pickups)
    ]
    alight = [
        TaskStop(
            f"d{i}",
            draw(st.integers(0, 1_500)),
            arrive_by_s=by_s,
            arrive_from_s=draw(st.none() | st.just(ready_s + haul_s + i * HOUR_S)),
            open_s=draw(st.just(()) | st.just(daily(draw(st.integers(0, 8)), 16))),
        )
        for i in range(drops)
    ]
    limit_s = draw(st.none() | st.integers(haul_s, 2 * haul_s + 4 * HOUR_S))
    last = pickups + drops - 1
    return RouteTask(
        stops=(*board, *alight),
        drive_s=tuple(drive_s),
        drive_m=tuple(s * 22 for s in drive_s),
        lead_in_s=draw(st.integers(0, 5 * HOUR_S)),
        lead_out_s=draw(st.sampled_from([0, 0, 3 * HOUR_S, 20 * HOUR_S])),
        halts_at_night=draw(st.booleans()),
        ride_limits=() if limit_s is None else (RideLimit(pickups - 1, last, limit_s),),
        span_limits=(RideLimit(0, pickups - 1, 3 * HOUR_S),),
        available_s=draw(st.just(()) | st.just(((ready_s - DAY_S, ready_s + 5 * DAY_S),))),
        prior_drive_s=tuple(draw(st.lists(st.integers(0, 44 * HOUR_S), max_size=3))),
    )


def daily(from_h: int, hours: int) -> tuple[tuple[int, int], ...]:
    """The same opening hours on ten days."""
    return tuple(
        (day * DAY_S + from_h * HOUR_S, day * DAY_S + (from_h + hours) * HOUR_S)
        for day in range(10)
    )
