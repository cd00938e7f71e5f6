"""A coach handed over to a fresh crew in the evening, which then keeps no halt that night.

交运规〔2023〕2号 article 31: the drivers on duty get off at the relay place, those who waited and
rested there drive on. Each part is a route of its own under the law of its own crew; the second
knows no halt, and ends before the halt of the night after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.artefacts.route_task import (
    RelayCrew,
    RelayPlace,
    RestPlace,
    RideLimit,
    RouteTask,
    TaskStop,
)
from routing.artefacts.timetable import TimedActivity, TimedRelay, Timetable
from routing.duties.coach import Ints
from routing.duties.departure_scan import OUTCOME, Span, days_of
from routing.duties.law import clock_span
from routing.duties.replay import NEVER_S, OK
from routing.duties.timetable import Departure, list_timetables, search_crew, write_timetable
from routing.model.rules import PolicyValues
from routing.model.runs import ActivityKind
from routing.units import SECONDS_PER_DAY

DAYS_BEFORE, DAYS_AFTER = 1, 3
"""Evenings around a task's first readiness on which it may be handed over."""


@dataclass(frozen=True, slots=True)
class RelayRun:
    """A lawful way to run a task with a hand-over.

    Attributes:
        crew: who drives, and where the others take over.
        departure: the stops' times; its result is that of the first part.
        arrives_s, departs_s: the hand-over.
        second: what the second part's timetable is written from.
    """

    crew: RelayCrew
    departure: Departure
    arrives_s: int
    departs_s: int
    second: Ints

    @property
    def paid_days(self) -> int:
        """Drivers times started 24 h of the whole run."""
        return self.crew.drivers * days_of(self.departure.elapsed_s)


def find_relay(
    task: RouteTask, policy: PolicyValues, *, below_fen: int | None = None
) -> RelayRun | None:
    """The cheapest lawful relay, then the quickest; None where none costs less than ``below_fen``.

    Cost is the drivers' days and the hand-over.
    """
    best: tuple[tuple[int, int, int], RelayRun] | None = None
    for crew in list_relay_crews(task, policy):
        least_fen = relay_cost_fen(task, crew, crew.drivers * days_of(sum(task.drive_s)))
        limits = [x for x in (below_fen, None if best is None else best[0][0] + 1) if x is not None]
        if limits and least_fen >= min(limits):
            continue
        for run in list_relays(task, policy, crew):
            fen = relay_cost_fen(task, crew, run.paid_days)
            key = (fen, run.departure.elapsed_s, run.departure.departs_s[0])
            if (below_fen is None or fen < below_fen) and (best is None or key < best[0]):
                best = (key, run)
    return None if best is None else best[1]


def relay_cost_fen(task: RouteTask, crew: RelayCrew, paid_days: int) -> int:
    """Drivers' days and the hand-over, fen."""
    day_fen = 0 if task.relay is None else task.relay.driver_day_fen
    return day_fen * paid_days + crew.fen


def list_relay_crews(task: RouteTask, policy: PolicyValues) -> Iterator[RelayCrew]:
    """Every place and size of the two crews, the smallest first."""
    places = () if task.relay is None else task.relay.places
    sizes = range(1, policy.max_drivers + 1)
    for before, after in sorted(((b, a) for b in sizes for a in sizes), key=lambda s: (sum(s), s)):
        for place in places:
            yield RelayCrew(place, before, after)


def list_relays(task: RouteTask, policy: PolicyValues, crew: RelayCrew) -> tuple[RelayRun, ...]:
    """Every lawful departure of a crew with its hand-over, earliest first."""
    first, second = _parts(task, policy, crew)
    known: dict[int, tuple[Ints, Timetable] | None] = {}
    found = []
    for departure in list_timetables(first, policy, drivers=crew.before):
        leaves_s = departure.departs_s[-1]
        if leaves_s not in known:
            known[leaves_s] = _second_part(second, policy, crew, leaves_s)
        rest = known[leaves_s]
        if rest is None:
            continue
        whole = Departure(
            arrives_s=departure.arrives_s[:-1] + rest[1].arrives_s[1:],
            departs_s=departure.departs_s[:-1] + rest[1].departs_s[1:],
            result=departure.result,
        )
        run = RelayRun(crew, whole, departure.arrives_s[-1], leaves_s, rest[0])
        if _rides_are_short(task, whole) and _is_available(task, policy, run, rest[1]):
            found.append(run)
    return tuple(found)


def write_relay(task: RouteTask, policy: PolicyValues, run: RelayRun) -> Timetable:
    """The timetable of a relayed run: both crews stand by at the place during the hand-over."""
    first, second = _parts(task, policy, run.crew)
    before = write_timetable(first, policy, run.crew.before, run.departure.result)
    after = write_timetable(second, policy, run.crew.after, run.second)
    place = run.crew.at.place
    hand_over = TimedActivity(ActivityKind.STANDBY, run.arrives_s, run.departs_s, place)
    return Timetable(
        arrives_s=before.arrives_s[:-1] + after.arrives_s[1:],
        departs_s=before.departs_s[:-1] + after.departs_s[1:],
        drivers=run.crew.drivers,
        driver_days=days_of(run.departure.elapsed_s),
        duties=(
            *(_until(duty, hand_over) for duty in before.duties),
            *((hand_over, *duty) for duty in after.duties),
        ),
        base_departs_s=before.base_departs_s,
        base_returns_s=after.base_returns_s,
        lead_in_arrives_s=before.lead_in_arrives_s,
        lead_out_departs_s=after.lead_out_departs_s,
        relay=TimedRelay(run.crew, run.arrives_s, run.departs_s),
    )


