"""The cheapest crew of a route task and its departure, without writing its duties."""

from __future__ import annotations

from dataclasses import dataclass

from routing.artefacts.route_task import RelayCrew, RelayTerms, RouteTask
from routing.duties.departure_scan import DAY_S, DEPARTS_S, ELAPSED_S, OUTCOME, days_of
from routing.duties.relay import find_relay
from routing.duties.replay import NEVER_S, OK
from routing.duties.task_table import least_drivers
from routing.duties.timetable import search_crew
from routing.model.rules import PolicyValues


@dataclass(frozen=True, slots=True)
class Clock:
    """When a run departs and arrives, and who drives it."""

    drivers: int
    driver_days: int
    departs_s: int
    elapsed_s: int
    relay: RelayCrew | None = None

    @property
    def relay_fen(self) -> int:
        """What a hand-over to a fresh crew costs."""
        return 0 if self.relay is None else self.relay.fen

    @property
    def arrives_s(self) -> int:
        """The last arrival."""
        return self.departs_s + self.elapsed_s


def find_clock(task: RouteTask, policy: PolicyValues, *, days_only: bool = False) -> Clock | None:
    """What ``find_timetable`` would choose: fewest driver days, then least time; None if unlawful.

    A refusal's reasons cost more than the search itself, and a column needs none. Where
    ``days_only``, crew and driver days are the same, found sooner, and the times are lawful ones.
    """
    if _is_hopeless(task, policy):
        return None
    best: Clock | None = None
    for drivers in range(least_drivers(sum(task.drive_m), policy), policy.max_drivers + 1):
        if best is not None and drivers > best.drivers * best.driver_days:
            break
        within_s = NEVER_S
        if best is not None:
            within_s = best.drivers * best.driver_days // drivers * DAY_S
        result = search_crew(task, policy, drivers, days_only=days_only, within_s=within_s)
        if result[OUTCOME] != OK:
            continue
        elapsed_s = int(result[ELAPSED_S])
        found = Clock(drivers, days_of(elapsed_s), int(result[DEPARTS_S]), elapsed_s)
        if best is None or _rank(found) < _rank(best):
            best = found
    return best if task.relay is None else _relayed(task, policy, task.relay, best)


def _relayed(
    task: RouteTask, policy: PolicyValues, terms: RelayTerms, best: Clock | None
) -> Clock | None:
    """A clock with a hand-over where that costs less than the best without one."""
    below_fen = None if best is None else terms.driver_day_fen * best.drivers * best.driver_days
    found = find_relay(task, policy, below_fen=below_fen)
    if found is None:
        return best
    drivers, whole = found.crew.drivers, found.departure
    days = found.paid_days // drivers
    return Clock(drivers, days, whole.departs_s[0], whole.elapsed_s, found.crew)


def _is_hopeless(task: RouteTask, policy: PolicyValues) -> bool:
    """Whether some stop is out of reach even for a crew that only takes the breaks of one row."""
    ready_s = task.stops[0].board_from_s
    if ready_s is None:
        return False
    now_s, wheel_s, paused_s = ready_s + task.stops[0].service_s, 0, 0
    for stop, drive_s in zip(task.stops[1:], task.drive_s, strict=True):
        wheel_s += drive_s
        breaks = max(0, wheel_s - 1) // max(1, policy.drive_day_max_s)
        now_s += drive_s
        arrives_s = now_s + max(0, breaks * policy.break_min_s - paused_s)
        if stop.arrive_by_s is not None and arrives_s > stop.arrive_by_s:
            return True
        boards_s = max(arrives_s, stop.board_from_s or arrives_s, stop.arrive_from_s or arrives_s)
        if stop.depart_by_s is not None and boards_s + stop.service_s > stop.depart_by_s:
            return True
        # A wait may have been a break, so that it counts against the breaks still to come.
        paused_s += max(0, boards_s - now_s)
        now_s = boards_s + stop.service_s
    return False


def _rank(clock: Clock) -> tuple[int, int, int]:
    return clock.drivers * clock.driver_days, clock.elapsed_s, clock.drivers