def _until(duty: tuple[TimedActivity, ...], hand_over: TimedActivity) -> tuple[TimedActivity, ...]:
    """A duty up to the hand-over, which its driver works through."""
    kept = (a for a in duty if a.start_s < hand_over.start_s)
    cut = tuple(replace(a, end_s=min(a.end_s, hand_over.start_s)) for a in kept)
    return (*cut, hand_over)


def _second_part(
    second: RouteTask, policy: PolicyValues, crew: RelayCrew, leaves_s: int
) -> tuple[Ints, Timetable] | None:
    """The second part that leaves the place at an instant, if it is over before the next halt."""
    result = search_crew(second, policy, crew.after, Span(leaves_s, leaves_s, False, NEVER_S))
    if result[OUTCOME] != OK:
        return None
    table = write_timetable(second, policy, crew.after, result)
    return (result, table) if table.base_returns_s <= _next_night_s(policy, leaves_s) else None


def _next_night_s(policy: PolicyValues, leaves_s: int) -> int:
    """When the halt begins on the night after the one through which the fresh crew drives."""
    if policy.night_halt is None:
        return leaves_s
    halt_s, _ = clock_span(policy.night_halt)
    return leaves_s + (halt_s - leaves_s) % SECONDS_PER_DAY + SECONDS_PER_DAY


def _parts(task: RouteTask, policy: PolicyValues, crew: RelayCrew) -> tuple[RouteTask, RouteTask]:
    """The route up to the hand-over and the route from it on."""
    at, last = crew.at, crew.at.leg
    here = TaskStop(at.place, int(policy.break_min_s), open_s=_evenings(task, policy))
    first = replace(
        task,
        stops=(*task.stops[: last + 1], here),
        drive_s=(*task.drive_s[:last], at.after_s),
        drive_m=(*task.drive_m[:last], at.after_m),
        lead_out_s=0,
        lead_out_m=0,
        ride_limits=_limits(task.ride_limits, 0, last),
        span_limits=_limits(task.span_limits, 0, last),
        rest_places=tuple(
            r
            for r in task.rest_places
            if r.leg < last or (r.leg == last and r.after_s < at.after_s)
        ),
        relay=None,
    )
    second = replace(
        task,
        stops=(TaskStop(at.place, 0), *task.stops[last + 1 :]),
        drive_s=(task.drive_s[last] - at.after_s, *task.drive_s[last + 1 :]),
        drive_m=(task.drive_m[last] - at.after_m, *task.drive_m[last + 1 :]),
        lead_in_s=0,
        lead_in_m=0,
        halts_at_night=False,
        ride_limits=_limits(task.ride_limits, last + 1, len(task.stops)),
        span_limits=_limits(task.span_limits, last + 1, len(task.stops)),
        available_s=(),
        prior_drive_s=task.prior_drive_s[crew.before :],
        rest_places=tuple(_rest_after(task, at)),
        relay=None,
    )
    return first, second


def _rest_after(task: RouteTask, at: RelayPlace) -> Iterator[RestPlace]:
    for rest in task.rest_places:
        if rest.leg == at.leg and rest.after_s > at.after_s:
            yield replace(rest, leg=0, after_s=rest.after_s - at.after_s)
        elif rest.leg > at.leg:
            yield replace(rest, leg=rest.leg - at.leg)


def _limits(limits: tuple[RideLimit, ...], first: int, last: int) -> tuple[RideLimit, ...]:
    """Limits between stops of one part; the second part's first stop is the place itself."""
    shift = first - 1 if first else 0
    return tuple(
        replace(r, board=r.board - shift, alight=r.alight - shift)
        for r in limits
        if first <= r.board and r.alight <= last
    )


def _evenings(task: RouteTask, policy: PolicyValues) -> tuple[tuple[int, int], ...]:
    """When a hand-over may be under way."""
    if policy.relay_hours is None:
        return ()
    start_s, length_s = clock_span(policy.relay_hours)
    day = (task.stops[0].board_from_s or 0) // SECONDS_PER_DAY
    opens = [(day + n) * SECONDS_PER_DAY + start_s for n in range(-DAYS_BEFORE, DAYS_AFTER + 1)]
    return tuple((opening, opening + length_s) for opening in opens)


def _rides_are_short(task: RouteTask, whole: Departure) -> bool:
    """Limits that reach over the hand-over hold as well."""
    rides = all(
        whole.arrives_s[r.alight] - whole.departs_s[r.board] <= r.limit_s for r in task.ride_limits
    )
    return rides and all(
        whole.departs_s[r.alight] - whole.departs_s[r.board] <= r.limit_s for r in task.span_limits
    )


def _is_available(task: RouteTask, policy: PolicyValues, run: RelayRun, rest: Timetable) -> bool:
    """Whether one window of the vehicle holds both parts."""
    if not task.available_s:
        return True
    first, _ = _parts(task, policy, run.crew)
    leaves_s = write_timetable(first, policy, run.crew.before, run.departure.result).base_departs_s
    return any(a <= leaves_s and rest.base_returns_s <= b for a, b in task.available_s)
